"""How complete a cohort is: hires come weeks after the applications they stem from (semantics §4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TOO_EARLY_BELOW = 0.60
FINAL_FROM = 0.95


class Ripeness(Enum):
    TOO_EARLY = "too_early"
    PROVISIONAL = "provisional"
    MATURE = "mature"


@dataclass(frozen=True)
class Maturity:
    """`completeness` is the expected share of the cohort's hires that is in; `nowcast` the whole with its interval.

    `curve` says whose lag it rests on: the client's own, or the typical one until there are 50 hires.
    """

    completeness: float
    observed: int
    nowcast: float | None
    low: float | None
    high: float | None
    curve: str

    @property
    def ripeness(self) -> Ripeness:
        if self.completeness < TOO_EARLY_BELOW:
            return Ripeness.TOO_EARLY
        return Ripeness.MATURE if self.completeness >= FINAL_FROM else Ripeness.PROVISIONAL
