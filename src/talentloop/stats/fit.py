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
# Own pseudo-loops that weigh as much as the population's scale, and how much coefficients differ between series
# (standard deviation): after a year a series' own past says more of it.
OWN: dict[tuple[Family, Regime], float] = {
    ("level", "long"): 3.0, ("level", "short"): 3.0, ("level", "brief"): 3.0,
    ("ratio", "long"): 1.5, ("ratio", "short"): 3.0, ("ratio", "brief"): 3.0,
}
# How much wider a scale of few pseudo-loops is: as if what the population lends it were that unsure itself.
# Ratios were not tried; and a brief history has no pseudo-loops, so that none would have more than another.
FEW: dict[tuple[Family, Regime], float] = {("level", "long"): 3.0, ("level", "short"): 3.0}
VARY: dict[Regime, float] = {"long": 0.35, "short": 0.2, "brief": 0.2}
VARY_LEVEL = 0.02  # the same for the constant
# How far the quantiles of the errors go from those of all kinds together towards those of a hard kind of series.
CAREFUL: dict[tuple[Family, Regime], float] = {
    ("level", "long"): 0.3, ("level", "short"): 0.5, ("level", "brief"): 0.5,
    ("ratio", "long"): 0.75, ("ratio", "short"): 0.75, ("ratio", "brief"): 0.75,
}
# And all the way for the longest loops with a year behind them: of those a past holds so few that it hardly tells which
# kind it is. With .6 web sites, left out, still rang in 12 to 15 %; this brings it to 10 and 11 %.
LONGEST = 75
HARD = 0.85  # the share of kinds that a hard kind is worse than
FEWEST = 60  # pseudo-loops that a kind must have to be asked for its quantiles
HEAVIEST = 6.0  # no row weighs more than this: a group of three series is not a hundred


def fit(placebos: Placebos, family: Family, regime: Regime, days: int, gap: float = 0.0,
        short: Model | None = None) -> Model:
    """A model from pseudo-loops: coefficients, error scale, then the scores of the whole machine on the same loops.

    Groups weigh equally (up to HEAVIEST), so that a hundred series of one kind do not outvote three of another.
    """
    model = _population(placebos, group_weights(placebos.group), family, regime, days, gap)
    grid = _quantiles(scores(placebos, model, short), placebos.group, _careful(family, regime, days))
    if family == "ratio" or regime != "long":
        # A ratio upside down is a ratio too; and which way a season nobody has seen yet will turn is anyone's guess.
        grid = (grid - np.interp(1 - PROBS, PROBS, grid)) / 2
    return replace(model, scores=grid, learned_from=len(placebos.change))


def _careful(family: Family, regime: Regime, days: int) -> float:
    return 1.0 if (family, regime) == ("level", "long") and days > LONGEST else CAREFUL[family, regime]


def _quantiles(scores: Floats, group: npt.NDArray[np.str_], careful: float) -> Floats:
    """Quantiles of the scores at PROBS: of all kinds together, drawn by `careful` towards those of a hard kind.

    A series of a kind nobody saw is not promised the average of kinds. The shorter the history, the less it tells
    which kind it is, and the more of the tails comes from a kind that is harder than HARD of them.
    """
    together = weighted_quantiles(scores, group_weights(group), PROBS)
    names, count = np.unique(group, return_counts=True)
    each = [weighted_quantiles(scores[group == name], np.ones(n), PROBS)
            for name, n in zip(names, count, strict=True) if n >= FEWEST]
    if not each or not careful:
        return together
    at = 0.5 + 2 * (HARD - 0.5) * (PROBS - 0.5)  # the middle stays the middle
    hard = np.array([np.quantile(column, q) for column, q in zip(np.array(each).T, at, strict=True)])
    return (1 - careful) * together + careful * np.maximum.accumulate(hard)


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
    vary = np.full(len(beta), VARY[regime])
    vary[0] = VARY_LEVEL
    own = OWN[family, regime]
    return Model(family, regime, days, beta, gamma, centre, spread, PROBS, PROBS, usual, own, vary, gap, 0,
                 FEW.get((family, regime), 0.0))


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
