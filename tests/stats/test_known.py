"""What earlier loops are known to have done leaves a later loop's verdict, and nothing else."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.core.lift import Lift
from talentloop.stats.judge import judge, mde80
from talentloop.stats.known import Known, factors
from talentloop.stats.series import Series, Window

START, DAYS, LOOP = date(2023, 1, 2), 800, 60
SEEDS, SIZES = st.integers(0, 200), st.floats(-0.8, 1.2)


def day(n: int) -> date:
    return START + timedelta(days=n)


NOW: Window = (day(DAYS - LOOP), day(DAYS))
BEFORE: Window = (day(DAYS - 2 * LOOP), day(DAYS - LOOP))
EARLIER: Window = (day(DAYS - 3 * LOOP), day(DAYS - 2 * LOOP))


def amounts(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    week = np.array([5, 5, 5, 4, 4, 2, 1.0])[np.arange(DAYS) % 7]
    return 1e4 * week * np.exp(rng.normal(0, 0.2, DAYS) + 0.3 * np.sin(2 * np.pi * np.arange(DAYS) / 364))


def lift(values: np.ndarray, known: tuple[Known, ...] = (), against: Window = BEFORE, kind: str = "amount") -> Lift:
    found = judge(Series(START, values, kind), NOW, against, known=known)  # type: ignore[arg-type]
    assert isinstance(found, Lift)
    return found


@given(seed=SEEDS, size=SIZES)
@settings(max_examples=25, deadline=None)
def test_a_known_step_leaves_the_verdict_of_the_series_without_it(seed: int, size: float) -> None:
    plain, stepped = amounts(seed), amounts(seed)
    stepped[DAYS - 2 * LOOP :] *= np.exp(size)
    found, wanted = lift(stepped, (Known(BEFORE, size, True),)), lift(plain)
    assert found.lift == pytest.approx(wanted.lift, abs=0.01)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=0.02)


@given(seed=SEEDS, size=SIZES)
@settings(max_examples=25, deadline=None)
def test_a_known_campaign_that_is_over_leaves_the_verdict_of_the_series_without_it(seed: int, size: float) -> None:
    plain, lifted = amounts(seed), amounts(seed)
    lifted[DAYS - 3 * LOOP : DAYS - 2 * LOOP] *= np.exp(size)
    found, wanted = lift(lifted, (Known(EARLIER, size, False),)), lift(plain)
    assert (found.lift, found.low, found.high) == pytest.approx((wanted.lift, wanted.low, wanted.high), abs=0.03)


@given(seed=SEEDS, size=SIZES, lasts=st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_fact_never_knows_of_it(seed: int, size: float, lasts: bool) -> None:
    values, known = amounts(seed), (Known(EARLIER, size, lasts),)
    year_ago = (NOW[0] - timedelta(days=364), NOW[1] - timedelta(days=364))
    for against in (BEFORE, year_ago, (day(100), day(160))):
        plain, found = lift(values, (), against), lift(values, known, against)
        assert found.fact == pytest.approx(plain.fact, rel=1e-9)
        assert (1 + found.expected) * (1 + found.lift) == pytest.approx(1 + found.fact)


def test_what_a_loop_and_its_comparison_differ_in_is_not_read_away() -> None:
    values = amounts(3)
    plain = lift(values)
    for known in (Known(NOW, 0.5, True), Known(BEFORE, 0.5, False)):  # what was stopped may linger
        assert lift(values, (known,)) == plain
    first = (day(100), day(160))  # a 0-meting before the change: what was done since is the lift
    assert lift(values, (Known(BEFORE, 0.5, True),), first) == lift(values, (), first)


YEAR_AGO: Window = (NOW[0] - timedelta(days=364), NOW[1] - timedelta(days=364))


@given(seed=SEEDS, size=st.floats(0.3, 1.8), against=st.sampled_from([BEFORE, YEAR_AGO]))
@settings(max_examples=25, deadline=None)
def test_that_a_campaign_ended_on_the_eve_is_to_be_expected(seed: int, size: float, against: Window) -> None:
    """The fall back is in the fact and in the expectation, and no part of what is left."""
    plain, lifted = amounts(seed), amounts(seed)
    lifted[DAYS - 2 * LOOP : DAYS - LOOP] *= np.exp(size)
    found, wanted = lift(lifted, (Known(BEFORE, size, False, spent=True),), against), lift(plain, (), against)
    assert (found.lift, found.low, found.high) == pytest.approx((wanted.lift, wanted.low, wanted.high), abs=0.03)
    assert found.fact == pytest.approx(lift(lifted, (), against).fact, rel=1e-9)
    assert (1 + found.expected) * (1 + found.lift) == pytest.approx(1 + found.fact)


@pytest.mark.parametrize(("kind", "scale"), [("amount", 1.0), ("count", 1e-4)])
def test_how_unsure_a_campaign_was_widens_the_margin_after_it(kind: str, scale: float) -> None:
    values = np.round(amounts(3) * scale) if kind == "count" else amounts(3)
    margins, reach = [], []
    for doubt in (0.0, 0.2):
        known = (Known(BEFORE, 0.6, False, doubt, spent=True),)
        found = lift(values, known, kind=kind)
        margins.append(np.log1p(found.high) - np.log1p(found.low))
        reach.append(mde80(Series(START, values[: DAYS - LOOP], kind), LOOP, known=known))  # type: ignore[arg-type]
    assert margins[1] > max(margins[0] * 1.05, 2 * 1.96 * 0.2) and reach[1] > reach[0]
    long_ago = (Known(EARLIER, 0.6, False, 0.2, spent=True),)  # of which nothing is left in the comparison
    assert lift(values, long_ago, kind=kind) == lift(values, (Known(EARLIER, 0.6, False),), kind=kind)


def test_counts_stay_the_events_that_were_counted() -> None:
    rng = np.random.default_rng(5)
    few = rng.poisson(0.4, DAYS).astype(float)
    few[DAYS - 2 * LOOP :] = rng.poisson(0.8, 2 * LOOP)
    found, plain = (lift(few, known, kind="count") for known in ((Known(BEFORE, np.log(2), True),), ()))
    assert found.method == plain.method and found.fact == pytest.approx(plain.fact)
    assert np.log1p(found.high) - np.log1p(found.low) > 3.9 * np.sqrt(1 / 48 + 1 / 48)  # never under two counts' chance


def test_a_ratio_is_read_without_it_too() -> None:
    visits, pages = amounts(7), amounts(7) * np.random.default_rng(8).lognormal(1, 0.1, DAYS)
    stepped = pages.copy()
    stepped[DAYS - 2 * LOOP :] *= 1.5
    plain = judge(Series(START, pages, "mean", visits), NOW, BEFORE)
    found = judge(Series(START, stepped, "mean", visits), NOW, BEFORE, known=[Known(BEFORE, np.log(1.5), True)])
    assert isinstance(plain, Lift) and isinstance(found, Lift)
    assert (found.lift, found.low, found.high) == pytest.approx((plain.lift, plain.low, plain.high), abs=0.01)


def test_a_loop_can_prove_more_when_the_jump_before_it_is_known() -> None:
    stepped = amounts(9)[: DAYS - LOOP]
    stepped[-LOOP:] *= 1.8
    series = Series(START, stepped, "amount")
    alone, knowing = mde80(series, LOOP), mde80(series, LOOP, known=[Known(BEFORE, np.log(1.8), True)])
    assert alone is not None and knowing is not None and knowing < 0.9 * alone


def test_days_outside_the_series_and_nothing_known_change_nothing() -> None:
    series = Series(START, amounts(1), "amount")
    assert factors(series, ()) is None
    far = factors(series, [Known((day(-300), day(-200)), 1.0, True), Known((day(-300), day(-200)), 1.0, False)])
    assert far is not None and (far == 1).all()
