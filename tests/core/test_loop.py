"""The rules of the loop: no overlap, no entries outside it, no closing before its end, nothing after closing."""

from dataclasses import replace
from datetime import date

import pytest

from talentloop.core.errors import LoopRule, UnknownName
from talentloop.core.kpi import Focus
from talentloop.core.loop import Against, Change, ChangeKind, Closing, Loop, add_loop, compared_period
from talentloop.core.period import Period

JAN_FEB = Period(date(2026, 1, 1), date(2026, 3, 1))
MAR_APR = Period(date(2026, 3, 1), date(2026, 5, 1))
BASELINE = Period(date(2025, 9, 1), date(2025, 11, 1))


def loop(number: int, period: Period) -> Loop:
    return Loop(number, period, Focus.REACH, "impressions", "dag in de wijk")


def test_loops_stay_in_order_of_time() -> None:
    assert [x.number for x in add_loop((loop(2, MAR_APR),), loop(1, JAN_FEB))] == [1, 2]


def test_loops_may_not_overlap() -> None:
    with pytest.raises(LoopRule) as refused:
        add_loop((loop(1, JAN_FEB),), loop(2, Period(date(2026, 2, 28), date(2026, 5, 1))))
    assert refused.value.code == "loops_overlap" and refused.value.facts["number"] == 1


def test_days_of_a_running_loop_are_counted_from_one() -> None:
    running = loop(1, JAN_FEB)
    assert [running.day_number(d) for d in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 9))] == [0, 1, 59]


def test_a_change_outside_the_loop_is_refused() -> None:
    with pytest.raises(LoopRule, match="change_outside_loop"):
        loop(1, JAN_FEB).with_change(Change(date(2026, 3, 1), "budget", ChangeKind.BUDGET, False))


def test_a_loop_closes_once_and_only_when_it_is_over() -> None:
    with pytest.raises(LoopRule, match="loop_not_over"):
        loop(1, JAN_FEB).close(Closing(date(2026, 2, 28), "te vroeg"))
    closed = loop(1, JAN_FEB).close(Closing(date(2026, 3, 1), "les"))
    with pytest.raises(LoopRule, match="loop_closed"):
        closed.close(Closing(date(2026, 3, 2), "nog een"))


def test_the_three_comparisons() -> None:
    assert compared_period(loop(2, MAR_APR), Against.PREVIOUS, BASELINE) == JAN_FEB
    assert compared_period(loop(2, MAR_APR), Against.BASELINE, BASELINE) == BASELINE
    assert compared_period(loop(2, MAR_APR), Against.BASELINE, None) is None
    year_ago = compared_period(loop(2, MAR_APR), Against.LAST_YEAR, None)
    assert year_ago is not None and year_ago.weekday_counts() == MAR_APR.weekday_counts()


def test_a_loop_is_cut_short_where_the_next_begins_and_its_later_changes_go_along() -> None:
    day = date(2026, 2, 1)
    old = [Change(date(2026, *at), "Iets", ChangeKind.SITE, True) for at in ((1, 10), (2, 5))]
    first = loop(1, JAN_FEB).with_change(old[0]).with_change(old[1])
    before, after = add_loop((first,), loop(2, Period.of_days(day, 59)), cut=True)
    assert (before.period, before.changes) == (Period(JAN_FEB.start, day), (old[0],))
    assert (after.period.start, after.changes) == (day, (old[1],))


def test_what_is_closed_or_has_just_begun_is_not_cut() -> None:
    done = loop(1, JAN_FEB).close(Closing(JAN_FEB.end, "Klaar"))
    for one, day in ((done, date(2026, 2, 1)), (loop(1, JAN_FEB), JAN_FEB.start)):
        with pytest.raises(LoopRule):
            add_loop((one,), loop(2, Period.of_days(day, 59)), cut=True)


def test_a_period_chosen_afterwards_is_no_comparison_to_plan_with() -> None:
    with pytest.raises(UnknownName):
        add_loop((), replace(loop(1, JAN_FEB), compared_with=Against.OTHER))
