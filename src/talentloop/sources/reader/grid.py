"""A file as numbered lines of cells, whatever it is underneath; it can be read from the top as often as needed."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ...core.errors import Problem
from . import workbook
from .files import Nature, nature, open_text
from .problems import Refused, problem
from .workbook import Cell

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LONGEST_CELL = 131_072  # characters; longer means a quote that was never closed

Line = tuple[int, Sequence[Cell]]


class Grid(Hashable, Protocol):
    """`about` names encoding and delimiter, or sheet, for the eye."""

    @property
    def path(self) -> Path: ...

    @property
    def about(self) -> str: ...

    @property
    def semicolons(self) -> bool: ...

    @property
    def pads(self) -> bool:
        """Whether a short line means empty cells (a sheet) rather than a broken file (a CSV)."""

    def lines(self) -> Iterator[Line]:
        """Line number (from 1) and cells. Raises Refused where the file breaks off or cannot be parsed."""


@dataclass(frozen=True)
class Separated:
    """A CSV, in a known encoding and with a known delimiter."""

    path: Path
    encoding: str
    delimiter: str

    @property
    def about(self) -> str:
        return f"{self.encoding}, {DELIMITER_NAMES[self.delimiter]}"

    @property
    def semicolons(self) -> bool:
        return self.delimiter == ";"

    @property
    def pads(self) -> bool:
        return False

    def lines(self) -> Iterator[Line]:
        reader = None
        try:
            with open_text(self.path, self.encoding) as file:
                reader = csv.reader(file, delimiter=self.delimiter, strict=True)
                for cells in reader:
                    yield reader.line_num, cells
        except csv.Error as error:
            raise Refused(self._unparsable(error, reader.line_num if reader else None)) from None
        except (EOFError, UnicodeDecodeError, OSError, zlib.error) as error:
            raise Refused(problem("file_cut", self.path.name, reader.line_num if reader else None, found=error)) from None

    def _unparsable(self, error: csv.Error, line: int | None) -> Problem:
        code = "file_cut" if "unexpected end" in str(error) else "quoting_broken"
        return problem(code, self.path.name, line, found=error)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    path: Path
    name: str

    @property
    def about(self) -> str:
        return f"workbook, sheet {self.name}"

    @property
    def semicolons(self) -> bool:
        return False

    @property
    def pads(self) -> bool:
        return True

    def lines(self) -> Iterator[Line]:
        try:
            yield from workbook.lines(self.path, self.name)
        except Refused:
            raise
        except Exception as error:  # openpyxl raises whatever the XML parser or the zip does
            raise Refused(problem("file_cut", self.path.name, found=f"{type(error).__name__}: {error}")) from None


def grids(path: Path) -> list[Grid]:
    """Every way of reading the file as a grid: each delimiter, or each sheet. Raises Refused when there is none."""
    found: Nature = nature(path)
    if found.kind == "workbook":
        workbook.check(path)
        return [Sheet(path, name) for name in workbook.sheet_names(path)]
    return [Separated(path, found.encoding, delimiter) for delimiter in DELIMITERS]
