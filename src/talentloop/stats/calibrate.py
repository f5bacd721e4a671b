"""From a standardised error to p and an interval: by rank among the population's placebo errors, not by a Gaussian."""

from __future__ import annotations

import numpy as np

from talentloop.stats.prior import Model
from talentloop.stats.series import Floats

TAIL = 0.01  # ranks beyond which a power law is trusted more than the few errors that lie there
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
    """Two-sided p of a score by its rank; in the outer TAIL by the power law that the last quantiles follow.

    So that an error three times as large as any that was seen is rarer than the largest seen (Hill 1975).
    """
    rank = float(np.interp(score, model.scores, model.probs))
    rank = min(rank, 1.0 - rank)
    return min(1.0, 2.0 * (_beyond(model, score) if rank < TAIL else rank))


def _beyond(model: Model, score: float) -> float:
    """Share of placebo errors beyond a score that lies in the outer TAIL."""
    middle, side = quantile(model, 0.5), np.sign(score - quantile(model, 0.5))
    far, near = (abs(quantile(model, 0.5 + side * (0.5 - share)) - middle) + 1e-9 for share in (TAIL, 5 * TAIL))
    power = float(np.clip(np.log(5.0) / np.log(max(far / near, 1.05)), 1.0, 8.0))
    return TAIL * float(max(abs(score - middle) / far, 1.0)) ** -power


def provable(model: Model, scale: float, power: float = 0.80) -> float:
    """The log lift found in `power` of loops: from the upper critical score down to the score that is usually met."""
    return scale * (quantile(model, 0.975) - quantile(model, 1.0 - power))
