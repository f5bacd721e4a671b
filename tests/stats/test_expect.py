"""Loops of a first year, which had no year before them, tell how restless a figure is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from talentloop.stats.expect import Seen, expect_with, see
from talentloop.stats.forecast import Shape
from talentloop.stats.level import Levels
from talentloop.stats.prior import Prior, dump, parse, shipped
from talentloop.stats.scale import moderated
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
    heard, alone = (expect_with(replace(LONG, few=0.0), seen, short) for short in (SHORT, None))
    assert heard.mean == alone.mean
    assert (heard.scale > alone.scale) is wider and heard.scale != alone.scale


def test_loops_with_a_year_before_them_and_those_without_are_kept_apart() -> None:
    seen = eve(steps(900, 0.3))
    assert seen.own is not None and seen.early is not None
    assert seen.own.x.shape[1] == 7 and seen.early.x.shape[1] == 4
    assert len(seen.own.change) + len(seen.early.change) <= 16


def test_a_scale_that_rests_on_few_loops_is_less_sure_than_one_of_many() -> None:
    as_usual = [moderated(3.0, [(np.ones(n), 1.0, 1.0)], few=3.0) for n in (0, 3, 30)]
    assert as_usual == pytest.approx([2**0.5, 1.5**0.5, (1 + 1 / 11) ** 0.5])
    assert [moderated(3.0, [(np.ones(n), 1.0, 1.0)]) for n in (0, 30)] == [1.0, 1.0]


def test_a_second_year_is_held_less_sure_than_a_fourth() -> None:
    assert LONG is not None

    def wider(days: int) -> float:
        seen = eve(steps(days, 0.1))
        with_few, without = (expect_with(replace(LONG, few=few), seen, SHORT).scale for few in (3.0, 0.0))
        return with_few / without

    assert wider(425) > 1.1 * wider(1400) > 1.1


def test_a_prior_that_was_learned_without_it_is_read_as_it_was_learned() -> None:
    assert LONG is not None
    document = dump(Prior((replace(LONG, few=3.0),), {}))
    assert parse(document).models[0].few == 3.0
    del document["models"][0]["few"]
    assert parse(document).models[0].few == 0.0
