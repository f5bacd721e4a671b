"""What a calendar says of days: how much of a working day each is, and which school breaks it falls in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .period import Period

REGIONS = ("noord", "midden", "zuid")


@dataclass(frozen=True)
class SchoolBreak:
    """One school break in one region, both days included in `period` half-open, with where we read it."""

    name: str
    region: str
    period: Period
    source: str


@dataclass(frozen=True)
class Workdays:
    """A country's calendar: `off` maps a date to the part of the working day that is lost (1 = holiday, 0.5 = half)."""

    off: Mapping[date, float] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    breaks: tuple[SchoolBreak, ...] = ()

    def weight(self, day: date) -> float:
        """Working part of one day: 0 at weekends and holidays, 0.5 on half days, else 1."""
        if day.weekday() >= 5:
            return 0.0
        return 1.0 - self.off.get(day, 0.0)

    def count(self, period: Period) -> float:
        """Working days inside a period, half days counted as halves."""
        return sum(self.weight(day) for day in period)

    def school_share(self, day: date) -> float:
        """Share of the three regions that is on school break that day (0, ⅓, ⅔ or 1)."""
        away = {b.region for b in self.breaks if day in b.period}
        return len(away) / len(REGIONS)

    def school_days(self, period: Period) -> float:
        """Region-weighted school-break days inside a period."""
        return sum(self.school_share(day) for day in period)
