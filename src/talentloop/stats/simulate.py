"""What is known as ranges only, drawn many times: the spread of what follows from it, and which range drives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from talentloop.stats.series import Floats

DRAWS = 10_000
QUANTILES = (0.1, 0.5, 0.9)
Value = Callable[[Mapping[str, Floats]], Floats]


@dataclass(frozen=True)
class Spread:
    """The 10th, 50th and 90th percentile of a result, and the share of draws above 0."""

    p10: float
    p50: float
    p90: float
    positive: float


def draw(ranges: Mapping[str, tuple[float, float]], draws: int = DRAWS, seed: int = 1) -> Mapping[str, Floats]:
    """Name → values drawn evenly between its ends, independently of the other names; seeded.

    Evenly, because a range says no more than that. Stratified (Latin hypercube, McKay et al. 1979): each name has one
    value in each of `draws` equal parts of its range, so that percentiles hardly depend on the seed. What a name draws
    depends on the name and the seed alone, not on which other names there are.
    """
    return {name: low + (high - low) * _strata(draws, seed, name) for name, (low, high) in ranges.items()}


def _strata(draws: int, seed: int, name: str) -> Floats:
    rng = np.random.default_rng([seed, *name.encode()])
    return np.asarray((rng.permutation(draws) + rng.random(draws)) / draws)


def spread(values: Floats) -> Spread:
    p10, p50, p90 = (float(x) for x in np.quantile(values, QUANTILES))
    return Spread(p10, p50, p90, float((values > 0).mean()))


def swings(value: Value, ranges: Mapping[str, tuple[float, float]]) -> Mapping[str, tuple[float, float]]:
    """Name → the result with that name at its low and at its high end and all others in the middle, widest first."""
    middle = {name: np.array([(low + high) / 2] * 2) for name, (low, high) in ranges.items()}
    found = {}
    for name, ends in ranges.items():
        if ends[0] != ends[1]:
            at_low, at_high = value({**middle, name: np.array(ends, dtype=float)})
            found[name] = (float(at_low), float(at_high))
    return dict(sorted(found.items(), key=lambda item: -abs(item[1][1] - item[1][0])))
