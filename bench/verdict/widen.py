"""More kinds of series than the corpus has: real series made sparser, more seasonal, or more restless (seeded).

A prior learned on four kinds of series believes that the world is those four. Each series gives up to four
relatives: thinned to recruitment volumes (binomial), with another yearly season, with drift, bursts and breaks, and
with a level that wanders off and comes back.
"""

from __future__ import annotations

from itertools import accumulate

import numpy as np

from talentloop.stats.series import Series

Named = list[tuple[Series, str]]


def widened(series: Named, wandering: bool = False, seed: int = 1) -> Named:
    """The relatives of every (series, group); their group is "<group>+<what was done>".

    `wandering` ones are for the models of a year and more: one year cannot tell them from a season, and what looks calm
    may be about to turn. In a first year the margin holds that already.
    """
    rng = np.random.default_rng(seed)
    out: Named = []
    for one, group in series:
        out.append((scaled(one, drift(len(one), rng), rng), f"{group}+drift"))
        out.append((scaled(one, season(len(one), rng), rng), f"{group}+season"))
        if wandering:
            out.append((scaled(one, wander(len(one), rng), rng), f"{group}+wander"))
        sparse = thinned(one, rng)
        if sparse is not None:
            out.append((sparse, f"{group}+thin"))
    return out


def drift(days: int, rng: np.random.Generator) -> np.ndarray:
    """A log level that wanders (weekly steps of 1 to 15 %, heavy-tailed), bursts now and then, and sometimes breaks."""
    step = np.exp(rng.uniform(np.log(0.01), np.log(0.15)))
    walk = np.cumsum(rng.standard_t(4, days // 7 + 2) * step)
    log = np.interp(np.arange(days), np.arange(len(walk)) * 7, walk)
    for t in np.flatnonzero(rng.random(days) < 1 / 250):
        size, fade = np.exp(rng.uniform(-1, 2.5)), np.exp(rng.uniform(0, 2.7))
        log[t:] += np.log1p(size * np.exp(-np.arange(days - t) / fade))
    for t in np.flatnonzero(rng.random(days) < 1 / 500):
        log[t:] += rng.normal(0, 0.3)
    return np.clip(log - log.mean(), -4, 4)


def wander(days: int, rng: np.random.Generator) -> np.ndarray:
    """A log level that wanders off by 3 to 25 % and comes back in two weeks to five months."""
    stays = 1 - 1 / np.exp(rng.uniform(np.log(15), np.log(150)))
    steps = rng.normal(0, np.sqrt(1 - stays**2), days)
    steps[0] = rng.normal()
    level = np.array(list(accumulate(steps, lambda now, step: stays * now + step)))
    return np.asarray(np.exp(rng.uniform(np.log(0.03), np.log(0.25))) * level)


def season(days: int, rng: np.random.Generator) -> np.ndarray:
    """A yearly curve of random size and phase, three harmonics, that comes back within a tenth."""
    t = 2 * np.pi * np.arange(days) / 365.25
    size = abs(rng.normal(0, 0.5))
    waves = [rng.normal(0, 1 / k) * np.sin(k * t + rng.uniform(0, 2 * np.pi)) for k in (1, 2, 3)]
    years = rng.normal(1, 0.1, days // 365 + 2)
    return np.asarray(size * np.sum(waves, axis=0) * np.interp(np.arange(days), np.arange(len(years)) * 365, years))


def scaled(one: Series, log: np.ndarray, rng: np.random.Generator) -> Series:
    """The series times exp(log); counts stay counts, with the noise that belongs to them."""
    values = one.values * np.exp(log)
    if one.kind == "count":
        values = np.where(np.isnan(values), np.nan, rng.poisson(np.minimum(np.nan_to_num(values), 1e9)))
    return Series(one.start, values, one.kind, one.den)


def thinned(one: Series, rng: np.random.Generator) -> Series | None:
    """Every event kept with a probability that leaves half an event to twenty a day; None for what has too few."""
    countable = one.kind == "count" or (one.den is not None and np.nanmax(one.values, initial=0) > 20)
    mean, target = float(np.nanmean(one.values)), float(np.exp(rng.uniform(np.log(0.5), np.log(20))))
    if not countable or mean <= 1.5 * target:
        return None
    events = np.nan_to_num(np.maximum(one.values, 0)).astype(np.int64)
    values = np.where(np.isnan(one.values), np.nan, rng.binomial(events, target / mean))
    return Series(one.start, values, one.kind, one.den)
