"""What closed loops did is known to later ones only where it was proven, comparable, and said to stay or to be over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from talentloop.assess.known import beyond, known_changes, settled, told
from talentloop.core.decision import Decision
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Against, Change, ChangeKind, Closing, Loop
from talentloop.core.period import Period
from talentloop.core.readaway import Settled
from talentloop.stats.judge import judge
from talentloop.stats.known import Known
from talentloop.stats.series import Series

VISITS = KPIS["visits"]
FIRST, SECOND, THIRD = (Period.of_months(date(2026, m, 1), 2) for m in (3, 5, 7))
FORM, CAMPAIGN = ChangeKind.FORM, ChangeKind.CAMPAIGN


def loop(number: int, period: Period, *kinds: ChangeKind, way: Decision | None = None, planned: bool = True,
         on: int = 0) -> Loop:
    changes = tuple(Change(period.start + timedelta(days=on), "iets", kind, planned) for kind in kinds)
    closing = None if way is None else Closing(period.end + timedelta(days=7), "geleerd", way=way)
    return Loop(number, period, Focus.CONVERSION, "visits", "strategie", changes=changes, closing=closing)


def visits(jump: float) -> Series:
    """Two and a half years, in which visits jump with the first loop and stay there."""
    start = date(2024, 3, 1)
    days = (THIRD.end - start).days
    rate = np.full(days, 60.0)
    rate[(FIRST.start - start).days :] *= jump
    return Series(start, np.random.default_rng(4).poisson(rate).astype(float))


def test_what_was_proven_is_known_to_the_loops_after_it_and_to_no_other() -> None:
    loops = (loop(1, FIRST, FORM), loop(2, SECOND, FORM))
    known = known_changes(VISITS, visits(1.8), loops, None, THIRD)
    assert [(one.window, one.lasts) for one in known] == [((FIRST.start, FIRST.end), True)]
    assert known[0].log == pytest.approx(np.log(1.8), abs=0.15)
    assert known_changes(VISITS, visits(1.8), loops, None, SECOND) == known
    assert known_changes(VISITS, visits(1.8), loops, None, FIRST) == ()
    assert known_changes(VISITS, None, loops, None, THIRD) == ()


def test_days_after_a_loop_do_not_change_what_it_did() -> None:
    series, loops = visits(1.8), (loop(1, FIRST, FORM),)
    until = Series(series.start, series.values[: series.index(FIRST.end)], series.kind)
    assert known_changes(VISITS, series, loops, None, THIRD) == known_changes(VISITS, until, loops, None, THIRD)


def test_what_was_not_proven_is_not_known() -> None:
    assert known_changes(VISITS, visits(1.0), (loop(1, FIRST, FORM),), None, THIRD) == ()


def test_an_unplanned_change_in_the_midst_makes_it_unknown() -> None:
    spoiled = loop(1, FIRST, ChangeKind.SITE, planned=False, on=30)
    spoiled = replace(spoiled, changes=(*loop(1, FIRST, FORM).changes, *spoiled.changes))
    assert known_changes(VISITS, visits(1.8), (spoiled,), None, THIRD) == ()


@pytest.mark.parametrize(("kinds", "way", "why"), [
    ((FORM,), None, Settled.MADE), ((CAMPAIGN,), None, Settled.BOUGHT),
    ((ChangeKind.BUDGET, CAMPAIGN), None, Settled.BOUGHT), ((FORM, CAMPAIGN), None, None), ((), None, None),
    ((FORM, CAMPAIGN), Decision.GO_ON, Settled.WENT_ON), ((CAMPAIGN,), Decision.GO_ON, Settled.WENT_ON),
    ((FORM,), Decision.STOP, Settled.STOPPED), ((FORM,), Decision.ADJUST, Settled.MADE),
    ((CAMPAIGN,), Decision.ADJUST, Settled.BOUGHT), ((FORM, CAMPAIGN), Decision.ADJUST, None),
])
def test_whether_it_stays_is_as_decided_or_as_its_kind(kinds: tuple[ChangeKind, ...], way: Decision | None,
                                                      why: Settled | None) -> None:
    assert settled(loop(1, FIRST, *kinds, way=way)) is why
    known = known_changes(VISITS, visits(1.8), (loop(1, FIRST, *kinds, way=way),), None, THIRD)
    assert [one.lasts for one in known] == ([] if why is None else [why.lasts])


def test_a_reader_is_told_which_loop_did_what_and_whether_it_stayed() -> None:
    loops = (loop(1, FIRST, FORM, way=Decision.GO_ON), loop(2, SECOND, FORM))
    known = known_changes(VISITS, visits(1.8), loops, None, THIRD)
    [one] = told(known, loops, THIRD, SECOND)
    assert (one.loop, one.settled) == (1, Settled.WENT_ON)
    assert one.change == pytest.approx(0.8, abs=0.25)


def test_nothing_is_told_of_what_the_comparison_itself_holds() -> None:
    loops = (loop(1, FIRST, FORM), loop(2, SECOND, FORM))
    known = known_changes(VISITS, visits(1.8), loops, None, THIRD)
    assert known and told(known, loops, THIRD, FIRST.previous()) == ()  # the step is part of this lift
    assert told(known, loops, THIRD, None) == ()
    a_year_back = THIRD.year_before()  # its lift rests on the days before the loop, where the step is known
    assert [one.loop for one in told(known, loops, THIRD, a_year_back)] == [1]


def campaign(size: float) -> Series:
    """Two and a half years, in which visits are higher during the first loop only."""
    start = date(2024, 3, 1)
    rate = np.full((THIRD.end - start).days, 60.0)
    rate[(FIRST.start - start).days : (FIRST.end - start).days] *= size
    return Series(start, np.random.default_rng(4).poisson(rate).astype(float))


def test_the_end_of_a_campaign_is_not_known_a_second_time_as_what_the_next_loop_did() -> None:
    loops = (loop(1, FIRST, CAMPAIGN), loop(2, SECOND, FORM))
    known = known_changes(VISITS, campaign(3.0), loops, None, THIRD)
    assert [(one.window, one.lasts) for one in known] == [((FIRST.start, FIRST.end), False)]


@pytest.mark.parametrize("against", [FIRST, SECOND.year_before()])
def test_a_figure_that_falls_back_after_a_campaign_is_not_worse(against: Period) -> None:
    series = campaign(3.0)
    known = known_changes(VISITS, series, (loop(1, FIRST, CAMPAIGN),), None, SECOND)
    [one] = known
    assert one.spent and 0.02 < one.doubt < 0.3 and one.log == pytest.approx(np.log(3), abs=2 * one.doubt)
    window, beside = (SECOND.start, SECOND.end), (against.start, against.end)
    bare, found = (judge(series, window, beside, known=told) for told in ((), known))
    assert isinstance(bare, Lift) and isinstance(found, Lift)
    assert bare.high < 0 and found.low < 0 < found.high and found.fact == pytest.approx(bare.fact)


@pytest.mark.parametrize(("kind", "way", "spent"), [
    (CAMPAIGN, None, True), (CAMPAIGN, Decision.STOP, True), (CAMPAIGN, Decision.GO_ON, False),
    (FORM, Decision.STOP, False)])
def test_what_was_bought_is_surely_over_unless_it_went_on(kind: ChangeKind, way: Decision | None, spent: bool) -> None:
    [one] = known_changes(VISITS, campaign(3.0), (loop(1, FIRST, kind, way=way),), None, SECOND)
    assert one.spent is spent


def test_what_stayed_is_not_known_a_second_time_where_the_next_loop_is_held_against_the_baseline_too() -> None:
    loops = tuple(replace(loop(n, period, FORM), compared_with=Against.BASELINE)
                  for n, period in ((1, FIRST), (2, SECOND)))
    known = known_changes(VISITS, visits(1.8), loops, FIRST.previous(), THIRD)
    assert [one.window for one in known] == [(FIRST.start, FIRST.end)]


def test_what_a_loop_did_on_top_of_a_campaign_that_ended_is_known() -> None:
    series = campaign(3.0)
    values = series.values.copy()
    values[series.index(SECOND.start) :] *= 2
    loops = (loop(1, FIRST, CAMPAIGN), loop(2, SECOND, FORM))
    known = known_changes(VISITS, Series(series.start, values), loops, None, THIRD)
    assert [one.lasts for one in known] == [False, True]
    assert known[1].log == pytest.approx(np.log(2), abs=0.35)


def test_what_a_comparison_is_read_without_is_not_taken_off_its_lift_as_well() -> None:
    lift = Lift(0.5, 0.0, 0.5, 0.2, 0.8, 0.001, 0.2, "forecast", False)
    now = SECOND.start, SECOND.end
    few_days_late = Known((FIRST.start + timedelta(days=3), FIRST.end), 0.4, True)
    assert beyond(lift, [few_days_late], now, (FIRST.start, FIRST.end)) == lift
    half_way = Known((FIRST.start + timedelta(days=30), FIRST.end), 0.4, True)
    assert beyond(lift, [half_way], now, (FIRST.start, FIRST.end)).lift < 0.3


@pytest.mark.parametrize(("log", "p"), [
    (np.log(1.2), 0.05), (0.1, 0.007), (np.log(1.5), 1.0), (np.log(1.8), 0.05), (1.2, 0.0)])
def test_what_is_beyond_the_known_is_as_unlikely_as_its_own_margin_says(log: float, p: float) -> None:
    """Moved so that it starts at zero, is well above it, stands on it, ends on it, or lies far below it."""
    lift = Lift(0.5, 0.0, 0.5, 0.2, 0.8, 0.001, 0.2, "forecast", False)
    stayed = Known((FIRST.start, FIRST.end), float(log), True)
    found = beyond(lift, [stayed], (SECOND.start, SECOND.end), (FIRST.previous().start, FIRST.previous().end))
    assert found.p == pytest.approx(p, abs=0.005)
    assert (found.p <= 0.05 + 1e-9) is (found.low > -1e-9 or found.high < 1e-9)


def test_of_a_figure_that_ripens_after_its_loop_nothing_is_known() -> None:
    assert KPIS["hires"].cohort
    assert known_changes(KPIS["hires"], visits(1.8), (loop(1, FIRST, FORM),), None, THIRD) == ()


def test_a_placebo_loop_knows_only_what_was_over_before_it() -> None:
    known = Known((FIRST.start, FIRST.end), 0.5, True)
    window = SECOND.start, SECOND.end
    assert known.before(window, (FIRST.start, FIRST.end))
    a_day_early = window[0] - timedelta(days=1), window[1] - timedelta(days=1)
    assert not known.before(a_day_early, (FIRST.start, FIRST.end))
