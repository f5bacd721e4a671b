"""What the demo promises of its loops: a real lift, a fall through mix alone, a spoiled loop and a trap of season."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from talentloop.core.period import Period
from talentloop.core.purity import Cleanness, purity
from talentloop.demo import HISTORY, OUTAGE, PLAN, Story, imagine
from talentloop.demo.employer import CHANNELS
from talentloop.demo.write import EFFECTS

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


@pytest.mark.parametrize("of", ["started", "completed"])
def test_loop_one_really_lifts_applications(of: str) -> None:
    lift = over_seeds(rate(of, ONE)).mean() / over_seeds(rate(of, PLAN.baseline)).mean() - 1
    assert lift == pytest.approx(EFFECTS["loop 1"][f"applications_{of}"], abs=0.10)


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


def test_loop_three_falls_from_the_day_the_form_was_replaced() -> None:
    change = next(c.day for c in PLAN.loops[2].changes if not c.planned)
    before, after = Period(THREE.start, change), Period(change, THREE.end)
    assert over_seeds(rate("completed", after)).mean() < 0.55 * over_seeds(rate("completed", before)).mean()
    back = over_seeds(rate("completed", FOUR)).mean() / over_seeds(rate("completed", before)).mean()
    assert back == pytest.approx(1.0, abs=0.12)


def test_autumn_is_a_third_above_summer_without_any_effect() -> None:
    assert ratio(visits(FIVE), visits(FOUR)) == pytest.approx(1.30, abs=0.05)
    assert ratio(visits(FIVE), visits(FIVE.year_before())) == pytest.approx(1.0, abs=0.03)
    starts = over_seeds(rate("started", FIVE)).mean() / over_seeds(rate("started", FOUR)).mean()
    assert starts == pytest.approx(1.0, abs=0.06)


def test_the_outage_is_a_working_day_in_the_midst_of_a_loop() -> None:
    assert OUTAGE in FOUR and OUTAGE.weekday() < 5
