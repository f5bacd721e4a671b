"""The same work at several sites: their lifts as one, with the error that they share and how far they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, expm1, isfinite, log1p, sqrt
from statistics import NormalDist

import numpy as np

from talentloop.core.lift import Lift
from talentloop.stats.controls import Scores

NORMAL = NormalDist()
Z95 = NORMAL.inv_cdf(0.975)
# How alike the errors of two sites are in the same weeks, until their own past says otherwise. Measured as the
# correlation of standard scores of neighbours of one kind in 512 loops of public daily series in which nothing was
# done: .05 (cash machines), .12 (web), .42 (stations), .54 (bicycle counters); the mean of these kinds is .28.
SHARED = 0.3
BELIEF = 20.0  # pairs of pseudo-loops that weigh as much as that
MOST_SHARED = 0.9
POWER = 2.8  # standard deviations of a change that is found in 80 %
MOST_SITES = 12


@dataclass(frozen=True)
class Pool:
    """`lift` is the sites' lifts as one; `shared` the correlation of their errors that was reckoned with; `apart` the
    standard deviation (log scale) by which true lifts differ between sites, 0 where chance explains the differences."""

    lift: Lift
    shared: float
    apart: float


def shared_error(pasts: Sequence[Scores]) -> float:
    """Mean correlation of the sites' errors in the same stretches, drawn towards SHARED; never below 0."""
    products = [a[day] * b[day] for a, b in combinations(pasts, 2) for day in set(a) & set(b)]
    squares = [x * x for scores in pasts for x in scores.values()]
    usual = float(np.mean(squares)) if squares else 1.0
    own = sum(products) / usual if usual > 0 else 0.0
    return min(max((BELIEF * SHARED + own) / (BELIEF + len(products)), 0.0), MOST_SHARED)


def pool(lifts: Sequence[Lift], shared: float = SHARED) -> Pool | None:
    """Inverse variance with a variance between sites (DerSimonian and Laird 1986), and the covariance of the errors.

    Each site's variance comes from its 95 % interval. What sites share cannot be averaged away, so the margin never
    goes below `shared` of one site's variance. None with fewer than two lifts, or where an interval has no end.
    """
    found = [_logs(x) for x in lifts]
    if len(found) < 2 or not all(isfinite(v) for row in found for v in row):
        return None
    y, s, fact = (np.array(column) for column in zip(*found, strict=True))
    between = _between(y, s, shared)
    weight = 1 / (s**2 + between)
    weight /= weight.sum()
    centre, spread = float(weight @ y), weight * s
    common = shared * (float(spread.sum()) ** 2 - float(spread @ spread))
    wide = sqrt(float(weight**2 @ (s**2 + between)) + common)
    p = 2 * NORMAL.cdf(-abs(centre) / wide) if wide > 0 else 1.0
    happened = float(weight @ fact)
    lift = Lift(expm1(happened), expm1(happened - centre), expm1(centre), expm1(centre - Z95 * wide),
                expm1(centre + Z95 * wide), p, exp(POWER * wide) - 1, "pooled", any(x.wide for x in lifts))
    return Pool(lift, shared, sqrt(between))


def together(mde80: float, sites: int, shared: float = SHARED) -> float:
    """The smallest lift that so many sites like this one would prove together."""
    return expm1(log1p(mde80) * sqrt((1 - shared) / sites + shared))


def sites_for(mde80: float, change: float, shared: float = SHARED) -> int | None:
    """How many sites like this one prove a change of that size together; None when even MOST_SITES do not."""
    return next((n for n in range(2, MOST_SITES + 1) if together(mde80, n, shared) <= abs(change)), None)


def _between(y: np.ndarray, s: np.ndarray, shared: float) -> float:
    """Variance of true lifts between sites, beyond what chance and the shared error leave between them."""
    w = 1 / s**2
    spread = float(w @ (y - w @ y / w.sum()) ** 2)
    room = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, (spread - (1 - shared) * (len(y) - 1)) / room) if room > 0 else 0.0


def _logs(lift: Lift) -> tuple[float, float, float]:
    """Middle, standard deviation and fact on the log scale."""
    if min(lift.lift, lift.low, lift.fact) <= -1 or not isfinite(lift.high) or lift.high <= lift.low:
        return float("nan"), float("nan"), float("nan")
    return log1p(lift.lift), (log1p(lift.high) - log1p(lift.low)) / (2 * Z95), log1p(lift.fact)
