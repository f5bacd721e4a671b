"""Tables as files that a spreadsheet opens: CSV in the reader's own way of writing, and a workbook with real numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

from ..core.kpi import Unit
from .csv_cells import safe
from .tables import Amount, Table, Value
from .theme import LIGHT

SHEET = 31  # letters that a sheet's name may have
FORMATS = {Unit.PERCENT: "0.0%", Unit.POINTS: "0.0", Unit.SECONDS: "#,##0.0", Unit.TIMES: "0.00", Unit.DAYS: "#,##0.0",
           Unit.COUNT: "#,##0.##", Unit.PEOPLE: "#,##0"}
BROADEST, NARROWEST = 60, 9  # columns, in letters
LINE = 15  # height of a line, in points
BREADTH = 8  # columns that can still be read on one page
A4 = 9  # as workbooks number sizes of paper


def csv_file(tables: Sequence[Table], lang: str) -> bytes:
    """All tables below each other; Dutch spreadsheets want `;` and a decimal comma, English ones `,` and a point."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    for i, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows(([],) * bool(i))
            writer.writerow([safe(table.title)])
        writer.writerow([safe(h) for h in table.headings])
        writer.writerows([_written(value, lang) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _written(value: Value, lang: str) -> object:
    if isinstance(value, Amount):
        text = f"{value.value:.10g}"
        return text.replace(".", ",") if lang == "nl" else text
    return "" if value is None else value.isoformat() if isinstance(value, date) else safe(value)


def workbook(tables: Sequence[Table], currency: str) -> bytes:
    """A sheet per table, its headings fixed, its columns as wide as what is in them."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                   "strings_to_numbers": False}) as book:
        formats = Formats(book, currency)
        names: set[str] = set()
        for table in tables:
            _sheet(book.add_worksheet(_name(table, names)), table, formats)
    return out.getvalue()


class Formats(dict[object, Any]):
    """How cells look. Those of numbers are made as they are asked for: by unit, decimals, and whether a sign is shown."""

    def __init__(self, book: Any, currency: str) -> None:
        super().__init__(_formats(book))
        self.book, self.sign = book, "€" if currency == "EUR" else currency

    def of(self, amount: Amount) -> Any:
        key = (amount.unit, amount.digits, amount.signed)
        if key not in self:
            self[key] = self.book.add_format({"num_format": self._written(amount), "valign": "top"})
        return self[key]

    def _written(self, amount: Amount) -> str:
        """Written as every language's spreadsheet reads it: it puts its own marks for thousands and decimals."""
        places = "" if not amount.digits else "." + "0" * amount.digits
        if amount.unit is Unit.MONEY:
            return f'"{self.sign}" #,##0{".00" if amount.digits is None else places}'
        if amount.digits is None or amount.unit is not Unit.PERCENT:
            return FORMATS[amount.unit]
        return f"+0{places}%;-0{places}%;0{places}%" if amount.signed else f"0{places}%"


def _formats(book: Any) -> dict[object, Any]:
    heading = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "font_color": "#FFFFFF",
               "bg_color": LIGHT["accent"]}
    return {"text": book.add_format({"text_wrap": True, "valign": "top", "align": "left", "indent": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "title": book.add_format({"bold": True, "font_size": 15}),
            "heading": book.add_format({**heading, "align": "left", "indent": 1}),
            "heading of numbers": book.add_format({**heading, "align": "right"})}


def _name(table: Table, taken: set[str]) -> str:
    """A name that a workbook bears, and that none of its other sheets has."""
    plain = "".join(c for c in table.title if c not in "[]:*?/\\'").strip() or table.id
    name = plain[:SHEET]
    number = 2
    while name.lower() in taken:
        name, number = f"{plain[:SHEET - 3]} {number}", number + 1
    taken.add(name.lower())
    return name


def _sheet(sheet: Any, table: Table, formats: Formats) -> None:
    sheet.set_paper(A4)
    sheet.set_landscape()
    if len(table.headings) <= BREADTH:
        sheet.fit_to_pages(1, 0)
    widths = [_width(table, column) for column in range(len(table.headings))]
    sheet.write_string(0, 0, str(safe(table.title)), formats["title"])
    for column, heading in enumerate(table.headings):
        numeric = any(isinstance(row[column], Amount) for row in table.rows if column < len(row))
        sheet.write_string(2, column, str(safe(heading)), formats["heading of numbers" if numeric else "heading"])
        sheet.set_column(column, column, widths[column])
    for number, row in enumerate(table.rows, start=3):
        sheet.set_row(number, LINE * _lines(row, widths))
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
    sheet.freeze_panes(3, 0)
    if table.rows:
        sheet.autofilter(2, 0, 2 + len(table.rows), len(table.headings) - 1)


def _width(table: Table, column: int) -> int:
    """Wide enough for what is in it, as far as that can be read."""
    inside = [len(v) if isinstance(v := row[column], str) else 11 for row in table.rows if column < len(row)]
    return max(NARROWEST, min(BROADEST, max([*inside, min(len(table.headings[column]), 16)], default=0) + 3))


def _lines(row: Sequence[Value], widths: Sequence[int]) -> int:
    """Lines that the longest text of a row takes: not every program finds that out by itself."""
    return max([1, *(ceil(1.1 * len(v) / w) for v, w in zip(row, widths, strict=False) if isinstance(v, str))])


def _write(sheet: Any, row: int, column: int, value: Value, formats: Formats) -> None:
    if isinstance(value, Amount):
        sheet.write_number(row, column, value.value, formats.of(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif value:
        sheet.write_string(row, column, str(safe(value)), formats["text"])
