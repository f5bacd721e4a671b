"""From the rows that a statement gave to parts: a figure, a real zero, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from ..core.measure import Median, Primitive, Total, Unique
from ..core.measurement import CannotSay, Parts, Reason
from .sql import Statement

Key = tuple[int, date | None, str | None]  # number of the period, a day or all of them, a segment or all of them


def not_measured(primitive: Primitive, *columns: str) -> CannotSay:
    return CannotSay(Reason.NOT_MEASURED, f"{primitive.fact}.{','.join(columns)}")


class Answers:
    """What one statement gave, by period, day and segment."""

    def __init__(self, statement: Statement, rows: Iterable[tuple]) -> None:
        self.statement = statement
        self.cells: dict[Key, tuple] = {}
        self.others: dict[tuple[Primitive, Key], Parts] = {}
        self._present: dict[tuple[str, int], list[date]] = {}
        for part, period, day, segment, has_day, has_segment, *cells in rows:
            if has_segment and segment is None:
                continue  # an empty cell is in no segment
            key = period, _date(day) if has_day else None, segment if has_segment else None
            if part == 0:
                self.cells[key] = tuple(cells)
            elif part <= len(statement.medians):
                self.others[statement.medians[part - 1], key] = tuple(cells[:3])
            else:
                for unique, cell in zip(statement.uniques[part - len(statement.medians) - 1], cells, strict=False):
                    self.others[unique, key] = (cell,)

    def at(self, cell: str, key: Key) -> int:
        cells = self.cells.get(key)
        return 0 if cells is None else cells[self.statement.places[cell]] or 0

    def placed(self, primitive: Primitive, key: Key) -> int:
        """Rows before any condition."""
        return self.at(self.statement.cells[self.statement.placings.index(primitive.day)], key)

    def matching(self, primitive: Primitive, key: Key) -> int:
        """Rows that meet every condition."""
        return self.at(self.statement.needed[primitive][0], key)

    def segments(self, period: int) -> set[str]:
        """Values of the dimension in any row of the period."""
        return {s for p, day, s in self.cells if p == period and day is None and s is not None}

    def present(self, primitive: Primitive, period: int) -> list[date]:
        """Days of a period that have any row."""
        asked = primitive.day, period
        if asked not in self._present:
            self._present[asked] = sorted(d for p, d, s in self.cells if p == period and d is not None and s is None
                                          and self.placed(primitive, (p, d, s)))
        return self._present[asked]

    def parts(self, primitive: Primitive, key: Key) -> Parts | CannotSay:
        """The primitive for one key; where no row meets its conditions 0, or no median."""
        matching = self.matching(primitive, key)
        cells = self.statement.needed[primitive][1:]
        match primitive:
            case Total(columns=columns):
                if matching and not sum(self.at(c, key) for c in cells[len(columns):]):
                    return not_measured(primitive, *columns)
                return (sum(self.at(c, key) for c in cells[:len(columns)]),)
            case Unique(of=of):
                found = self.others.get((primitive, key), (0,))
                return not_measured(primitive, of) if matching and not found[0] else found
            case Median(column=column):
                if not matching:
                    return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
                return self.others.get((primitive, key)) or not_measured(primitive, column)
        return (matching,)

    def daily(self, primitive: Primitive, period: int, segment: str | None = None) -> dict[date, Parts]:
        """Parts of every day that has any row; days that cannot say are left out."""
        found = {day: self.parts(primitive, (period, day, segment)) for day in self.present(primitive, period)}
        return {day: value for day, value in found.items() if isinstance(value, tuple)}


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
