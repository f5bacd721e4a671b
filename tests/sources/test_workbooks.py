"""Workbooks: dates as dates, formulas as values, and bombs refused before they are opened."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from files import Taken, take

HEADING = ["Dag", "Campagnenaam", "Weergaven", "Linkkliks", "Besteed bedrag (EUR)"]


def workbook(*rows: list[Any], sheet: str = "Raw Data Report", before: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for name in before:
        book.create_sheet(name, 0).append(["Lees dit eerst"])
    page = book["Sheet"]
    page.title = sheet
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken(path: Path, *rows: list[Any], **more: Any) -> Taken:
    return take("meta_export", path, workbook(HEADING, *rows, **more), file="export.xlsx")


@pytest.mark.parametrize("day", [date(2026, 9, 1), datetime(2026, 9, 1), "2026-09-01", "01-09-2026", 46266])
def test_days_as_dates_texts_and_serial_numbers(tmp_path: Path, day: Any) -> None:
    found = taken(tmp_path, [day, "A", 1200, 24, 12.5])
    assert found.rows["exposures"][0]["day"] == "2026-09-01"
    assert found.total("spend_micros") == 12_500_000


def test_numbers_as_texts_follow_the_style_of_the_file(tmp_path: Path) -> None:
    assert taken(tmp_path, ["2026-09-01", "A", "1.200", "24", "12,50"]).total("impressions") == 1200


def test_floats_give_whole_micros(tmp_path: Path) -> None:
    assert taken(tmp_path, [date(2026, 9, 1), "A", 1200.0, 24, 0.1 + 0.2]).total("spend_micros") == 300_000


def test_the_sheet_with_the_headings_is_read(tmp_path: Path) -> None:
    found = taken(tmp_path, [date(2026, 9, 1), "A", 5, 1, 1], before=("Toelichting",))
    assert found.total("impressions") == 5
    assert found.reading.notes["read_as"] == "workbook, sheet Raw Data Report"


def test_short_rows_are_empty_to_the_right(tmp_path: Path) -> None:
    assert taken(tmp_path, [date(2026, 9, 1), "A", 5]).rows["exposures"][0]["impressions"] == 5


def test_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    found = taken(tmp_path, [date(2026, 9, 1), "A", "=2+3", 1, 1])
    problem = found.problem("formula_without_value")
    assert (problem.line, problem.column) == (2, "Weergaven") and not found.rows


def test_a_formula_with_its_value(tmp_path: Path) -> None:
    """What a spreadsheet writes: the formula and the value it had."""
    content = workbook(HEADING, [date(2026, 9, 1), "A", 4711, 1, 1])
    changed = rewrite(content, "xl/worksheets/sheet1.xml", b"<v>4711</v>", b"<f>4700+11</f><v>4711</v>")
    assert take("meta_export", tmp_path, changed, file="export.xlsx").total("impressions") == 4711


def test_an_error_in_a_cell(tmp_path: Path) -> None:
    assert taken(tmp_path, [date(2026, 9, 1), "A", "#DIV/0!", 1, 1]).problem("cell_error").column == "Weergaven"


def test_an_id_as_number_has_lost_digits(tmp_path: Path) -> None:
    content = workbook(["Dag", "Campagne-ID", "Campagnenaam", "Weergaven"],
                       [date(2026, 9, 1), 1.2021000000000001e17, "A", 5])
    found = take("meta_export", tmp_path, content, file="export.xlsx")
    assert found.codes == ["id_rounded"] and "campaign_id" not in found.rows["exposures"][0]


def rewrite(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old in data
                data = data.replace(old, new)
            target.writestr(name, data)
    return out.getvalue()


def with_part(content: bytes, name: str, data: bytes, times: int = 1) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as part:
        for _ in range(times):
            part.write(data)
    return out.getvalue()


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    """64 MB of zeros in 64 kB: told from the sizes in the zip's directory, nothing is unpacked."""
    bomb = with_part(workbook(HEADING), "xl/media/image1.png", bytes(1 << 20), 64)
    found = take("meta_export", tmp_path, bomb, file="export.xlsx")
    assert found.codes == ["zip_refused"]
    assert "times its size" in (found.reading.problems[0].found or "")


def test_a_directory_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    """Parts that would overlap in the file."""
    content = bytearray(workbook(HEADING, [date(2026, 9, 1), "A", 5, 1, 1]))
    at = content.find(b"PK\x01\x02")
    content[at + 20:at + 24] = (1 << 24).to_bytes(4, "little")
    assert take("meta_export", tmp_path, bytes(content), file="export.xlsx").codes in (["zip_refused"], ["file_cut"])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("entities", [f'<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">', '<!ENTITY x SYSTEM "file:///etc/passwd">'])
def test_what_a_workbook_declares_for_itself_is_neither_opened_nor_blown_up(tmp_path: Path, entities: str) -> None:
    """Entities of XML: a billion laughs, and a file of the machine that reads it."""
    honest = workbook(HEADING, [date(2026, 9, 1), "A", 5, 1, 1])
    hostile = rewrite(honest, "xl/workbook.xml", b"<workbook ", f"<!DOCTYPE w [{entities}]><workbook ".encode())
    hostile = rewrite(hostile, "xl/workbook.xml", b' name="', b' name="&x;')
    begun = time.monotonic()
    found = take("meta_export", tmp_path, hostile, file="export.xlsx")
    assert time.monotonic() - begun < 5 and found.codes == ["not_a_workbook"]
    assert "root:" not in str(found.reading.problems)


def test_a_zip_with_other_contents(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "x")
    assert take("meta_export", tmp_path, out.getvalue(), file="export.xlsx").codes == ["not_a_workbook"]


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_workbook(tmp_path: Path, keep: float) -> None:
    content = workbook(HEADING, *[[date(2026, 9, 1), str(i), 5, 1, 1] for i in range(500)])
    found = take("meta_export", tmp_path, content[:int(keep * len(content))], file="export.xlsx")
    assert found.codes == ["file_cut"] and not found.rows


def test_a_sheet_of_broken_xml(tmp_path: Path) -> None:
    content = rewrite(workbook(HEADING, [date(2026, 9, 1), "A", 5, 1, 1]), "xl/worksheets/sheet1.xml",
                      b"</sheetData>", b"</sheet")
    found = take("meta_export", tmp_path, content, file="export.xlsx")
    assert found.reading.blocked and not found.rows
