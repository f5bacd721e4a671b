"""Data that stopped coming: the loop's head says so, and nothing is told of a change over days that are not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from talentloop.assess.findings import _gaps
from talentloop.assess.health import Coverage, data_health
from talentloop.assess.obstacles import obstacle
from talentloop.assess.scope import Scope
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Against, Change, ChangeKind, Loop
from talentloop.core.measurement import Figure, Measurement, Origin
from talentloop.core.period import Period
from talentloop.core.workdays import Workdays
from talentloop.stats.series import Series

LOOP = Loop(2, Period(date(2026, 10, 1), date(2026, 12, 1)), Focus.REACH, "impressions", "najaar")
GONE, BEFORE = Period(date(2026, 10, 1), date(2026, 11, 28)), LOOP.period.previous()
KNOWN = {"visits": Period(date(2025, 5, 1), date(2026, 10, 1)), "exposures": Period(date(2025, 5, 1), date(2026, 11, 1))}
RUNNING = Scope(LOOP, (LOOP,), None, GONE.end, GONE, {Against.PREVIOUS: BEFORE}, Period(BEFORE.start, GONE.end), KNOWN,
                Workdays(), 0.1)
NOBODY: Any = SimpleNamespace(days=lambda fact: None)


def health(scope: Scope) -> Any:
    return data_health(NOBODY, Measurement({}, {}), scope, Coverage(None, None, None))


def test_a_loop_without_news_of_visits_is_not_called_complete() -> None:
    found = health(RUNNING)
    assert len(found.missing["visits"]) == 58 and found.late == {"exposures": date(2026, 10, 31)}


def test_ads_that_the_log_stopped_are_not_waited_for() -> None:
    stopped = replace(LOOP, changes=(Change(date(2026, 11, 1), "budget op", ChangeKind.BUDGET, True),))
    assert health(replace(RUNNING, loops=(stopped,))).late == {}


@pytest.mark.parametrize(("share", "days", "late"), [(0.9, 27, True), (0.9, 7, False), (0.3, 27, False)])
def test_applications_that_stay_away_too_long_are_waited_for(share: float, days: int, late: bool) -> None:
    """Of a running loop a week may be behind, and an ATS with an application now and then may be quiet."""
    told = Period(RUNNING.history.start, GONE.end - timedelta(days=days))
    origin = Origin(days_with_data=round(share * told.days), span=told)
    scope = replace(RUNNING, known={"counted_applications": told})
    found = data_health(NOBODY, Measurement({}, {("counted_applications", RUNNING.history): origin}), scope,
                        Coverage(None, None, None))
    assert found.late == ({"applications": told.last} if late else {})


@pytest.mark.parametrize("last", [date(2026, 11, 28), date(2026, 11, 21)])
def test_an_export_of_a_running_loop_may_be_a_week_behind(last: date) -> None:
    found = health(replace(RUNNING, known={fact: Period(date(2025, 5, 1), last) for fact in KNOWN}))
    assert not found.missing and not found.late


def test_of_a_loop_that_is_over_every_last_day_counts() -> None:
    over = replace(RUNNING, as_of=LOOP.period.end, measured=LOOP.period,
                   known={"visits": Period(date(2025, 5, 1), date(2026, 11, 30))})
    assert health(over).missing == {"visits": (date(2026, 11, 30),)}


@pytest.mark.parametrize(("days", "because"), [(92, "days_missing"), (112, "loop_running")])
def test_the_pace_of_days_that_are_not_there_is_not_told(days: int, because: str) -> None:
    values = np.full(RUNNING.history.days, np.nan)
    values[:days] = 40.0
    one: Any = SimpleNamespace(series=Series(RUNNING.history.start, values, "count"))
    found = obstacle(KPIS["visits"], RUNNING, Figure(1240.0), None, None, _gaps(one, RUNNING))
    assert found is not None and found.because == because


@pytest.mark.parametrize("gone", [0, 4])
def test_a_loop_that_has_begun_and_of_which_nothing_came_yet_is_not_called_complete(gone: int) -> None:
    begun, until = LOOP.period.start, date(2026, 9, 30)
    scope = replace(RUNNING, as_of=begun + timedelta(days=gone), measured=Period(begun, begun + timedelta(days=gone)),
                    known={fact: Period(date(2025, 5, 1), begun) for fact in KNOWN})
    assert health(scope).late == {"visits": until, "exposures": until} and not health(scope).missing
    one_day = replace(scope, known={fact: Period(date(2025, 5, 1), begun + timedelta(days=1)) for fact in KNOWN})
    assert not health(one_day).late
