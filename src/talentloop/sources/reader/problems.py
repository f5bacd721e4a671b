"""What can be wrong in a file, in one table: code, whether it blocks, what is expected and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...core.errors import Problem

MOST = 50  # of errors, and of warnings, that are told one by one
SHOWN = 80  # characters of a cell that are repeated in a problem


@dataclass(frozen=True)
class Code:
    """Severity and the English facts of one problem; the user's words come later from the code."""

    expected: str
    todo: str
    blocks: bool = True


def _blocks(expected: str, todo: str) -> Code:
    return Code(expected, todo)


def _warns(expected: str, todo: str) -> Code:
    return Code(expected, todo, blocks=False)


CODES: Mapping[str, Code] = {
    # the file as a whole
    "file_missing": _blocks("a file that can be opened", "check the name and whether you may read it"),
    "is_directory": _blocks("one file", "choose the files inside the folder"),
    "empty_file": _blocks("a file with data", "export again; this one has no bytes"),
    "binary_file": _blocks("a CSV, XLSX or JSON file", "export as CSV or XLSX"),
    "old_excel": _blocks("an .xlsx workbook", "open it in a spreadsheet and save as .xlsx or CSV"),
    "not_a_workbook": _blocks("an .xlsx workbook", "open it in a spreadsheet and save as .xlsx or CSV"),
    "zip_refused": _blocks("a workbook of ordinary size", "export a shorter period, or as CSV"),
    "too_large": _blocks("a file that fits in memory", "split it, or save one object per line"),
    "file_cut": _blocks("a complete file", "it ends too early: download or export it again"),
    "encoding_unknown": _blocks("UTF-8, UTF-16 or Windows-1252", "save as CSV UTF-8"),
    "encoding_mixed": _blocks("one encoding throughout", "two files were pasted together: save as CSV UTF-8"),
    "quoting_broken": _blocks("quotes that are closed", "export again without opening it in an editor"),
    "json_broken": _blocks("valid JSON", "save the answer of the API unchanged"),
    "not_recognised": _blocks("an export of a source that we know", "check the export, or add a mapping for this file"),
    # headings
    "no_heading": _blocks("a line with column headings", "export with headings"),
    "column_missing": _blocks("this column", "add the column to the export and export again"),
    "mapped_column_missing": _warns("every column that the mapping names",
                                    "add the column, or take it out of the mapping"),
    "heading_twice": _warns("each heading once", "the first of these columns was read; check that it is the right one"),
    "personal_column": _blocks("no names, birth dates or gender", "take this column out of the mapping"),
    "mapping_wrong": _blocks("a mapping that fits the fact table", "correct the mapping in the client's settings"),
    # how the file writes numbers and dates
    "number_style_conflict": _blocks("one way of writing decimals", "the file mixes 1,5 and 1.5: export it again"),
    "number_style_unclear": _blocks("decimals that can be told from thousands",
                                    "export without thousands separators, or set numbers = comma or dot in the mapping"),
    "number_style_assumed": _warns("decimals that can be told from thousands",
                                   "decided by the language of the headings: check one amount"),
    "date_order_conflict": _blocks("one way of writing dates",
                                   "the file mixes day-month and month-day: export it again"),
    "date_order_unclear": _blocks("dates of which day and month can be told apart",
                                  "export with dates as 2026-09-01, include a day after the 12th, or set dates = dmy "
                                  "or mdy in the mapping"),
    # cells
    "not_a_number": _blocks("a number", "correct the cell or export again"),
    "not_whole": _blocks("a whole number", "correct the cell or export again"),
    "not_a_date": _blocks("a date", "correct the cell or export again"),
    "not_a_moment": _blocks("a date with a time", "correct the cell or export again"),
    "not_yes_no": _blocks("yes or no", "correct the cell or add the word to the mapping"),
    "word_unknown": _blocks("a word that we know", "add the word to the mapping"),
    "negative": _blocks("zero or more", "correct the cell or export again"),
    "absurd_number": _blocks("a figure that can be true", "correct the cell or export again"),
    "date_out_of_range": _blocks("a date that can be true", "correct the cell or export again"),
    "ends_before_start": _blocks("an end on or after the start", "correct the row"),
    "cell_empty": _blocks("a value in every row", "fill in the cell or leave the row out"),
    "formula_without_value": _blocks("a calculated cell", "open the workbook in a spreadsheet and save it again"),
    "cell_error": _blocks("a value", "the spreadsheet shows an error here: repair it and save again"),
    "row_short": _blocks("as many cells as headings", "export again without opening it in an editor"),
    "id_rounded": _warns("an id with all its digits", "a spreadsheet rounded it and it is left out: use the raw export"),
    "personal_value": _warns("no personal data", "an e-mail address stood here; the value was not taken"),
    # what the rows say together
    "no_rows": _blocks("at least one row of data", "export a period in which something happened"),
    "no_days": _blocks("figures per day", "export again, broken down by day"),
    "only_window": _warns("figures per day", "reach was taken; for daily figures export again, broken down by day"),
    "window_missing": _warns("the period that reach is about", "reach was not taken: add start and end to the export"),
    "reach_split": _warns("reach per network, account, campaign, ad set or ad",
                          "reach was not taken: export it without this breakdown"),
    "reach_not_unique": _warns("one reach per period and name", "reach of names that occur twice was not taken: add no "
                               "breakdown, and give campaigns different names"),
    "network_assumed": _warns("a column with the campaign type or network",
                              "everything was booked on one network: add the column to the export"),
    "row_twice": _warns("each row once", "the same row occurs again and was added up: check for a pasted copy"),
    "currency_mixed": _blocks("one currency", "export one currency at a time"),
    "total_differs": _warns("the total that the file gives of itself", "rows may be missing: export again"),
    "and_more": _warns("", "repair what is told above first; the rest may go with it"),
}


def problem(code: str, file: str, line: int | None = None, column: str | None = None, found: object = None,
            expected: str | None = None) -> Problem:
    """A problem of the table; `expected` replaces the table's own words where the caller knows better."""
    entry = CODES[code]
    return Problem(code, file, line, column, None if found is None else _shown(found), expected or entry.expected,
                   entry.todo, "error" if entry.blocks else "warning")


def _shown(found: object) -> str:
    text = str(found)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


class Refused(Exception):
    """Carries a blocking problem out of nested reading; caught where the Reading is made, never shown to callers."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass
class Problems:
    """Collects problems of one file into `found`, at most MOST of each severity, and says how many more there were."""

    file: str
    found: list[Problem] = field(default_factory=list)
    _places: set[tuple[int | None, str | None]] = field(default_factory=set)
    _told: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    def add(self, code: str, line: int | None = None, column: str | None = None, found: object = None,
            expected: str | None = None) -> None:
        self.append(problem(code, self.file, line, column, found, expected))

    def append(self, one: Problem) -> None:
        self._told[one.blocks] += 1
        if len(self._places) < 10 * MOST:
            self._places.add((one.line, one.column))
        if self._told[one.blocks] <= MOST:
            self.found.append(one)

    def told(self, line: int, column: str) -> bool:
        """Whether something was told of this cell already."""
        return (line, column) in self._places

    def close(self) -> None:
        """Tell how many were left out."""
        for count in self._told.values():
            if count > MOST:
                self.found.append(problem("and_more", self.file, found=count - MOST))
        self._told = {True: 0, False: 0}
