"""The one scale that all interval pictures of a report share, so that a longer bar is always a larger change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite

from .changes import Marks

STEP = 0.1
NARROWEST = 0.3
WIDEST_LOW, WIDEST_HIGH = -0.8, 1.2  # a single wild figure must not flatten all others


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` as relative changes; 0 always lies inside."""

    low: float
    high: float

    def place(self, change: float) -> float:
        """Position from 0 (left end) to 1 (right end), clipped."""
        if change != change:
            return self.place(0.0)
        return (min(max(change, self.low), self.high) - self.low) / (self.high - self.low)

    def holds(self, change: float) -> bool:
        return self.low <= change <= self.high


def common_scale(all_marks: Iterable[Marks]) -> Scale:
    """Wide enough for every dot, margin, expectation and target, in whole tens of percents, within bounds."""
    all_values = (v for m in all_marks for v in (m.fact, m.own, m.low, m.high, m.expected, m.target))
    values = [v for v in all_values if v is not None and isfinite(v)]
    low = floor(min([*values, -NARROWEST]) / STEP - 1e-9) * STEP
    high = ceil(max([*values, NARROWEST]) / STEP + 1e-9) * STEP
    return Scale(max(low, WIDEST_LOW), min(high, WIDEST_HIGH))
