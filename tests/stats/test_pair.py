"""Two loops together: never surer than independent ones would be, hardly surer than the better of the two."""

from __future__ import annotations

from math import expm1, log1p

import numpy as np
import pytest

from talentloop.core.lift import Lift
from talentloop.stats.pair import Z95, combine, p_by_margin


def lift(centre: float, wide: float, fact: float | None = None) -> Lift:
    """A lift with that log centre and standard deviation."""
    low, high = expm1(centre - Z95 * wide), expm1(centre + Z95 * wide)
    return Lift(expm1(centre if fact is None else fact), 0.0, expm1(centre), low, high, 0.2, 0.3, "forecast")


def test_independent_loops_are_a_plain_inverse_variance_mean() -> None:
    found = combine(lift(0.1, 0.1), lift(0.2, 0.2), shared=0.0)
    assert found is not None
    assert log1p(found.lift) == pytest.approx((0.1 / 0.01 + 0.2 / 0.04) / (1 / 0.01 + 1 / 0.04))
    assert (log1p(found.high) - log1p(found.low)) / 2 / Z95 == pytest.approx((1 / (1 / 0.01 + 1 / 0.04)) ** 0.5)


def test_shared_error_leaves_little_to_gain() -> None:
    alone, both = lift(0.15, 0.1), combine(lift(0.15, 0.1), lift(0.15, 0.1))
    independent = combine(lift(0.15, 0.1), lift(0.15, 0.1), shared=0.0)
    assert both is not None and independent is not None
    assert independent.high < both.high < alone.high
    assert independent.p < both.p


def test_the_interval_holds_what_it_says() -> None:
    """Errors drawn with the correlation that is claimed: the truth lies inside in 95 of 100."""
    rng = np.random.default_rng(7)
    s, t, shared = 0.12, 0.17, 0.75
    errors = rng.multivariate_normal([0, 0], [[s * s, shared * s * t], [shared * s * t, t * t]], 2000)
    found = [combine(lift(0.1 + a, s), lift(0.1 + b, t)) for a, b in errors]
    inside = np.mean([f.low <= expm1(0.1) <= f.high for f in found if f])
    assert 0.935 < inside < 0.965
    size = np.mean([f.p <= 0.05 for f in (combine(lift(a, s), lift(b, t)) for a, b in errors) if f])
    assert 0.035 < size < 0.065


def test_fact_is_expectation_times_lift() -> None:
    found = combine(lift(0.1, 0.1, 0.3), lift(0.2, 0.1, 0.25))
    assert found is not None
    assert (1 + found.expected) * (1 + found.lift) == pytest.approx(1 + found.fact)


def test_no_end_no_answer() -> None:
    endless = Lift(float("inf"), 0.0, float("inf"), 0.1, float("inf"), 0.01, 1.0, "counts")
    assert combine(lift(0.1, 0.1), endless) is None
    assert combine(Lift(-1.0, 0.0, -1.0, -1.0, 0.5, 0.3, 1.0, "counts"), lift(0.1, 0.1)) is None


@pytest.mark.parametrize(("centre", "p"), [
    (0.0, 1.0), (0.1 * Z95, 0.05), (-0.1 * Z95, 0.05), (0.1, 0.3173), (0.3, 0.0027)])
def test_p_belongs_to_the_margin(centre: float, p: float) -> None:
    assert p_by_margin(lift(centre, 0.1)) == pytest.approx(p, abs=1e-4)


def test_of_an_uneven_margin_the_half_towards_zero_counts() -> None:
    far_up = Lift(0.2, 0.0, 0.2, 0.0, 9.0, 0.5, 0.3, "forecast")
    far_down = Lift(-0.2, 0.0, -0.2, -0.9, 0.0, 0.5, 0.3, "forecast")
    assert [p_by_margin(one) for one in (far_up, far_down)] == pytest.approx([0.05, 0.05])
    assert p_by_margin(Lift(0.2, 0.0, 0.2, 0.1, float("inf"), 0.5, 0.3, "counts")) == 1.0
