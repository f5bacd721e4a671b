"""The whole over windows and the pools: totals of one's own loops are told, and nothing else that is about a few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.assess.series import shown_per_day
from talentloop.assess.whole import POOL_SIZES, whole
from talentloop.core.kpis import KPIS
from talentloop.core.kpis.pools import IDS, USUAL
from talentloop.core.measure import Primitive, Stock
from talentloop.core.measurement import CannotSay, Figure, Measured, Measurement, Reason
from talentloop.core.period import Period
from talentloop.core.standing import Standing
from talentloop.stats.series import Series

START, K = date(2026, 1, 5), 10  # a Monday
LEADS = KPIS["leads"]


def weeks(first: int, last: int) -> Period:
    return Period(START + timedelta(weeks=first), START + timedelta(weeks=last))


LOOPS = (weeks(1, 4), weeks(5, 8))
TODAY = START + timedelta(weeks=9, days=3)
STANDING = Standing.of(LOOPS, None, TODAY, K)


class Counted:
    """An engine that knows how many leads came on each day and how many people are in each pool."""

    def __init__(self, leads: dict[date, int] | None = None, pools: Sequence[int] = (), classes: str = USUAL) -> None:
        self.leads, self.pools = leads or {}, dict(zip(POOL_SIZES[classes], pools, strict=False))

    def days(self, fact: str) -> Period | None:
        return Period(START, TODAY)

    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement:
        found = {(p, w, None): Measured(p, w, (self._of(p, w),), {}, None) for p in primitives for w in periods}
        return Measurement(found, {}, by)

    def _of(self, primitive: Primitive, window: Period) -> int:
        if isinstance(primitive, Stock):
            return self.pools[primitive]
        return self.of(window)

    def of(self, window: Period) -> int:
        return sum(n for day, n in self.leads.items() if day in window)


def asked(engine: Counted, window: Period, kpi: str = "leads", classes: str = USUAL) -> Figure | CannotSay:
    return whole(engine, KPIS[kpi], window, replace(STANDING, pools=classes))[0]


days = st.integers(0, 65).map(lambda n: START + timedelta(days=n))
edges = st.integers(0, 9).map(lambda n: START + timedelta(weeks=n)) | days | st.just(TODAY)
windows = st.tuples(edges, edges).filter(lambda e: e[0] < e[1]).map(lambda e: Period(*e))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(days, st.sampled_from([1, 2, 9, 10, 11, 40]), max_size=8), windows, windows)
def test_two_totals_differ_by_nobody_enough_or_loops(leads: dict[date, int], one: Period, other: Period) -> None:
    engine = Counted(leads)
    both = [asked(engine, w) for w in (one, other)]
    if one.start <= other.start and other.end <= one.end and all(isinstance(f, Figure) for f in both):
        without = [Period(one.start, other.start), Period(other.end, one.end)]
        others = sum(engine.of(w) for w in without) - sum(
            engine.of(x) for x in LOOPS for w in without if w.start <= x.start and x.end <= w.end)
        assert others == 0 or others >= K


def test_a_small_total_is_told_of_a_loop_and_not_of_a_week_in_it() -> None:
    engine = Counted({START + timedelta(weeks=1): 2, START + timedelta(weeks=3): 4})
    assert isinstance(asked(engine, LOOPS[0]), Figure)
    assert asked(engine, weeks(1, 2)) == CannotSay(Reason.TOO_FEW, str(K))


def test_a_total_through_the_middle_of_a_week_is_told_which_window_to_ask() -> None:
    leads = {START + timedelta(weeks=n, days=n % 3): 30 for n in range(9)}
    answer = asked(Counted(leads), Period(START, START + timedelta(days=10)))
    assert isinstance(answer, CannotSay) and answer.reason is Reason.NOT_A_WINDOW


@pytest.mark.parametrize("classes", IDS)
def test_a_pool_of_few_people_takes_another_with_it(classes: str) -> None:
    def told(*people: int) -> list[bool]:
        engine = Counted(pools=people, classes=classes)
        return [isinstance(asked(engine, LOOPS[0], id, classes), Figure) for id in IDS[classes]]

    assert told(400, 120, 60, 3) == [True, True, False, False]
    assert told(400, 120, 60, 30) == [True, True, True, True]


@pytest.mark.parametrize("few", [1, 9])
def test_pictures_of_people_have_the_mean_of_a_week_and_leave_weeks_of_a_few_out(few: int) -> None:
    series = Series(START, np.array([0, 0, 14, *[0] * 5, 28, *[0] * 5, few, *[0] * 9, 12, 0, 0, 0]))
    shown = shown_per_day(LEADS, series, weeks(0, 4), Standing.of([], None, TODAY, K))
    assert {shown.get(day) for day in weeks(1, 2)} in ({4.0}, {None})
    assert {shown.get(day) for day in weeks(2, 3)} == {None}
    assert len({day.isocalendar().week for day in weeks(0, 4)} - {day.isocalendar().week for day in shown}) == 2
