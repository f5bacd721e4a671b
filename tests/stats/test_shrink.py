"""Few loops say little: the fewer and the more they differ, the nearer to no change."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.shrink import LEAST, USUAL, shrink


def test_two_loops_say_nothing() -> None:
    assert shrink({"visits": [0.1] * (LEAST - 1)}) == {}
    assert shrink({}) == {}


def test_the_formula() -> None:
    """One figure: s² is its own variance, τ² the usual one, the mean is of logs."""
    logs = np.array([-0.10, -0.14, -0.06])
    found = shrink({"time": list(np.expm1(logs))})["time"]
    k = logs.var(ddof=1) / USUAL**2
    assert found.n == 3 and found.mean == pytest.approx(np.expm1(-0.1))
    assert found.change == pytest.approx(np.expm1(-0.1 * 3 / (3 + k)))


def test_more_loops_and_calmer_ones_are_shrunk_less() -> None:
    few, many = shrink({"a": [-0.2, 0.0, -0.1]})["a"], shrink({"a": [-0.2, 0.0, -0.1] * 3})["a"]
    assert abs(few.change) < abs(many.change) < abs(many.mean)
    both = shrink({"calm": [0.10, 0.11, 0.12], "wild": [-0.5, 0.8, 0.35]})
    calm, wild = both["calm"], both["wild"]
    assert calm.change / calm.mean > wild.change / wild.mean


def test_where_nothing_ever_happens_nothing_is_expected() -> None:
    """Twenty figures that only wobble: their means are what chance makes, so nearly all of it is taken off."""
    rng = np.random.default_rng(3)
    found = shrink({f"k{i}": list(np.expm1(rng.normal(0, 0.2, 3))) for i in range(200)})
    assert np.mean([abs(s.change) for s in found.values()]) < 0.3 * np.mean([abs(s.mean) for s in found.values()])


def test_shrinking_comes_nearer_to_the_truth() -> None:
    rng = np.random.default_rng(5)
    truth = rng.normal(0, 0.15, 400)
    found = shrink({f"k{i}": list(np.expm1(rng.normal(m, 0.2, 4))) for i, m in enumerate(truth)})
    shrunk = np.array([np.log1p(found[f"k{i}"].change) for i in range(400)])
    plain = np.array([np.log1p(found[f"k{i}"].mean) for i in range(400)])
    assert ((shrunk - truth) ** 2).mean() < 0.8 * ((plain - truth) ** 2).mean()


def test_a_figure_that_vanished_is_left_out() -> None:
    assert shrink({"gone": [-1.0, 0.1, 0.1], "there": [0.1, 0.1, 0.1]}).keys() == {"there"}
