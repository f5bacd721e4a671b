"""How fresh a source is: by the last day that it told of, and never by what lies ahead."""

from __future__ import annotations

from datetime import date

import pytest

from talentloop.command.freshness import sources
from talentloop.core.period import Period
from talentloop.engine.told import Told

TODAY = date(2026, 11, 28)
APPLIED = Told("greenhouse", "applications", 10, Period(date(2026, 5, 1), date(2026, 11, 1)), 10, ("measured",))
STARTS = Told("greenhouse", "jobs", 2, Period(date(2026, 6, 1), date(2027, 1, 2)), 2, ("measured",))


@pytest.mark.parametrize(("told", "last"), [((APPLIED, STARTS), date(2026, 10, 31)), ((STARTS,), TODAY)])
def test_somebody_who_will_start_in_january_is_no_news_of_today(told: tuple[Told, ...], last: date) -> None:
    [found] = sources(told, (), TODAY)
    assert found.last == last and found.days_ago == (TODAY - last).days
