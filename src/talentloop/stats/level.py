"""The level of a period: the log of a total per weekday-weighted day, so that length and weekdays fall out."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from talentloop.stats.series import Floats, Ints, Series

YEAR = 364  # 52 whole weeks: the same weekdays a year earlier
PRIOR_EVENTS = 7.0  # weekday weights differ by about 1/sqrt(7) between weekdays: fewer events than this say little
PRIOR_DAYS = 2.0  # and two ordinary days of every weekday are believed beforehand
RHYTHM = 0.1  # standard deviation of the log weekday weights that every total of people's days has
HALF = 0.5  # half an event keeps the log of an empty period finite


class Levels:
    """Cumulative sums over a series; the log level of any run of days is then two subtractions and a log.

    For counts and amounts: log(sum of y + 1/2) - log(sum of day weights) over the measured days. For a ratio
    with denominators: log(sum of numerators) - log(sum of denominators); weekdays are then in the denominator.
    `before` is the index of the first day that must not be learned from (the first day of the loop).
    `day_weights` (one positive factor per day, 1 = ordinary day) carry holidays and school holidays. `calm` are the same
    levels with the days of `upset` unknown: what the wobble and the heading of the series are read from. `known` (one
    factor per day) takes off what earlier loops are known to have done, of every kind of figure.
    """

    def __init__(self, series: Series, before: int, day_weights: Floats | None = None,
                 upset: npt.NDArray[np.bool_] | None = None, known: Floats | None = None) -> None:
        values, den = series.values, series.den
        seen = ~np.isnan(values) if den is None else ~np.isnan(values) & ~np.isnan(den)
        self.n = len(values)
        self.kind = series.kind
        self.paired = den is not None
        self.events = series.kind == "count" or (den is not None and _whole(values[seen]))
        self.values = np.where(seen, values, 0.0)
        done = np.ones(self.n) if known is None else known
        if den is None:
            extra = done if day_weights is None else _positive(day_weights, self.n) * done
            weights = weekday_weights(self.values, seen, before, self.events, extra)[np.arange(self.n) % 7] * extra
        else:
            weights = np.maximum(den, 0.0) * done
        self.weights = np.where(seen, weights, 0.0)
        self.offset = self._offset(before)
        self._total = _cumulative(self.values)
        self._weight = _cumulative(self.weights)
        self._seen = _cumulative(seen)
        self._stretches: dict[int, Floats] = {}
        self.calm = self if upset is None else Levels(_without(series, upset), before, known=known)

    @cached_property
    def _square(self) -> Floats:
        return _cumulative(self.values**2)

    @cached_property
    def _filled(self) -> Floats:
        return _cumulative(self.values != 0)

    def _offset(self, before: int) -> float:
        if self.events:
            return HALF
        past = self.values[:before]
        return 1e-3 * float(np.abs(past).sum()) / max(1, int(np.count_nonzero(past))) + 1e-12

    def level(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Log level of [first, last); NaN where under half of the days were measured or the total is negative.

        Call it where numpy's warnings about zeros and negatives are off (np.errstate).
        """
        a, b = np.asarray(first), np.asarray(last)
        end = np.minimum(b, self.n)
        bad = (a < 0) | (end <= a)
        a0, end = np.where(bad, 0, a), np.where(bad, 0, end)
        weight = self._weight[end] - self._weight[a0]
        bad |= (self._seen[end] - self._seen[a0] < 0.5 * (b - a)) | ~(weight > 0)
        found = np.log((self._total[end] - self._total[a0] + self.offset) / weight)
        return np.where(bad, np.nan, found)

    def stretches(self, days: int) -> Floats:
        """Log level of the `days` before every day, and before the day after the last; learned once."""
        if days not in self._stretches:
            found = np.full(self.n + 1, np.nan)
            if days <= self.n:
                total, weight, seen = (x[days:] - x[:-days] for x in (self._total, self._weight, self._seen))
                found[days:] = np.log((total + self.offset) / weight)
                found[days:][(seen < 0.5 * days) | ~(weight > 0)] = np.nan
            self._stretches[days] = found
        return self._stretches[days]

    def week_ending(self, ends: Ints) -> Floats:
        """Log level of the seven days before each of `ends`; NaN outside the series or where it is not known."""
        inside = (ends >= 0) & (ends <= self.n)
        return np.where(inside, self.stretches(7)[np.where(inside, ends, 0)], np.nan)

    def total(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Sum of the measured values (numerators) of [first, last), clipped to the series."""
        return self._span(self._total, first, last)

    def weight(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Sum of the day weights (denominators) of the measured days of [first, last)."""
        return self._span(self._weight, first, last)

    def measured(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Number of measured days in [first, last)."""
        return self._span(self._seen, first, last)

    def filled(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Number of days in [first, last) that are not zero."""
        return self._span(self._filled, first, last)

    def lumpiness(self, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        """Sum of squares over the squared sum: one over the number of days that effectively carry the total."""
        total = self.total(first, last)
        return self._span(self._square, first, last) / np.maximum(total**2, 1e-300)

    def _span(self, cumulative: Floats, first: npt.ArrayLike, last: npt.ArrayLike) -> Floats:
        # np.clip looks up the limits of the type each time, which takes longer than the rest of this.
        a, b = (np.minimum(np.maximum(day, 0), self.n) for day in (first, last))
        return np.asarray(cumulative[b] - cumulative[a])


def as_it_is(series: Series, before: int) -> Series:
    """An amount that is a mean or a share by another name, as a mean: its weekdays hardly differ before `before`.

    What people do together on a day has a rhythm of weekdays; what it comes to a head has hardly any.
    """
    if series.kind != "amount" or series.den is not None:
        return series
    seen = ~np.isnan(series.values)
    weights = weekday_weights(np.where(seen, series.values, 0.0), seen, before, False, np.ones(len(series)))
    return replace(series, kind="mean") if float(np.std(np.log(weights))) < RHYTHM else series


def weekday_weights(values: Floats, seen: npt.NDArray[np.bool_], before: int, events: bool, extra: Floats) -> Floats:
    """Seven multiplicative weights (mean 1) by index modulo 7, from at most the 364 days before `before`.

    A weekday's weight is its total over the total its centred seven-day means would give, shrunk towards 1 by
    PRIOR_DAYS ordinary days and, for counts, PRIOR_EVENTS events: a sparse series keeps flat weights.
    """
    span = slice(max(0, before - YEAR), max(0, before))
    y, ok, usual = values[span], seen[span], extra[span]
    if not ok.any():
        return np.ones(7)
    total, days = _cumulative(y / usual), _cumulative(ok)
    at = np.arange(len(y))
    a, b = np.maximum(0, at - 3), np.minimum(len(y), at + 4)
    smooth = (total[b] - total[a]) / np.maximum(1, days[b] - days[a])
    weekday = (at + span.start) % 7
    found = np.bincount(weekday, np.where(ok, y / usual, 0.0), 7)
    expected = np.bincount(weekday, np.where(ok, smooth, 0.0), 7)
    believed = PRIOR_DAYS * abs(float(y.sum())) / float(ok.sum()) + (PRIOR_EVENTS if events else 0.0) + 1e-9
    weights = np.maximum((found + believed) / (expected + believed), 0.0)
    mean = float(weights.mean())
    if not np.isfinite(mean) or mean <= 0:
        return np.ones(7)
    return np.maximum(weights / mean, 0.02)


def _without(series: Series, days: npt.NDArray[np.bool_]) -> Series:
    return Series(series.start, np.where(days, np.nan, series.values), series.kind, series.den)


def _cumulative(values: npt.NDArray[np.generic]) -> Floats:
    out = np.zeros(len(values) + 1)
    np.cumsum(values, out=out[1:])
    return out


def _positive(weights: Floats, n: int) -> Floats:
    """Day weights of length n; what is missing or not positive counts as an ordinary day."""
    out = np.ones(n)
    given = np.asarray(weights, dtype=np.float64).reshape(-1)[:n]
    out[: len(given)] = np.where(np.isfinite(given) & (given > 0), given, 1.0)
    return out


def _whole(values: Floats) -> bool:
    return bool(np.all(values == np.floor(values)))
