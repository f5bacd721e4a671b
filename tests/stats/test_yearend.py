"""The turn of the year: known in the expectation, learned from a series that does otherwise, never in the fact."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from talentloop.stats import Lift, Series, judge, mde80
from talentloop.stats.yearend import USUAL, turns_of_the_year, with_year_end

JULY = date(2024, 7, 1)


def days(number: int, dip: float, mean: float = 200.0, start: date = JULY) -> Series:
    """Poisson days at one level, with a factor in the fortnight of every turn of the year."""
    level = np.full(number, mean)
    for monday in turns_of_the_year(start, start + timedelta(days=number)):
        at = (monday - start).days
        level[max(at, 0) : max(at + 14, 0)] *= dip
    return Series(start, np.random.default_rng(3).poisson(level).astype(float), "count")


@pytest.mark.parametrize("year", range(2015, 2040))
def test_the_fortnight_holds_christmas_and_new_year_and_begins_on_a_monday(year: int) -> None:
    (monday,) = turns_of_the_year(date(year, 7, 1), date(year + 1, 7, 1))
    assert monday.weekday() == 0
    assert monday <= date(year, 12, 25) and date(year + 1, 1, 1) < monday + timedelta(days=14)


def test_a_ratio_and_a_summer_know_no_turn() -> None:
    ratios = (Series(JULY, np.ones(400), "ratio"), Series(JULY, np.ones(400), "ratio", np.ones(400)))
    for series in (days(120, 1.0), *ratios):
        levels = with_year_end(series, len(series))
        assert levels.calm is levels


def dip(series: Series, before: int) -> float:
    """What a day of the last turn of the year weighs, beside the same weekday of the week before."""
    monday = (turns_of_the_year(series.start, series.end)[-1] - series.start).days
    weights = with_year_end(series, before).weights
    return float(weights[monday] / weights[monday - 7])


def test_the_first_turn_is_taken_from_others_and_later_ones_from_the_series_too() -> None:
    assert dip(days(200, 1.3), 170) == pytest.approx(USUAL)
    assert 1.1 < dip(days(560, 1.3), 500) < 1.3
    assert 0.5 < dip(days(560, 0.5), 500) < 0.65


def test_nothing_later_is_in_sight() -> None:
    whole = days(560, 0.5)
    cut = Series(whole.start, whole.values[:190], whole.kind)
    assert np.array_equal(with_year_end(whole, 190).weights[:190], with_year_end(cut, 190).weights)


@pytest.mark.parametrize(("dip", "reads"), [(0.65, 0.03), (1.0, -0.05)])
def test_a_january_after_a_first_christmas_is_no_success(dip: float, reads: float) -> None:
    """Five months of history, the comparison holds the dip and the loop does not."""
    series = days(236, dip)
    loop = date(2025, 1, 6), series.end
    found = judge(series, loop, (loop[0] - timedelta(days=60), loop[0]))
    assert isinstance(found, Lift)
    assert found.lift == pytest.approx(reads, abs=0.07) and found.p > 0.05


def test_the_fact_is_what_was_counted() -> None:
    series = days(236, 0.65)
    loop = date(2025, 1, 6), series.end
    before = loop[0] - timedelta(days=60), loop[0]
    found = judge(series, loop, before)
    assert isinstance(found, Lift)
    rates = [np.mean(series.window(window)) for window in (loop, before)]
    assert found.fact == pytest.approx(rates[0] / rates[1] - 1, abs=0.02)
    assert (1 + found.expected) * (1 + found.lift) == pytest.approx(1 + found.fact)


def test_the_margin_is_known_before_a_loop_over_christmas() -> None:
    series = days(200, 0.7)
    loop = date(2024, 12, 10), series.end
    at = series.index(loop[0])
    found = judge(series, loop, (loop[0] - (loop[1] - loop[0]), loop[0]))
    assert isinstance(found, Lift)
    before = mde80(Series(series.start, series.values[:at], series.kind), len(series) - at)
    assert found.mde80 == pytest.approx(before, rel=1e-6)
