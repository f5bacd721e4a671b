"""The verdict keeps its word: it scales, it forgives a missing day, and it never praises nonsense."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.core.lift import NoLift
from talentloop.stats import Lift, Refusal, Series, judge, mde80
from talentloop.stats.calibrate import quantile
from talentloop.stats.counts import WOBBLE
from talentloop.stats.expect import expect
from talentloop.stats.forecast import Shape
from talentloop.stats.judge import SHORTEST, _count_wobble, _forecast, _share_of_forecast, judge_each
from talentloop.stats.prior import shipped
from talentloop.stats.yearend import Reading

from .invented import MONDAY, daily, last_loop, verdict

quick = settings(max_examples=40, deadline=None)


def lifted(values: np.ndarray, lift: float, days: int = 60) -> np.ndarray:
    out = values.copy()
    out[-days:] *= 1 + lift
    return out


def said(found: Lift | Refusal) -> Lift:
    assert isinstance(found, Lift), found
    return found


def praises(found: Lift | Refusal) -> bool:
    return isinstance(found, Lift) and found.p <= 0.05 and found.low > 0


def test_fact_is_expectation_times_lift() -> None:
    found = said(verdict(daily()))
    assert (1 + found.expected) * (1 + found.lift) == pytest.approx(1 + found.fact)
    assert found.low < found.lift < found.high


def test_a_real_doubling_is_found_and_nothing_is_not() -> None:
    assert not praises(verdict(daily()))
    assert praises(verdict(lifted(daily(), 1.0)))


def test_a_halving_is_worse() -> None:
    found = said(verdict(lifted(daily(), -0.5)))
    assert found.p <= 0.05 and found.high < 0


@quick
@given(st.floats(0.01, 1000), st.integers(0, 20))
def test_the_unit_of_an_amount_does_not_matter(factor: float, seed: int) -> None:
    values = daily(700, seed=seed) * 1.37
    one, other = said(verdict(values, "amount")), said(verdict(values * factor, "amount"))
    assert other.lift == pytest.approx(one.lift, abs=1e-3)
    assert other.p == pytest.approx(one.p, abs=1e-2)


@quick
@given(st.integers(2, 60), st.integers(0, 20))
def test_a_count_ten_times_as_large_has_the_same_lift(factor: int, seed: int) -> None:
    """As an amount exactly; as a count nearly, for more events are a little surer."""
    values = daily(700, mean=400, seed=seed)
    one, other = said(verdict(values)), said(verdict(values * factor))
    assert other.fact == pytest.approx(one.fact, abs=2e-3)
    assert other.lift == pytest.approx(one.lift, abs=0.03)


@quick
@given(st.integers(1, 8), st.integers(546, 900), st.integers(14, 91))
def test_moving_the_calendar_by_whole_years_of_weeks_changes_nothing(years: int, length: int, days: int) -> None:
    """With a year of history no calendar is asked; in a first year only for Christmas, see the next two tests."""
    values = daily(length)
    here, there = Series(MONDAY, values), Series(MONDAY + timedelta(days=364 * years), values)
    assert judge(here, *last_loop(here, days)) == judge(there, *last_loop(there, days))


@quick
@given(st.integers(1, 3), st.integers(130, 540), st.integers(14, 91))
def test_a_first_year_may_move_by_whole_years_of_weeks_too(years: int, length: int, days: int) -> None:
    """Christmas falls in the same week of 52 from 2023 to 2027."""
    values, first = daily(length), MONDAY + timedelta(days=378)
    here, there = Series(first, values), Series(first + timedelta(days=364 * years), values)
    assert judge(here, *last_loop(here, days)) == judge(there, *last_loop(there, days))


@quick
@given(st.integers(1, 5), st.integers(190, 540), st.integers(28, 91))
def test_a_christmas_that_moves_by_a_week_changes_little(years: int, length: int, days: int) -> None:
    """At worst by 0.146, of all lengths and loops that can be drawn here; by more than 0.13 in 3 of 1,000."""
    values = daily(length)
    here, there = Series(MONDAY, values), Series(MONDAY + timedelta(days=364 * years), values)
    one, other = said(judge(here, *last_loop(here, days))), said(judge(there, *last_loop(there, days)))
    assert other.fact == pytest.approx(one.fact, abs=1e-9)
    assert other.lift == pytest.approx(one.lift, abs=0.15)


@quick
@given(st.integers(1, 119), st.sampled_from(["count", "amount"]))
def test_a_missing_day_moves_it_little(back: int, kind: str) -> None:
    values = daily()
    whole = said(verdict(values, kind))
    values[-back] = np.nan
    assert said(verdict(values, kind)).lift == pytest.approx(whole.lift, abs=0.03)


DEGENERATE = {
    "zeros": np.zeros(500),
    "all missing": np.full(500, np.nan),
    "one event in the loop": np.r_[np.zeros(480), 1, np.zeros(19)],
    "one event before": np.r_[np.zeros(410), 1, np.zeros(89)],
    "constant": np.full(500, 7.0),
    "exploding": np.exp(np.arange(500.0)),
    "growing 2 % a day": 1.02 ** np.arange(500),
    "growing 1 % a day": 1.01 ** np.arange(500),
    "growing 1 % a day, short": 30 * 1.01 ** np.arange(125),
    "growing half a % a day, short": np.round(3000 * 1.005 ** np.arange(125)),
    "huge from nowhere": np.r_[np.zeros(460), np.full(40, 1e300)],
    "negative": np.full(500, -3.0),
    "nothing": np.zeros(0),
    "one day": np.ones(1),
    "infinite": np.full(500, np.inf),
    "half missing": np.where(np.arange(500) % 2, np.nan, 5.0),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("kind", ["count", "amount", "ratio", "mean"])
def test_nonsense_is_never_praised(name: str, kind: str) -> None:
    values = DEGENERATE[name]
    assert not praises(verdict(values, kind))
    assert not praises(verdict(values[-130:], kind))
    assert not praises(verdict(values, kind, den=np.full(len(values), 10.0)))


@quick
@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=400),
    st.sampled_from(["count", "amount", "ratio", "mean"]),
    st.integers(-5, 120),
    st.integers(-5, 120),
)
def test_nothing_raises(values: list[float], kind: str, days: int, before: int) -> None:
    series = Series(MONDAY, np.array(values), kind)  # type: ignore[arg-type]
    start = series.end - timedelta(days=days)
    found = judge(series, (start, series.end), (start - timedelta(days=before), start))
    assert isinstance(found, Lift | Refusal)


@pytest.mark.parametrize(
    ("history", "expected"), [(SHORTEST - 1, "baseline_short"), (60, "wide"), (119, "wide"), (120, None)]
)
def test_how_much_history_is_said(history: int, expected: str | None) -> None:
    found = verdict(daily(history + 60), days=60)
    assert (found.reason.value if isinstance(found, Refusal) else ("wide" if found.wide else None)) == expected


def test_more_history_makes_surer() -> None:
    long, short = said(verdict(daily(1000))), said(verdict(daily(1000)[-180:]))
    assert long.mde80 < short.mde80


def test_mde_is_known_before_the_loop_and_the_same_after() -> None:
    values = daily()
    beforehand = mde80(Series(MONDAY, values[:-60]), 60)
    assert beforehand == pytest.approx(said(verdict(values)).mde80, rel=1e-9)
    assert said(verdict(lifted(values, 0.5))).mde80 == pytest.approx(beforehand, rel=1e-9)
    assert mde80(Series(MONDAY, values[:40]), 60) is None


def test_last_year_is_a_fact_and_the_lift_stays_the_machines() -> None:
    values = daily()
    series = Series(MONDAY, values)
    loop, before = last_loop(series)
    year = tuple(day - timedelta(days=364) for day in loop)
    previous, last_year = said(judge(series, loop, before)), said(judge(series, loop, year))  # type: ignore[arg-type]
    assert (last_year.lift, last_year.p) == (previous.lift, previous.p)
    raw = values[-60:].sum() / values[-424:-364].sum() - 1
    assert last_year.fact == pytest.approx(raw, abs=0.01)


def test_a_comparison_further_back_is_less_sure() -> None:
    series = Series(MONDAY, daily())
    loop, before = last_loop(series)
    far = tuple(day - timedelta(days=180) for day in before)
    assert said(judge(series, loop, far)).mde80 > said(judge(series, loop, before)).mde80  # type: ignore[arg-type]


def test_overlapping_windows_are_refused() -> None:
    series = Series(MONDAY, daily())
    loop, _ = last_loop(series)
    found = judge(series, loop, (loop[0] - timedelta(days=30), loop[0] + timedelta(days=5)))
    assert isinstance(found, Refusal) and found.reason is NoLift.OVERLAP


def test_holidays_in_the_day_weights_take_the_dip_out() -> None:
    values = daily(800, mean=400)
    holidays = np.ones(800)
    holidays[-30:] = 0.5
    dipped = values * holidays
    series = Series(MONDAY, dipped, "amount")
    loop, before = last_loop(series)
    without = said(judge(Series(MONDAY, values, "amount"), loop, before))
    assert said(judge(series, loop, before)).fact < without.fact - 0.2
    assert said(judge(series, loop, before, day_weights=holidays)).fact == pytest.approx(without.fact, abs=0.02)


def test_a_ratio_is_a_ratio_of_sums() -> None:
    visits, rate = daily(800, mean=300), 0.04
    applied = np.random.default_rng(4).binomial(visits.astype(int), rate).astype(float)
    visits[-60:] *= 5
    applied[-60:] *= 5
    found = said(verdict(applied, "ratio", den=visits))
    raw = (applied[-60:].sum() / visits[-60:].sum()) / (applied[-120:-60].sum() / visits[-120:-60].sum()) - 1
    assert found.fact == pytest.approx(raw, abs=0.01)
    assert found.p > 0.05


def test_few_events_are_compared_exactly() -> None:
    values = np.zeros(400)
    values[-60::12], values[-120:-60:20] = 1, 1
    found = said(verdict(values))
    assert found.method == "counts"
    assert found.p > 0.4


def test_no_step_between_exact_and_forecast() -> None:
    """Around 50 and 200 expected events the p of the same change moves gently."""
    for edge in (50, 200):
        values = [np.tile(np.r_[np.ones(1), np.zeros(59)] * n, 15) for n in (edge - 1, edge + 1)]
        spread = [np.tile(np.full(60, n / 60), 15) for n in (edge - 1, edge + 1)]
        assert len(values) == len(spread)
        one, other = (said(verdict(np.round(np.cumsum(v)) - np.r_[0, np.round(np.cumsum(v))[:-1]])) for v in spread)
        assert one.p == pytest.approx(other.p, abs=0.15)


def test_comparisons_that_share_their_work_come_out_as_each_would_by_itself() -> None:
    series = Series(MONDAY, daily(900, seed=3))
    start = series.end - timedelta(days=60)
    back = [(start - timedelta(days=a), start - timedelta(days=b)) for a, b in ((60, 0), (364, 304), (180, 60), (60, 0))]
    each = judge_each(series, (start, series.end), back)
    assert each == [judge(series, (start, series.end), one) for one in back]
    assert each[0] == each[3] and len({said(x).fact for x in each}) == 3


def test_what_a_count_wobbles_beyond_chance_has_the_tails_of_the_population() -> None:
    """Chance by itself adds nothing to the usual wobble; beyond it a normal error of that size would ring too often."""
    series, expected = Series(MONDAY, daily(900)), 40.0
    found = expect(Reading(series, 840), 840, Shape(60, 0, 60), "level", shipped())
    assert found is not None
    assert _count_wobble(replace(found, scale=(2 / expected) ** 0.5), expected, 0.0) == WOBBLE
    restless = replace(found, scale=(2 / expected + 0.3**2) ** 0.5)
    assert 0.3 * 1.1 < _count_wobble(restless, expected, 0.0) < 0.3 * 1.4


def test_between_fifty_and_two_hundred_events_each_counts_by_its_precision() -> None:
    assert [_share_of_forecast(n, 0.2, 0.1) for n in (50, 200)] == [0.0, 1.0]
    half = [_share_of_forecast(125, mine, 0.1) for mine in (0.1, 0.2)]
    assert half == pytest.approx([0.5, (1 / 0.04) / (1 / 0.04 + 1 / 0.01)])


@pytest.mark.parametrize(("change", "lift"), [(0.1, 0.0), (0.4, 0.0), (0.7, 0.3), (-0.2, -0.3)])
def test_a_trend_may_stop_or_go_on_and_only_what_lies_beyond_both_counts(change: float, lift: float) -> None:
    """Expected between .1 (it stops) and .4 (it goes on): nearest to what happened is what is taken off."""
    model = max(shipped().models, key=lambda one: abs(quantile(one, 0.5)))
    middle = 0.05 * quantile(model, 0.5)
    found = SimpleNamespace(model=model, mean=0.1, trend=0.4)
    left = _forecast(found, change + middle, 0.05)  # type: ignore[arg-type]
    alone = _forecast(SimpleNamespace(model=model, mean=0.0, trend=None), lift + middle, 0.05)  # type: ignore[arg-type]
    assert left.p == pytest.approx(alone.p)
    assert left.high - left.low == pytest.approx(0.3 + alone.high - alone.low)
