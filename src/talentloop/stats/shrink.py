"""What a few earlier loops say of the next one: their mean change, drawn towards no change at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

LEAST = 3  # loops below which nothing is said
OWN = 4.0  # loops that the other figures' usual spread is worth, beside a figure's own
USUAL = 0.15  # spread of true effects (log scale) where too few figures are there to learn it from
FEWEST = 5  # figures that it takes to learn it
MIDDLE = 0.455  # the median of a squared standard normal


@dataclass(frozen=True)
class Shrunk:
    """`mean` is the geometric mean change of `n` loops, `change` the same drawn towards 0; both relative."""

    n: int
    mean: float
    change: float


def shrink(changes: Mapping[str, Sequence[float]]) -> Mapping[str, Shrunk]:
    """Figure → what to expect of it, from its relative changes in earlier loops; under LEAST loops nothing.

    On the log scale, change = mean · n / (n + k) with k = s² / τ². s² is the variance between loops (the figure's
    own, moderated by the median of all figures as by OWN loops), so it holds the error of each loop's change as well.
    τ² is how far true effects of this focus lie from 0: the median over all figures of mean² − s²/n, where the noise
    of the means is taken off; USUAL² with fewer than FEWEST figures. Normal prior and likelihood, moments from the
    data: empirical Bayes after Efron and Morris (1975).
    """
    logs = {name: np.log1p(np.array(x, dtype=float)) for name, x in changes.items()
            if len(x) >= LEAST and min(x) > -1 and np.isfinite(x).all()}
    if not logs:
        return {}
    typical = float(np.median([x.var(ddof=1) for x in logs.values()]))
    spread = {name: (OWN * typical + (len(x) - 1) * float(x.var(ddof=1))) / (OWN + len(x) - 1)
              for name, x in logs.items()}
    effects = _effects({name: (float(x.mean()), spread[name] / len(x)) for name, x in logs.items()})
    return {name: _shrunk(x, spread[name], effects) for name, x in logs.items()}


def _effects(means: Mapping[str, tuple[float, float]]) -> float:
    """τ²: how far true effects lie from 0; (mean, variance of that mean) per figure."""
    if len(means) < FEWEST:
        return USUAL**2
    return max(0.0, float(np.median([m * m - MIDDLE * v for m, v in means.values()])) / MIDDLE)


def _shrunk(logs: np.ndarray, spread: float, effects: float) -> Shrunk:
    n, mean = len(logs), float(logs.mean())
    weight = 0.0 if effects <= 0 else n / (n + spread / effects)
    return Shrunk(n, float(np.expm1(mean)), float(np.expm1(mean * weight)))
