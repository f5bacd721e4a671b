"""Shares, counts, cost per hire, reach and many figures at once: the known answers."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.stats.many import benjamini_hochberg
from talentloop.stats.reach import union
from talentloop.stats.shares import cost_per, poisson, same_share, wilson


def test_cost_per_hire() -> None:
    found = cost_per(60_000, 12)
    assert found is not None
    assert [round(x) for x in found] == [5000, 2862, 9677]
    assert [round(x) for x in cost_per(12_000, 5) or ()] == [2400, 1028, 7392]
    assert cost_per(60_000, 0) is None


def test_garwood_against_published_values() -> None:
    assert poisson(0) == pytest.approx((0.0, 3.6889), abs=1e-4)
    assert poisson(10) == pytest.approx((4.7954, 18.3904), abs=1e-4)
    assert poisson(1000) == pytest.approx((938.97, 1063.95), abs=0.05)


def test_wilson_against_published_values() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(3, 0) is None
    assert wilson(5, 3) is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_holds_the_share(hits: int, of: int) -> None:
    found = wilson(min(hits, of), of)
    assert found is not None
    assert 0 <= found[0] <= min(hits, of) / of <= found[1] <= 1


def test_reach_bounds_and_independence() -> None:
    found = union([40_000, 30_000], 100_000)
    assert found is not None
    assert (found.low, found.high) == (40_000, 70_000)
    assert found.if_independent == pytest.approx(58_000)
    capped = union([80_000, 60_000], 100_000)
    assert capped is not None and capped.high == 100_000
    assert union([]) is None
    alone = union([5, float("nan")])
    assert alone is not None and (alone.low, alone.high, alone.if_independent) == (5, 5, None)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8), st.floats(1, 1e6))
def test_independence_lies_between_the_bounds(reached: list[float], population: float) -> None:
    found = union(reached, population)
    assert found is not None and found.if_independent is not None
    assert found.low <= found.if_independent * (1 + 1e-9) + 1e-6
    assert found.if_independent <= found.high * (1 + 1e-9) + 1e-6


def test_benjamini_hochberg_on_the_paper_s_example() -> None:
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    p += [0.7590, 1.0]
    assert sum(benjamini_hochberg(p, q=0.05)) == 4
    assert benjamini_hochberg([0.9, float("nan"), 0.001]) == [False, False, True]
    assert benjamini_hochberg([]) == []


def test_shares_of_which_one_may_be_chance_are_told_apart_from_shares_that_differ() -> None:
    """Beside the exact conditional test (Fisher, mid-p), added up from its binomials."""
    for a, n, b, m in ((90, 190, 40, 100), (90, 190, 20, 100), (30, 60, 12, 40)):
        ways = [comb(n, k) * comb(m, a + b - k) for k in range(a + b + 1) if k <= n and a + b - k <= m]
        first = max(0, a + b - m)
        upper = (sum(ways[a + 1 - first :]) + ways[a - first] / 2) / sum(ways)
        assert same_share(a, n, b, m) == pytest.approx(2 * min(upper, 1 - upper), abs=0.01)
    assert same_share(0, 0, 3, 10) == same_share(0, 5, 0, 9) == 1.0
