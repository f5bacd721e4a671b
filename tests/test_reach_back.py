"""A comparison with days from before the first source is refused, also where a stock looks back behind its period."""

from datetime import date, timedelta

from talentloop.assess.reach_back import out_of_reach, told_too_long_ago
from talentloop.core.kpis import KPIS
from talentloop.core.measurement import CannotSay, Reason
from talentloop.core.period import Period

KNOWN = {"visits": Period(date(2025, 5, 1), date(2026, 11, 1)), "touches": Period(date(2025, 5, 1), date(2026, 11, 1))}
BEFORE = Period(date(2025, 3, 2), date(2025, 5, 2))
SUMMER = Period(date(2025, 7, 1), date(2025, 9, 1))
WINTER = Period(date(2025, 11, 1), date(2026, 1, 1))


def test_one_day_of_visits_is_no_two_months() -> None:
    assert out_of_reach(KPIS["visits"], BEFORE, KNOWN) == CannotSay(Reason.PARTLY_MISSING, "visits")
    assert out_of_reach(KPIS["visits"], SUMMER, KNOWN) is None


def test_a_pool_looks_back_180_days() -> None:
    assert out_of_reach(KPIS["pool_1"], SUMMER, KNOWN) == CannotSay(Reason.PARTLY_MISSING, "touches")
    assert out_of_reach(KPIS["pool_1"], WINTER, KNOWN) is None


def test_reach_and_what_is_not_connected_are_not_its_business() -> None:
    assert out_of_reach(KPIS["reach_total"], BEFORE, KNOWN) is None
    assert out_of_reach(KPIS["leads"], BEFORE, KNOWN) is None


def test_a_pool_of_a_loop_of_which_nothing_came_is_no_figure_and_does_not_sink() -> None:
    loop = Period(date(2027, 1, 1), date(2027, 1, 6))
    assert told_too_long_ago(KPIS["pool_1"], loop, KNOWN, True) == CannotSay(Reason.NO_DATA_IN_PERIOD, "touches")
    assert told_too_long_ago(KPIS["pool_1"], loop, KNOWN, False) == CannotSay(Reason.PARTLY_MISSING, "touches")
    assert told_too_long_ago(KPIS["visits"], loop, KNOWN, True) is None
    behind = Period(date(2026, 11, 1), date(2026, 11, 8))
    assert told_too_long_ago(KPIS["pool_1"], behind, KNOWN, True) is None, "an export may be a week behind"


def test_a_pool_of_a_loop_whose_facts_stopped_weeks_before_its_end_is_no_figure() -> None:
    missing = CannotSay(Reason.PARTLY_MISSING, "touches")
    for late, says in ((18, None), (19, missing)):
        loop = Period(date(2026, 9, 1), date(2026, 11, 1) + timedelta(days=late))
        for running in (True, False):
            assert told_too_long_ago(KPIS["pool_1"], loop, KNOWN, running) == says
        assert out_of_reach(KPIS["pool_1"], loop, KNOWN) == says, "as a period to compare with"
        assert told_too_long_ago(KPIS["visits"], loop, KNOWN, False) is None, "visits that were not counted do not sink"
