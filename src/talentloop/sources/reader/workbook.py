"""XLSX, guarded: sizes are judged from the zip's directory before anything is unpacked, formulas come as values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from .problems import Refused, problem

UNPACKED_MOST = 1 << 30  # bytes of all parts together
STRINGS_MOST = 200 << 20  # the shared strings are held in memory
RATIO_MOST = 200  # unpacked ÷ packed of one part; real sheets reach about 40
SMALL = 10 << 20  # parts below this size may pack as well as they like
PARTS_MOST = 5_000
ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")

Cell = Any  # str, int, float, bool, date, datetime, time or None
UNCALCULATED = "\0formula"  # stands for a formula that was never calculated


def check(path: Path) -> None:
    """Raises Refused for what is no workbook, or one that unpacks to more than a workbook should."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused(problem("file_cut", path.name, found=error)) from None
    if not any(p.filename == "xl/workbook.xml" for p in parts):
        raise Refused(problem("not_a_workbook", path.name, found="a zip with other contents"))
    reason = _too_much(parts, path.stat().st_size)
    if reason:
        raise Refused(problem("zip_refused", path.name, found=reason))


def _too_much(parts: Sequence[zipfile.ZipInfo], size: int) -> str | None:
    unpacked = sum(p.file_size for p in parts)
    if len(parts) > PARTS_MOST:
        return f"{len(parts)} parts"
    if unpacked > UNPACKED_MOST:
        return f"unpacks to {unpacked >> 20} MB"
    if sum(p.compress_size for p in parts) > size:
        return "parts that overlap"
    for part in parts:
        if part.file_size > SMALL and part.file_size > RATIO_MOST * max(1, part.compress_size):
            return f"{part.filename} unpacks to {part.file_size // max(1, part.compress_size)} times its size"
        if part.filename.endswith("sharedStrings.xml") and part.file_size > STRINGS_MOST:
            return f"{part.file_size >> 20} MB of texts"
    return None


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets, in order."""
    with closing(_open(path, values=True)) as book:
        return [sheet.title for sheet in book.worksheets]


def lines(path: Path, sheet: str) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The sheet's rows with their line numbers; a formula without a stored value is UNCALCULATED."""
    with closing(_open(path, values=True)) as book:
        rows = book[sheet].iter_rows(values_only=True)
        if not _has_formulas(path):
            yield from enumerate(rows, 1)
            return
        with closing(_open(path, values=False)) as formulas:
            for line, (row, said) in enumerate(zip(rows, formulas[sheet].iter_rows(values_only=True), strict=False), 1):
                yield line, [_calculated(value, text) for value, text in zip(row, said, strict=False)]


def _calculated(value: Cell, formula: Cell) -> Cell:
    return UNCALCULATED if value is None and isinstance(formula, str) and formula.startswith("=") else value


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [p for p in archive.infolist() if p.filename.startswith("xl/worksheets/")]
        return any(_mentions(archive, part) for part in sheets)


def _mentions(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    tail = b""
    with archive.open(part) as file:
        while piece := file.read(1 << 20):
            if b"<f>" in (text := tail + piece) or b"<f " in text:
                return True
            tail = piece[-3:]
    return False


def _open(path: Path, values: bool) -> Any:
    """openpyxl raises all sorts of things for damaged workbooks; to the user they are one."""
    import openpyxl  # loaded by who reads a workbook: every command of the terminal passes here, few do

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)
    except Exception as error:
        raise Refused(problem("not_a_workbook", path.name, found=f"{type(error).__name__}: {error}")) from None
