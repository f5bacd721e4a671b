"""What one report looks at: the loop, the periods beside it and all of history, measured in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from ..core.baseline import Baseline
from ..core.facts import FACTS
from ..core.kpis import in_use
from ..core.kpis.pools import USUAL
from ..core.loop import Against, Loop, compared_period
from ..core.measure import PER_DAY, Primitive
from ..core.measurement import Measurement
from ..core.period import Period
from ..core.standing import Standing
from ..core.workdays import Workdays
from ..stats.prior import Prior

HISTORY_DAYS = 4 * 364 + 62  # four years before the loop are the most that statistics look at


class Engine(Protocol):
    """The reading half of an engine."""

    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement: ...

    def days(self, fact: str) -> Period | None: ...


@dataclass(frozen=True)
class Scope:
    """`measured` is the part of the loop that has gone by; `history` runs from the first fact to its end.

    `known` gives per fact table the first to last day with rows.
    """

    loop: Loop
    loops: tuple[Loop, ...]
    baseline: Baseline | None
    as_of: date
    measured: Period
    compared: Mapping[Against, Period]
    history: Period
    known: Mapping[str, Period]
    workdays: Workdays
    band: float
    smallest_cell: int = 10
    prior: Prior | None = None  # None: the one that comes with the product
    pools: str = USUAL  # the classes of the talent pools

    @property
    def running(self) -> bool:
        return self.as_of < self.loop.period.end

    @property
    def standing(self) -> Standing:
        """The windows over which parts may be told."""
        return Standing.of_plan(self.loops, self.baseline, self.as_of, self.smallest_cell, self.pools)

    @property
    def chosen(self) -> Period | None:
        return self.compared.get(self.loop.compared_with)

    @property
    def beside(self) -> Mapping[Against, Period]:
        """What the part of the loop that has gone by is held against: as many days from the start of each period."""
        if not self.running or not self.measured.days:
            return self.compared
        return {against: period.clipped(Period.of_days(period.start, self.measured.days))
                for against, period in self.compared.items()}

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period to be measured, each once."""
        return tuple(dict.fromkeys((self.measured, *self.compared.values(), *self.beside.values())))


def scope_of(loop: Loop, loops: Sequence[Loop], baseline: Baseline | None, as_of: date, engine: Engine,
             workdays: Workdays, band: float, smallest_cell: int = 10, prior: Prior | None = None,
             other: Period | None = None, pools: str = USUAL) -> Scope:
    """The periods of a report. Targets are told against the compared periods in full, also while the loop runs."""
    measured = loop.period.clipped(Period(loop.period.start, max(loop.period.start, as_of)))
    compared = {}
    for against in Against:
        period = compared_period(loop, against, baseline.period if baseline else None, other)
        if period is not None:
            compared[against] = period
    return Scope(loop, tuple(loops), baseline, as_of, measured, compared, history_of(engine, measured.end),
                 known_days(engine), workdays, band, smallest_cell, prior, pools)


def known_days(engine: Engine) -> Mapping[str, Period]:
    return {fact: days for fact in FACTS if (days := engine.days(fact)) is not None}


def history_of(engine: Engine, end: date) -> Period:
    """From the first day of any fact that KPIs count per day, at most four years back."""
    firsts = [days.start for fact in ("visits", "exposures", "counted_applications", "leads", "ledger")
              if (days := engine.days(fact)) is not None]
    start = max(min(firsts, default=end), end - timedelta(days=HISTORY_DAYS))
    return Period(min(start, end), end)


def all_primitives(pools: str) -> tuple[Primitive, ...]:
    """Whatever any KPI of a client with these pools needs, each once."""
    return tuple(dict.fromkeys(p for kpi in in_use(pools).values() for p in kpi.primitives))


def measure(engine: Engine, scope: Scope) -> Measurement:
    """All KPIs in all periods of the scope, and over all of history the days of what can be a series."""
    wanted = all_primitives(scope.pools)
    whole = engine.measure(wanted, scope.periods, daily=False)
    days = engine.measure([p for p in wanted if isinstance(p, PER_DAY)], [scope.history], daily=True)
    return Measurement({**days.measured, **whole.measured}, {**days.origins, **whole.origins})
