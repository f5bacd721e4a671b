"""Invented pairs of daily series: a figure and a control that feel the same shocks, more or less."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talentloop.stats.series import Floats

SEASON = np.array([0.10, 0.05, 0.08, 0.0, 0.0, -0.05, -0.22, -0.18, 0.12, 0.10, 0.02, -0.12])  # log level per month
WEEK = np.log([1.2, 1.2, 1.15, 1.1, 1.0, 0.65, 0.7])


@dataclass(frozen=True)
class World:
    """`shared`, `own`: what shocks of both and of each alone do to the level of a loop (log standard deviations);
    `mean`: events a day of the figure."""

    shared: float
    own: float
    mean: float


WORLDS = {
    "no shared shocks": World(0.0, 0.09, 40.0),
    "some shared shocks": World(0.08, 0.08, 40.0),
    "many shared shocks": World(0.14, 0.05, 40.0),
    "many shared shocks, small counts": World(0.14, 0.05, 2.0),
}


def pair(rng: np.random.Generator, world: World, days: int) -> tuple[Floats, Floats]:
    """Daily counts of the figure and of its control, from a random day of the year on."""
    first = int(rng.integers(364))
    common = wander(rng, days, world.shared)
    return (counts(rng, np.log(world.mean) + common + wander(rng, days, world.own), first),
            counts(rng, np.log(60.0) + common + wander(rng, days, world.own), first))


def wander(rng: np.random.Generator, days: int, size: float) -> Floats:
    """A level that wanders and comes back in some seven weeks, with steps now and then."""
    steps = rng.normal(size=days) * np.sqrt(2 / 50) + rng.standard_t(3, size=days) * 0.7 * (rng.random(days) < 0.02)
    level = np.zeros(days)
    for i in range(1, days):
        level[i] = level[i - 1] * (1 - 1 / 50) + steps[i]
    return size * level


def counts(rng: np.random.Generator, level: Floats, first: int) -> Floats:
    """Poisson counts with weekday, month and a little noise of each day."""
    day = np.arange(len(level)) + first
    month = SEASON[(day // 30.44).astype(int) % 12]
    return rng.poisson(np.exp(level + WEEK[day % 7] + month + rng.normal(0, 0.12, len(level)))).astype(float)
