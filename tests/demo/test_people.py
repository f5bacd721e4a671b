"""The demo's people behave as semantics §6 says an employer of this size sees them behave."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.core.period import Period
from talentloop.demo import HISTORY, PLAN, Story, imagine
from talentloop.demo.season import MONTHS, WEEKDAYS

SEEDS = (1, 7, 2024, 31337)
CONTENT, JOB = 1, 4


def inside(story: Story, period: Period) -> np.ndarray:
    first = (period.start - HISTORY.start).days
    return (story.visits.day >= first) & (story.visits.day < first + period.days)


def seconds(story: Story) -> np.ndarray:
    return np.bincount(story.views.visit, story.views.engaged_ms, len(story.visits)) / 1000


@pytest.fixture(params=SEEDS, scope="module")
def any_story(request: pytest.FixtureRequest) -> Story:
    return imagine(request.param)


def test_as_many_visits_as_a_careers_site_has(any_story: Story) -> None:
    assert 45_000 <= len(any_story.visits) <= 60_000


def test_consent_share(any_story: Story) -> None:
    assert any_story.visits.consent.mean() == pytest.approx(0.58, abs=0.02)


def test_a_few_percent_are_colleagues_on_the_office_network(any_story: Story) -> None:
    assert any_story.visits.internal.mean() == pytest.approx(0.03, abs=0.01)


def test_time_on_site(any_story: Story) -> None:
    time = seconds(any_story)
    assert np.median(time) == pytest.approx(48, abs=4)
    assert time.mean() == pytest.approx(95, abs=6)


def test_pages_per_visit(any_story: Story) -> None:
    assert len(any_story.views.visit) / len(any_story.visits) == pytest.approx(3.1, abs=0.15)


def test_a_single_page_never_lasts_the_half_hour_that_would_end_the_visit(any_story: Story) -> None:
    assert any_story.views.engaged_ms.max() < 29 * 60 * 1000


def test_depth_is_a_threshold_of_ten_percent(any_story: Story) -> None:
    views = any_story.views
    assert set(views.scroll) <= set(range(0, 101, 10))
    assert np.median(views.scroll[views.kind == CONTENT]) in (50, 60)
    assert np.median(views.scroll[views.kind == JOB]) in (60, 70)


def test_completion_differs_by_device(any_story: Story) -> None:
    visits, outcome = any_story.visits, any_story.outcome
    for device, share in ((0, 0.58), (1, 0.47)):
        started = (outcome.started == 1) & (visits.mobile == device)
        assert outcome.completed[started].mean() == pytest.approx(share, abs=0.05)


def test_returning_share_of_consented_visitors(any_story: Story) -> None:
    visits = any_story.visits
    seen = inside(any_story, PLAN.baseline) & (visits.consent == 1) & (visits.internal == 0)
    again = np.unique(visits.cookie[seen & (visits.number > 1)])
    assert len(again) / len(np.unique(visits.cookie[seen])) == pytest.approx(0.29, abs=0.04)


def test_months_and_weekdays_carry_their_index(any_story: Story) -> None:
    """Without the days of the reach loop: months within noise of their index, weekdays too."""
    visits = any_story.visits
    days = list(HISTORY)
    per_day = np.bincount(visits.day, minlength=len(days)).astype(float)
    plain = np.array([d not in PLAN.loops[1].period for d in days])
    month = np.array([d.month - 1 for d in days])
    known = np.array([m for m in range(12) if (plain & (month == m)).any()])
    ratio = np.array([per_day[plain & (month == m)].mean() for m in known]) / np.array(MONTHS)[known]
    assert np.abs(ratio / ratio.mean() - 1).max() < 0.12
    weekday = np.array([d.weekday() for d in days])
    shape = np.array([per_day[weekday == w].mean() for w in range(7)])
    assert np.abs(shape / shape.mean() / (np.array(WEEKDAYS) / np.mean(WEEKDAYS)) - 1).max() < 0.09


def test_days_have_noise_and_weeks_a_memory(story: Story) -> None:
    """Days vary more than Poisson's, yet not wildly."""
    from talentloop.demo.season import expected

    per_day = np.bincount(story.visits.day, minlength=HISTORY.days)
    plain = np.array([d not in PLAN.loops[1].period for d in HISTORY])
    mean = expected(HISTORY)[plain] * per_day[plain].sum() / expected(HISTORY)[plain].sum()
    dispersion = ((per_day[plain] - mean) ** 2 / mean).mean()
    assert 1.3 < dispersion < 5


def test_some_employees_make_the_sixteen_touches(story: Story) -> None:
    """The pools fill up: most people touch once or twice, some often; sixteen and more are nearly all colleagues."""
    visits = story.visits
    end = (PLAN.loops[0].period.end - HISTORY.start).days
    recent = (visits.day < end) & (visits.day >= end - 180) & (visits.internal == 0) & (visits.consent == 1)
    cookies, touches = np.unique(visits.cookie[recent], return_counts=True)
    pools = [((touches >= low) & (touches < high)).sum() for low, high in ((1, 3), (3, 6), (6, 16), (16, 10_000))]
    assert pools[0] > pools[1] > pools[2] > pools[3] >= 8
    often = cookies[touches >= 16]
    members = np.unique(visits.cookie[visits.member >= 0])
    assert np.isin(often, members).mean() > 0.6


def test_cookies_are_lost_and_people_have_two_devices(story: Story) -> None:
    visits = story.visits
    consented = visits.consent == 1
    people, cookies = len(np.unique(visits.person[consented])), len(np.unique(visits.cookie[consented]))
    assert 1.05 < cookies / people < 1.6
    first = np.unique(visits.person, return_index=True)[1]
    assert (visits.returning[first] == 0).all()


def test_applications_and_what_becomes_of_them(any_story: Story) -> None:
    found = [a for a in any_story.applications if not a.test]
    hired = [(a.hired - a.at.date()).days for a in found if a.hired]
    assert len(hired) / len(found) == pytest.approx(0.05, abs=0.015)
    assert np.mean([a.invited is not None for a in found]) == pytest.approx(0.24, abs=0.03)
    assert np.median(hired) == pytest.approx(35, abs=8)
    assert np.percentile(hired, 90) == pytest.approx(75, abs=20)
    assert len(found) / len(any_story.vacancies) == pytest.approx(22, abs=7)
    assert len(found) / len(any_story.visits) == pytest.approx(0.037, abs=0.005)


def test_steps_of_an_application_come_in_order(any_story: Story) -> None:
    for a in any_story.applications:
        steps = [d for d in (a.at.date(), a.invited, a.interview, a.offer, a.hired, a.starts) if d is not None]
        assert steps == sorted(steps)
        assert sum(x is not None for x in (a.hired, a.rejected, a.withdrawn)) <= 1
        assert all(d < HISTORY.end for d in (a.reviewed, a.invited, a.offer, a.hired, a.rejected, a.withdrawn) if d)


@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_every_seed_gives_a_story(seed: int) -> None:
    story = imagine(seed, 0.02)
    assert len(story.visits) > 700
    assert len({a.id for a in story.applications}) == len(story.applications)
    assert (np.diff(story.visits.day) >= 0).all()
    assert (story.views.page >= 0).all()
