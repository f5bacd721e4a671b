"""The Dutch calendar counts working days as a Dutch planner does."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from talentloop.calendars.nl import public_holidays, school_breaks, workdays
from talentloop.core.period import Period
from talentloop.core.workdays import REGIONS, Workdays

YEARS = (2024, 2025, 2026, 2027)
# Working days of the six two-month loops of a year, by public holidays alone (semantics §7.3).
PLAIN = {2025: [42, 41, 40, 44, 45, 41], 2026: [41, 41, 41, 44, 44, 43], 2027: [40, 42, 41, 44, 43, 45]}
# The same with Good Friday, the Friday after Ascension, 24 and 31 December as halves where they are weekdays.
WEIGHTED = {2025: [42, 41.5, 39.5, 44, 45, 40], 2026: [41, 41.5, 40.5, 44, 44, 42], 2027: [40, 42.5, 40.5, 44, 43, 44]}


def loops(year: int) -> list[Period]:
    return [Period.of_months(date(year, month, 1), 2) for month in range(1, 12, 2)]


@pytest.mark.parametrize("year", PLAIN)
def test_loops_by_public_holidays_alone(year: int) -> None:
    plain = Workdays(dict.fromkeys(public_holidays(YEARS), 1.0))
    assert [plain.count(loop) for loop in loops(year)] == PLAIN[year]


@pytest.mark.parametrize("year", WEIGHTED)
def test_loops_with_half_days(year: int) -> None:
    assert [workdays(YEARS).count(loop) for loop in loops(year)] == WEIGHTED[year]


@pytest.mark.parametrize(("day", "weight"), [
    ("2026-04-03", 0.5),  # Good Friday
    ("2026-04-06", 0.0),  # Easter Monday
    ("2026-04-27", 0.0),  # King's Day
    ("2025-04-26", 0.0),  # King's Day on a Saturday, because the 27th was a Sunday
    ("2025-05-05", 0.0),  # Liberation Day in a lustrum year
    ("2026-05-05", 1.0),  # and in another year
    ("2026-05-14", 0.0),  # Ascension
    ("2026-05-15", 0.5),  # the Friday after
    ("2026-12-24", 0.5),
    ("2026-12-31", 0.5),
    ("2027-12-25", 0.0),  # Christmas on a Saturday
    ("2026-03-02", 1.0),
])
def test_a_day(day: str, weight: float) -> None:
    assert workdays(YEARS).weight(date.fromisoformat(day)) == weight


def test_school_breaks_are_whole_and_sourced() -> None:
    for region in REGIONS:
        of_region = sorted((b for b in school_breaks() if b.region == region), key=lambda b: b.period.start)
        assert [b.name for b in of_region] == ["kerst", *["voorjaar", "mei", "zomer", "herfst", "kerst"] * 4]
        assert not any(a.period.overlaps(b.period) for a, b in pairwise(of_region))
    for found in school_breaks():
        weeks = {"zomer": 6, "kerst": 2}.get(found.name, 1)
        assert found.period.start.weekday() == 5, found
        assert found.period.days == 7 * weeks + 2, found
        assert found.source, found


def test_share_of_regions_on_school_break() -> None:
    """Summer 2026: Noord 4 July – 16 August, Zuid 11 July – 23 August, Midden 18 July – 30 August."""
    days = {"2026-07-03": 0, "2026-07-04": 1, "2026-07-11": 2, "2026-07-18": 3, "2026-08-17": 2, "2026-08-24": 1,
            "2026-08-31": 0}
    calendar = workdays(YEARS)
    assert {day: round(3 * calendar.school_share(date.fromisoformat(day))) for day in days} == days
    assert calendar.school_days(Period(date(2026, 7, 1), date(2026, 9, 1))) == pytest.approx(44)
