"""How far off such a forecast usually is: the population's scale, moderated by the series' own pseudo-loops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from talentloop.stats.forecast import RECENT, Past
from talentloop.stats.prior import Model
from talentloop.stats.series import Floats

LEAST, MOST = 0.01, 3.0  # a forecast of a loop is never believed to be better than 1 %
FAR = 3.0  # standard deviations: covariates beyond all experience are taken at its edge
STEP = 45  # days between a series' own pseudo-loops
SQUARE_CAP = 16.0  # one disaster in the past does not make everything unprovable


def covariates(past: Past) -> Floats:
    """What the log variance is explained by: how unsure the outlook is, the spike before the loop, heavy tails.

    With a year and more of history also the drift between fortnights and past bursts: on 120 days these say more about
    the kind of series than about its next loop. There the wobble from week to week is the better witness.
    """
    columns = [np.ones(len(past.noise)), np.log(past.unsure + 0.003), np.log(past.spike + 0.02), past.tails]
    if past.x.shape[1] > len(RECENT):
        columns += [np.log(past.drift + 1e-5), np.log(past.turns + 1e-5), np.log(past.burst + 0.1)]
    else:
        columns += [np.log(past.noise + 1e-5)]
    return np.array(columns).T


def population(model: Model, past: Past) -> Floats:
    """The standard deviation of the forecast error of each origin, by the population: exp(γ·g/2)."""
    standard = np.minimum(np.maximum((covariates(past) - model.centre) / model.spread, -FAR), FAR)
    return np.asarray(np.minimum(np.maximum(np.exp(0.5 * standard @ model.gamma), LEAST), MOST))


def moderated(belief: float, heard: Sequence[tuple[Floats, float, float]], few: float = 0.0) -> float:
    """Factor on the scale from the series' own standardised errors.

    `heard`: errors, how many independent ones each of them is worth, and their usual (clipped) square. A scaled
    inverse chi-square update (as limma's moderated variance, Smyth 2004): `belief` pseudo-loops' worth of the
    population against the own ones. A scale that rests on few is itself unsure, and Student's tails are longer for it:
    the square grows by `few` over all that it rests on. The ranks are learned with it, so that what a young series
    gets more an old one gets less.
    """
    number = sum(each * len(scores) for scores, each, _ in heard)
    squares = sum(each * float(np.sum(np.minimum(scores**2, SQUARE_CAP))) / usual for scores, each, usual in heard)
    return float(np.sqrt((belief + squares) / (belief + number) * (1.0 + few / (belief + number))))
