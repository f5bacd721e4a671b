"""What was not told is missing and not zero, also at the end; a fact that is often quiet may be quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from talentloop.assess.scope import Scope
from talentloop.assess.silence import stopped_on_purpose, untold
from talentloop.core.kpi import Focus
from talentloop.core.loop import Against, Change, ChangeKind, Loop
from talentloop.core.measurement import Measurement, Origin
from talentloop.core.period import Period
from talentloop.core.workdays import Workdays

HISTORY = Period(date(2025, 11, 1), date(2026, 12, 1))
OUTAGE = date(2026, 7, 9)


def silent(fact: str, days: int, share: float = 1.0, about: str = "") -> int:
    """Days that are not told where a fact's last `days` have no rows, and before that this share of them has."""
    span = Period(date(2025, 11, 1), HISTORY.end - timedelta(days=days))
    origin = Origin(days_with_data=round(share * span.days), missing_days=(OUTAGE,), span=span)
    return len(untold(about or fact, Measurement({}, {(fact, HISTORY): origin}), HISTORY))


@pytest.mark.parametrize("days", [0, 1, 24])
def test_every_day_without_visits_is_a_day_without_data(days: int) -> None:
    assert silent("visits", days) == days + 1, "the outage too"
    assert silent("visits", days, about="touches") == days + 1, "the site tells when people were seen"


@pytest.mark.parametrize(("share", "days", "missing"), [
    (1.0, 3, 0), (1.0, 4, 4),  # told every day: four days without are no quiet time
    (0.5, 19, 0), (0.5, 20, 20),  # on for a week, off for a week
    (0.1, 60, 0),  # a hire now and then
])
def test_a_silence_is_missing_once_it_is_too_long_to_be_a_quiet_time(share: float, days: int, missing: int) -> None:
    assert silent("exposures", days, share) == missing
    assert silent("counted_applications", days, share) == missing


def test_facts_that_go_on_behind_the_period_and_facts_that_nobody_told_are_not_silent() -> None:
    beyond = Origin(days_with_data=395, span=Period(date(2025, 11, 1), date(2027, 1, 1)))
    assert not untold("exposures", Measurement({}, {("exposures", HISTORY): beyond}), HISTORY)
    assert not untold("exposures", Measurement({}, {}), HISTORY)
    assert not untold("exposures", Measurement({}, {("exposures", HISTORY): Origin()}), HISTORY)


@pytest.mark.parametrize(("kind", "day", "stopped"), [
    (ChangeKind.BUDGET, date(2026, 11, 7), True), (ChangeKind.CAMPAIGN, date(2026, 10, 31), True),
    (ChangeKind.CAMPAIGN, date(2026, 10, 1), False), (ChangeKind.CONTENT, date(2026, 11, 7), False),
])
def test_ads_that_the_log_stops_count_as_zero(kind: ChangeKind, day: date, stopped: bool) -> None:
    loop = Loop(2, Period(date(2026, 10, 1), date(2026, 12, 1)), Focus.REACH, "impressions", "najaar")
    loop = replace(loop, changes=(Change(day, "budget op", kind, True),))
    known = {"exposures": Period(date(2025, 11, 1), date(2026, 11, 7))}
    scope = Scope(loop, (loop,), None, loop.period.end, loop.period, {Against.PREVIOUS: loop.period.previous()}, HISTORY,
                  known, Workdays(), 0.1)
    assert stopped_on_purpose(scope) == ({"exposures", "ledger"} if stopped else set())
    origin = Origin(days_with_data=371, span=known["exposures"])
    measurement = Measurement({}, {("exposures", HISTORY): origin})
    assert len(untold("exposures", measurement, HISTORY, stopped_on_purpose(scope))) == (0 if stopped else 24)
