"""What was to be expected of a loop and how far off that usually is: population and own history together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from talentloop.stats.forecast import EXTRA, RECENT, Past, Regime, Shape, look
from talentloop.stats.level import Levels
from talentloop.stats.prior import Family, Model, Prior
from talentloop.stats.scale import STEP, moderated, population
from talentloop.stats.series import Floats

REGIMES: tuple[Regime, ...] = ("long", "short", "brief")
OWN_LOOPS = 16  # at most so many of the series' own pseudo-loops are looked at
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
        seen = see(levels, origin, shape, regime) if model else None
        if model and seen:
            return expect_with(model, seen)
    return None


@dataclass(frozen=True, eq=False)
class Seen:
    """What is known on the eve of one loop, whatever the model: its own past, and the pseudo-loops within it."""

    past: Past
    own: Past | None
    shape: Shape


def see(levels: Levels, origin: int, shape: Shape, regime: Regime) -> Seen | None:
    """None when the regime asks for more history than there is."""
    if origin - shape.gap - shape.before < EXTRA.get(regime, shape.before):
        return None
    past = look(levels, np.array([origin]), shape, regime)
    if not np.isfinite(past.x).all():
        return None
    end = origin - shape.gap
    origins = np.arange(end - shape.loop, shape.before - 1, -STEP)[:OWN_LOOPS]
    own = look(levels, origins, replace(shape, gap=0), regime) if len(origins) >= 2 else None
    return Seen(past, own, shape)


def expect_with(model: Model, seen: Seen) -> Expected:
    """The forecast by one model: the population's, after the series' own pseudo-loops have spoken."""
    beta, factor = _own(seen.own, seen.shape, model) if seen.own else (model.beta, 1.0)
    growth = np.sqrt(1.0 + model.gap * seen.shape.gap / seen.shape.loop)
    scale = float(population(model, seen.past)[0] * factor * growth)
    return Expected(model, seen.past, float(seen.past.x[0] @ beta), scale, _trend(seen.past, seen.shape))


def _own(past: Past, shape: Shape, model: Model) -> tuple[Floats, float]:
    """Coefficients and a factor on the scale, after a series' own pseudo-loops have spoken."""
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
    change = -float(past.older[0]) * shape.loop / shape.before
    late = float(past.x[0, RECENT.index("last 7")])
    return change if abs(change) > STEADY and late * change > 0.15 * change**2 else None
