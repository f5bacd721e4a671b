"""How far off such a forecast usually is: the population's scale, moderated by the series' own pseudo-loops."""

from __future__ import annotations

import numpy as np

from talentloop.stats.forecast import Past
from talentloop.stats.prior import Model
from talentloop.stats.series import Floats

LEAST, MOST = 0.01, 3.0  # a forecast of a loop is never believed to be better than 1 %
STEP = 30  # days between a series' own pseudo-loops
SQUARE_CAP = 16.0  # one disaster in the past does not make everything unprovable


def covariates(past: Past) -> Floats:
    """What the log variance is explained by: noise, past changes, spike before the loop, size of the season."""
    columns = [
        np.ones(len(past.noise)),
        np.log(past.noise + 1e-5),
        np.log(past.wobble + 1e-5),
        np.log(past.spike + 0.02),
    ]
    if past.season.shape[1]:
        season, year_ago = past.season[:, 0], past.season[:, 2]
        columns += [np.log(np.abs(season) + 0.02), np.log(np.abs(year_ago - season / 2) + 0.02)]
    return np.array(columns).T


def population(model: Model, past: Past) -> Floats:
    """The standard deviation of the forecast error of each origin, by the population: exp(γ·g/2)."""
    standard = (covariates(past) - model.centre) / model.spread
    return np.asarray(np.clip(np.exp(0.5 * standard @ model.gamma), LEAST, MOST))


def moderated(model: Model, scores: Floats, days: int) -> float:
    """Factor on the scale from the series' own standardised errors on pseudo-loops STEP days apart.

    A scaled inverse chi-square update (as limma's moderated variance, Smyth 2004): `model.own` pseudo-loops' worth
    of belief in the population against the effective number of own ones (overlapping loops count for less).
    """
    own = scores[np.isfinite(scores)]
    if len(own) < 2:
        return 1.0
    effective = len(own) * min(1.0, STEP / days) * 0.8
    square = float(np.mean(np.minimum(own**2, SQUARE_CAP)))
    believed = model.own * model.usual
    return float(np.sqrt((believed + effective * square) / ((model.own + effective) * model.usual)))
