"""Waiting for hires: Kaplan–Meier, how complete a cohort is by now, and what it will come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from talentloop.core.survival import Observation, product_limit
from talentloop.stats.shares import poisson

MEDIAN_LAG, P90_LAG = 35.0, 75.0  # days from application to hire until a client's own curve is known
OWN_CURVE = 50  # hires after which the client's own curve takes over
EARLY, FINAL = 0.60, 0.95  # maturity below which it is too early, and from which it is final
Maturity = Literal["too_early", "provisional", "final"]


@dataclass(frozen=True)
class Curve:
    """A survival curve: after each of `times` (days) the share still without the event, with a 95 % band."""

    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    events: float

    def at(self, time: float) -> float:
        """Share without the event after `time` days; 1 before the first event."""
        passed = [s for t, s in zip(self.times, self.survival, strict=True) if t <= time]
        return passed[-1] if passed else 1.0

    def quantile(self, share: float) -> float | None:
        """First time at which at least `share` had the event; None when the curve does not come that far."""
        for t, s in zip(self.times, self.survival, strict=True):
            if 1.0 - s >= share - 1e-12:
                return t
        return None


def kaplan_meier(observations: Iterable[Observation]) -> Curve:
    """Survival from (duration in days, number of events, number censored at that duration) tuples.

    Kaplan and Meier 1958; band by Greenwood's variance on the log(-log) scale. Ties: events before censoring.
    Observations with a negative or missing duration are left out.
    """
    variance, total = 0.0, 0.0
    steps: list[tuple[float, float, float, float]] = []
    for step in product_limit(observations):
        left = step.at_risk - step.events
        variance += step.events / (step.at_risk * left) if left > 0 else math.inf
        total += step.events
        steps.append((step.time, step.share, *_band(step.share, variance)))
    times, survival, low, high = zip(*steps, strict=True) if steps else ((), (), (), ())
    return Curve(times, survival, low, high, total)


def _band(alive: float, variance: float) -> tuple[float, float]:
    if not 0.0 < alive < 1.0 or not math.isfinite(variance):
        return (0.0, 1.0) if alive < 1.0 else (1.0, 1.0)
    half = 1.959963984540054 * math.sqrt(variance) / abs(math.log(alive))
    return alive ** math.exp(half), alive ** math.exp(-half)


@dataclass(frozen=True)
class LagCurve:
    """How complete a cohort is at an age: the share of its eventual hires that has happened by then."""

    own: Curve | None = None

    @property
    def source(self) -> Literal["prior", "own"]:
        return "own" if self.own else "prior"

    def complete(self, age: float) -> float:
        """Share of eventual hires within `age` days of applying; 0 at or before the day itself."""
        if age <= 0:
            return 0.0
        if self.own is not None:
            final = 1.0 - self.own.survival[-1]
            return min(1.0, (1.0 - self.own.at(age)) / final)
        sigma = math.log(P90_LAG / MEDIAN_LAG) / NormalDist().inv_cdf(0.9)
        return NormalDist().cdf(math.log(age / MEDIAN_LAG) / sigma)


def lag_curve(observations: Iterable[Observation]) -> LagCurve:
    """The client's own lag curve from OWN_CURVE hires on, before that a log-normal (median 35, p90 75 days)."""
    curve = kaplan_meier(observations)
    return LagCurve(curve) if curve.events >= OWN_CURVE and curve.survival[-1] < 1.0 else LagCurve()


@dataclass(frozen=True)
class Nowcast:
    """A cohort's hires: seen so far, expected in the end with a 95 % interval, and how mature that is."""

    observed: int
    expected: float
    low: float
    high: float
    maturity: float
    status: Maturity


def maturity(ages: Sequence[float], curve: LagCurve, weights: Sequence[float] | None = None) -> float:
    """Mean completeness of a cohort: `ages` in days per application (or per day, with applications as weights)."""
    weighted = list(zip(ages, weights if weights is not None else [1.0] * len(ages), strict=False))
    total = sum(w for _, w in weighted)
    return sum(w * curve.complete(a) for a, w in weighted) / total if total > 0 else 0.0


def nowcast(observed: int, completeness: float) -> Nowcast | None:
    """What a cohort comes to: observed ÷ completeness (chain ladder), Poisson interval; None before any maturity.

    The low end is never below what was already seen.
    """
    if not completeness > 0:
        return None
    share = min(1.0, completeness)
    low, high = poisson(observed)
    status: Maturity = "too_early" if share < EARLY else "provisional" if share < FINAL else "final"
    return Nowcast(observed, observed / share, max(float(observed), low / share), high / share, share, status)
