"""Cost per hire three ways over twelve months, and over the twelve months up to each month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..core.kpi import Kpi
from ..core.kpis import KPIS
from ..core.measurement import CannotSay, Figure
from ..core.period import Period, add_months
from .findings import interval
from .scope import Engine, known_days

WAYS = ("cph_media", "cph_marketing", "cph_full")  # never one beside another's name: they differ by factors
YEAR = 365  # days
FEW = 30  # hires under which a cost per hire says little (semantics §3.19)


@dataclass(frozen=True)
class PerHire:
    """One way of counting: the figure with its 95 % margin, or why there is none."""

    kpi: Kpi
    figure: Figure | CannotSay
    margin: tuple[float, float] | None

    @property
    def hires(self) -> int | None:
        """What it is divided by."""
        return None if isinstance(self.figure, CannotSay) or self.figure.below is None else int(self.figure.below)

    @property
    def few(self) -> bool:
        return self.hires is not None and self.hires < FEW


@dataclass(frozen=True)
class Rolling:
    """The same three over the twelve months before `until`."""

    until: date
    ways: tuple[PerHire, ...]


def per_hire(engine: Engine, as_of: date) -> tuple[PerHire, ...]:
    """Over the twelve months up to `as_of`."""
    return _measured(engine, [Period(as_of - timedelta(days=YEAR), as_of)])[0].ways


def rolling(engine: Engine, as_of: date, months: int = 12) -> tuple[Rolling, ...]:
    """Up to the first of each of the last months; months before a whole year of costs and hires are left out."""
    known = known_days(engine)
    if not {"ledger", "counted_applications"} <= known.keys():
        return ()
    begun = max(known["ledger"].start, known["counted_applications"].start)
    ends = [add_months(as_of.replace(day=1), -n) for n in range(months - 1, -1, -1)]
    periods = [Period(add_months(end, -12), end) for end in ends if add_months(end, -12) >= begun]
    return tuple(_measured(engine, periods)) if periods else ()


def _measured(engine: Engine, periods: list[Period]) -> list[Rolling]:
    kpis = [KPIS[id] for id in WAYS]
    found = engine.measure(list(dict.fromkeys(p for k in kpis for p in k.primitives)), periods, daily=False)
    return [Rolling(p.end, tuple(PerHire(k, f := k.value(found, p), interval(k, f)) for k in kpis)) for p in periods]
