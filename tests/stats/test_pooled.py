"""Several sites as one: surer than each alone, never surer than what they share, and not at all where they differ."""

from __future__ import annotations

from datetime import date, timedelta
from math import expm1, log1p

import numpy as np
import pytest

from talentloop.core.lift import Lift
from talentloop.stats.pooled import _between, pool, shared_error, sites_for, together


def lift(log_change: float, deviation: float) -> Lift:
    change = expm1(log_change)
    return Lift(change, 0.0, change, expm1(log_change - 1.96 * deviation), expm1(log_change + 1.96 * deviation), 0.2,
                expm1(2.8 * deviation), "forecast")


def width(found: Lift) -> float:
    return log1p(found.high) - log1p(found.low)


def test_like_sites_are_surer_together_but_never_surer_than_what_they_share() -> None:
    one = lift(0.1, 0.1)
    widths = [width(found.lift) for n in (2, 5, 50) if (found := pool([one] * n, 0.3))]
    assert width(one) > widths[0] > widths[1] > widths[2] > width(one) * 0.3**0.5
    found = pool([one] * 4, 0.3)
    assert found is not None and found.lift.lift == pytest.approx(one.lift) and found.apart == 0
    assert found.lift.mde80 == pytest.approx(together(one.mde80, 4, 0.3), rel=1e-3)


def test_sites_that_differ_say_so_and_widen_the_margin() -> None:
    alike, apart = pool([lift(0.1, 0.05)] * 2, 0.3), pool([lift(-0.3, 0.05), lift(0.5, 0.05)], 0.3)
    assert alike is not None and apart is not None
    assert apart.apart > 0.3 and width(apart.lift) > 3 * width(alike.lift)


def test_the_surest_site_weighs_most() -> None:
    found = pool([lift(0.0, 0.05), lift(0.3, 0.2)], 0.0)
    assert found is not None and 0 < log1p(found.lift.lift) < 0.1


def test_one_site_or_a_margin_without_an_end_is_no_pool() -> None:
    assert pool([lift(0.1, 0.1)]) is None
    endless = Lift(0.1, 0.0, 0.1, -0.2, float("inf"), 0.5, 1.0, "counts")
    assert pool([lift(0.1, 0.1), endless]) is None


def test_false_alarms_stay_at_what_is_promised() -> None:
    rng = np.random.default_rng(4)
    alarms = []
    for _ in range(1500):
        common = rng.normal(0, 0.1 * 0.3**0.5)
        found = pool([lift(common + rng.normal(0, 0.1 * 0.7**0.5), 0.1) for _ in range(4)], 0.3)
        assert found is not None
        alarms.append(found.lift.p <= 0.05)
    assert 0.02 < np.mean(alarms) < 0.07


def test_the_sites_own_past_moves_what_is_taken_as_shared() -> None:
    rng = np.random.default_rng(2)
    days = [date(2026, 1, 1) - timedelta(days=30 * i) for i in range(24)]
    same, other = rng.normal(size=24), rng.normal(size=24)
    alike = shared_error([dict(zip(days, same, strict=True))] * 2)
    apart = shared_error([dict(zip(days, x, strict=True)) for x in (same, other)])
    assert shared_error([{}, {}]) == pytest.approx(0.3)
    assert alike > 0.5 > apart


def test_how_many_sites_prove_a_target() -> None:
    assert sites_for(0.20, 0.25) == 2
    needed = sites_for(0.30, 0.20)
    assert needed is not None and together(0.30, needed) <= 0.20 < together(0.30, needed - 1)
    assert sites_for(0.80, 0.05) is None


def test_what_differs_between_sites_is_what_chance_does_not_explain() -> None:
    """DerSimonian and Laird by hand: (8 − 1) ÷ (200 − 100); with all of the error shared nothing is left to chance."""
    y, s = np.array([-0.2, 0.2]), np.array([0.1, 0.1])
    assert _between(y, s, 0.0) == pytest.approx(0.07) and _between(y, s, 1.0) == pytest.approx(0.08)
    assert _between(y / 100, s, 0.0) == 0.0
