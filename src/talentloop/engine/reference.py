"""The reference engine: what every measure means, in plain Python; slow and short, and other engines must agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..core.dimension import BETWEEN, columns_for
from ..core.facts import FACTS
from ..core.intake import span
from ..core.measure import Count, Median, Primitive, Reach, Total, Unique
from ..core.measurement import CannotSay, Measured, Measurement, Origin, Parts, Reason
from ..core.period import Period
from .plain import origins, parts
from .plain.rows import Facts, Row, connected, placed, used

# Measures whose rows can be told apart by a dimension; the others are states of persons or of the whole client.
SPLITTABLE = (Count, Total, Unique, Median, Reach)
DAILY = (Count, Total, Unique, Median)


class ReferenceEngine:
    """Measures over facts that lie in memory: raw and derived tables, each a list of rows by column name."""

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.facts: Facts = {fact: list(told) for fact, told in rows.items()}

    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement:
        """Every primitive in every period, whole, per value of `by`, and (with `daily`) per day.

        `by` is a dimension, or several joined by `AND`: then a part is their values, empty ones too, with `BETWEEN`.
        """
        measured: dict[tuple[Primitive, Period, str | None], Measured] = {}
        for period in periods:
            segments: tuple[str | None, ...] = (None, *(self.segments(primitives, period, by) if by else ()))
            for primitive in primitives:
                for segment in segments:
                    measured[primitive, period, segment] = self.one(primitive, period, by, segment, daily)
        facts = {p.fact for p in primitives}
        found: Mapping[tuple[str, Period], Origin] = {
            (fact, period): origins.origin(self.facts, fact, period) for fact in facts for period in periods}
        return Measurement(measured, found, by)

    def days(self, fact: str) -> Period | None:
        """From the first to the last day that has rows of a table; None without rows."""
        return span([row[FACTS[fact].day] for row in self.facts.get(fact, ())])

    def segments(self, primitives: Sequence[Primitive], period: Period, by: str) -> tuple[str, ...]:
        """Known values of the dimension in any row that the period holds; an empty cell is in no segment."""
        seen: set[str] = set()
        for primitive in primitives:
            columns = columns_for(by, primitive.fact)
            if columns and isinstance(primitive, SPLITTABLE):
                seen |= {s for row in placed(self.facts, primitive, period) if (s := _segment(row, columns)) is not None}
        return tuple(sorted(seen))

    def one(self, primitive: Primitive, period: Period, by: str | None, segment: str | None, daily: bool) -> Measured:
        whole = self.whole(primitive, period)
        if segment is None or by is None:
            days = self.per_day(primitive, period) if daily and isinstance(whole, tuple) else {}
            return Measured(primitive, period, whole, days)
        if isinstance(whole, tuple):
            whole = self.split(primitive, period, by, segment)
        days = self.per_day(primitive, period, by, segment) if daily and isinstance(whole, tuple) else {}
        return Measured(primitive, period, whole, days, segment)

    def whole(self, primitive: Primitive, period: Period) -> Parts | CannotSay:
        """The whole period; why not, when there is no source or nothing in this period."""
        if not connected(self.facts, primitive.fact):
            return CannotSay(Reason.NOT_CONNECTED, primitive.fact)
        if isinstance(primitive, Count | Total | Unique | Median) and not self.anything(primitive, period):
            return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
        return parts.of(self.facts, primitive, period, used(self.facts, primitive, period))

    def anything(self, primitive: Primitive, period: Period) -> bool:
        """Does the period hold any row of this table, placed by its own day or by the primitive's?"""
        own = Count(primitive.fact)
        return bool(placed(self.facts, own, period) or used(self.facts, primitive, period))

    def split(self, primitive: Primitive, period: Period, by: str, segment: str) -> Parts | CannotSay:
        """One segment; 0 where the table is there but this segment has no rows."""
        columns = columns_for(by, primitive.fact)
        if not columns or not isinstance(primitive, SPLITTABLE):
            return CannotSay(Reason.NOT_SPLITTABLE, primitive.fact)
        rows = [row for row in used(self.facts, primitive, period) if _segment(row, columns) == segment]
        if isinstance(primitive, Reach) and not rows and segment in parts.WITHOUT_REACH:
            return CannotSay(Reason.NOT_OFFERED, segment)
        return parts.of(self.facts, primitive, period, rows)

    def per_day(self, primitive: Primitive, period: Period, by: str | None = None,
             segment: str | None = None) -> dict[date, Parts]:
        """Parts of every day on which the table has rows at all; other days are gaps and not zeros."""
        if not isinstance(primitive, DAILY):
            return {}
        columns = columns_for(by, primitive.fact) if by else ()
        present: dict[date, list[Row]] = {}
        for row in placed(self.facts, primitive, period):
            present.setdefault(row[primitive.day], [])
        for row in used(self.facts, primitive, period):
            if not columns or _segment(row, columns) == segment:
                present[row[primitive.day]].append(row)
        found = {day: parts.of(self.facts, primitive, period, rows) for day, rows in sorted(present.items())}
        return {day: value for day, value in found.items() if isinstance(value, tuple)}


def _segment(row: Row, columns: Sequence[str]) -> str | None:
    if len(columns) == 1:
        return row.get(columns[0])
    return BETWEEN.join(row.get(c) or "" for c in columns)
