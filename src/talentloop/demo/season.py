"""How many visits a day may expect: month, weekday, holidays, and the noise that real sites have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from ..core.period import Period

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Semantics §6: Jan … Dec with mean 1, Monday … Sunday.
MONTHS = (1.06, 1.08, 1.02, 0.98, 0.95, 0.93, 0.84, 0.90, 1.18, 1.12, 1.10, 0.84)
WEEKDAYS = (1.30, 1.25, 1.10, 1.00, 0.85, 0.55, 0.95)
HOLIDAYS = {date(2025, 5, 29), date(2025, 6, 9), date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1),
            date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 14), date(2026, 5, 25)}
ON_A_HOLIDAY = 0.6
WEEK_NOISE, WEEK_MEMORY, DAY_NOISE = 0.04, 0.4, 0.08  # sd of log, AR(1) coefficient, sd of log
# Visits per hour of the local day. Nobody at 2, 3 and 4: those hours do not exist or exist twice once a year.
HOURS = (6, 2, 0, 0, 0, 4, 12, 24, 34, 42, 46, 44, 46, 44, 42, 42, 40, 40, 42, 54, 64, 60, 42, 20)


def days_of(period: Period) -> list[date]:
    return list(period)


def expected(period: Period) -> Floats:
    """Seasonal index per day: its mean over a calendar month is that month's index, whatever weekdays it holds."""
    days = days_of(period)
    shape = np.array([WEEKDAYS[d.weekday()] * (ON_A_HOLIDAY if d in HOLIDAYS else 1.0) for d in days])
    month = np.array([d.year * 12 + d.month - 1 for d in days])
    for m in np.unique(month):
        of_it = month == m
        shape[of_it] *= MONTHS[m % 12] / shape[of_it].mean()
    return shape


def noise(period: Period, rng: np.random.Generator) -> Floats:
    """A factor per day: weeks that resemble the week before, and days of their own; mean 1."""
    weeks = np.empty(period.days // 7 + 2)
    weeks[0] = rng.normal(0, WEEK_NOISE)
    for i in range(1, len(weeks)):
        weeks[i] = WEEK_MEMORY * weeks[i - 1] + rng.normal(0, WEEK_NOISE * np.sqrt(1 - WEEK_MEMORY**2))
    per_day = np.repeat(weeks, 7)[: period.days] + rng.normal(0, DAY_NOISE, period.days)
    return np.exp(per_day - (WEEK_NOISE**2 + DAY_NOISE**2) / 2)


def moments(day: Ints, rng: np.random.Generator) -> Ints:
    """A local second of the day for each visit."""
    share = np.cumsum(np.array(HOURS) / sum(HOURS))
    hour = np.searchsorted(share, rng.random(len(day)), side="right")
    return hour * 3600 + rng.integers(0, 3600, len(day))


class Clock:
    """Local wall time of the demo's days to UTC microseconds and back; hours 2 to 4 of a night are never asked."""

    def __init__(self, period: Period, zone: ZoneInfo) -> None:
        self.days = [period.start + timedelta(days=i) for i in range(-1, period.days + 2)]
        self.epoch = int(datetime.combine(period.start, datetime.min.time(), UTC).timestamp())
        early, late = (self._offsets(zone, hour) for hour in (0, 12))
        self._early, self._late = np.array(early), np.array(late)
        turns = [i for i in range(len(self.days)) if early[i] != late[i]]
        self._turns = np.array([self.epoch + (i - 1) * 86400 + 3600 for i in turns], dtype=np.int64)
        self._after = np.array([early[0], *(late[i] for i in turns)], dtype=np.int64)

    def _offsets(self, zone: ZoneInfo, hour: int) -> list[int]:
        found = []
        for day in self.days:
            shift = datetime(day.year, day.month, day.day, hour, tzinfo=zone).utcoffset()
            found.append(int(shift.total_seconds()) if shift is not None else 0)
        return found

    def utc_micros(self, day: Ints, second: Ints) -> Ints:
        """`day` counts from the period's start."""
        offset = np.where(second < 3 * 3600, self._early[day + 1], self._late[day + 1])
        return (self.epoch + day * 86400 + second - offset) * 1_000_000

    def local_day(self, micros: Ints) -> Ints:
        """Days since the period's start on the local calendar; the clock turns at 01:00 UTC."""
        seconds = micros // 1_000_000
        offset = self._after[np.searchsorted(self._turns, seconds, side="right")]
        return (seconds + offset - self.epoch) // 86400
