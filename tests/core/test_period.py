"""Periods hold on every date: nights on which the clock changes, leap years, the turn of the year, unequal loops."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.period import Period, add_months, hours_in, local_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
PERIODS = st.builds(Period.of_days, DAYS, st.integers(0, 800))
WHOLE_MONTHS = st.builds(lambda d, n: Period.of_months(d.replace(day=1), n), DAYS, st.integers(1, 14))


@given(PERIODS)
def test_days_are_counted_once(period: Period) -> None:
    days = list(period)
    assert len(days) == period.days
    assert all(day in period for day in days)
    assert period.start - timedelta(days=1) not in period and period.end not in period
    assert [sum(d.weekday() == i for d in days) for i in range(7)] == list(period.weekday_counts())


@given(PERIODS | WHOLE_MONTHS)
def test_neighbours_touch_and_do_not_overlap(period: Period) -> None:
    assert period.previous().end == period.start
    assert period.following().start == period.end
    assert not period.overlaps(period.previous()) and not period.overlaps(period.following())


@given(WHOLE_MONTHS)
def test_whole_months_stay_whole(period: Period) -> None:
    assert period.previous().whole_months() == period.whole_months() == period.following().whole_months()
    assert period.following().previous() == period


@given(PERIODS)
def test_other_lengths_stay_as_long(period: Period) -> None:
    if not period.whole_months():
        assert period.previous().days == period.days == period.following().days


@given(PERIODS)
def test_a_year_before_has_the_same_weekdays(period: Period) -> None:
    before = period.year_before()
    assert before.days == period.days
    assert before.weekday_counts() == period.weekday_counts()
    assert before.start.weekday() == period.start.weekday()


@given(PERIODS, PERIODS)
def test_clipping_leaves_the_days_of_both(a: Period, b: Period) -> None:
    assert set(a.clipped(b)) == set(a) & set(b)
    assert a.overlaps(b) == bool(set(a) & set(b)) or not a.days or not b.days


@given(DAYS, st.integers(-30, 30))
def test_adding_months_stays_in_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize(("start", "months", "days"), [
    ("2024-01-01", 2, 60),  # a leap year
    ("2026-01-01", 2, 59),
    ("2026-03-01", 2, 61),
    ("2026-07-01", 2, 62),
    ("2026-12-01", 2, 62),  # over the turn of the year
])
def test_loops_of_two_months_are_not_equally_long(start: str, months: int, days: int) -> None:
    assert Period.of_months(date.fromisoformat(start), months).days == days


def test_the_loop_before_march_is_january_and_february() -> None:
    assert Period(date(2026, 3, 1), date(2026, 5, 1)).previous() == Period(date(2026, 1, 1), date(2026, 3, 1))
    assert Period(date(2026, 1, 1), date(2026, 3, 1)).previous() == Period(date(2025, 11, 1), date(2026, 1, 1))


def test_the_thirty_first_becomes_the_last_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_year_before_leap_day() -> None:
    assert Period.of_days(date(2024, 2, 29), 1).year_before() == Period.of_days(date(2023, 3, 2), 1)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end before it starts"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


@pytest.mark.parametrize(("day", "hours"), [
    ("2026-03-29", 23), ("2026-10-25", 25), ("2027-03-28", 23), ("2027-10-31", 25), ("2026-03-28", 24),
])
def test_hours_of_a_day(day: str, hours: int) -> None:
    assert hours_in(date.fromisoformat(day), AMSTERDAM) == hours


@pytest.mark.parametrize(("instant", "day"), [
    ("2026-03-28T22:59", "2026-03-28"),  # 23:59 in winter time
    ("2026-03-28T23:00", "2026-03-29"),
    ("2026-03-29T21:59", "2026-03-29"),  # 23:59 in summer time
    ("2026-03-29T22:00", "2026-03-30"),
    ("2026-10-25T22:59", "2026-10-25"),
    ("2026-12-31T23:00", "2027-01-01"),
])
def test_local_day(instant: str, day: str) -> None:
    assert local_day(datetime.fromisoformat(instant).replace(tzinfo=UTC), AMSTERDAM) == date.fromisoformat(day)


@given(DAYS)
def test_the_hours_of_a_day_are_its_own(day: date) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM).astimezone(UTC)
    inside = {local_day(begin + timedelta(hours=h), AMSTERDAM) for h in range(int(hours_in(day, AMSTERDAM)))}
    assert inside == {day}
