"""A file's table: the lines above it, its headings, how it writes, and its rows read column by column in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from . import cells, columns, style
from .columns import Column, Place
from .grid import Grid, Line, grids
from .problems import Problems, Refused, problem
from .style import Evidence, Hints, Style

SCAN = 60  # lines in which the headings must stand
SAMPLED = 20_000  # rows whose cells are evidence; more only while something is unclear
BLOCK = 10_000  # rows that are parsed at a time


@dataclass(frozen=True)
class Table:
    """Where a table starts and which columns it has."""

    grid: Grid
    preamble: tuple[str, ...]
    heading_line: int
    heading: tuple[str, ...]
    places: Mapping[str, Place]
    columns: Mapping[str, Column]

    @property
    def language(self) -> str:
        return columns.language(self.places, self.heading)

    @property
    def file(self) -> str:
        return self.grid.path.name

    @property
    def missing(self) -> list[str]:
        """Required columns that the file does not have."""
        return [name for name, c in self.columns.items() if c.required and name not in self.places]

    def rows(self) -> Iterator[Line]:
        """The rows below the headings that hold anything."""
        for line, row in self.grid.lines():
            if line > self.heading_line and any(row):
                yield line, row

    def currency(self) -> str | None:
        """The currency that the headings of money name."""
        money = [p for n, p in self.places.items() if self.columns[n].kind in ("money", "amount")]
        found = (columns.currency_in(p.heading) for p in money)
        return next((c for c in found if c), None)


def find(path: Path, wanted: Mapping[str, Column]) -> Table:
    """The table in the file whose headings match most of the wanted columns. Raises Refused when nothing can be read."""
    tables = [_best_line(grid, wanted) for grid in grids(path)]
    if not tables:
        raise Refused(problem("no_heading", path.name, found="a workbook without sheets"))
    return max(tables, key=lambda t: (len(t.places), len(t.heading)))


def _best_line(grid: Grid, wanted: Mapping[str, Column]) -> Table:
    head = _head(grid, grid.path.stat().st_mtime_ns)
    best, found = 0, columns.match(head[0][1], wanted) if head else {}
    for number, (_, row) in enumerate(head):
        places = columns.match(row, wanted)
        if len(places) > len(found):
            best, found = number, places
    preamble = tuple(" ".join(str(c) for c in row if c not in (None, "")) for _, row in head[:best])
    line, heading = head[best] if head else (0, ())
    return Table(grid, preamble, line, tuple("" if c is None else str(c).strip() for c in heading), found, wanted)


@lru_cache(maxsize=64)
def _head(grid: Grid, changed: int) -> list[Line]:
    """The first lines, remembered because every source looks at them; what breaks off is told when rows are read."""
    head: list[Line] = []
    with suppress(Refused):
        head.extend(islice(grid.lines(), SCAN))
    return head


def fullest(grid: Grid) -> Line:
    """The first line that is nearly as full as the fullest of the first ones: headings rather than data."""
    head = _head(grid, grid.path.stat().st_mtime_ns)
    filled = [sum(c not in (None, "") for c in row) for _, row in head]
    return next((line for line, n in zip(head, filled, strict=True) if n and n >= 0.8 * max(filled)), (0, ()))


def tell_headings(table: Table, problems: Problems) -> None:
    """Problems of the headings: none at all, required ones missing, or one that stands there twice."""
    if not table.places:
        problems.add("no_heading", found=", ".join(filter(None, table.heading)) or None)
        return
    for name in table.missing:
        problems.add("column_missing", table.heading_line, name, found=", ".join(filter(None, table.heading)),
                     expected=table.columns[name].expected)
    bare = [columns.plain(h) for h in table.heading]
    for name, place in table.places.items():
        if bare.count(columns.plain(place.heading)) > 1:
            problems.add("heading_twice", table.heading_line, name, found=place.heading)


def weigh(table: Table) -> Evidence:
    """Evidence of the rows and of the lines above them."""
    evidence = Evidence()
    for text in table.preamble:
        for written in style.dates.in_text(text):
            evidence.day(written, 1, "", dated=False)
    telling = [(p.index, p.heading, table.columns[n].kind, set[Any]()) for n, p in table.places.items()
               if table.columns[n].kind in cells.NUMBERS | cells.DAYS]
    for number, (line, row) in enumerate(table.rows()):
        if number >= SAMPLED and evidence.settled:
            break
        for index, heading, kind, seen in telling:
            cell = row[index] if index < len(row) else None
            if cell.__class__ is str and cell not in seen:
                _weigh_cell(evidence, kind, cell, line, heading)
                if len(seen) < SAMPLED:
                    seen.add(cell)
    return evidence


def _weigh_cell(evidence: Evidence, kind: str, cell: str, line: int, heading: str) -> None:
    if kind in cells.DAYS:
        evidence.day(cell.split()[0] if ":" in cell else cell, line, heading)
        return
    evidence.number(cell, kind == "count", line, heading)
    if kind in ("money", "amount"):
        evidence.money(cell)


def decide(table: Table, hints: Hints, problems: Problems) -> tuple[Style, str | None]:
    """The style of the whole file, and the currency that its headings or cells name."""
    known = replace(hints, language=table.language, semicolons=table.grid.semicolons,
                    stated=style.stated_period(table.preamble, None))
    evidence = weigh(table)
    if len(evidence.currencies) > 1:
        problems.add("currency_mixed", found=", ".join(sorted(evidence.currencies)))
    return style.decide(evidence, known, problems), table.currency() or next(iter(evidence.currencies), None)


@dataclass
class Block:
    """Some rows: line numbers, and parsed values per column (only columns that the file has)."""

    lines: list[int]
    values: dict[str, list[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str, otherwise: object = None) -> list[Any]:
        """The column's values; `otherwise` for every row when the file does not have it."""
        return self.values.get(name) or [otherwise] * len(self.lines)

    def only(self, keep: Sequence[bool]) -> Block:
        """The rows that are kept."""
        def chosen(values: list[Any]) -> list[Any]:
            return [v for v, k in zip(values, keep, strict=True) if k]

        return Block(chosen(self.lines), {n: chosen(v) for n, v in self.values.items()})


@dataclass
class Cutter:
    """Turns raw rows into parsed blocks; what cannot be read is told and left empty."""

    table: Table
    style: Style
    about: cells.Reading
    problems: Problems
    until: date

    def __post_init__(self) -> None:
        ahead = replace(self.about, latest=self.until)
        kinds = {name: self.table.columns[name].kind for name in self.table.places}
        self.parsers = {n: cells.PARSERS[kind](ahead if kind in cells.AHEAD else self.about) for n, kind in kinds.items()}
        self.width = 1 + max((p.index for p in self.table.places.values()), default=-1)

    def block(self, rows: Sequence[Line]) -> Block:
        whole = [(line, row) for line, row in map(self.padded, rows) if len(row) >= self.width or self._short(line, row)]
        block = Block([line for line, _ in whole])
        for name, place in self.table.places.items():
            block.values[name] = self._column(name, place, [row[place.index] for _, row in whole], block.lines)
        return block

    def padded(self, line: Line) -> Line:
        """A sheet leaves out what is empty at the end."""
        number, row = line
        if len(row) >= self.width or not self.table.grid.pads:
            return line
        return number, [*row, *[None] * (self.width - len(row))]

    def _short(self, line: int, row: Sequence[Any]) -> bool:
        """Tell that a row is too short; never kept."""
        self.problems.add("row_short", line, found=f"{len(row)} cells", expected=f"{len(self.table.heading)} cells")
        return False

    def _column(self, name: str, place: Place, raw: list[Any], lines: list[int]) -> list[Any]:
        parse = self.parsers[name]
        try:
            return [parse(cell) for cell in raw]
        except cells.Unreadable:
            return [self._cell(parse, cell, line, place.heading) for cell, line in zip(raw, lines, strict=True)]

    def _cell(self, parse: cells.Parser, cell: Any, line: int, heading: str) -> Any:
        try:
            return parse(cell)
        except cells.Unreadable as wrong:
            self.problems.add(wrong.code, line, heading, found=str(cell).lstrip("\0"), expected=wrong.expected)
            return None


def blocks(rows: Iterator[Line], size: int = BLOCK) -> Iterator[list[Line]]:
    """Rows in lists of `size`."""
    while block := list(islice(rows, size)):
        yield block
