"""The turn of the year: two weeks that say little of what comes after them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from talentloop.stats.forecast import Regime
from talentloop.stats.level import Levels
from talentloop.stats.series import Floats, Series

# What a day of these two weeks usually brings, beside the same weekday in the weeks around. Measured on public daily
# series (median per kind, 2010-2025 without the pandemic): bicycle counters .65, transit .69, web .75. Drawn part of the
# way to no dip at all, for a figure of a kind that nobody saw.
USUAL = 0.75
APART = 0.3  # standard deviation, on the log scale, by which figures differ in it
YEARS_APART = 0.15  # and one figure from year to year
AROUND = 28  # days on either side that the two weeks are held against
FORTNIGHT = 14  # days of the two weeks


def turns_of_the_year(first: date, last: date) -> list[date]:
    """The Monday of the week that holds 25 December, for every year of which the fortnight touches [first, last)."""
    found = []
    for year in range(first.year - 1, last.year + 1):
        christmas = date(year, 12, 25)
        monday = christmas - timedelta(days=christmas.weekday())
        if monday < last and monday + timedelta(days=FORTNIGHT) > first:
            found.append(monday)
    return found


def with_year_end(series: Series, before: int, plain: Levels | None = None, known: Floats | None = None) -> Levels:
    """The levels of which an expectation is made: the turn of the year is a dip, and says nothing of what comes next.

    How deep the dip is comes from the population and from what the series did at earlier turns before `before`, by how
    sure these are. Which way the level is heading is read from the other days alone: a figure that knows no dip would
    seem to rise in them. Whole weeks, as people take them off: a series moved by 52 weeks nearly always keeps its own.
    A ratio has no such dip. `plain`: the levels without it; `known`: see Levels.
    """
    upset = turns(series) if series.kind in ("count", "amount") and series.den is None else None
    if upset is None:
        return plain or Levels(series, before, known=known)
    starts = np.flatnonzero(upset & ~np.r_[False, upset[:-1]])
    depth = _depth(series, [int(s) for s in starts if s >= AROUND and s + FORTNIGHT + AROUND <= before])
    return Levels(series, before, np.where(upset, depth, 1.0), upset, known)


class Reading:
    """A series as it is read on the eve of a loop: as it was counted, and with the turn of the year eased.

    In a first year nothing but the calendar tells Christmas from a figure that falls; after a year the series' own past
    does, and days are read as they are. `day_weights` of a caller are used instead, in every regime. What earlier loops
    are `known` to have done (a factor per day) is taken off for the expectation; `plain` is as it was counted.
    """

    def __init__(self, series: Series, before: int, day_weights: Floats | None = None,
                 known: Floats | None = None) -> None:
        self._series, self._before, self._given, self._known = series, before, day_weights is not None, known
        self.plain = Levels(series, before, day_weights)
        self._even = self.plain if known is None else Levels(series, before, day_weights, known=known)
        self._eased: Levels | None = None

    def within(self, regime: Regime) -> Levels:
        """The levels that models of this regime were learned on."""
        if regime == "long" or self._given:
            return self._even
        self._eased = self._eased or with_year_end(self._series, self._before, self._even, self._known)
        return self._eased


def turns(series: Series) -> npt.NDArray[np.bool_] | None:
    """Which days lie in the fortnight of a turn of the year; None where none does."""
    upset = np.zeros(len(series), dtype=bool)
    for monday in turns_of_the_year(series.start, series.end):
        at = series.index(monday)
        upset[max(at, 0) : at + FORTNIGHT] = True
    return upset if upset.any() else None


def _depth(series: Series, starts: list[int]) -> float:
    """The factor of this series: the population's, after the earlier turns of the year have spoken."""
    told = [found for start in starts if (found := _seen(series.values, start)) is not None]
    if not told:
        return USUAL
    logs, events = (np.array(column) for column in zip(*told, strict=True))
    chance = 1.0 / np.maximum(events, 1.0) if series.kind == "count" else np.zeros(len(events))
    noise = float(np.mean(YEARS_APART**2 + chance)) / len(logs)
    weight = APART**2 / (APART**2 + noise)
    return float(np.exp(weight * logs.mean() + (1 - weight) * np.log(USUAL)))


def _seen(values: Floats, start: int) -> tuple[float, float] | None:
    """Log of one turn's days over the days around it, and its total; None where either is not known or is empty."""
    first, last = start - AROUND, start + FORTNIGHT + AROUND
    dip = values[start : start + FORTNIGHT]
    around = np.concatenate([values[first:start], values[start + FORTNIGHT : last]])
    if np.isfinite(dip).mean() < 0.7 or np.isfinite(around).mean() < 0.7:
        return None
    inside, outside = float(np.nanmean(dip)), float(np.nanmean(around))
    if inside <= 0 or outside <= 0:
        return None
    return float(np.clip(np.log(inside / outside), -2.0, 1.0)), float(np.nansum(dip))
