"""Mix and rate add up exactly, and a reach loop's by-effect is called one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.stats.mix import Cell, decompose, expected_mix, rate_change

BEFORE = {"new": Cell(400 * 1.4, 400), "returning": Cell(600 * 4.0, 600)}
REACH = {"new": Cell(1400 * 1.4, 1400), "returning": Cell(640 * 4.0, 640)}


def test_a_reach_loop_is_all_mix() -> None:
    found = decompose(BEFORE, REACH)
    assert found is not None
    assert found.before == pytest.approx(2.96)
    assert found.after == pytest.approx(2.22, abs=0.005)
    assert found.change / found.before == pytest.approx(-0.25, abs=0.005)
    assert found.rate == pytest.approx(0.0, abs=1e-12)
    assert found.mix == pytest.approx(found.change)


def test_the_mix_part_is_known_beforehand() -> None:
    planned = expected_mix(BEFORE, {"new": 1400, "returning": 640})
    assert planned == pytest.approx(1400 / 2040 * 1.4 + 640 / 2040 * 4.0 - 2.96)
    found = decompose(BEFORE, REACH)
    assert found is not None and planned == pytest.approx(found.mix)


cells = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=6
)


@given(cells, cells)
def test_mix_plus_rate_is_the_change(before: dict, after: dict) -> None:
    found = decompose({k: Cell(*v) for k, v in before.items()}, {k: Cell(*v) for k, v in after.items()})
    if found is None:
        return
    size = max(abs(found.before), abs(found.after), 1.0)
    assert found.mix + found.rate == pytest.approx(found.change, abs=1e-9 * size)
    assert sum(s.mix + s.rate for s in found.segments) == pytest.approx(found.change, abs=1e-9 * size)


def test_small_cells_are_merged() -> None:
    after = {**REACH, "tiny": Cell(9, 3)}
    found = decompose(BEFORE, after)
    assert found is not None
    assert [s.name for s in found.segments] == ["new", "returning", "rest"]


def test_no_visitors_no_answer() -> None:
    assert decompose({}, REACH) is None
    assert decompose({"a": Cell(0, 0)}, REACH) is None
    assert expected_mix(BEFORE, {}) is None


def segments(rate: float, new: float, seed: int, days: int = 60) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(seed)
    out = {}
    for name, visitors, own in (("new", new, 0.02), ("returning", 100.0, 0.08)):
        den = rng.poisson(visitors, days).astype(float)
        out[name] = (rng.binomial(den.astype(int), own * rate).astype(float), den)
    return out


def test_the_verdict_looks_at_the_rate_part_only() -> None:
    found = rate_change(segments(1.0, 50, 1), segments(1.0, 400, 2))
    assert found is not None
    assert found.mix < -0.3
    assert found.low < 0 < found.high and found.p > 0.05
    real = rate_change(segments(1.0, 50, 1), segments(0.5, 400, 3))
    assert real is not None and real.high < 0 and real.p < 0.05


def test_the_rate_interval_covers_about_as_often_as_it_says() -> None:
    missed = 0
    for seed in range(60):
        found = rate_change(segments(1.0, 100, seed), segments(1.0, 200, 1000 + seed), draws=300)
        assert found is not None
        missed += not found.low <= 0 <= found.high
    assert missed <= 9


def test_the_same_days_give_the_same_answer() -> None:
    assert rate_change(segments(1, 50, 1), segments(1, 90, 2)) == rate_change(segments(1, 50, 1), segments(1, 90, 2))


def test_two_weeks_are_the_least() -> None:
    assert rate_change(segments(1, 50, 1, days=10), segments(1, 50, 2)) is None
    empty = {"new": (np.zeros(30), np.zeros(30))}
    assert rate_change(empty, segments(1, 50, 2)) is None
