"""No cell of an export is run by a spreadsheet, whatever a campaign is called; numbers and words stay themselves."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from talentloop.report.csv_cells import safe
from talentloop.report.spreadsheet import workbook
from talentloop.report.tables import Table

ATTEMPTS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","klik")', " =1+1",
    "\t=1+1", "\r\n=1+1", "\u00a0=1+1", "\ufeff=1+1", "\uff1d1+1", "|cmd", "%0A=1", "-2+3+cmd|' /C calc'!A0", "\x00=1",
    "\u200b@SUM(1)", "−1+1", "−2%+1", "−2% +cmd", "+31612345678x",
)


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_formula_is_text(attempt: str) -> None:
    cell = safe(attempt)
    assert isinstance(cell, str) and cell.startswith("'") and not set(cell) & set("\t\r\n")


@pytest.mark.parametrize("plain", ["Zorg 2026", "-12", "+3,5 %", "−15%", "−2,5", "−€1,200", "€ −1.200",
                                   "−2% was te verwachten", "1.200", "a=b", "", "café | nacht", 12, -3.5, None])
def test_numbers_and_words_stay(plain: object) -> None:
    assert safe(plain) == plain


@given(st.text())
def test_in_a_file_no_cell_begins_a_formula(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([safe("x" + text), safe(text)])
    cells = next(csv.reader(io.StringIO(out.getvalue())))
    assert len(cells) == 2
    assert not cells[1].startswith(("=", "@", "|", "%", "\uff1d"))
    assert not cells[1].startswith(("+", "-")) or not cells[1].strip("+-0123456789.,% ")


def test_a_long_sentence_in_a_workbook_gets_the_lines_that_it_needs_and_a_sheet_prints_on_its_side() -> None:
    rows = (("kort", "woord"), ("lang", "Wat overblijft valt binnen de gewone schommeling van dit cijfer. " * 4))
    narrow, broad = (Table("t", f"{len(more)}", ("Wat", "Gegeven", *more), rows) for more in ((), tuple("abcdefghij")))
    book = load_workbook(io.BytesIO(workbook([narrow, broad], "EUR")))
    for sheet in book:
        assert sheet.row_dimensions[4].height in (None, 15) and sheet.row_dimensions[5].height >= 5 * 15
        assert sheet.page_setup.orientation == "landscape"
    assert [bool(s.page_setup.fitToHeight == 0) for s in book] == [True, False]
