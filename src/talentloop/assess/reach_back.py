"""Does a period lie where there are facts: days from before the first source give no figure to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ..core.kpi import Kpi
from ..core.measure import Flows, Primitive, Stock, primitives
from ..core.measurement import CannotSay, Reason
from ..core.period import Period
from .health import LAG

ENOUGH = 0.9  # share of a period's days that must lie between the first and the last fact
# Facts that are given for a window, or as they stand on a day: they have no first day to reach back behind.
STATED = frozenset({"reach", "target_groups", "jobs", "quality_scores", "vacancies", "controls"})


def out_of_reach(kpi: Kpi, period: Period, known: Mapping[str, Period]) -> CannotSay | None:
    """Why a KPI's figure over a period would be too small: its facts begin later. None when they cover it."""
    for primitive in primitives(kpi.measure):
        if primitive.fact not in STATED and primitive.fact in known and _covered(primitive, period, known) < ENOUGH:
            return CannotSay(Reason.PARTLY_MISSING, primitive.fact)
    return None


def told_too_long_ago(kpi: Kpi, measured: Period, known: Mapping[str, Period], running: bool) -> CannotSay | None:
    """A stock sinks by itself once nothing is told any more. It is no figure when too many of the days it looks back on
    come after the last fact; nor for a running loop of which no day came yet within a week."""
    for primitive in primitives(kpi.measure):
        told = known.get(primitive.fact)
        if not isinstance(primitive, Stock) or told is None:
            continue
        if running and told.end <= measured.start and (measured.end - told.end).days > LAG:
            return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
        if sinks_by_itself(primitive, measured, known):
            return CannotSay(Reason.PARTLY_MISSING, primitive.fact)
    return None


def sinks_by_itself(pools: Stock | Flows, measured: Period, known: Mapping[str, Period]) -> bool:
    """Do the facts end so long before the period that too few of the days on which pools rest are told?"""
    told = known.get(pools.fact)
    return told is not None and 1 - (measured.end - told.end).days / pools.window_days < ENOUGH


def _covered(primitive: Primitive, period: Period, known: Mapping[str, Period]) -> float:
    """Share of the days that are looked at which lie after the first fact; a stock looks back behind its period, and
    sinks where the facts end before it does."""
    looked, told = period, known[primitive.fact]
    last = max(told.start, looked.end)
    if isinstance(primitive, Stock):
        looked, last = Period(period.end - timedelta(days=primitive.window_days), period.end), told.end
    if not looked.days:
        return 1.0
    return looked.clipped(Period(told.start, last)).days / looked.days
