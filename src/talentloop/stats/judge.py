"""The verdict on one figure of one loop: the fact, what was to be expected anyway, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from statistics import NormalDist
from typing import Literal

import numpy as np

from talentloop.core.lift import Lift, NoLift, Refusal
from talentloop.stats.calibrate import p_value, provable, quantile
from talentloop.stats.counts import LARGE, SMALL, WOBBLE, compare
from talentloop.stats.expect import Expected, expect
from talentloop.stats.forecast import WIDEST, Shape
from talentloop.stats.known import Known, doubt_within, factors, read_away
from talentloop.stats.level import YEAR, Levels, as_it_is
from talentloop.stats.prior import Family, Prior, shipped
from talentloop.stats.series import Floats, Series, Window
from talentloop.stats.yearend import Reading

SHORTEST = 56  # days of history without which nothing is said about usual wobble
WIDE = 120  # below this much history the interval is labelled wide
LEAST_DAYS = 14  # two weeks: the least a loop or its comparison can be
BREAK = 50.0  # a level that changes by more than this factor is another measurement, not a lift
NORMAL = NormalDist()
Z95 = NORMAL.inv_cdf(0.975)
Method = Literal["forecast", "counts", "blend"]


@dataclass(frozen=True)
class _Left:
    """The log lift of one machine: centre, 95 % bounds, p, and the log lift provable with 80 % power."""

    centre: float
    low: float
    high: float
    p: float
    provable: float


def judge(
    series: Series,
    loop: Window,
    against: Window,
    *,
    day_weights: Floats | None = None,
    prior: Prior | None = None,
    known: Sequence[Known] = (),
) -> Lift | Refusal:
    """The lift of `loop` against `against` (half-open dates), or a Refusal; never raises on the data.

    A comparison that lies 364 to 366 days back and is as long as the loop is read as "same period last year":
    the fact is against it, the lift comes from the previous period. Any other comparison (previous period, 0-meting)
    is itself the base of the forecast; days between it and the loop make the verdict less sure.
    `day_weights`: one multiplicative factor per day of the series (holidays, school holidays), instead of those that
    the turn of the year gets in the expectation. `prior`: shipped(). `known`: what earlier loops did; the past is read
    without what was bought and is over, and without what was over before the comparison or there throughout.
    Source: docs/explanation/verdicts.md.
    """
    return judge_each(series, loop, [against], day_weights=day_weights, prior=prior, known=known)[0]


def judge_each(
    series: Series,
    loop: Window,
    beside: Iterable[Window],
    *,
    day_weights: Floats | None = None,
    prior: Prior | None = None,
    known: Sequence[Known] = (),
) -> list[Lift | Refusal]:
    """judge() of one loop against several periods, in their order; what they share is worked out once."""
    with np.errstate(all="ignore"):
        eve = _Eve(series, loop, day_weights, prior or shipped(), known)
        return [eve.judged(against) for against in beside]


class _Eve:
    """One loop of one series, and what has been worked out about it."""

    def __init__(self, series: Series, loop: Window, day_weights: Floats | None, prior: Prior,
                 known: Sequence[Known]) -> None:
        self._given, self._loop, self._weights, self._prior, self._known = series, loop, day_weights, prior, known
        self._readings: dict[tuple[Known, ...], Reading] = {}
        self._left: dict[Window, tuple[_Left, float, Method] | Refusal] = {}

    def judged(self, against: Window) -> Lift | Refusal:
        base = base_of(self._loop, against)
        if base not in self._left:
            self._left[base] = _problem(self._given, self._loop, base) or self._machines(base)
        found = self._left[base]
        if isinstance(found, Refusal):
            return found
        left, fact, method = found
        fact = _log_fact(self._series, self._reading(base).plain, self._loop, against) if against != base else fact
        return _lift(fact, left, method, wide=_history(self._series, base) < WIDE)

    def _machines(self, base: Window) -> tuple[_Left, float, Method] | Refusal:
        doubt = doubt_within(self._done(base), base)
        return _machines(self._series, self._reading(base), self._loop, base, self._prior, doubt)

    @cached_property
    def _series(self) -> Series:
        return as_it_is(self._given, self._given.index(self._loop[0]))

    def _done(self, base: Window) -> tuple[Known, ...]:
        return read_away(self._known, self._loop, base)

    def _reading(self, base: Window) -> Reading:
        done = self._done(base)
        if done not in self._readings:
            origin = self._series.index(self._loop[0])
            self._readings[done] = Reading(self._series, origin, self._weights, factors(self._series, done))
        return self._readings[done]


def mde80(
    series_before: Series, loop_days: int, *, before_days: int | None = None, prior: Prior | None = None,
    known: Sequence[Known] = (),
) -> float | None:
    """The smallest relative lift that a loop of `loop_days` starting the day after the series would show in 80 %.

    Known before the loop starts. `before_days`: length of the comparison period, by default `loop_days`. `known`: what
    earlier loops did, as in judge.
    None when the history is too short or empty for a verdict.
    """
    with np.errstate(all="ignore"):
        start = series_before.end
        base = (start - timedelta(days=before_days or loop_days), start)
        loop = (start, start + timedelta(days=loop_days))
        if loop_days < LEAST_DAYS or _history(series_before, base) < SHORTEST:
            return None
        series_before = as_it_is(series_before, len(series_before))
        done = read_away(known, loop, base)
        reading = Reading(series_before, len(series_before), known=factors(series_before, done))
        found = expect(reading, len(series_before), _shape(loop, base), _family(series_before), prior or shipped())
        if found is None:
            return None
        expected = _expected_count(series_before, reading.plain, loop, base)
        doubt = doubt_within(done, base)
        forecast = provable(found.model, _not_below_chance(found, expected, doubt))
        small = _provable_count(expected, _count_wobble(found, expected, doubt))
        share = _share_of_forecast(expected, forecast, small)
        return float(np.exp(share * forecast + (1 - share) * small) - 1)


def _weighed(series: Series, levels: Levels, loop: Window, base: Window) -> float:
    """Log of the loop's weighted days over those of its comparison."""
    (a, b), (c, d) = _span(series, loop), _span(series, base)
    return float(np.log(levels.weight(a, b) / levels.weight(c, d)))


def _machines(
    series: Series, reading: Reading, loop: Window, base: Window, prior: Prior, doubt: float
) -> tuple[_Left, float, Method] | Refusal:
    """Forecast, small counts or a blend of the two, by the expected number of events; with the fact as it was counted.
    `doubt`: of the comparison's log level, beside what the forecast knows of."""
    shape, origin = _shape(loop, base), series.index(loop[0])
    found = expect(reading, origin, shape, _family(series), prior)
    levels = reading.within(found.model.regime) if found else reading.plain
    log_change = _log_fact(series, levels, loop, base)
    eased = _weighed(series, levels, loop, base) - _weighed(series, reading.plain, loop, base)
    if not np.isfinite(log_change):
        return Refusal(NoLift.NEGATIVE, "the total is not positive")
    expected = _expected_count(series, levels, loop, base)
    if abs(log_change) > np.log(BREAK):
        return Refusal(NoLift.BREAK, f"the level changed by a factor {np.exp(abs(log_change)):.3g}")
    if expected < SMALL:
        small = _small(series, levels, loop, base, found, doubt)
        return small, small.centre + (found.mean if found else 0.0) + eased, "counts"
    if found is None:
        return Refusal(NoLift.UNSTABLE_HISTORY, "the history has too many gaps for a forecast")
    if np.abs(found.past.x).max() >= WIDEST:
        return Refusal(NoLift.UNSTABLE_HISTORY, "the months before the loop hold a break in the level")
    left = _forecast(found, log_change, _not_below_chance(found, expected, doubt))
    if expected >= LARGE:
        return left, log_change + eased, "forecast"
    small = _small(series, levels, loop, base, found, doubt)
    return _blend(small, left, _share_of_forecast(expected, left.provable, small.provable)), log_change + eased, "blend"


def _not_below_chance(found: Expected, expected: float, doubt: float) -> float:
    """The forecast's scale, but never one that promises more than counting allows; with the doubt beside it.

    Chance in the loop's own count, and as much in what it is held against. A series that was calm by luck would be
    believed too much without it.
    """
    chance = float(np.sqrt(2.0 / max(expected, 1.0))) / _tails(found)
    return float(np.hypot(max(found.scale, chance), doubt / _tails(found)))


def _tails(found: Expected) -> float:
    """How much further than those of a normal error the outermost 2.5 % of the model's lie."""
    return (quantile(found.model, 0.975) - quantile(found.model, 0.5)) / Z95


def _forecast(found: Expected, log_change: float, scale: float) -> _Left:
    """What the forecast leaves; a steady trend may as well have gone on, so every expectation between is allowed."""
    model = found.model
    low, middle, high = (scale * quantile(model, q) for q in (0.975, 0.5, 0.025))
    mean = found.mean
    ends = (mean, mean) if found.trend is None else (min(mean, found.trend), max(mean, found.trend))
    nearest = float(np.clip(log_change - middle, *ends))
    p = p_value(model, (log_change - nearest) / scale)
    centre = log_change - mean - middle
    return _Left(centre, log_change - ends[1] - low, log_change - ends[0] - high, p, provable(model, scale))


def _small(
    series: Series, levels: Levels, loop: Window, base: Window, found: Expected | None, doubt: float
) -> _Left:
    """The exact test of both totals against the forecast's ratio; without a forecast against the same rate."""
    (a, b), (c, d) = _span(series, loop), _span(series, base)
    now, before = float(levels.total(a, b)), float(levels.total(c, d))
    weight, weight_before = float(levels.weight(a, b)), float(levels.weight(c, d))
    expected = before * weight / weight_before
    wobble = _count_wobble(found, expected, doubt)
    mean = found.mean if found else 0.0
    rates = compare(now, before, weight * float(np.exp(mean)), weight_before, wobble)
    centre, low, high = (float(np.log(x)) for x in (rates.ratio, rates.low, rates.high))
    return _Left(centre, low, high, rates.p, _provable_count(expected, wobble))


def _count_wobble(found: Expected | None, expected: float, doubt: float) -> float:
    """The usual wobble, or what the forecast's scale holds beyond the chance in two counts, if that is more.

    It is reckoned with as normal, and its tails are not: so its variance is taken as much larger as they lie further
    out. (Their square would be too much: chance, which is beside it, has no such tails.)
    """
    if found is None:
        return float(np.hypot(2 * WOBBLE, doubt))
    beyond = (found.scale**2 - 2.0 / max(expected, 0.5)) * _tails(found)
    return float(np.sqrt(max(WOBBLE**2, min(beyond, 1.0)) + doubt**2))


def _provable_count(expected: float, wobble: float) -> float:
    return 2.8 * float(np.sqrt(2.0 / max(expected, 0.5) + wobble**2))


def _expected_count(series: Series, levels: Levels, loop: Window, base: Window) -> float:
    """Events to expect in the loop at the comparison's rate; infinite for what is not counted in events."""
    if not levels.events:
        return float("inf")
    a, b = _span(series, base)
    if levels.paired:
        return float(levels.total(a, b)) * (loop[1] - loop[0]).days / (base[1] - base[0]).days
    measured = max(float(levels.measured(a, b)), 1.0)
    return float(levels.total(a, b)) * (loop[1] - loop[0]).days / measured


def _share_of_forecast(expected: float, forecast: float, small: float) -> float:
    """Weight of the forecast between SMALL and LARGE events: by precision, eased in so that nothing jumps."""
    ease = float(np.clip((expected - SMALL) / (LARGE - SMALL), 0.0, 1.0))
    if ease in (0.0, 1.0):
        return ease
    mine, other = ease / forecast**2, (1 - ease) / small**2
    return mine / (mine + other)


def _blend(small: _Left, left: _Left, share: float) -> _Left:
    """Both machines speak about the same days, so their log bounds and z are averaged, not pooled."""
    z = share * _z(left) + (1 - share) * _z(small)
    bounds = [share * b + (1 - share) * a for a, b in ((small.low, left.low), (small.high, left.high))]
    centre = share * left.centre + (1 - share) * small.centre
    reach = share * left.provable + (1 - share) * small.provable
    return _Left(centre, bounds[0], bounds[1], min(1.0, 2 * NORMAL.cdf(-abs(z))), reach)


def _z(left: _Left) -> float:
    return float(np.sign(left.centre)) * -NORMAL.inv_cdf(min(max(left.p / 2, 1e-12), 0.5))


def _lift(log_fact: float, left: _Left, method: Method, wide: bool) -> Lift:
    fact, lift, low, high, reach = (
        float(np.expm1(x)) for x in (log_fact, left.centre, left.low, left.high, left.provable)
    )
    expected = float(np.expm1(log_fact - left.centre)) if np.isfinite(left.centre) else 0.0
    return Lift(fact, expected, lift, low, high, left.p, reach, method, wide)


def _log_fact(series: Series, levels: Levels, loop: Window, against: Window) -> float:
    (a, b), (c, d) = _span(series, loop), _span(series, against)
    return float(levels.level(a, b) - levels.level(c, d))


def _problem(series: Series, loop: Window, base: Window) -> Refusal | None:
    """The first thing that makes a verdict impossible, or None."""
    values = series.values
    if series.den is not None and len(series.den) != len(values):
        return Refusal(NoLift.DEN_MISMATCH, f"{len(series.den)} denominators for {len(values)} days")
    if series.den is not None:
        values = np.where(series.den > 0, values, np.nan)
    if not np.isfinite(values).any():
        return Refusal(NoLift.ALL_MISSING, "no day was measured")
    if (loop[1] - loop[0]).days < LEAST_DAYS or (base[1] - base[0]).days < LEAST_DAYS:
        return Refusal(NoLift.LOOP_SHORT, f"{LEAST_DAYS} days is the least")
    if base[1] > loop[0]:
        return Refusal(NoLift.OVERLAP, f"the comparison ends on {base[1]}, the loop starts on {loop[0]}")
    days = _history(series, base)
    if days < SHORTEST:
        return Refusal(NoLift.BASELINE_SHORT, f"{max(days, 0)} days of history, {SHORTEST} needed")
    return _gap_problem(series, loop, base) or _event_problem(series, loop, base)


def _gap_problem(series: Series, loop: Window, base: Window) -> Refusal | None:
    for window, reason in ((loop, NoLift.LOOP_MISSING), (base, NoLift.COMPARISON_MISSING)):
        measured = np.isfinite(series.window(window))
        if measured.mean() < 0.5:
            return Refusal(reason, f"{int(measured.sum())} of {len(measured)} days were measured")
    return None


def _event_problem(series: Series, loop: Window, base: Window) -> Refusal | None:
    both = np.concatenate([series.window(loop), series.window(base)])
    if (both < 0).any() and min(np.nansum(series.window(loop)), np.nansum(series.window(base))) <= 0:
        return Refusal(NoLift.NEGATIVE, "a total below zero has no relative change")
    happened = int(np.count_nonzero(np.abs(both) > 0))
    if happened == 0:
        return Refusal(NoLift.NO_EVENTS, "nothing happened in either period")
    if series.kind != "count" and series.den is None and happened < LEAST_DAYS:
        return Refusal(NoLift.TOO_FEW_EVENTS, f"only {happened} days that are not zero")
    return None


def _history(series: Series, base: Window) -> int:
    """Days from the first measured day to the end of the comparison."""
    measured = np.flatnonzero(np.isfinite(series.values))
    if not len(measured):
        return 0
    return (base[1] - series.start).days - int(measured[0])


def _family(series: Series) -> Family:
    return "ratio" if series.kind in ("ratio", "mean") else "level"


def _shape(loop: Window, base: Window) -> Shape:
    return Shape((base[1] - base[0]).days, (loop[0] - base[1]).days, (loop[1] - loop[0]).days)


def _span(series: Series, window: Window) -> tuple[int, int]:
    return series.index(window[0]), series.index(window[1])


def base_of(loop: Window, against: Window) -> Window:
    """What the lift is measured from: the comparison itself, or for last year the period before the loop."""
    return _previous(loop) if _is_last_year(loop, against) else against


def _previous(loop: Window) -> Window:
    return loop[0] - (loop[1] - loop[0]), loop[0]


def _is_last_year(loop: Window, against: Window) -> bool:
    back = (loop[0] - against[0]).days
    return YEAR <= back <= YEAR + 2 and loop[1] - loop[0] == against[1] - against[0]
