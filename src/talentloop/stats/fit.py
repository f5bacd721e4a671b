"""Learning a population prior from the pseudo-loops of many series."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from talentloop.stats.calibrate import PROBS, weighted_quantiles
from talentloop.stats.forecast import FEATURES, Regime
from talentloop.stats.placebo import Placebos, scores
from talentloop.stats.prior import Family, Model
from talentloop.stats.scale import FAR
from talentloop.stats.series import Floats

NU = 4.0  # Student weights: an error of many standard deviations hardly moves a coefficient
RIDGE = 3.0
OWN = 3.0  # own pseudo-loops that weigh as much as the population's scale
VARY, VARY_LEVEL = 0.2, 0.02  # how much coefficients, and the constant, differ between series
HEAVIEST = 6.0  # no row weighs more than this: a group of three series is not a hundred


def fit(placebos: Placebos, family: Family, regime: Regime, days: int, gap: float = 0.0) -> Model:
    """A model from pseudo-loops: coefficients, error scale, then the scores of the whole machine on the same loops.

    Groups weigh equally (up to HEAVIEST), so that a hundred series of one kind do not outvote three of another.
    """
    model = _population(placebos, group_weights(placebos.group), family, regime, days, gap)
    found = scores(placebos, model)
    known = np.isfinite(found)
    grid = weighted_quantiles(found[known], group_weights(placebos.group)[known], PROBS)
    return replace(model, scores=grid, learned_from=int(known.sum()))


def _population(placebos: Placebos, weights: Floats, family: Family, regime: Regime, days: int, gap: float) -> Model:
    """Robust heteroscedastic ridge regression of change on features, with a log-linear Student error scale."""
    centre, spread = placebos.g.mean(0), placebos.g.std(0) + 1e-9
    centre[0], spread[0] = 0.0, 1.0
    z = np.clip((placebos.g - centre) / spread, -FAR, FAR)
    variance = np.full(len(z), np.median(placebos.change**2) * 2 + 1e-6)
    beta, gamma = np.zeros(placebos.x.shape[1]), np.zeros(z.shape[1])
    for _ in range(12):
        beta = _coefficients(placebos, weights, variance, beta, regime)
        error = placebos.change - placebos.x @ beta
        gamma = _scale(z, error, weights, gamma)
        variance = np.exp(np.clip(z @ gamma, -14, 2))
    square = (placebos.change - placebos.x @ beta) ** 2 / variance
    usual = float(np.average(np.minimum(square, 9.0), weights=weights))
    vary = np.full(len(beta), VARY)
    vary[0] = VARY_LEVEL
    return Model(family, regime, days, beta, gamma, centre, spread, PROBS, PROBS, usual, OWN, vary, gap, 0)


def group_weights(group: npt.NDArray[np.str_]) -> Floats:
    """One weight per row, mean about 1, equal per group but at most HEAVIEST."""
    names, inverse, count = np.unique(group, return_inverse=True, return_counts=True)
    return np.minimum((len(group) / len(names) / count)[inverse], HEAVIEST)


def _coefficients(placebos: Placebos, weights: Floats, variance: Floats, beta: Floats, regime: Regime) -> Floats:
    error = placebos.change - placebos.x @ beta
    w = weights / variance * (NU + 1) / (NU + error**2 / variance)
    start = np.zeros(len(beta))
    if regime == "long":
        start[FEATURES["long"].index("mean season")] = 0.5  # half of the usual seasonal change comes back
    ridge = RIDGE / np.median(variance) * np.eye(len(beta))
    left = placebos.x.T @ (placebos.x * w[:, None]) + ridge
    return np.asarray(np.linalg.solve(left, placebos.x.T @ (w * placebos.change) + ridge @ start))


def _scale(z: Floats, error: Floats, weights: Floats, gamma: Floats) -> Floats:
    """Student-t log-scale regression by Fisher scoring."""
    information = (z * weights[:, None]).T @ z * 0.6 + 2.0 * np.eye(len(gamma))
    for _ in range(15):
        variance = np.exp(np.clip(z @ gamma, -14, 2))
        u = (NU + 1) / (NU + error**2 / variance)
        gamma = gamma + 0.7 * np.linalg.solve(information, z.T @ (weights * (u * error**2 / variance - 1)))
    return gamma
