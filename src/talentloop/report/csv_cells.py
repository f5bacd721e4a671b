"""Cells of a CSV or workbook that a spreadsheet will not run: text that begins like a formula is made plain text."""

from __future__ import annotations

import re

# What spreadsheets begin a formula with, also after blanks, signs that are not seen, and in their full width.
FORMULA = re.compile(r"^[\s\u00a0\u200b-\u200f\u2060\ufeff\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|%]")
# With a real minus and as money too, and a sentence that begins with such a share, as our own tables write them.
NUMBER = re.compile(r"^[+\-\u2212]?\d+(?:[.,]\d+)*\s?%?$|^(?:€\s?\u2212?|\u2212€)\d+(?:[.,]\d+)*$|^\u2212\d+%\s[a-z]")
BREAKS = re.compile(r"[\t\r\n]")


def safe(value: object) -> object:
    """The value as it may stand in a cell: numbers as they are, text with an apostrophe before what would be run.

    Tabs and line breaks become blanks, so that no part of a text begins a cell of its own.
    """
    if not isinstance(value, str):
        return value
    flat = BREAKS.sub(" ", value)
    if NUMBER.match(flat):
        return flat
    return f"'{flat}" if FORMULA.match(value) else flat
