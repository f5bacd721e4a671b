"""Half-way through a loop: how far, how fast, and where it ends if it goes on like this; no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from talentloop.stats.level import Levels
from talentloop.stats.series import Floats, Series, Window

LOOK_BACK = 28  # days whose level is carried forward
Z = 1.959963984540054


@dataclass(frozen=True)
class Pace:
    """Pace of a loop. Sums for counts and amounts; for ratios the level itself is carried, never a sum.

    so_far, projected, low, high: total by the last measured day and at the loop's end, with a 95 % band;
    elapsed: share of the loop's weighted days that has passed; needed_per_day and current_per_day: per
    weighted day, to reach the target and at the moment (needed is None without a target);
    chance: probability of reaching the target if it goes on like this;
    middle, lower, upper: the running total for every remaining day of the loop.
    """

    so_far: float
    projected: float
    low: float
    high: float
    elapsed: float
    current_per_day: float
    needed_per_day: float | None
    chance: float | None
    middle: Floats
    lower: Floats
    upper: Floats


def pace(series: Series, loop: Window, target: float | None = None, day_weights: Floats | None = None) -> Pace | None:
    """Pace towards a `target` total of a count or amount; `series` ends with the last known day of the loop.

    The level of the last LOOK_BACK days is carried forward over the loop's remaining weighted days. The band holds
    the series' own wobble between such stretches, its drift, and Poisson noise. None without 14 measured days
    before today, for ratios and means (their target is the level itself), or outside the loop.
    """
    first, last, today = series.index(loop[0]), series.index(loop[1]), len(series)
    if series.kind in ("ratio", "mean") or series.den is not None or not first <= today <= last:
        return None
    with np.errstate(all="ignore"):
        padded = Series(series.start, np.r_[series.values, np.full(last - today, np.nan)], series.kind)
        levels = Levels(padded, today, day_weights)
        back = max(0, today - LOOK_BACK)
        if levels.measured(back, today) < 14:
            return None
        return _carry(padded, levels, (first, today, last), back, target, day_weights)


def _carry(
    series: Series,
    levels: Levels,
    at: tuple[int, int, int],
    back: int,
    target: float | None,
    day_weights: Floats | None,
) -> Pace:
    first, today, last = at
    usual = _usual_weights(series, today, last, day_weights)
    current = float(levels.total(back, today) / levels.weight(back, today))
    so_far = float(levels.total(first, today))
    ahead = np.cumsum(usual)
    middle = so_far + current * ahead
    half = _half_widths(levels, today, current * ahead)
    lower = np.maximum(so_far, so_far + current * ahead * np.exp(-Z * half))
    upper = so_far + current * ahead * np.exp(Z * half)
    done, left = float(levels.weight(first, today)), float(ahead[-1]) if len(ahead) else 0.0
    needed = None if target is None or left <= 0 else max(0.0, target - so_far) / left
    end, low, high = (float(b[-1]) if len(b) else so_far for b in (middle, lower, upper))
    chance = None if target is None else _chance(target - so_far, end - so_far, half)
    share = done / (done + left) if done + left > 0 else 1.0
    return Pace(so_far, end, low, high, share, current, needed, chance, middle, lower, upper)


def _usual_weights(series: Series, today: int, last: int, day_weights: Floats | None) -> Floats:
    """Day weights of the remaining days, as the past's weekdays have them."""
    filled = Series(series.start, np.r_[series.values[:today], np.ones(last - today)], series.kind)
    return Levels(filled, today, day_weights).weights[today:last]


def _half_widths(levels: Levels, today: int, expected: Floats) -> Floats:
    """Log standard deviation of the total of the next h days against the last LOOK_BACK days, for h = 1, 2, ...

    Learned from the series' own past: the root mean square of the same comparison at earlier days.
    """
    horizon = np.arange(1, len(expected) + 1)
    out = np.empty(len(expected))
    chance = 1.0 / np.maximum(expected, 0.5) if levels.events else np.zeros(len(expected))
    for i, h in enumerate(horizon):
        starts = np.arange(LOOK_BACK, today - h + 1)
        error = levels.level(starts, starts + h) - levels.level(starts - LOOK_BACK, starts)
        error = error[np.isfinite(error)]
        known = len(error) / (LOOK_BACK + h)
        square = float(np.mean(np.minimum(error**2, 4.0))) if len(error) else 0.0
        out[i] = np.sqrt((known * max(square, chance[i]) + 2 * (0.04 + chance[i])) / (known + 2))
    return out


def _chance(missing: float, coming: float, half: Floats) -> float:
    """Probability that what is still to come covers what is missing, log-normal around the carried level."""
    if missing <= 0:
        return 1.0
    if not len(half) or coming <= 0:
        return 0.0
    return 1.0 - NormalDist().cdf(float(np.log(missing / coming)) / max(float(half[-1]), 1e-9))
