"""What may be expected of every KPI under a loop's focus, written down before the loop starts."""

from __future__ import annotations

from dataclasses import dataclass

from .kpi import Focus, Kpi, Move


@dataclass(frozen=True)
class Expectation:
    """`predicted` is the change that the mix of visitors alone would bring (relative), where it could be worked out."""

    move: Move
    focus: Focus
    predicted: float | None = None


@dataclass(frozen=True)
class Experience:
    """What `loops` earlier loops with this focus did to a KPI: their mean change, and `change`, the same drawn towards
    0 as far as few loops that differ deserve (relative)."""

    loops: int
    mean: float
    change: float


def expectation(kpi: Kpi, focus: Focus, predicted: float | None = None) -> Expectation:
    return Expectation(kpi.move(focus), focus, predicted)


PRIMARY = {
    Focus.REACH: "impressions",
    Focus.TRAFFIC: "time_on_site",
    Focus.CONVERSION: "applications_completed",
}


def default_primary(focus: Focus) -> str:
    """The KPI that a focus is judged by when nobody chose one."""
    return PRIMARY[focus]
