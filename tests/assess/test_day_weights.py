"""What holidays and breaks do is learned from the days before the loop, and not believed too soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.assess.day_weights import LEAST, MOST, day_weights
from talentloop.core.lift import Lift
from talentloop.core.period import Period
from talentloop.core.workdays import REGIONS, SchoolBreak, Workdays
from talentloop.stats.judge import judge
from talentloop.stats.series import Floats, Kind, Series

START = date(2023, 1, 2)  # a Monday
DAYS = 3 * 364
LOOP = START + timedelta(days=DAYS)
WEEK = np.array([120.0, 130, 125, 110, 90, 40, 50])


def on(*days: int) -> list[date]:
    return [START + timedelta(days=d) for d in days]


def holidays(every: int, lost: float = 1.0, days: int = DAYS + 56) -> Workdays:
    """One Wednesday off every so many weeks."""
    return Workdays(dict.fromkeys(on(*range(9, days, 7 * every)), lost))


def school(*firsts: int, length: int = 14, regions: Sequence[str] = REGIONS) -> Workdays:
    """Breaks of that length from those days on."""
    return Workdays(breaks=tuple(SchoolBreak("vrij", region, Period.of_days(day, length), "invented")
                                 for region in regions for day in on(*firsts)))


def series(calendar: Workdays, holiday: float = 1.0, school: float = 1.0, level: float = 1.0,
           seed: int = 1) -> Series:
    """Poisson days with weekdays; a full day off is multiplied by `holiday`, a full break by `school`."""
    days = on(*range(DAYS + 56))
    off = np.array([calendar.off.get(d, 0.0) for d in days])
    share = np.array([calendar.school_share(d) for d in days])
    mean = level * np.resize(WEEK, len(days)) * holiday**off * school**share
    return Series(START, np.random.default_rng(seed).poisson(mean).astype(float))


def on_holidays(found: Floats, calendar: Workdays) -> Floats:
    return np.array([found[(day - START).days] for day in calendar.off])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1e9) | st.just(np.nan), max_size=200), st.sampled_from(["count", "amount", "ratio"]))
def test_without_a_calendar_every_day_is_ordinary(values: list[float], kind: Kind) -> None:
    found = day_weights(Series(START, np.array(values), kind), START + timedelta(days=90), Workdays())
    assert found.tolist() == [1.0] * len(values)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-1e3, 1e9) | st.just(np.nan) | st.just(0.0), max_size=300),
       st.sampled_from(["count", "amount"]), st.integers(-10, 310))
def test_whatever_the_days_a_factor_is_within_bounds(values: list[float], kind: Kind, before: int) -> None:
    calendar = Workdays(holidays(3).off, breaks=school(20, 90, 160, 1100).breaks)
    found = day_weights(Series(START, np.array(values), kind), START + timedelta(days=before), calendar)
    assert len(found) == len(values) and ((found >= LEAST) & (found <= MOST)).all()


def test_a_dip_on_many_holidays_is_learned() -> None:
    calendar = holidays(4)
    found = on_holidays(day_weights(series(calendar, holiday=0.4), LOOP, calendar), calendar)
    assert found == pytest.approx(0.4, abs=0.06)


def test_half_a_day_off_costs_the_root_of_a_whole_one() -> None:
    calendar = holidays(2, lost=0.5)
    found = on_holidays(day_weights(series(calendar, holiday=0.4), LOOP, calendar), calendar)
    assert found == pytest.approx(0.4**0.5, abs=0.1)


def test_one_holiday_is_hardly_believed() -> None:
    calendar = Workdays(dict.fromkeys(on(702), 1.0))
    found = day_weights(series(calendar, holiday=0.4), LOOP, calendar)
    assert 0.8 < found[702] < 0.9 and (np.delete(found, 702) == 1).all()


def test_few_events_say_little() -> None:
    calendar = holidays(4)
    found = on_holidays(day_weights(series(calendar, level=0.01), LOOP, calendar), calendar)
    assert found == pytest.approx(1.0, abs=0.05)


def test_a_holiday_on_sunday_is_a_sunday() -> None:
    calendar = Workdays(dict.fromkeys(on(*range(6, DAYS, 28)), 1.0))
    assert (day_weights(series(calendar, holiday=0.4), LOOP, calendar) == 1).all()


def test_a_break_is_learned_and_one_region_of_three_counts_a_third() -> None:
    firsts = tuple(range(30, DAYS + 120, 70))
    calendar = school(*firsts)
    found = day_weights(series(calendar, school=0.7), LOOP, calendar)
    assert found[30:44] == pytest.approx(0.76, abs=0.05) and found[44:100] == pytest.approx(1.0)
    third = school(*firsts, regions=REGIONS[:1])
    assert day_weights(series(third, school=0.7), LOOP, third)[30] == pytest.approx(0.94, abs=0.02)  # n is a third too


def test_a_holiday_inside_a_break_does_not_count_twice() -> None:
    breaks = school(*range(30, DAYS + 120, 70))
    calendar = Workdays(dict.fromkeys(on(*range(37, DAYS, 70)), 1.0), breaks=breaks.breaks)
    found = day_weights(series(calendar, holiday=0.5, school=0.7), LOOP, calendar)
    assert found[37] == pytest.approx(0.5 * 0.7, abs=0.12) and found[37] < 0.6 * found[38] + 0.1


def test_breaks_that_are_listed_for_part_of_the_series_are_left_out() -> None:
    calendar = school(*range(500, DAYS + 120, 70))
    assert (day_weights(series(calendar, school=0.5), LOOP, calendar) == 1).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 1e6))
def test_the_days_of_the_loop_change_nothing(seed: int, value: float) -> None:
    calendar = Workdays(holidays(4).off, breaks=school(*range(30, DAYS + 120, 70)).breaks)
    one = series(calendar, holiday=0.4, school=0.8)
    values = one.values.copy()
    values[DAYS:] = np.random.default_rng(seed).uniform(0, 1, 56) * value
    assert (day_weights(one, LOOP, calendar) == day_weights(replace(one, values=values), LOOP, calendar)).all()


def test_more_than_three_years_ago_is_not_looked_at() -> None:
    calendar = holidays(4)
    one = series(calendar, holiday=0.4)
    values = one.values.copy()
    values[:50] *= 100
    later = LOOP + timedelta(days=50)
    assert (day_weights(one, later, calendar) == day_weights(replace(one, values=values), later, calendar)).all()


def test_what_does_not_add_up_over_days_is_left_alone() -> None:
    calendar = holidays(4)
    one = series(calendar, holiday=0.4)
    for kind in ("ratio", "mean"):
        assert (day_weights(Series(START, one.values, kind), LOOP, calendar) == 1).all()
    assert (day_weights(replace(one, kind="ratio", den=one.values + 1), LOOP, calendar) == 1).all()


def test_a_loop_full_of_holidays_loses_its_dip_and_the_identity_stays() -> None:
    many = dict.fromkeys(on(*range(DAYS, DAYS + 56, 7), *range(DAYS + 1, DAYS + 56, 7)), 1.0)
    calendar = Workdays({**{d: x for d, x in holidays(4).off.items() if d < LOOP}, **many})
    one = series(calendar, holiday=0.4)
    loop, before = (LOOP, LOOP + timedelta(days=56)), (LOOP - timedelta(days=56), LOOP)
    plain, weighed = (judge(one, loop, before, day_weights=w) for w in (None, day_weights(one, LOOP, calendar)))
    assert isinstance(plain, Lift) and isinstance(weighed, Lift)
    assert plain.fact < -0.15 and abs(weighed.fact) < 0.06
    assert 1 + weighed.fact == pytest.approx((1 + weighed.expected) * (1 + weighed.lift))
