"""Half-open ranges of local dates, and the arithmetic that loops need: before, a year before, weekdays, whole months."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

YEAR = timedelta(days=364)  # 52 whole weeks: every day keeps its weekday (semantics: never minus 365)


@dataclass(frozen=True, order=True)
class Period:
    """Local dates from `start` up to but not including `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end before it starts: {self.start} … {self.end}")

    @classmethod
    def of_months(cls, start: date, months: int) -> Period:
        """`months` calendar months from `start` (a day past the month's end becomes its last day)."""
        return cls(start, add_months(start, months))

    @classmethod
    def of_weeks(cls, start: date, weeks: int) -> Period:
        return cls(start, start + timedelta(weeks=weeks))

    @classmethod
    def of_days(cls, start: date, days: int) -> Period:
        return cls(start, start + timedelta(days=days))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        """The last day inside the period (for showing; sums use `end`)."""
        return self.end - timedelta(days=1)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=i) for i in range(self.days))

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    def previous(self) -> Period:
        """The equal period directly before: whole months stay whole months, else the same number of days."""
        months = self.whole_months()
        if months:
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - timedelta(days=self.days), self.start)

    def following(self) -> Period:
        """The equal period directly after, by the same rule as `previous`."""
        months = self.whole_months()
        if months:
            return Period(self.end, add_months(self.end, months))
        return Period(self.end, self.end + timedelta(days=self.days))

    def as_long_from(self, start: date) -> Period:
        """An equal period from another day: whole months stay whole months, else the same number of days."""
        months = self.whole_months()
        return Period.of_months(start, months) if months and start.day == 1 else Period.of_days(start, self.days)

    def year_before(self) -> Period:
        """The same weekdays a year ago: 364 days back at both ends."""
        return Period(self.start - YEAR, self.end - YEAR)

    def whole_months(self) -> int:
        """How many calendar months this period is exactly, 0 when it is not a run of whole months."""
        if self.start.day != 1 or self.end.day != 1:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def clipped(self, to: Period) -> Period:
        """The part inside `to`; empty (zero days) when they do not meet."""
        start = max(self.start, min(to.start, self.end))
        return Period(start, max(start, min(self.end, to.end)))

    def weekday_counts(self) -> tuple[int, ...]:
        """Number of Mondays, Tuesdays … Sundays inside."""
        whole, rest = divmod(self.days, 7)
        counts = [whole] * 7
        for i in range(rest):
            counts[(self.start.weekday() + i) % 7] += 1
        return tuple(counts)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, the month's last day where that day does not exist."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def hours_in(day: date, zone: ZoneInfo) -> float:
    """Hours of a local day: 24, but 23 and 25 when the clock changes."""
    begin = datetime.combine(day, time(), zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    return (end - begin).total_seconds() / 3600


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The local date of an aware instant."""
    return instant.astimezone(zone).date()
