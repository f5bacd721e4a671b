"""What every SQL engine does: questions of one fact table put as one statement, answers put in a Measurement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from ..core.dimension import columns_for
from ..core.facts import FACTS, FactTable
from ..core.measure import (
    Count,
    Flows,
    Lags,
    Median,
    Primitive,
    Reach,
    Rises,
    Size,
    Stock,
    Survival,
    Total,
    Unique,
)
from ..core.measurement import CannotSay, Measured, Measurement, Parts, Reason
from ..core.moves import settled
from ..core.period import Period
from . import pools, states
from .answers import Answers
from .connection import quoted
from .coverage import COVERAGE
from .kept_moves import KEPT
from .known import Known
from .plain import parts as plain_parts
from .plain import rows as plain_rows
from .snapshot import Snapshot
from .sql import Statement, transpiled

COUNTING = (Count, Total, Unique, Median)  # what one statement per fact table answers
SPLITTABLE = (*COUNTING, Reach)


class SqlEngine(ABC):
    """Measures over one snapshot of the store; a subclass says how SQL is run and what its dialect is called."""

    dialect = "duckdb"
    # Rows of a table from which on periods that lie in different months are asked for one by one: each statement reads
    # the files of its own months only, and one about months that are over stays true when new facts come in.
    many = 500_000

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @abstractmethod
    def ask(self, sql: str) -> list[tuple]:
        """Rows of one statement in this engine's dialect."""

    def relation(self, table: FactTable, months: Iterable[str] | None = None) -> str:
        """All rows of a table as something that stands in a FROM clause of this engine."""
        return self.snapshot.source(table, months)

    def source(self, table: FactTable, months: Iterable[str] | None = None) -> str:
        """Rows of a table that count, as a relation; of some months or of all."""
        whole = self.relation(table, months)
        record = self.snapshot.record.get(table.name) if table.name == "web_hits" else None
        return f"(SELECT * FROM {whole} WHERE source = {quoted(record)})" if record else whole

    def days(self, fact: str) -> Period | None:
        """From the first to the last day that has rows of a table; None without rows."""
        return self.known.of(fact).span

    def sources(self) -> dict[str, tuple[str, ...]]:
        """Sources per fact that they fill."""
        return self.known.sources()

    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement:
        """Every primitive in every period, whole, per value of `by`, and (with `daily`) per day.

        `by` is a dimension, or several joined by `AND`: then a part is their values, empty ones too, with `BETWEEN`.
        """
        question = Question(self, tuple(dict.fromkeys(primitives)), tuple(dict.fromkeys(periods)), by, daily)
        measured = {(m.primitive, m.period, m.segment): m for m in question.measured()}
        facts = dict.fromkeys(p.fact for p in primitives)
        origins = {(fact, period): self.known.origin(fact, period) for fact in facts for period in periods}
        return Measurement(measured, origins, by)

    @cached_property
    def known(self) -> Known:
        return Known(self.snapshot, self.run(Known.sql(self.relation(COVERAGE))))

    def run(self, sql: str) -> list[tuple]:
        return self.ask(sql if self.dialect == "duckdb" else transpiled(sql, self.dialect))


class Question:
    """One call of `measure`: what was asked, and the statements that answer it."""

    def __init__(self, engine: SqlEngine, primitives: tuple[Primitive, ...], periods: tuple[Period, ...],
                 by: str | None, daily: bool) -> None:
        self.engine, self.primitives, self.periods, self.by, self.daily = engine, primitives, periods, by, daily
        self.answers = {fact: self._count(FACTS[fact]) for fact in dict.fromkeys(
            p.fact for p in primitives if isinstance(p, COUNTING))} if periods else {}
        self.states = self._states() if periods else {}

    def measured(self) -> Iterable[Measured]:
        for number, period in enumerate(self.periods):
            segments = self.segments(number, period) if self.by else []
            for primitive in self.primitives:
                whole = self.whole(primitive, number, period)
                yield Measured(primitive, period, whole, self.per_day(primitive, number, whole))
                for segment in segments:
                    value = self.split(primitive, number, period, segment) if isinstance(whole, tuple) else whole
                    yield Measured(primitive, period, value, self.per_day(primitive, number, value, segment), segment)

    def whole(self, primitive: Primitive, number: int, period: Period) -> Parts | CannotSay:
        """The whole period; why not, when there is no source or nothing in this period."""
        known = self.engine.known
        if not known.connected(FACTS[primitive.fact]):
            return CannotSay(Reason.NOT_CONNECTED, primitive.fact)
        if not isinstance(primitive, COUNTING):
            return self.states.get((primitive, number)) or CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
        answers = self.answers[primitive.fact]
        key = number, None, None
        if not known.of(primitive.fact).inside(period) and not answers.matching(primitive, key):
            return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
        return answers.parts(primitive, key)

    def split(self, primitive: Primitive, number: int, period: Period, segment: str) -> Parts | CannotSay:
        """One segment; 0 where the table is there but this segment has no rows."""
        if not columns_for(self.by or "", primitive.fact) or not isinstance(primitive, SPLITTABLE):
            return CannotSay(Reason.NOT_SPLITTABLE, primitive.fact)
        if not isinstance(primitive, Reach):
            return self.answers[primitive.fact].parts(primitive, (number, None, segment))
        rows = [r for r in self._used_reach(primitive, period) if r["network"] == segment]
        if not rows and segment in plain_parts.WITHOUT_REACH:
            return CannotSay(Reason.NOT_OFFERED, segment)
        return plain_parts.reach(primitive, rows, self._shown(number), period)

    def segments(self, number: int, period: Period) -> list[str]:
        """Values of the dimension in any row that the period holds, over all tables asked that have it."""
        seen: set[str] = set()
        for fact, answers in self.answers.items():
            if columns_for(self.by or "", fact):
                seen |= answers.segments(number)
        if columns_for(self.by or "", "reach") and any(isinstance(p, Reach) for p in self.primitives):
            seen |= {r["network"] for r in self._reach_rows if (r["window_start"], r["window_end"])
                     == (period.start, period.end)}
        return sorted(seen)

    def per_day(self, primitive: Primitive, number: int, whole: Parts | CannotSay,
                segment: str | None = None) -> dict[Any, Parts]:
        if not self.daily or not isinstance(primitive, COUNTING) or isinstance(whole, CannotSay):
            return {}
        return self.answers[primitive.fact].daily(primitive, number, segment)

    # ---- statements

    def _count(self, table: FactTable) -> Answers:
        asked = tuple(p for p in self.primitives if p.fact == table.name and isinstance(p, COUNTING))
        own = all(p.day == table.day for p in asked)
        many = own and self.engine.snapshot.rows(table) > self.engine.many
        groups = _apart(self.periods) if many else [list(range(len(self.periods)))]
        segment = columns_for(self.by or "", table.name)
        rows: list[tuple] = []
        for group in groups:
            periods = tuple(self.periods[i] for i in group)
            source = self.engine.source(table, {m for period in periods for m in _months(period)} if own else None)
            statement = Statement(table, asked, periods, source, segment, self.daily)
            found = self.engine.ask(statement.sql(self.engine.dialect))
            rows += [(part, group[place], *cells) for part, place, *cells in found]
        return Answers(statement, rows)

    def _states(self) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        """Stocks, flows, survival, sizes and reach, where there is anything to say."""
        found: dict[tuple[Primitive, int], Parts | CannotSay] = {}
        alike: dict[tuple, list[Stock]] = {}
        for primitive in self.primitives:
            match primitive:
                case Stock():
                    same = primitive.fact, primitive.window_days, primitive.where, primitive.on
                    alike.setdefault(same, []).append(primitive)
                case Flows() | Rises():
                    found.update(self._moves(primitive))
                case Lags():
                    found.update(self._lags(primitive))
                case Survival():
                    found.update(self._survival(primitive))
                case Size() | Reach():
                    found.update(self._told(primitive))
        for stocks in alike.values():
            found.update(self._stocks(stocks))
        return found

    def _stocks(self, asked: list[Stock]) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        of = self._people(self._window_source(asked[0], asked[0].window_days))
        rows = self.engine.run(pools.stocks(asked, self.periods, of))
        return {(stock, period): (cells[i],) for period, *cells in rows for i, stock in enumerate(asked)}

    def _people(self, touches: str, reads: str = "") -> pools.Sources:
        source = self.engine.source
        kept = self.engine.relation(KEPT) if self.engine.snapshot.rows(KEPT) else ""
        return pools.Sources(touches, source(FACTS["merges"]), source(FACTS["counted_applications"]), reads, kept)

    def _moves(self, asked: Flows | Rises) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        """Tables of moves, one per period; what stands for nothing at all leaves them."""
        found: dict[tuple[Primitive, int], Parts | CannotSay] = {}
        touches = self.engine.source(FACTS[asked.fact])
        for number, period in enumerate(self.periods):
            if isinstance(asked, Flows):
                sql = pools.flows(asked, period, self._people(touches))
            else:
                reads = self.engine.source(FACTS[pools.READ_IN[asked.by]])
                sql = pools.rises(asked, period, self._people(touches, reads))
            rows = self.engine.run(sql)
            if rows:
                found[asked, number] = Moves(rows if isinstance(asked, Rises) else
                                             settled(r for r in rows if r[:2] != (0, 0)))
        return found

    def _lags(self, asked: Lags) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        rows = self.engine.run(states.lags(asked, self.periods, self.engine.source(FACTS[asked.fact])))
        return {(asked, number): tuple(tuple(cells) for period, *cells in rows if period == number)
                for number in {period for period, *_ in rows}}

    def _survival(self, asked: Survival) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        found: dict[tuple[Primitive, int], Parts | CannotSay] = {}
        source = self.engine.source(FACTS[asked.fact])
        for period, *ages in self.engine.run(states.survival(asked, self.periods, source)):
            before = found.get((asked, period), ())
            assert isinstance(before, tuple)
            found[asked, period] = (*before, tuple(ages))
        return found

    def _told(self, asked: Size | Reach) -> dict[tuple[Primitive, int], Parts | CannotSay]:
        """Figures that somebody gave as they are: there are few, and plain Python reads them."""
        found: dict[tuple[Primitive, int], Parts | CannotSay] = {}
        for number, period in enumerate(self.periods):
            if isinstance(asked, Reach):
                found[asked, number] = plain_parts.reach(
                    asked, self._used_reach(asked, period), self._shown(number), period)
            else:
                rows = plain_rows.used({asked.fact: self._rows(asked.fact)}, asked, period)
                found[asked, number] = plain_parts.size(asked, rows)
        return found

    def _window_source(self, asked: Primitive, days: int) -> str:
        table = FACTS[asked.fact]
        if asked.day != table.day:
            return self.engine.source(table)
        windows = pools.windows(self.periods, days)
        return self.engine.source(table, {month for window in windows for month in _months(window)})

    def _used_reach(self, asked: Reach, period: Period) -> list[dict[str, Any]]:
        return list(plain_rows.used({"reach": self._reach_rows}, asked, period))  # type: ignore[arg-type]

    @cached_property
    def _reach_rows(self) -> list[dict[str, Any]]:
        return self._rows("reach")

    def _rows(self, fact: str) -> list[dict[str, Any]]:
        names = FACTS[fact].names
        cells = ", ".join(f'f."{n}"' for n in names)
        found = self.engine.run(f"SELECT {cells} FROM {self.engine.source(FACTS[fact])} AS f")
        return [dict(zip(names, row, strict=True)) for row in found]

    def _shown(self, number: int) -> list[dict[str, Any]]:
        """Impressions of paid delivery per network in a period, as rows of that period's first day."""
        return [{"network": n, "paid": "paid", "day": self.periods[p].start, "impressions": shown}
                for p, n, shown in self._impressions if p == number]

    @cached_property
    def _impressions(self) -> list[tuple]:
        source = self.engine.source(FACTS["exposures"])
        return self.engine.run(f"""WITH {states.periods_table(self.periods)}
            SELECT p.period, f.network, CAST(sum(f.impressions) AS BIGINT) FROM {source} AS f {states.placed('f.day')}
            WHERE f.paid = 'paid' AND f.impressions IS NOT NULL GROUP BY p.period, f.network""")


class Moves(tuple):
    """Moves between pools; true even when nobody moved, unlike "nothing is known"."""

    def __bool__(self) -> bool:
        return True


def _months(period: Period) -> list[str]:
    return [f"{day:%Y-%m}" for day in _month_starts(period)]


def _apart(periods: Sequence[Period]) -> list[list[int]]:
    """The places of the periods, those together that share a month."""
    found: list[list[int]] = []
    upto = ""
    for place in sorted(range(len(periods)), key=lambda i: periods[i].start):
        months = _months(periods[place])
        if not found or not months or months[0] > upto:
            found.append([])
        found[-1].append(place)
        upto = max(upto, months[-1] if months else upto)
    return [sorted(group) for group in found]


def _month_starts(period: Period) -> list[Any]:
    """The first day of the period and of every later month in it."""
    from ..core.period import add_months

    found, day = [], period.start
    while day < period.end:
        found.append(day)
        day = add_months(day.replace(day=1), 1)
    return found
