"""Small counts: the exact test has the size it claims, and the worked example comes out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.stats import Lift
from talentloop.stats.counts import compare, size
from talentloop.stats.judge import _blend, _Left, _share_of_forecast

from .invented import verdict


def test_five_hires_against_three() -> None:
    found = compare(5, 3)
    assert found.p == pytest.approx(0.51, abs=0.005)
    assert found.ratio == pytest.approx(1.67, abs=0.005)
    assert found.low == pytest.approx(0.38, abs=0.006)
    assert found.high == pytest.approx(8.5, abs=0.05)


@pytest.mark.parametrize("mean", range(1, 41))
def test_size_of_the_mid_p_test(mean: int) -> None:
    assert size(float(mean)) <= 0.055


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 80), st.integers(0, 80), st.floats(0.2, 5), st.sampled_from([0.0, 0.15]))
def test_p_and_interval_agree(count: int, before: int, exposure: float, wobble: float) -> None:
    found = compare(count, before, exposure, 1.0, wobble)
    excludes = not found.low <= 1 <= found.high
    if abs(found.p - 0.05) > 1e-6:
        assert excludes == (found.p < 0.05)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_swapping_the_periods_mirrors_the_answer(count: int, before: int) -> None:
    one, other = compare(count, before), compare(before, count)
    assert one.p == pytest.approx(other.p, abs=1e-9)
    assert one.low == pytest.approx(1 / other.high, rel=1e-6)


def test_wobble_only_widens() -> None:
    plain, wobbly = compare(40, 20), compare(40, 20, wobble=0.15)
    assert wobbly.p > plain.p
    assert wobbly.low < plain.low < plain.high < wobbly.high


@pytest.mark.parametrize(("count", "before"), [(0, 0), (0, 1), (1, 0), (0, 40), (40, 0)])
def test_zeros(count: int, before: int) -> None:
    found = compare(count, before)
    assert found.low == 0.0 or before == 0 or count > 0
    assert 0 < found.p <= 1
    assert np.isinf(found.high) == (before == 0)


@pytest.mark.parametrize("expected", [60, 90, 120, 160, 190])
def test_between_exact_and_forecast_chance_alone_rings_in_at_most_one_of_twenty(expected: int) -> None:
    """Constant rates: nothing but chance, so p under 5 % must not come more often than 5.5 % of the time."""
    rng = np.random.default_rng(expected)
    found = [verdict(rng.poisson(expected / 60, 540).astype(float)) for _ in range(150)]
    lifts = [one for one in found if isinstance(one, Lift)]
    assert len(lifts) == 150
    blended = [one for one in lifts if one.method == "blend"]
    assert len(blended) > 100
    assert np.mean([one.p < 0.05 for one in lifts]) <= 0.055
    assert np.mean([one.low <= 0 <= one.high for one in lifts]) >= 0.94


def test_a_blend_lies_between_its_two_machines() -> None:
    """Its weight goes from the exact test at 50 expected events to the forecast at 200."""
    shares = [_share_of_forecast(n, 0.5, 0.5) for n in (40, 50, 80, 125, 170, 200, 300)]
    assert shares == sorted(shares) and shares[:2] == [0.0, 0.0] and shares[-2:] == [1.0, 1.0]
    assert shares[3] == pytest.approx(0.5)
    assert _share_of_forecast(125, 0.25, 0.5) > 0.75 > _share_of_forecast(125, 0.5, 0.5)
    small, left = _Left(0.1, -0.2, 0.4, 0.5, 0.6), _Left(0.3, 0.1, 0.5, 0.01, 0.3)
    both = _blend(small, left, 0.4)
    assert small.centre < both.centre < left.centre
    assert small.low < both.low < left.low and small.high < both.high < left.high
    assert left.p < both.p < small.p
