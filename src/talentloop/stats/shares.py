"""Intervals for single figures: shares (Wilson), counts (Garwood) and cost per count."""

from __future__ import annotations

import math
from statistics import NormalDist

Interval = tuple[float, float]


def wilson(hits: float, of: float, level: float = 0.95) -> Interval | None:
    """Interval of a share hits/of (Wilson 1927); None when nothing was counted or hits exceed `of`."""
    if not of > 0 or not 0 <= hits <= of:
        return None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = hits / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    return low, 1.0 if hits == of else min(1.0, centre + half)


def same_share(hits: float, of: float, other: float, of_other: float) -> float:
    """Two-sided p that hits/of and other/of_other are one and the same share (pooled z test).

    Good to a percent where each has some ten hits and ten misses; 1 where nothing was counted.
    """
    if not of > 0 or not of_other > 0:
        return 1.0
    share = (hits + other) / (of + of_other)
    spread = math.sqrt(share * (1 - share) * (1 / of + 1 / of_other))
    return 2 * NormalDist().cdf(-abs(hits / of - other / of_other) / spread) if spread > 0 else 1.0


def poisson(count: int, level: float = 0.95) -> Interval:
    """Exact interval of a Poisson mean behind a count (Garwood 1936): chi-square quantiles halved."""
    tail = (1 - level) / 2
    low = 0.0 if count <= 0 else gamma_quantile(tail, count)
    return low, gamma_quantile(1 - tail, max(count, 0) + 1)


def cost_per(cost: float, count: int, level: float = 0.95) -> tuple[float, float, float] | None:
    """Cost per count with its interval (figure, low, high); None without a count. The cost is taken as known."""
    if count <= 0 or not math.isfinite(cost):
        return None
    low, high = poisson(count, level)
    return cost / count, cost / high, cost / low


def gamma_quantile(probability: float, shape: int) -> float:
    """Quantile of a gamma variable with a whole shape, by bisection on its distribution function."""
    low, high = 0.0, shape + 12.0 * math.sqrt(shape) + 30.0
    for _ in range(80):
        middle = (low + high) / 2
        if gamma_cdf(middle, shape) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_cdf(x: float, shape: int) -> float:
    """P(Gamma(shape) ≤ x) = P(Poisson(x) ≥ shape), summed from the side that has no cancellation."""
    if x <= 0:
        return 0.0
    if shape > x:
        return _upper(x, shape)
    return 1.0 - _lower(x, shape - 1)


def _upper(x: float, first: int) -> float:
    """P(Poisson(x) ≥ first) for first > x: terms only shrink."""
    term = math.exp(first * math.log(x) - x - math.lgamma(first + 1))
    total, k = 0.0, first
    while term > 1e-18 * max(total, 1e-300):
        total += term
        k += 1
        term *= x / k
        if term < 1e-320:
            break
    return total


def _lower(x: float, last: int) -> float:
    """P(Poisson(x) ≤ last) for last < x: summed downwards from the largest term."""
    term = math.exp(last * math.log(x) - x - math.lgamma(last + 1))
    total, k = 0.0, last
    while k >= 0 and term > 1e-18 * max(total, 1e-300):
        total += term
        term *= k / x
        k -= 1
    return total
