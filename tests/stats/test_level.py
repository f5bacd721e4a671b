"""The level of a period, and what a figure is whatever it is called."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats import Lift, judge
from talentloop.stats.level import as_it_is
from talentloop.stats.series import Kind, Series

from .invented import MONDAY, last_loop

WEEK = np.array([1.2, 1.3, 1.2, 1.1, 1.0, 0.6, 0.6])


def amounts(days: int, weekdays: np.ndarray, kind: Kind = "amount") -> Series:
    noise = np.exp(np.random.default_rng(5).normal(0, 0.1, days))
    return Series(MONDAY, 40.0 * noise * weekdays[np.arange(days) % 7], kind)


@pytest.mark.parametrize(("kind", "weekdays", "is_"), [
    ("amount", WEEK, "amount"), ("amount", np.ones(7), "mean"), ("count", np.ones(7), "count"),
    ("ratio", np.ones(7), "ratio"),
])
def test_an_amount_without_a_rhythm_of_weekdays_is_a_mean(kind: Kind, weekdays: np.ndarray, is_: str) -> None:
    assert as_it_is(amounts(300, weekdays, kind), 240).kind == is_


def test_the_loop_itself_does_not_tell_what_a_figure_is() -> None:
    series = amounts(300, np.ones(7))
    values = series.values.copy()
    values[240:] *= WEEK[np.arange(60) % 7]
    assert as_it_is(Series(MONDAY, values, "amount"), 240).kind == "mean"


def test_a_mean_called_an_amount_is_judged_as_a_mean() -> None:
    called, told = amounts(700, np.ones(7)), amounts(700, np.ones(7), "mean")
    one, other = judge(called, *last_loop(called)), judge(told, *last_loop(told))
    assert isinstance(one, Lift) and one == other


@pytest.mark.parametrize("values", [np.zeros(200), np.full(200, np.nan), np.full(200, 7.0)])
def test_nothing_to_see_is_no_error(values: np.ndarray) -> None:
    assert as_it_is(Series(MONDAY, values, "amount"), 150).kind in ("amount", "mean")
