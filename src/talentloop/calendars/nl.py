"""The Dutch calendar: public holidays, half working days, and school breaks by region."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import holidays

from ..core.period import Period
from ..core.workdays import SchoolBreak, Workdays

# Days on which about half of the people work (semantics §7.3). Good Friday is a public holiday on paper only; the
# Friday after Ascension is a common bridge day; on 24 and 31 December most leave at noon.
HALF = 0.5
GOOD_FRIDAY, ASCENSION = "Good Friday", "Ascension Day"
AFTER_ASCENSION, CHRISTMAS_EVE, NEW_YEARS_EVE = "Day after Ascension", "Christmas Eve", "New Year's Eve"


def workdays(years: Iterable[int]) -> Workdays:
    """Working days of these years: King's Day is off, Liberation Day in lustrum years, some days count half."""
    public = public_holidays(tuple(years))
    off = {day: HALF if name == GOOD_FRIDAY else 1.0 for day, name in public.items()}
    half = {day: name for day, name in half_days(public).items() if day not in off}
    return Workdays(off | dict.fromkeys(half, HALF), {**public, **half}, school_breaks())


def public_holidays(years: tuple[int, ...]) -> Mapping[date, str]:
    """Public holidays with their English names, as the package `holidays` gives them."""
    return dict(holidays.country_holidays("NL", years=years, language="en_US"))


def half_days(public: Mapping[date, str]) -> Mapping[date, str]:
    """Days of half work that are no public holidays."""
    found = {day + timedelta(days=1): AFTER_ASCENSION for day, name in public.items() if name == ASCENSION}
    for year in {day.year for day in public}:
        found |= {date(year, 12, 24): CHRISTMAS_EVE, date(year, 12, 31): NEW_YEARS_EVE}
    return found


@cache
def school_breaks() -> tuple[SchoolBreak, ...]:
    """School breaks of the three regions in 2024–2027, each row with where we read it (school_breaks.csv).

    Dates are those advised or, for summer and Christmas, set by the government; schools may add days of their own.
    """
    text = files(__package__).joinpath("school_breaks.csv").read_text(encoding="utf-8")
    return tuple(school_break(row) for row in csv.DictReader(text.splitlines(), delimiter=";"))


def school_break(row: Mapping[str, str]) -> SchoolBreak:
    """One row; its last day is inside the break."""
    first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
    return SchoolBreak(row["name"], row["region"], Period(first, last + timedelta(days=1)), row["source"])
