"""From a standardised error to p and an interval: by rank among the population's placebo errors, not by a Gaussian."""

from __future__ import annotations

import numpy as np

from talentloop.stats.prior import Model
from talentloop.stats.series import Floats

# Quantiles that are kept of a score distribution: evenly in the middle, closer towards both tails.
PROBS: Floats = np.unique(
    np.round(np.r_[np.linspace(0.0, 1.0, 161), np.geomspace(5e-4, 0.05, 20), 1 - np.geomspace(5e-4, 0.05, 20)], 6).astype(
        float
    )
)


def weighted_quantiles(values: Floats, weights: Floats, probs: Floats) -> Floats:
    """Quantiles of weighted values (mid-point rule), same length as `probs`."""
    order = np.argsort(values)
    mass = np.cumsum(weights[order])
    middle = (mass - weights[order] / 2) / mass[-1]
    return np.interp(probs, middle, values[order])


def quantile(model: Model, prob: float) -> float:
    """The placebo score that a share `prob` of all placebo scores stays below."""
    return float(np.interp(prob, model.probs, model.scores))


def p_value(model: Model, score: float) -> float:
    """Two-sided p of a score by its rank; never below 2/(number of pseudo-loops + 1)."""
    least = 1.0 / (model.learned_from + 1)
    rank = float(np.interp(score, model.scores, model.probs))
    return min(1.0, 2.0 * max(min(rank, 1.0 - rank), least))


def provable(model: Model, scale: float, power: float = 0.80) -> float:
    """The log lift found in `power` of loops: from the upper critical score down to the score that is usually met."""
    return scale * (quantile(model, 0.975) - quantile(model, 1.0 - power))
