"""Which of many rates stand out: each beside what was to be expected of it, drawn towards the usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

FEWEST = 5  # rates that it takes to learn how far they usually lie apart
USUAL = 0.2  # spread of true ratios where too few are there to learn it from
LEAST = 0.05  # they never all are the same


@dataclass(frozen=True)
class Ratio:
    """Observed ÷ expected after shrinkage, with its margin; 1 = as usual."""

    ratio: float
    low: float
    high: float

    @property
    def stands(self) -> str:
        return "above" if self.low > 1 else "below" if self.high < 1 else "usual"


def ratios(told: Mapping[str, tuple[int, float]], level: float = 0.95) -> Mapping[str, Ratio]:
    """Name → ratio, from (observed, expected) counts with Σ observed ≈ Σ expected.

    Poisson counts around expected × ratio, ratios gamma around 1 with a variance learned from all of them: Clayton and
    Kaldor 1987, its moments after Marshall 1991. The posterior is a gamma; its quantiles by Wilson and Hilferty 1931.
    """
    known = {name: (n, e) for name, (n, e) in told.items() if e > 0}
    if not known:
        return {}
    between = _between(known)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    found = {}
    for name, (observed, expected) in known.items():
        shape, rate = observed + 1 / between, expected + 1 / between
        found[name] = Ratio(shape / rate, _gamma(shape, -z) / rate, _gamma(shape, z) / rate)
    return found


def _between(known: Mapping[str, tuple[int, float]]) -> float:
    """Variance of the true ratios: what lies between them less the noise of counting."""
    if len(known) < FEWEST:
        return USUAL**2
    observed, expected = (np.array(column, dtype=float) for column in zip(*known.values(), strict=True))
    mean = observed.sum() / expected.sum()
    apart = (expected * (observed / expected - mean) ** 2).sum() / expected.sum()
    return max(LEAST**2, float(apart - mean / expected.mean()))


def _gamma(shape: float, z: float) -> float:
    """Quantile of a gamma variable at the standard normal's quantile z; good to a percent from shape 3 on."""
    third = 1 / (9 * shape)
    return float(shape * max(0.0, 1 - third + z * third**0.5) ** 3)
