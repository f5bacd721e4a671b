"""What public holidays and school breaks usually do to a figure, as one factor per day, learned before the loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..core.workdays import REGIONS, Workdays
from ..stats.series import Floats, Series

LEARNED = 3 * 364  # days before the loop that are learned from at most
NEAR = 21  # three weeks to either side hold the ordinary days that a holiday or a break is held against
BELIEVED = 4.0  # k: so many holidays, or breaks, without any effect are believed beforehand; a year has eight and five
EVENTS = 7.0  # a usual day with fewer events than this says little: its log jumps
LEAST, MOST = 0.2, 1.5  # no day counts for less or for more
BETWEEN = timedelta(days=35)  # school breaks lie at least so far apart: so far beyond the listed ones we know of none


@dataclass(frozen=True, eq=False)
class Calendar:
    """Per day of a series: part of the working day that is lost (0 at weekends), and share of regions on break."""

    off: Floats
    school: Floats

    @property
    def ordinary(self) -> npt.NDArray[np.bool_]:
        return (self.off == 0) & (self.school == 0)


@dataclass(frozen=True, eq=False)
class Past:
    """What may be learned from: logs of the days before the loop (NaN: not measured), and how much each tells (0–1)."""

    logs: Floats
    tells: Floats
    calendar: Calendar

    def usual(self, day: int, first: int, last: int) -> tuple[float, float] | None:
        """Log median of the ordinary days on the same weekday in [first, last), and how much that level tells."""
        at = np.arange(first, last)
        at = at[(at >= 0) & (at < len(self.logs)) & ((at - day) % 7 == 0)]
        at = at[self.calendar.ordinary[at] & np.isfinite(self.logs[at])]
        return (float(np.median(self.logs[at])), float(np.median(self.tells[at]))) if len(at) else None


def day_weights(series: Series, loop_start: date, workdays: Workdays) -> Floats:
    """One factor per day of the series, 1 on days without holiday or break; all 1 for what does not add up over days.

    factor = exp(off·h + school·s), clipped to [0.2, 1.5]. h and s are mean log ratios of such days to ordinary days
    on the same weekday nearby, times n/(n + 4): with one holiday in the past a fifth of what is seen is believed.
    No day from `loop_start` on is looked at.
    """
    if series.den is not None or series.kind not in ("count", "amount"):
        return np.ones(len(series))
    calendar = calendar_of(series, workdays)
    past = _past(series, loop_start, calendar)
    school = school_effect(past)
    holiday = holiday_effect(past, school)
    return np.clip(np.exp(calendar.off * holiday + calendar.school * school), LEAST, MOST)


def calendar_of(series: Series, workdays: Workdays) -> Calendar:
    off = np.zeros(len(series))
    for day, lost in workdays.off.items():
        if day.weekday() < 5 and series.start <= day < series.end:
            off[series.index(day)] = lost
    return Calendar(off, _school(series, workdays))


def _school(series: Series, workdays: Workdays) -> Floats:
    """Zero where the listed breaks do not span the series: summers weighed in some years only would look like change."""
    away = np.zeros((len(REGIONS), len(series)))
    periods = [b.period for b in workdays.breaks]
    if (not periods or series.start < min(p.start for p in periods) - BETWEEN
            or series.end > max(p.end for p in periods) + BETWEEN):
        return away[0]
    for one in workdays.breaks:
        first, last = (int(np.clip(series.index(day), 0, len(series))) for day in (one.period.start, one.period.end))
        away[REGIONS.index(one.region), first:last] = 1.0
    return np.asarray(away.mean(axis=0))


def _past(series: Series, loop_start: date, calendar: Calendar) -> Past:
    end = int(np.clip(series.index(loop_start), 0, len(series)))
    values = np.maximum(series.values[:end], 0.0)
    values[: max(0, end - LEARNED)] = np.nan
    some = values[values > 0]
    floor = 0.5 if series.kind == "count" else 0.05 * float(some.mean()) if len(some) else 1.0
    tells = values / (values + EVENTS) if series.kind == "count" else (values > 0).astype(np.float64)
    return Past(np.log(values + floor), tells, Calendar(calendar.off[:end], calendar.school[:end]))


def school_effect(past: Past) -> float:
    """s: the mean over breaks, for days of one break move together. Both sides are needed, or a season looks like it."""
    ratios, sure = [], []
    for first, last in _runs(past.calendar.school > 0):
        found = _one_break(past, first, last)
        if found is not None:
            ratios.append(found[0])
            sure.append(found[1])
    return float(np.dot(ratios, sure) / (sum(sure) + BELIEVED)) if sure else 0.0


def _one_break(past: Past, first: int, last: int) -> tuple[float, float] | None:
    """Log ratio per full break and how much it tells, from the days of [first, last) that are no holiday."""
    share, ratio, sure = [], [], []
    beside = [(past.usual(day, first - NEAR, first), past.usual(day, last, last + NEAR)) for day in range(7)]
    for day in range(first, last):
        before, after = beside[day % 7]
        if past.calendar.off[day] == 0 and np.isfinite(past.logs[day]) and before and after:
            share.append(past.calendar.school[day])
            ratio.append(past.logs[day] - (before[0] + after[0]) / 2)
            sure.append((before[1] + after[1]) / 2)
    if not share or not sum(sure):
        return None
    x, w = np.array(share), np.array(sure)
    return float(np.dot(w * x, ratio) / np.dot(w * x, x)), float(w.mean() * x.max())


def holiday_effect(past: Past, school: float) -> float:
    """h: what is left of a holiday's log ratio after the break it may fall in, half days half."""
    above = below = 0.0
    for day in np.flatnonzero(past.calendar.off > 0):
        usual = past.usual(int(day), int(day) - NEAR, int(day) + NEAR + 1)
        if usual is None or not np.isfinite(past.logs[day]):
            continue
        off, left = past.calendar.off[day], past.logs[day] - usual[0] - past.calendar.school[day] * school
        above += usual[1] * off * left
        below += usual[1] * off * off
    return float(above / (below + BELIEVED))


def _runs(inside: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open stretches of days on which it is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]])))
    return [(int(a), int(b)) for a, b in pairwise(edges)][::2]
