"""What was to be expected of a loop and how far off that usually is: population and own history together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talentloop.stats.forecast import EXTRA, RECENT, Past, Regime, Shape, look
from talentloop.stats.level import Levels
from talentloop.stats.prior import Family, Model, Prior
from talentloop.stats.scale import STEP, moderated, population
from talentloop.stats.series import Floats
from talentloop.stats.yearend import Reading

REGIMES: tuple[Regime, ...] = ("long", "short", "brief")
OWN_LOOPS = 16  # at most so many of the series' own pseudo-loops are looked at
FEWEST = 2  # one alone says too little: tried with 120 days of history, and it found less
EARLY = 0.5  # what a pseudo-loop without a year before it says of one with a year, beside one that has it
STEADY = 0.3  # a previous change of 35 % that the last weeks carry on is a trend that may go on


@dataclass(frozen=True)
class Expected:
    """The forecast of a loop's log change: mean and scale, and the continued trend when there is a steady one."""

    model: Model
    past: Past
    mean: float
    scale: float
    trend: float | None


def expect(reading: Reading, origin: int, shape: Shape, family: Family, prior: Prior) -> Expected | None:
    """The forecast for the loop that starts at `origin`, in the richest regime there is history for."""
    for regime in REGIMES:
        model = prior.nearest(family, regime, shape.loop)
        seen = see(reading.within(regime), origin, shape, regime) if model else None
        if model and seen:
            return expect_with(model, seen, prior.nearest(family, "short", shape.loop))
    return None


@dataclass(frozen=True, eq=False)
class Seen:
    """What is known on the eve of one loop, whatever the model: its own past, and the pseudo-loops within it.

    `own` are seen as the loop is; `early`, of a series older than a year, are those that had no year before them.
    """

    past: Past
    own: Past | None
    early: Past | None
    shape: Shape


def see(levels: Levels, origin: int, shape: Shape, regime: Regime) -> Seen | None:
    """None when the regime asks for more history than there is."""
    if origin - shape.gap - shape.before < EXTRA.get(regime, shape.before):
        return None
    origins = np.arange(origin - shape.gap - shape.loop, shape.before - 1, -STEP)[:OWN_LOOPS]
    able = origins >= shape.before + EXTRA.get(regime, 0)
    own, early = origins[able], origins[~able & (origins >= 2 * shape.before)]
    # The loop and its pseudo-loops are looked at in one go, which takes little longer than one of them.
    found = look(levels, np.r_[origin, own], np.r_[shape.gap, np.zeros_like(own)], shape, regime)
    past = found.rows(slice(1))
    if not np.isfinite(past.x).all():
        return None
    heard = look(levels, early, np.zeros_like(early), shape, "short") if regime == "long" and len(early) else None
    return Seen(past, found.rows(slice(1, None)) if len(own) else None, heard, shape)


def expect_with(model: Model, seen: Seen, short: Model | None) -> Expected:
    """The forecast by one model: the population's, after the series' own pseudo-loops have spoken.

    `short` is the model of loops in a first year; those of this series tell how restless it is.
    """
    beta, factor = _own(seen, model, short if _hears_early(model) else None)
    growth = np.sqrt(1.0 + model.gap * seen.shape.gap / seen.shape.loop)
    scale = float(population(model, seen.past)[0] * factor * growth)
    return Expected(model, seen.past, float(seen.past.x[0] @ beta), scale, _trend(seen.past, seen.shape))


def _hears_early(model: Model) -> bool:
    """Do loops of a first year tell this model how restless a figure is? Not of ratios: tried, and it rang more often."""
    return model.family == "level" and model.regime == "long"


def _own(seen: Seen, model: Model, short: Model | None) -> tuple[Floats, float]:
    """Coefficients and a factor on the scale, after a series' own pseudo-loops have spoken."""
    each = 0.8 * min(1.0, STEP / seen.shape.loop)  # overlapping pseudo-loops count for less
    beta, heard = model.beta, []
    own, early = _told(seen.own, model), _told(seen.early, short)
    if own is not None and len(own[1]) >= FEWEST:
        x, error, scale = own
        heard.append((error / scale, each, model.usual))
        beta = _coefficients(model, x, error, scale, each)
    if early is not None and short is not None:
        heard.append((early[1] / early[2], each * EARLY, short.usual))
    return beta, moderated(model.own, heard, model.few)


def _told(past: Past | None, model: Model | None) -> tuple[Floats, Floats, Floats] | None:
    """Features, errors and scales of the pseudo-loops that can be described, by the population alone."""
    if past is None or model is None:
        return None
    known = np.isfinite(past.change) & np.isfinite(past.x).all(1)
    x = past.x[known]
    return (x, past.change[known] - x @ model.beta, population(model, past)[known]) if known.any() else None


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
