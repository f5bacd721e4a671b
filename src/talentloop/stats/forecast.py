"""What was to be expected anyway: the features of a pseudo-loop and the forecast they give."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
import numpy.typing as npt

from talentloop.stats.level import YEAR, Levels
from talentloop.stats.outlook import outlook
from talentloop.stats.series import Floats, Ints

Regime = Literal["long", "short", "brief"]
TAU2 = 0.04  # variance of true differences between log levels: noise beyond it shrinks a feature away
FORTNIGHT, MONTH = 14, 28
WIDEST = 2.5  # a feature beyond this (a factor twelve) is outside all experience
EXTRA = {"long": YEAR, "brief": 0}  # days needed before the previous period; "short" needs another such period
RECENT = ("one", "outlook", "last 7", "last 28")
FEATURES = {"brief": RECENT, "short": RECENT, "long": (*RECENT, "season", "mean season", "last year")}


@dataclass(frozen=True)
class Shape:
    """Lengths in days: the previous period, the gap between it and the loop (0 as a rule), and the loop."""

    before: int
    gap: int
    loop: int


@dataclass(frozen=True)
class Past:
    """What is known on the eve of each loop, one row per origin (the index of a loop's first day).

    change: log level of the loop minus that of the previous period (NaN where the loop is not there yet).
    x: features (origins × features of the regime). noise: variance of the previous period's log level.
    unsure: standard deviation of the outlook; spike: how unlike itself the previous period was; tails: the largest
    change from week to week beside the usual one; older: the change of the previous period, upside down.
    drift: mean squared change between fortnights; turns: mean squared change of the change between four weeks; burst:
    how far the best week of the year stood out. These three are only looked at in the long regime.
    """

    change: Floats
    x: Floats
    noise: Floats
    unsure: Floats
    spike: Floats
    tails: Floats
    older: Floats
    drift: Floats
    turns: Floats
    burst: Floats

    def rows(self, keep: slice) -> Past:
        """Some of the origins."""
        return Past(*(getattr(self, field.name)[keep] for field in fields(self)))


@np.errstate(all="ignore")
def look(levels: Levels, origins: Ints, gaps: Ints, shape: Shape, regime: Regime) -> Past:
    """Features of every origin; NaN rows where the regime asks for more history than there is.

    `gaps`: days between each origin and the period before it; `shape` says the lengths of the two.
    Each feature but the outlook is a difference of two log levels, shrunk by tau²/(tau² + its noise variance).
    """
    t = np.asarray(origins)
    end, first = t - gaps, t - gaps - shape.before
    base = levels.level(first, end)
    change = np.where(t + shape.loop <= levels.n, levels.level(t, t + shape.loop), np.nan) - base
    weeks = _weeks(levels.calm, end, shape)
    noise = _noise(levels, weeks, first, end)
    heading, unsure = outlook(levels.calm, end, noise * shape.before / 7, gaps, shape.loop)
    last7, last28, middle, older = (_shrunk(*column, noise, shape.before) for column in
                                    _momentum(levels, first, end, base, weeks, shape))
    columns = [np.ones(len(t)), heading - base, last7, last28]
    if regime == "long":
        columns += [_shrunk(*column, noise, shape.before) for column in _season(levels, t, first, end, base, shape)]
    x = np.minimum(np.maximum(np.array(columns).T, -WIDEST), WIDEST)
    spike = np.minimum(np.abs(last28), WIDEST) + np.minimum(np.abs(middle), WIDEST)
    year = levels.calm.week_ending(end - 7 * np.arange(52)[:, None])
    drift = _drift(levels.calm, end, noise * shape.before / FORTNIGHT) if regime == "long" else noise
    turns = _turns(levels.calm, end, noise * shape.before / MONTH) if regime == "long" else noise
    burst = _burst(year) if regime == "long" else noise
    return Past(change, x, noise, unsure, spike, _tails(year), older, drift, turns, burst)


Column = tuple[Floats, float, float]  # a difference of log levels and the days behind its two sides


def _momentum(levels: Levels, first: Ints, end: Ints, base: Floats, weeks: Floats, shape: Shape) -> list[Column]:
    """Where the end of the previous period stood, its median week (a spike lifts the whole, not the median), and the
    period before it. An end that lies in upset days tells nothing, which is a difference of none."""
    days = shape.before
    week, month = levels.calm.level(end - np.minimum([[7], [28]], days), end) - base
    if levels.calm is not levels:
        week, month = (np.where(_unknown(levels, end, n), 0.0, one) for one, n in ((week, 7), (month, 28)))
    return [
        (week, 7, days),
        (month, 28, days),
        (_median(weeks) - base, days, days),
        (levels.level(first - days, first) - base, days, days),
    ]


def _unknown(levels: Levels, end: Ints, days: int) -> npt.NDArray[np.bool_]:
    """Are too many of the last days upset to say anything, though they were measured?"""
    known = np.isfinite(levels.level(end - days, end))
    return np.asarray(known & ~np.isfinite(levels.calm.level(end - days, end)))


def _season(levels: Levels, t: Ints, first: Ints, end: Ints, base: Floats, shape: Shape) -> list[Column]:
    """Last year's change over the same days, the mean of up to three years, and where last year stood."""
    years = YEAR * np.arange(1, 4)[:, None]
    loops = levels.level(t - years, t - years + shape.loop)
    changes = loops - levels.level(first - years, end - years)
    known = np.isfinite(changes)
    mean = np.where(known, changes, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    return [
        (changes[0], shape.before, shape.loop),
        (np.where(known.any(0), mean, np.nan), 2 * shape.before, 2 * shape.loop),
        (loops[0] - base, shape.loop, shape.before),
    ]


def _shrunk(value: Floats, left: float, right: float, noise: Floats, days: int) -> Floats:
    return np.asarray(value * TAU2 / (TAU2 + noise * days * (1 / left + 1 / right)))


def _weeks(levels: Levels, end: Ints, shape: Shape) -> Floats:
    """Log levels of the whole weeks of the previous period, latest first; shape (weeks, origins)."""
    return levels.week_ending(end - 7 * np.arange(max(2, shape.before // 7))[:, None])


def _noise(levels: Levels, weeks: Floats, first: Ints, end: Ints) -> Floats:
    """Variance of the previous period's log level.

    The larger of the weekly wobble (median change between weeks, so that one spike does not count), the Poisson
    floor of a count, and the lumpiness of a total that few days carry. Paired ratios: a jackknife of whole weeks.
    """
    floor = _chance(levels, first, end)
    if levels.kind in ("count", "amount") and not levels.paired:
        floor = np.maximum(floor, _lumps(levels, first, end))
    level = np.exp(weeks)
    steps = _median(np.abs(np.diff(level, axis=0))) ** 2 * 1.1
    mean = _mean(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        wobble = steps / mean**2 / len(weeks) + 1e-6
    wobble = np.where(np.isfinite(wobble), wobble, 1.0)
    if levels.paired:
        wobble = np.maximum(wobble, _jackknife(levels, end, len(weeks)))
    return np.maximum(wobble, floor)


def _chance(levels: Levels, first: Ints, end: Ints) -> Floats:
    """Poisson variance of the log of a count of events."""
    total = np.maximum(levels.total(first, end), 1.0)
    return 1.0 / total if levels.events else np.zeros(len(total))


def _lumps(levels: Levels, first: Ints, end: Ints) -> Floats:
    """Compound-Poisson variance of a total whose days are mostly empty; nothing for one that has no empty days."""
    days = np.maximum(levels.measured(first, end), 1.0)
    empty = np.minimum(np.maximum(2 - 2 * levels.filled(first, end) / days, 0.0), 1.0)
    if not empty.any():
        return empty
    return np.minimum(np.maximum((levels.lumpiness(first, end) - 1.0 / days) * empty, 0.0), 4.0)


def _jackknife(levels: Levels, end: Ints, weeks: int) -> Floats:
    """Leave-one-week-out variance of log(sum of numerators / sum of denominators) over the previous period."""
    k = np.arange(weeks)[:, None]
    num = levels.total(end - 7 * (k + 1), end - 7 * k)
    den = levels.weight(end - 7 * (k + 1), end - 7 * k)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.log(num.sum(0) - num + levels.offset) - np.log(den.sum(0) - den)
    left = np.where(np.isfinite(left), left, np.nan)
    return np.nan_to_num((weeks - 1) * _mean((left - _mean(left)) ** 2), nan=1.0)


def _drift(levels: Levels, end: Ints, noise: Floats) -> Floats:
    """Mean squared change between neighbouring fortnights before each origin; `noise`: variance of one's log level."""
    edge = levels.stretches(FORTNIGHT)
    return _mean_square(edge[FORTNIGHT:] - edge[:-FORTNIGHT], end - levels.n, FORTNIGHT, 3.0 * noise)


def _turns(levels: Levels, end: Ints, noise: Floats) -> Floats:
    """Mean squared change of the change between neighbouring four weeks; `noise`: variance of one's log level.

    A season bends slowly; a level that wanders turns at once. A year of days tells the two apart by this alone.
    """
    edge = levels.stretches(MONTH)
    change = edge[MONTH:] - edge[:-MONTH]
    return _mean_square(change[MONTH:] - change[:-MONTH], end - levels.n, MONTH, 9.0 * noise)


def _mean_square(change: Floats, until: Ints, days: int, usual: Floats) -> Floats:
    """Mean square of the daily `change` up to each of `until` (0: its last entry, −1: the one before), drawn towards
    `usual` as by two independent stretches of `days`."""
    ok = np.isfinite(change)
    square, known = (np.concatenate([[0.0], np.cumsum(x)]) for x in (np.where(ok, change, 0.0) ** 2, ok))
    last = np.minimum(np.maximum(until + len(change), 0), len(change))
    effective = 0.7 * known[last] / days
    return np.asarray((square[last] / np.maximum(known[last], 1) * effective + 2.0 * usual) / (effective + 2.0))


def _tails(weeks: Floats) -> Floats:
    """Log of the largest change from week to week in the past year over the usual one: is this a figure of spikes?"""
    change = np.abs(np.diff(weeks, axis=0))
    largest = np.max(np.where(np.isfinite(change), change, 0.0), axis=0)
    return np.log((largest + 0.02) / (_median(change) + 0.02))


def _burst(weeks: Floats) -> Floats:
    """How far the best of the last 52 weeks stood above the median week: who burst before will burst again."""
    best = np.max(np.where(np.isfinite(weeks), weeks, -np.inf), axis=0)
    return np.asarray(np.maximum(best - _median(weeks), 0.0))


def _median(values: Floats) -> Floats:
    """Median over the first axis without NaN; NaN where a column has nothing."""
    ordered = np.sort(values, axis=0)  # NaN last
    count = np.isfinite(values).sum(0)
    column = np.arange(values.shape[1])
    low, high = np.maximum((count - 1) // 2, 0), count // 2
    high = np.where(count > 0, np.minimum(high, np.maximum(count - 1, 0)), 0)
    return np.asarray((ordered[low, column] + ordered[high, column]) / 2)


def _mean(values: Floats) -> Floats:
    """Mean over the first axis without NaN; NaN where a column has nothing."""
    known = np.isfinite(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(0) / known.sum(0))
