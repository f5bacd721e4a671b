"""Does a period lie where there are facts: days from before the first source give no figure to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ..core.kpi import Kpi
from ..core.measure import Primitive, Stock, primitives
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
    """A stock sinks by itself once nothing is told any more: of a loop that runs, and of which no day came yet within a
    week, it is no figure."""
    for primitive in primitives(kpi.measure):
        told = known.get(primitive.fact)
        if running and told and isinstance(primitive, Stock) and told.end <= measured.start and (
                measured.end - told.end).days > LAG:
            return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
    return None


def _covered(primitive: Primitive, period: Period, known: Mapping[str, Period]) -> float:
    """Share of the days that are looked at which lie after the first fact; a stock looks back behind its period."""
    looked = period
    if isinstance(primitive, Stock):
        looked = Period(period.end - timedelta(days=primitive.window_days), period.end)
    if not looked.days:
        return 1.0
    first = known[primitive.fact].start
    return looked.clipped(Period(first, max(first, looked.end))).days / looked.days
