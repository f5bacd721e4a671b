"""What the demo promises of its loops: a real lift, a fall through mix alone, a spoiled loop and a trap of season."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from talentloop.core.period import Period
from talentloop.core.purity import Cleanness, purity
from talentloop.demo import HISTORY, OUTAGE, PLAN, DemoTruth, Story, imagine
from talentloop.demo.employer import CHANNELS
from talentloop.demo.plan import SHORT_FORM

from .test_people import inside, seconds

SEEDS = range(100, 112)
ONE, TWO, THREE, FOUR, FIVE = (loop.period for loop in PLAN.loops)


@cache
def stories() -> tuple[Story, ...]:
    return tuple(imagine(seed) for seed in SEEDS)


def over_seeds(measure: object) -> np.ndarray:
    assert callable(measure)
    return np.array([measure(s) for s in stories()])


def visits(period: Period) -> object:
    return lambda s: inside(s, period).sum()


def ratio(of: object, to: object) -> float:
    """Ratio of sums over seeds: noise of single demos falls away, what is built in stays."""
    return float(over_seeds(of).sum() / over_seeds(to).sum())


def test_the_plan_is_one_that_the_product_can_hold() -> None:
    ends = [PLAN.baseline.end, *(x.period.end for x in PLAN.loops)]
    assert [x.period.start for x in PLAN.loops] == ends[:-1]
    assert HISTORY.days > 500 and HISTORY.end == ends[-1]
    assert all(c.day in x.period for x in PLAN.loops for c in x.changes)
    assert all(x.closing and x.closing.day >= x.period.end for x in PLAN.loops[:-1])
    assert PLAN.loops[-1].closing is None


def test_only_loop_three_is_spoiled_by_something_nobody_planned() -> None:
    assert [purity(x).cleanness for x in PLAN.loops] == [
        Cleanness.CLEAN, Cleanness.CLEAN, Cleanness.SPOILED, Cleanness.CLEAN, Cleanness.CLEAN]


def rate(of: str, period: Period) -> object:
    return lambda s: getattr(s.outcome, of)[inside(s, period)].sum() / inside(s, period).sum()


def test_loop_one_changes_nothing() -> None:
    for of in ("started", "completed"):
        assert over_seeds(rate(of, ONE)).mean() / over_seeds(rate(of, PLAN.baseline)).mean() == pytest.approx(1, abs=0.08)
    time = over_seeds(lambda s: seconds(s)[inside(s, ONE)].mean() / seconds(s)[inside(s, PLAN.baseline)].mean())
    assert time.mean() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("of", ["started", "completed"])
def test_loop_four_really_lifts_applications_on_the_site(of: str) -> None:
    lift = over_seeds(rate(of, FOUR)).mean() / over_seeds(rate(of, FOUR.year_before())).mean()
    assert lift == pytest.approx(SHORT_FORM, abs=0.12)
    assert ratio(visits(FOUR), visits(FOUR.year_before())) == pytest.approx(1.0, abs=0.03)


def test_the_lift_in_the_ats_is_smaller_because_some_never_see_the_form(small: tuple[object, DemoTruth]) -> None:
    told = small[1].effects["loop 4"]
    assert 0.30 < told["applications_completed"] < told["applications_started"] == pytest.approx(SHORT_FORM - 1)

    def received(period: Period) -> object:
        return lambda s: sum(a.at.date() in period for a in s.applications)

    lift = ratio(received(FOUR), received(FOUR.year_before())) - 1
    assert lift == pytest.approx(told["applications_completed"], abs=0.1)


def test_loop_two_brings_visits_whose_mix_alone_lowers_time_on_site() -> None:
    """Raw time falls by a quarter; with the mix of loop one it is the same, and so are the pages per visit."""
    assert ratio(visits(TWO), visits(ONE)) == pytest.approx(1.65, abs=0.12)
    raw = over_seeds(lambda s: seconds(s)[inside(s, TWO)].mean() / seconds(s)[inside(s, ONE)].mean())
    alike = over_seeds(lambda s: with_mix_of(s, seconds(s), TWO, ONE) / seconds(s)[inside(s, ONE)].mean())
    assert raw.max() < 0.85 and raw.mean() == pytest.approx(0.73, abs=0.05)
    assert alike.mean() == pytest.approx(1.0, abs=0.025)
    pages = over_seeds(lambda s: with_mix_of(s, per_visit(s), TWO, ONE) / per_visit(s)[inside(s, ONE)].mean())
    assert pages.mean() == pytest.approx(1.0, abs=0.025)


def per_visit(story: Story) -> np.ndarray:
    return np.bincount(story.views.visit, minlength=len(story.visits)).astype(float)


def with_mix_of(story: Story, value: np.ndarray, period: Period, other: Period) -> float:
    """Mean of a period, had its channels and returning visitors come in the other period's proportions."""
    segment = story.visits.channel * 2 + story.visits.returning
    here, there = inside(story, period), inside(story, other)
    size = 2 * len(CHANNELS)
    mean = np.bincount(segment[here], value[here], size) / np.maximum(np.bincount(segment[here], minlength=size), 1)
    return float((mean * np.bincount(segment[there], minlength=size)).sum() / there.sum())


def test_returning_share_sinks_in_the_reach_loop() -> None:
    def share(period: Period) -> np.ndarray:
        return over_seeds(lambda s: s.visits.returning[inside(s, period)].mean())

    assert (share(TWO) < share(ONE) - 0.05).all()


def test_loop_three_falls_from_the_day_the_site_was_replaced() -> None:
    change = next(c.day for c in PLAN.loops[2].changes if not c.planned)
    before, after = Period(THREE.start, change), Period(change, THREE.end)
    for value in (seconds, per_visit):
        def level(period: Period, value: object = value) -> float:
            assert callable(value)
            return float(over_seeds(lambda s: value(s)[inside(s, period)].mean()).mean())

        assert level(after) < 0.90 * level(before)
    back = over_seeds(lambda s: per_visit(s)[inside(s, FIVE)].mean() / per_visit(s)[inside(s, ONE)].mean())
    assert back.mean() == pytest.approx(1.0, abs=0.05)


def test_autumn_is_a_third_above_summer_without_any_effect() -> None:
    assert ratio(visits(FIVE), visits(FOUR)) == pytest.approx(1.30, abs=0.05)
    assert ratio(visits(FIVE), visits(FIVE.year_before())) == pytest.approx(1.0, abs=0.03)
    starts = over_seeds(rate("started", FIVE)).mean() / over_seeds(rate("started", FOUR)).mean()
    assert starts == pytest.approx(1.0, abs=0.06)


def test_the_outage_is_a_working_day_in_the_midst_of_a_loop() -> None:
    assert OUTAGE in FOUR and OUTAGE.weekday() < 5
