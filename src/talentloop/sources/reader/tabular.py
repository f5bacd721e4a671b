"""What every source of tables does: know its files by their headings, read them in blocks, compare their totals."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

from ...core.facts import Rows
from ...core.intake import Context, Likeness, Reading
from ...core.period import Period
from ..source import Sample
from . import cells
from .columns import Column
from .grid import Line
from .problems import Problems, Refused
from .style import Hints, Style, stated_period
from .table import Block, Cutter, Table, blocks, decide, find, tell_headings
from .totals import Totals, is_blank, label, says_total

EARLIEST = date(2004, 1, 1)  # no platform that we read has older figures
TIME_ZONES = timedelta(days=1)  # an account's day may begin before ours
AHEAD = timedelta(days=400)  # how far a stated period may reach


@dataclass
class Run:
    """One reading of one file: what was decided about it and what has been seen so far."""

    table: Table
    style: Style
    context: Context
    problems: Problems
    currency: str
    stated: tuple[date, date] | None
    totals: Totals = field(default_factory=Totals)
    first: date | None = None
    last: date | None = None
    rows: int = 0

    def spans(self, first: date, last: date) -> None:
        """Stretch the file's window, both days included."""
        self.first = min(first, self.first or first)
        self.last = max(last, self.last or last)

    @property
    def window(self) -> Period | None:
        return Period(self.first, self.last + timedelta(days=1)) if self.first and self.last else None


class Taker(ABC):
    """Turns parsed blocks into facts."""

    @abstractmethod
    def take(self, block: Block) -> Iterator[Rows]:
        """Facts that are ready."""

    @abstractmethod
    def rest(self) -> Iterator[Rows]:
        """What was held back until the file's end, and the problems that only show there."""


class TabularSource(ABC):
    """A source of CSV or XLSX exports. Declare `name`, `title`, `version`, `facts` and one attribute per column; say in
    `taker` how rows become facts."""

    name: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[int] = 1
    facts: ClassVar[tuple[str, ...]]
    columns: Mapping[str, Column] = {}
    adds: tuple[str, ...] = ()  # columns whose sum is compared with the file's own totals
    day_zone: ClassVar[str] = ""  # the zone in which the system cuts days, where it is not the account's own
    known_orders: ClassVar[Mapping[str, str]] = {}  # language of the headings → order in which the system writes dates

    def __init_subclass__(cls) -> None:
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Column)}
        cls.columns = {**cls.columns, **own}

    @abstractmethod
    def taker(self, run: Run) -> Taker:
        """What turns this file's blocks into facts."""

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        try:
            return self._likeness(find(sample.path, self.columns))
        except Refused as refused:
            return Likeness(0.0, refused.problem.code)

    def _likeness(self, table: Table) -> Likeness:
        signs = self.signs(table)
        if not signs or len(table.places) < 2:
            return Likeness(0.1 * bool(table.places), f"{len(table.places)} of {len(self.columns)} headings")
        if table.missing:
            lacking = ", ".join(self.columns[n].expected for n in table.missing)
            return Likeness(0.4, f"{len(table.places)} of {len(self.columns)} headings; missing: {lacking}")
        why = ", ".join(table.places[n].heading for n in signs)
        return Likeness(min(1.0, 0.6 + 0.08 * len(signs)), f"headings: {why}")

    def signs(self, table: Table) -> list[str]:
        """Columns of the file that hardly any other source has."""
        return [name for name in table.places if self.columns[name].sign]

    def read(self, path: Path, context: Context) -> Reading:
        problems = Problems(path.name)
        reading = Reading(self.name, path, iter(()), problems.found)
        try:
            run = self._open(path, context, problems)
        except Refused as refused:
            problems.append(refused.problem)
        else:
            reading.notes.update(self._notes(run))
            reading.rows = iter(()) if reading.blocked else self._rows(run, reading)
        return reading

    def hints(self, table: Table, context: Context) -> Hints:
        return Hints(known_order=self.known_orders.get(table.language, ""), latest=context.today + TIME_ZONES)

    def _open(self, path: Path, context: Context, problems: Problems) -> Run:
        table = find(path, self.columns)
        tell_headings(table, problems)
        if any(p.blocks for p in problems.found):
            return Run(table, Style(), context, problems, context.currency, None)
        style, currency = decide(table, self.hints(table, context), problems)
        return Run(table, style, context, problems, currency or context.currency, self._stated(table, style, context))

    def _stated(self, table: Table, style: Style, context: Context) -> tuple[date, date] | None:
        """The period that the lines above the headings name, when it can be true."""
        said = stated_period(table.preamble, style.order)
        return said if said and said[0] >= EARLIEST and said[1] <= context.today + AHEAD else None

    def _notes(self, run: Run) -> dict[str, str]:
        table, style = run.table, run.style
        zone = {"day_zone": self.day_zone} if self.day_zone else {}
        return {**zone, "read_as": table.grid.about, "language": table.language, "decimal": style.decimal,
                "dates": style.order, "heading_line": str(table.heading_line)}

    def limits(self, context: Context) -> tuple[date, date]:
        """The days that can be true: delivery has been, and not before there were platforms."""
        return EARLIEST, context.today + TIME_ZONES

    def _rows(self, run: Run, reading: Reading) -> Iterator[Rows]:
        cutter = Cutter(run.table, run.style, cells.Reading(run.style, run.context.zone, *self.limits(run.context)),
                        run.problems, run.context.today + AHEAD)
        taker = self.taker(run)
        try:
            for lines in blocks(run.table.rows()):
                block = cutter.block(self._without_totals(lines, run, cutter))
                run.rows += len(block)
                run.totals.rows = run.rows
                yield from self._unblocked(taker.take(block), reading)
            yield from self._unblocked(taker.rest(), reading)
        except Refused as refused:
            run.problems.append(refused.problem)
        self._close(run, reading)

    @staticmethod
    def _unblocked(rows: Iterator[Rows], reading: Reading) -> Iterator[Rows]:
        """After a problem that blocks, reading goes on only to tell what else is wrong."""
        return (block for block in rows if not reading.blocked)

    def _close(self, run: Run, reading: Reading) -> None:
        if not run.rows and not reading.blocked:
            run.problems.add("no_rows")
        money = [n for n, c in run.table.columns.items() if c.kind in ("money", "amount")]
        reading.checks.extend(run.totals.checks(money, run.problems))
        reading.window = run.window
        run.problems.close()

    def named(self, table: Table) -> Sequence[int]:
        """Where the cells stand that say what a row is about; a row without any of them is a total."""
        return [p.index for n, p in table.places.items() if self.columns[n].kind in ("text", "identifier", "day")]

    def _without_totals(self, lines: Sequence[Line], run: Run, cutter: Cutter) -> list[Line]:
        """Data rows; totals are kept for the check."""
        named, data = self.named(run.table), []
        for line in lines:
            if self._is_total(line[1], named, run.table):
                self._tell_total(line, run, cutter)
            else:
                data.append(line)
        return data

    def _is_total(self, row: Sequence[cells.Cell], named: Sequence[int], table: Table) -> bool:
        day = table.places.get("day")
        if day and day.index < len(row) and str(row[day.index])[:1].isdigit():
            return False  # a campaign may be called Total; a row of one day is none
        told = [row[i] for i in named if i < len(row) and not is_blank(row[i])]
        if named and not told:
            return True
        if not says_total(row[0]) and not any(map(says_total, told)):
            return False
        return day is None or day.index >= len(row) or is_blank(row[day.index]) or says_total(row[day.index])

    def _tell_total(self, line: Line, run: Run, cutter: Cutter) -> None:
        number, row = line
        figures: dict[str, int | None] = {}
        for name in self.adds:
            place = run.table.places.get(name)
            try:
                value = cutter.parsers[name](row[place.index]) if place and place.index < len(row) else None
            except cells.Unreadable:
                value = None
            figures[name] = value if isinstance(value, int) else None
        run.totals.told(label(row), number, figures)
