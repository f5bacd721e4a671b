"""Waiting times: Kaplan–Meier, maturity and nowcast."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.survival import LagCurve, kaplan_meier, lag_curve, maturity, nowcast

# Freireich et al. 1963, the 6-MP arm: remission in weeks as (duration, relapses, censored)
REMISSION = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1)]
REMISSION += [(19, 0, 1), (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]


def test_kaplan_meier_on_the_textbook_data() -> None:
    curve = kaplan_meier(REMISSION)
    assert curve.events == 9
    found = {t: round(s, 4) for t, s in zip(curve.times, curve.survival, strict=True)}
    assert found == {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert curve.quantile(0.5) == 23
    assert curve.quantile(0.9) is None
    assert curve.at(5) == 1.0 and curve.at(100) == pytest.approx(0.4482, abs=1e-4)
    assert all(lo < s < hi for lo, s, hi in zip(curve.low, curve.survival, curve.high, strict=True))


def test_nothing_observed() -> None:
    curve = kaplan_meier([])
    assert (curve.times, curve.at(10), curve.quantile(0.1)) == ((), 1.0, None)
    assert kaplan_meier([(5, 0, 3)]).survival == ()
    assert kaplan_meier([(-1, 4, 0)]).events == 0


def test_the_prior_lag_has_its_median_and_p90() -> None:
    lag = LagCurve()
    assert lag.source == "prior"
    assert lag.complete(35) == pytest.approx(0.5)
    assert lag.complete(75) == pytest.approx(0.9)
    assert lag.complete(0) == 0


def test_a_loop_right_after_its_end_is_too_early() -> None:
    """Applications uniform over 61 days: 39 % of the hires are in at the end of the loop (semantics, §4.4)."""
    share = maturity(list(np.arange(61) + 0.5), LagCurve())
    assert share == pytest.approx(0.39, abs=0.01)
    found = nowcast(12, share)
    assert found is not None and found.status == "too_early"
    assert found.expected == pytest.approx(12 / share)
    assert found.low < found.expected < found.high


def test_own_curve_from_fifty_hires() -> None:
    few = [(20, 49, 0), (40, 0, 100)]
    assert lag_curve(few).source == "prior"
    many = [(10, 25, 0), (20, 25, 0), (40, 0, 100)]
    lag = lag_curve(many)
    assert lag.source == "own"
    assert lag.complete(15) == pytest.approx(0.5)
    assert lag.complete(20) == 1.0


def test_nowcast_never_falls_below_what_was_seen() -> None:
    done = nowcast(30, 1.0)
    assert done is not None and (done.low, done.status) == (30.0, "final")
    assert nowcast(3, 0.0) is None
    assert maturity([], LagCurve()) == 0.0


def test_the_nowcast_interval_holds_the_end() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(300):
        total = rng.poisson(40)
        seen = int(rng.binomial(total, 0.6))
        found = nowcast(seen, 0.6)
        assert found is not None
        held += found.low <= total <= found.high
    assert held / 300 >= 0.93
