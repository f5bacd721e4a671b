"""What was to be expected of a loop and how far off that usually is: population and own history together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from talentloop.stats.forecast import EXTRA, Past, Regime, Shape, look
from talentloop.stats.level import Levels
from talentloop.stats.prior import Family, Model, Prior
from talentloop.stats.scale import STEP, moderated, population
from talentloop.stats.series import Floats

REGIMES: tuple[Regime, ...] = ("long", "short", "brief")
OWN_LOOPS = 24  # at most so many of the series' own pseudo-loops are looked at
STEADY = 0.3  # a previous change of 35 % that the last weeks carry on is a trend that may go on


@dataclass(frozen=True)
class Expected:
    """The forecast of a loop's log change: mean and scale, and the continued trend when there is a steady one."""

    model: Model
    past: Past
    mean: float
    scale: float
    trend: float | None


def expect(levels: Levels, origin: int, shape: Shape, family: Family, prior: Prior) -> Expected | None:
    """The forecast for the loop that starts at `origin`, in the richest regime there is history for."""
    for regime in REGIMES:
        model = prior.nearest(family, regime, shape.loop)
        found = expect_with(model, levels, origin, shape) if model else None
        if found is not None:
            return found
    return None


def expect_with(model: Model, levels: Levels, origin: int, shape: Shape) -> Expected | None:
    """The forecast by one model; None when its regime asks for more history than there is."""
    if origin - shape.gap - shape.before < EXTRA.get(model.regime, shape.before):
        return None
    past = look(levels, np.array([origin]), shape, model.regime)
    if not np.isfinite(past.x).all():
        return None
    beta, factor = _own(levels, origin - shape.gap, replace(shape, gap=0), model)
    growth = np.sqrt(1.0 + model.gap * shape.gap / shape.loop)
    scale = float(population(model, past)[0] * factor * growth)
    return Expected(model, past, float(past.x[0] @ beta), scale, _trend(past, shape))


def _own(levels: Levels, end: int, shape: Shape, model: Model) -> tuple[Floats, float]:
    """Coefficients and a factor on the scale, after the series' own pseudo-loops before `end` have spoken."""
    origins = np.arange(end - shape.loop, shape.before - 1, -STEP)[:OWN_LOOPS]
    if len(origins) < 2:
        return model.beta, 1.0
    past = look(levels, origins, shape, model.regime)
    known = np.isfinite(past.change) & np.isfinite(past.x).all(1)
    if known.sum() < 2:
        return model.beta, 1.0
    x, scale = past.x[known], population(model, past)[known]
    error = past.change[known] - x @ model.beta
    each = 0.8 * min(1.0, STEP / shape.loop)  # overlapping pseudo-loops count for less
    return _coefficients(model, x, error, scale, each), moderated(model, error / scale, each)


def _coefficients(model: Model, x: Floats, error: Floats, scale: Floats, each: float) -> Floats:
    """Empirical-Bayes update of the coefficients: a normal prior with `model.vary` as its standard deviations.

    Student weights, so that one disaster in a series' past does not become its rule.
    """
    weight = each * 5.0 / (4.0 + (error / scale) ** 2) / scale**2
    information = (x * weight[:, None]).T @ x + np.diag(1.0 / model.vary**2)
    return np.asarray(model.beta + np.linalg.solve(information, x.T @ (weight * error)))


def _trend(past: Past, shape: Shape) -> float | None:
    """The change of the previous period, if large and carried on by its last weeks: it may simply go on."""
    if past.x.shape[1] < 5:
        return None
    change = -float(past.x[0, 4]) * shape.loop / shape.before
    late = float(past.x[0, 1])
    return change if abs(change) > STEADY and late * change > 0.15 * change**2 else None
