"""Gaps and changes at an edge make a verdict less sure, in proportion, and never move its middle."""

from __future__ import annotations

from datetime import date, timedelta
from math import hypot, log, log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.assess.widening import DOUBLED, widened
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Change, ChangeKind
from talentloop.core.period import Period
from talentloop.core.purity import edge_share
from talentloop.stats.series import Series

LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))
BEFORE = LOOP.previous()
VISITS = KPIS["visits"]
LIFT = Lift(0.22, 0.0, 0.22, 0.02, 0.46, 0.03, 0.3, "forecast")


def series(missing: int = 0, since: Period = LOOP) -> Series:
    values = np.full(400, 50.0)
    at = (since.start - date(2025, 6, 1)).days + 10
    values[at: at + missing] = np.nan
    return Series(date(2025, 6, 1), values)


def site(day: date, planned: bool = False, kind: ChangeKind = ChangeKind.SITE) -> Change:
    return Change(day, "menu", kind, planned)


def sd(lift: Lift) -> float:
    return (log1p(lift.high) - log1p(lift.low)) / 2 / 1.959964


def test_nothing_amiss_leaves_it_as_it_is() -> None:
    assert widened(LIFT, VISITS, series(), (LOOP, BEFORE), ()) == LIFT
    ok = (site(date(2026, 3, 2), planned=True), site(date(2026, 3, 2), kind=ChangeKind.OTHER), site(date(2026, 6, 1)))
    assert widened(LIFT, VISITS, series(), (LOOP, BEFORE), ok) == LIFT


def test_the_factor_is_the_share_of_days_times_a_doubling() -> None:
    found = widened(LIFT, VISITS, series(missing=6), (LOOP, BEFORE), ())
    assert found.affected == pytest.approx(6 / 61) and found.lift == LIFT.lift and found.fact == LIFT.fact
    assert sd(found) == pytest.approx(hypot(sd(LIFT), 6 / 61 * log(2)))
    assert log1p(found.mde80) == pytest.approx(hypot(log1p(LIFT.mde80), 2.8 * 6 / 61 * DOUBLED))


def test_a_proven_change_may_no_longer_be() -> None:
    found = widened(LIFT, VISITS, series(), (LOOP, BEFORE), (site(date(2026, 4, 26)),))
    assert LIFT.low > 0 and LIFT.p < 0.05
    assert found.low < 0 and found.p > 0.05 and found.affected == pytest.approx(5 / 61)


def test_one_missing_day_moves_it_little() -> None:
    found = widened(LIFT, VISITS, series(missing=1), (LOOP, BEFORE), ())
    assert sd(found) < 1.01 * sd(LIFT) and found.low > 0


def test_what_it_is_compared_with_counts_as_well() -> None:
    base = widened(LIFT, VISITS, series(missing=5, since=BEFORE), (LOOP, BEFORE), ())
    assert base.affected == pytest.approx(5 / BEFORE.days) and sd(base) > sd(LIFT)


def test_the_small_side_of_a_change() -> None:
    def share(day: date) -> float:
        return edge_share(VISITS, LOOP, [site(day)])

    assert share(LOOP.start) == 1 / 61, "on the first day, at least that day"
    assert share(LOOP.start + timedelta(days=4)) == 4 / 61 and share(LOOP.last) == 1 / 61
    assert share(date(2026, 4, 1)) == 0, "in the midst it spoils, and widens nothing"
    assert edge_share(KPIS["impressions"], LOOP, [site(LOOP.last)]) == 0, "a site change does not reach the reach"


@given(st.floats(-0.8, 3), st.floats(0.01, 1.5), st.integers(0, 6), st.integers(0, 5))
def test_it_never_narrows(centre: float, wide: float, missing: int, late: int) -> None:
    c = log1p(centre)
    low, high = float(np.expm1(c - 2 * wide)), float(np.expm1(c + 2 * wide))
    lift = Lift(centre, 0.0, centre, low, high, 0.5, float(np.expm1(2.8 * wide)), "forecast")
    changes = (site(LOOP.last - timedelta(days=late)),)
    found = widened(lift, VISITS, series(missing), (LOOP, BEFORE), changes)
    assert found.low <= lift.low + 1e-12 and found.high >= lift.high - 1e-12
    assert found.p >= lift.p - 1e-9 and found.mde80 >= lift.mde80 - 1e-12


def test_a_lift_without_an_end_is_left_alone() -> None:
    endless = Lift(float("inf"), 0.0, float("inf"), 0.1, float("inf"), 0.01, 1.0, "counts")
    assert widened(endless, VISITS, series(missing=3), (LOOP, BEFORE), ()) == endless
