"""A target: how far a KPI should get in a loop, told against the 0-meting or the loop before."""

from __future__ import annotations

from dataclasses import dataclass

from .kpi import Direction, Kpi


@dataclass(frozen=True)
class Target:
    """`change` is relative to what the loop is compared with (0.25 = +25 %); `value` is an absolute wish instead."""

    kpi: str
    change: float | None = None
    value: float | None = None

    def __post_init__(self) -> None:
        if (self.change is None) == (self.value is None):
            raise ValueError("a target is either a change or a value")


@dataclass(frozen=True)
class TargetState:
    """A target beside what came of it, both in the KPI's unit; `wanted_change` per weekday-weighted day.

    `provable`: may a loop of this length show a change of that size in four of five cases? None: not known.
    """

    wanted: float | None
    wanted_change: float | None
    reached: bool | None
    provable: bool | None
    mde80: float | None = None


def is_reached(kpi: Kpi, found: float, wanted: float) -> bool:
    """Up means at least, down means at most; a band is reached from either side."""
    if kpi.direction is Direction.DOWN:
        return found <= wanted
    return found >= wanted
