"""What users really send: cut, renamed, pasted together, absurd; each becomes a problem with a place and a way out."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from files import take

from talentloop.sources.reader.problems import CODES, MOST, Problems

META = "Dag;Campagnenaam;Weergaven;Linkkliks;Besteed bedrag (EUR)\n"
ROW = "2026-09-01;A;1.200;24;12,50\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same(tmp_path: Path, encoding: str) -> None:
    text = META + ROW.replace(";A;", ";Café één €;")
    taken = take("meta_export", tmp_path, text, encoding=encoding)
    assert taken.rows["exposures"][0]["campaign"] == "Café één €"
    assert taken.total("impressions") == 1200


def test_an_accent_far_below_is_still_seen(tmp_path: Path) -> None:
    """The first megabytes are plain ASCII, the last row is Windows-1252."""
    text = META + ROW * 60_000 + ROW.replace(";A;", ";Café;")
    taken = take("meta_export", tmp_path, text, encoding="cp1252")
    assert {row["campaign"] for row in taken.rows["exposures"]} == {"A", "Café"}


def test_two_encodings_pasted_together(tmp_path: Path) -> None:
    content = (META + ROW.replace(";A;", ";Café;")).encode() + ROW.replace(";A;", ";Café;").encode("cp1252")
    assert take("meta_export", tmp_path, content).codes == ["encoding_mixed"]


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty_file"), (b"  \r\n\r\n", "empty_file"), (b"\xd0\xcf\x11\xe0" + bytes(600), "old_excel"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "binary_file"), (b"PK\x03\x04 no zip at all", "file_cut"),
    (b"\x81\x8d\x8f;a\n", "encoding_unknown"), (b"hello\n", "no_heading"),
])
def test_files_that_are_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    taken = take("meta_export", tmp_path, content)
    assert taken.codes == [code]
    assert taken.reading.blocked and not taken.rows


def test_a_gz_is_read_through(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, gzip.compress((META + ROW).encode()), file="export.csv.gz")
    assert taken.total("impressions") == 1200


def test_a_cut_gz(tmp_path: Path) -> None:
    packed = gzip.compress((META + "".join(ROW.replace("A", str(i)) for i in range(20_000))).encode())
    assert "file_cut" in take("meta_export", tmp_path, packed[:len(packed) // 2], file="export.csv.gz").codes


def test_a_file_cut_in_mid_row(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + ROW + ROW[:20])
    assert taken.problem("row_short").line == 3
    assert not taken.rows


def test_a_file_cut_inside_quotes(tmp_path: Path) -> None:
    assert take("meta_export", tmp_path, META + ROW + '2026-09-02;"Wer').codes == ["file_cut"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    text = META + ROW + '2026-09-02;"Werken;1;1;1\n' + ROW * 9_000
    assert take("meta_export", tmp_path, text).codes == ["quoting_broken"]


def test_missing_columns_are_all_named(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, "Dag;Campagnenaam;Besteed bedrag (EUR)\n2026-09-01;A;1,5\n")
    problem = taken.problem("column_missing")
    assert (problem.line, problem.column) == (1, "impressions")
    assert "Vertoningen" in (problem.expected or "") and "Campagnenaam" in (problem.found or "")


def test_a_heading_that_stands_twice(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, "Dag;Campagnenaam;Weergaven;weergaven;Linkkliks\n2026-09-01;A;5;6;1\n")
    assert taken.codes == ["heading_twice"]
    assert taken.total("impressions") == 5


@pytest.mark.parametrize(("row", "code", "column", "found"), [
    ("2026-09-01;A;-5;1;1,5", "negative", "Weergaven", "-5"),
    ("2026-09-01;A;5;1;-1,5", "negative", "Besteed bedrag (EUR)", "-1,5"),
    ("2026-09-01;A;5;1;1000000000000000", "absurd_number", "Besteed bedrag (EUR)", "1000000000000000"),
    ("2026-09-01;A;5000000000000;1;1,5", "absurd_number", "Weergaven", "5000000000000"),
    ("2026-09-01;A;5,5;1;1,5", "not_whole", "Weergaven", "5,5"),
    ("0203-09-01;A;5;1;1,5", "date_out_of_range", "Dag", "0203-09-01"),
    ("2062-09-01;A;5;1;1,5", "date_out_of_range", "Dag", "2062-09-01"),
    ("2026-12-24;A;5;1;1,5", "date_out_of_range", "Dag", "2026-12-24"),
    ("gisteren;A;5;1;1,5", "not_a_date", "Dag", "gisteren"),
    ("2026-02-30;A;5;1;1,5", "not_a_date", "Dag", "2026-02-30"),
    ("2026-09-01;A;veel;1;1,5", "not_a_number", "Weergaven", "veel"),
    ("2026-09-01;A;#REF!;1;1,5", "cell_error", "Weergaven", "#REF!"),
])
def test_figures_that_cannot_be_true(tmp_path: Path, row: str, code: str, column: str, found: str) -> None:
    taken = take("meta_export", tmp_path, META + ROW + row + "\n")
    problem = taken.problem(code)
    assert (problem.line, problem.column, problem.found) == (3, column, found)
    assert problem.blocks and problem.todo and not taken.rows


def test_many_problems_are_counted_rather_than_told(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + "2026-09-01;A;-5;1;1,5\n" * 500)
    assert taken.codes.count("negative") == MOST
    assert taken.problem("and_more").found == str(500 - MOST)
    assert taken.reading.blocked


def test_warnings_do_not_crowd_out_an_error() -> None:
    problems = Problems("x.csv")
    for _ in range(200):
        problems.add("id_rounded")
    problems.add("negative")
    assert [p.code for p in problems.found].count("negative") == 1


def test_headings_without_rows(tmp_path: Path) -> None:
    assert take("meta_export", tmp_path, META).codes == ["no_rows"]


def test_neither_days_nor_reach(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, "Start rapportage;Einde rapportage;Campagnenaam;Weergaven\n"
                                          "2026-09-01;2026-09-30;A;5\n")
    assert taken.codes == ["no_days"] and taken.reading.blocked


def test_a_window_that_ends_before_it_starts(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, "Start rapportage;Einde rapportage;Campagnenaam;Weergaven;Bereik\n"
                                          "2026-09-30;2026-09-01;A;5;4\n")
    assert taken.problem("ends_before_start").line == 2


def test_rows_that_occur_twice_are_added_up_and_told(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + ROW + ROW)
    assert taken.total("impressions") == 2400
    assert taken.problem("row_twice").line == 3


def test_a_total_that_differs_is_told(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + ROW + "Totaal;;1.300;24;12,50\n")
    assert taken.total("impressions") == 1200
    problem = taken.problem("total_differs")
    assert (problem.line, problem.found, problem.expected, problem.blocks) == (3, "1300", "1200", False)
    assert [c.agrees for c in taken.reading.checks] == [False, True, True]


def test_money_that_differs_is_told_as_money(tmp_path: Path) -> None:
    problem = take("meta_export", tmp_path, META + ROW + "Totaal;;1.200;24;99,50\n").problem("total_differs")
    assert (problem.found, problem.expected) == ("99.50", "12.50")


def test_a_campaign_called_total_is_data(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + ROW + ROW.replace(";A;", ";Totaal: alle functies;"))
    assert taken.total("impressions") == 2400 and not taken.reading.checks


def test_ids_that_a_spreadsheet_rounded_are_left_out(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, "Dag;Campagne-ID;Campagnenaam;Weergaven\n2026-09-01;1,2021E+17;A;5\n")
    assert "campaign_id" not in taken.rows["exposures"][0]
    assert taken.codes == ["id_rounded"]


def test_two_currencies(tmp_path: Path) -> None:
    taken = take("meta_export", tmp_path, META + ROW.replace("12,50", "€ 12,50") + ROW.replace("12,50", "$ 12,50"))
    assert "currency_mixed" in taken.codes


def test_the_currency_of_a_cell_counts(tmp_path: Path) -> None:
    text = META.replace(" (EUR)", "") + ROW.replace("12,50", "$12,50")
    assert take("meta_export", tmp_path, text).rows["exposures"][0]["currency"] == "USD"


def test_every_code_says_what_to_do() -> None:
    assert all(code.todo for code in CODES.values())
