"""Draws fill their ranges, the same seed gives the same answer, and the widest bar is the one that matters most."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.simulate import draw, spread, swings


def test_every_part_of_a_range_is_drawn_alike() -> None:
    drawn = draw({"fee": (0.15, 0.25)}, draws=1000)["fee"]
    assert drawn.min() >= 0.15 and drawn.max() <= 0.25
    assert (np.histogram(drawn, bins=10, range=(0.15, 0.25))[0] == 100).all()


def test_names_are_independent_and_seeded() -> None:
    both = draw({"a": (0, 1), "b": (0, 1)}, draws=5000)
    assert abs(np.corrcoef(both["a"], both["b"])[0, 1]) < 0.05
    assert (draw({"b": (0, 1)}, draws=5000)["b"] == both["b"]).all(), "another name beside it changes nothing"
    assert (draw({"a": (0, 1)}, draws=5000, seed=2)["a"] != both["a"]).any()


def test_percentiles_of_a_known_distribution() -> None:
    """The sum of two even draws on 0…1 is triangular: P10 = √.2, P50 = 1, P90 = 2 − √.2."""
    drawn = draw({"a": (0, 1), "b": (0, 1)})
    found = spread(drawn["a"] + drawn["b"] - 1)
    assert (found.p10, found.p50, found.p90) == pytest.approx((0.2**0.5 - 1, 0.0, 1 - 0.2**0.5), abs=0.015)
    assert found.positive == pytest.approx(0.5, abs=0.01)
    other = spread(sum(draw({"a": (0, 1), "b": (0, 1)}, seed=9).values()) - 1)
    assert found.p10 == pytest.approx(other.p10, abs=0.02)


def test_what_is_known_exactly_has_no_bar_and_the_widest_comes_first() -> None:
    found = swings(lambda p: p["a"] + 10 * p["b"] + p["c"], {"a": (0, 4), "b": (0, 1), "c": (5, 5)})
    assert list(found) == ["b", "a"]
    assert found["b"] == (2 + 0 + 5, 2 + 10 + 5) and found["a"] == (5 + 5, 4 + 5 + 5)
