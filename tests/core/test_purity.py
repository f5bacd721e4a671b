"""Which changes leave a loop pure, which spoil it, and for which KPIs and comparisons."""

from datetime import date

from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Change, ChangeKind, Loop
from talentloop.core.period import Period
from talentloop.core.purity import Cleanness, purity, spoilers

LOOP = Loop(3, Period(date(2026, 5, 1), date(2026, 7, 1)), Focus.TRAFFIC, "visits", "verhalen")
BEFORE = LOOP.period.previous()


def change(day: date, kind: ChangeKind = ChangeKind.FORM, planned: bool = False) -> Change:
    return Change(day, "ICT verving het formulier", kind, planned)


def test_a_loop_without_entries_is_clean() -> None:
    assert purity(LOOP).cleanness is Cleanness.CLEAN


def test_what_was_planned_leaves_it_clean() -> None:
    assert purity(LOOP.with_change(change(date(2026, 6, 1), planned=True))).cleanness is Cleanness.CLEAN


def test_an_unplanned_change_halfway_spoils_it() -> None:
    assert purity(LOOP.with_change(change(date(2026, 6, 1)))).cleanness is Cleanness.SPOILED


def test_an_unplanned_change_at_the_edge_disturbs_it() -> None:
    for day in (date(2026, 5, 2), date(2026, 6, 29)):
        assert purity(LOOP.with_change(change(day))).cleanness is Cleanness.DISTURBED


def test_a_change_of_the_form_spoils_conversion_and_not_reach() -> None:
    changes = [change(date(2026, 6, 1))]
    assert spoilers(KPIS["applications_started"], LOOP.period, BEFORE, changes)[0].side == "loop"
    assert spoilers(KPIS["impressions"], LOOP.period, BEFORE, changes) == ()


def test_the_next_loop_is_spoiled_by_a_change_in_what_it_is_compared_with() -> None:
    following = LOOP.period.following()
    found = spoilers(KPIS["applications_started"], following, LOOP.period, [change(date(2026, 6, 1))])
    assert [s.side for s in found] == ["compared"]


def test_a_change_on_the_border_between_two_periods_spoils_neither() -> None:
    """From the first day of the loop on everything is alike inside each of the two."""
    assert spoilers(KPIS["visits"], LOOP.period, BEFORE, [change(date(2026, 5, 1), ChangeKind.SITE)]) == ()
