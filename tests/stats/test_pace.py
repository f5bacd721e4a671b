"""Half-way through a loop: pace and band."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from talentloop.stats.pace import Pace, pace
from talentloop.stats.series import Series

from .invented import MONDAY, daily


def half_way(values: np.ndarray, target: float | None = None, kind: str = "count") -> Pace | None:
    series = Series(MONDAY, values, kind)  # type: ignore[arg-type]
    start = series.end - timedelta(days=30)
    return pace(series, (start, start + timedelta(days=60)), target)


def test_half_way_is_half_way() -> None:
    found = half_way(np.full(300, 10.0), 600)
    assert found is not None
    assert (found.so_far, found.projected) == pytest.approx((300, 600))
    assert found.elapsed == pytest.approx(0.5)
    assert found.needed_per_day == pytest.approx(found.current_per_day)
    assert found.chance == pytest.approx(0.5, abs=0.01)
    assert len(found.middle) == len(found.lower) == len(found.upper) == 30


def test_the_target_already_reached() -> None:
    found = half_way(np.full(300, 10.0), 200)
    assert found is not None and (found.needed_per_day, found.chance) == (0.0, 1.0)


def test_weekdays_are_not_a_trend() -> None:
    """A loop that has had its weekend still knows the coming one."""
    values = np.tile([10.0, 10, 10, 10, 10, 0, 0], 60)[:413]
    found = half_way(values)
    assert found is not None
    assert found.projected == pytest.approx(np.tile([10.0, 10, 10, 10, 10, 0, 0], 80)[383:443].sum(), rel=0.03)


def test_the_band_holds_the_end_about_as_often_as_it_says() -> None:
    held = []
    for seed in range(60):
        values = daily(500, seed=seed)
        found = half_way(values[:470])
        assert found is not None
        held.append(found.low <= values[440:500].sum() <= found.high)
    assert np.mean(held) >= 0.9


def test_no_pace_for_what_has_no_sum_or_no_past() -> None:
    assert half_way(np.full(300, 0.5), kind="ratio") is None
    assert half_way(np.full(300, np.nan)) is None
    series = Series(MONDAY, np.ones(300))
    assert pace(series, (MONDAY, MONDAY + timedelta(days=60))) is None


def test_zeros_stay_zero() -> None:
    found = half_way(np.zeros(300), 50)
    assert found is not None and (found.projected, found.chance) == (0.0, 0.0)
