"""Counts that moved because another share of the visitors let itself be measured, and not because of what anyone did."""

from __future__ import annotations

from math import hypot, log, log1p, sqrt

from ..core.kpi import Kind, Kpi
from .health import Coverage

COUNTED = frozenset({Kind.FLOW, Kind.DISTINCT, Kind.STOCK})  # a ratio or a median stays where it was
VIEWS_OF_ONE = 10  # views that are taken for one answer: those of one visitor stand or fall together
SURE = 2.0  # standard deviations


def other_consent(kpi: Kpi, then: Coverage, now: Coverage, band: float) -> tuple[float, float] | None:
    """Coverage then and now where it moved a count by more than `band`, the change that does not matter, and by more
    than chance does."""
    before, after = then.of(kpi), now.of(kpi)
    if kpi.kind not in COUNTED or not before or not after:
        return None
    chance = hypot(_wobble(before, then.views), _wobble(after, now.views))
    return (before, after) if abs(log(after / before)) > log1p(band) + SURE * chance else None


def _wobble(share: float, views: int) -> float:
    """Standard deviation of the log of a share of so many page views."""
    return sqrt((1 - share) / share * VIEWS_OF_ONE / views) if views else 0.0
