"""A count of those who let themselves be measured is compared only where as many of all visitors do."""

from __future__ import annotations

from math import exp, log

import pytest

from talentloop.assess.consent_shift import other_consent
from talentloop.assess.health import Coverage
from talentloop.assess.obstacles import obstacle
from talentloop.assess.scope import Scope
from talentloop.core.findings import Comparison
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Against
from talentloop.core.measurement import Figure
from talentloop.core.verdict import Word

from .test_late import LOOP, RUNNING

BAND = 0.1


def coverage(people: float | None, views: int = 1_000_000) -> Coverage:
    return Coverage(people, 1.0, None, views)


def shift(kpi: str, then: float | None, now: float | None, views: int = 1_000_000) -> tuple[float, float] | None:
    return other_consent(KPIS[kpi], coverage(then, views), coverage(now, views), BAND)


@pytest.mark.parametrize("kpi", ["unique_visitors", "returning_visitors", "pool_1"])
def test_a_banner_that_fewer_say_yes_to_makes_counts_of_people_unlike(kpi: str) -> None:
    assert shift(kpi, 0.71, 0.43) == (0.71, 0.43) and shift(kpi, 0.43, 0.71) == (0.43, 0.71)
    assert shift(kpi, 0.71, 0.66) is None, "less than the change that does not matter"


@pytest.mark.parametrize("kpi", ["pageviews_per_visitor", "returning_share", "time_on_site", "visits", "impressions",
                                 "applications_completed"])
def test_a_ratio_and_what_needs_no_consent_are_not_touched(kpi: str) -> None:
    assert shift(kpi, 0.71, 0.43) is None


def test_visits_are_where_fewer_views_lie_in_a_visit() -> None:
    then, now = Coverage(0.7, 0.9, None, 10**6), Coverage(0.7, 0.6, None, 10**6)
    assert other_consent(KPIS["visits"], then, now, BAND) == (0.9, 0.6)
    assert other_consent(KPIS["unique_visitors"], then, now, BAND) is None


def test_a_small_site_swings_by_chance() -> None:
    """300 views of some thirty visitors: a sixth fewer who consented is nothing, half is."""
    assert shift("unique_visitors", 0.6, 0.5, 300) is None
    assert shift("unique_visitors", 0.6, 0.5) is not None
    assert shift("unique_visitors", 0.6, 0.2, 300) is not None


def test_the_bound_is_the_band_and_two_deviations() -> None:
    views, share = 40_000, 0.5
    bound = log(1 + BAND) + 2 * (2 * (1 - share) / share * 10 / views) ** 0.5
    assert shift("unique_visitors", share, share * exp(-0.98 * bound), views) is None
    assert shift("unique_visitors", share, share * exp(-1.05 * bound), views) is not None


@pytest.mark.parametrize(("then", "now"), [(None, 0.5), (0.5, None), (0.0, 0.5)])
def test_where_it_is_not_known_nothing_is_said(then: float | None, now: float | None) -> None:
    assert shift("unique_visitors", then, now) is None


def test_the_verdict_names_both_shares() -> None:
    over = Scope(LOOP, (LOOP,), None, LOOP.period.end, LOOP.period, RUNNING.compared, RUNNING.history, RUNNING.known,
                 RUNNING.workdays, BAND)
    beside = Comparison(Against.PREVIOUS, LOOP.period.previous(), Figure(900.0), -0.4, True, comparable=False,
                        consent=(0.71, 0.43))
    found = obstacle(KPIS["unique_visitors"], over, Figure(540.0), beside, None, 0.0)
    assert found is not None and (found.word, found.because) == (Word.NOT_COMPARABLE, "other_consent")
    assert found.facts == {"rate_then": 0.71, "rate_now": 0.43}
