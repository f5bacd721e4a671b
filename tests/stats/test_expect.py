"""Loops of a first year, which had no year before them, tell how restless a figure is."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.expect import Seen, expect_with, see
from talentloop.stats.forecast import Shape
from talentloop.stats.level import Levels
from talentloop.stats.prior import shipped
from talentloop.stats.series import Series

from .invented import MONDAY

LOOP = Shape(60, 0, 60)
LONG, SHORT = (shipped().nearest("level", regime, 60) for regime in ("long", "short"))


def eve(values: np.ndarray) -> Seen:
    """The last day before a loop, with all of the series before it."""
    seen = see(Levels(Series(MONDAY, values), len(values)), len(values), LOOP, "long")
    assert seen is not None
    return seen


def steps(days: int, size: float) -> np.ndarray:
    """A level that is another one every seven weeks, and back again."""
    return np.random.default_rng(2).poisson(400 * np.exp(size * (np.arange(days) // 49 % 2))).astype(float)


@pytest.mark.parametrize(("size", "wider"), [(0.0, False), (0.6, True)])
def test_a_calm_figure_is_surer_and_a_restless_one_less_sure_than_others(size: float, wider: bool) -> None:
    seen = eve(steps(425, size))
    assert seen.own is None and seen.early is not None and LONG is not None
    heard, alone = expect_with(LONG, seen, SHORT), expect_with(LONG, seen, None)
    assert heard.mean == alone.mean
    assert (heard.scale > alone.scale) is wider and heard.scale != alone.scale


def test_loops_with_a_year_before_them_and_those_without_are_kept_apart() -> None:
    seen = eve(steps(900, 0.3))
    assert seen.own is not None and seen.early is not None
    assert seen.own.x.shape[1] == 7 and seen.early.x.shape[1] == 4
    assert len(seen.own.change) + len(seen.early.change) <= 16
