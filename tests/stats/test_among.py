"""Rates among many: drawn towards the usual, and seldom called outstanding when nothing is."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.among import ratios


def test_few_readers_are_drawn_further_towards_the_usual_than_many() -> None:
    others = {"a": (990, 1000.0), "b": (1010, 1000.0), "c": (980, 1000.0)}
    found = ratios({"few": (20, 10.0), "many": (2000, 1000.0), **others})
    assert 1 < found["few"].ratio < found["many"].ratio < 2
    assert found["many"].stands == "above" and found["a"].stands == "usual"


def test_where_nothing_differs_next_to_nothing_stands_out() -> None:
    """Forty pages with the same true rate, a hundred times over: at most one in a hundred is called outstanding."""
    rng, called = np.random.default_rng(7), 0
    for _ in range(100):
        expected = rng.uniform(10, 60, 40)
        found = ratios({str(i): (int(rng.poisson(e)), float(e)) for i, e in enumerate(expected)})
        called += sum(r.stands != "usual" for r in found.values())
    assert called < 40


def test_what_truly_differs_is_mostly_held_by_its_margin() -> None:
    rng, held = np.random.default_rng(8), 0
    for _ in range(50):
        true, expected = rng.gamma(1 / 0.16, 0.16, 40), rng.uniform(10, 60, 40)
        seen = rng.poisson(true * expected)
        found = ratios({str(i): (int(n), float(e)) for i, (n, e) in enumerate(zip(seen, expected, strict=True))})
        held += sum(found[str(i)].low <= t <= found[str(i)].high for i, t in enumerate(true))
    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_nothing_expected_says_nothing() -> None:
    assert ratios({}) == {} and ratios({"x": (0, 0.0)}) == {}
