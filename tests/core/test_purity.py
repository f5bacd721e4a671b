"""Which changes leave a loop pure, which spoil it, and for which KPIs and comparisons."""

from datetime import date

from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Change, ChangeKind, Loop
from talentloop.core.period import Period
from talentloop.core.purity import Advice, Cleanness, consequence, purity, spoilers

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


def test_before_it_is_logged_a_change_says_which_loop_it_asks_for() -> None:
    halfway, kpis = date(2026, 6, 1), list(KPIS.values())
    told = {name: consequence(c, LOOP, kpis) for name, c in {
        "planned": change(halfway, ChangeKind.SITE, planned=True), "nothing": change(halfway, ChangeKind.OTHER),
        "edge": change(LOOP.period.start, ChangeKind.SITE), "beside": change(halfway, ChangeKind.FORM),
        "primary": change(halfway, ChangeKind.SITE)}.items()}
    assert {name: (c.advice, c.because) for name, c in told.items()} == {
        "planned": (Advice.SAME_LOOP, "planned"), "nothing": (Advice.SAME_LOOP, "reaches_nothing"),
        "edge": (Advice.SAME_LOOP, "edge"), "beside": (Advice.SAME_LOOP, "beside_primary"),
        "primary": (Advice.NEW_LOOP, "primary")}


def test_what_it_says_beforehand_is_what_it_does() -> None:
    made = change(date(2026, 6, 1), ChangeKind.SITE)
    spoiled = {kpi.id for kpi in KPIS.values() if spoilers(kpi, LOOP.period, BEFORE, [made])}
    assert spoiled == {kpi.id for kpi in consequence(made, LOOP, KPIS.values()).kpis}
