"""Where a level is heading: it follows a season it can see, goes back where it came from, and does not know the date."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from talentloop.stats.level import Levels
from talentloop.stats.outlook import LEAST, WEEKS, outlook
from talentloop.stats.series import Series

DAYS = 60


def heading(log_level: np.ndarray, noise: float = 0.002) -> tuple[float, float]:
    """Outlook of the next DAYS days, as a change from the mean log level of the last DAYS, and how unsure it is."""
    levels = Levels(Series(date(2023, 1, 2), np.exp(log_level) * 100, "amount"), len(log_level))
    with np.errstate(all="ignore"):
        mean, sd = outlook(levels, np.array([len(log_level)]), np.array([noise]), np.array([0]), DAYS)
        now = float(levels.level(len(log_level) - DAYS, len(log_level)))
    return float(mean[0]) - now, float(sd[0])


def yearly(days: int, turn: float, size: float = 0.5) -> np.ndarray:
    return size * np.cos(2 * np.pi * (np.arange(days) - turn) / 364)


def coming(whole: np.ndarray, days: int) -> float:
    """What the level really does in the DAYS after the first `days`, on the log scale."""
    return float(np.log(np.exp(whole[days : days + DAYS]).mean() / np.exp(whole[days - DAYS : days]).mean()))


@pytest.mark.parametrize("turn", [0, 91, 182, 273])
def test_with_two_years_a_season_is_foreseen(turn: float) -> None:
    whole = yearly(800, turn)
    found, _ = heading(whole[:740])
    assert found == pytest.approx(coming(whole, 740), abs=0.08)


@pytest.mark.parametrize("days", [120, 240])
def test_within_the_first_year_a_curve_is_followed_part_of_the_way(days: int) -> None:
    """Half-way down a slope it goes on, and is unsure: better than standing still, never the whole way at 120 days."""
    whole = yearly(days + DAYS, days - 91)
    found, unsure = heading(whole[:days])
    truth = coming(whole, days)
    assert truth < -0.2
    assert truth - 2 * unsure < found < 0.3 * truth


def test_a_level_that_stood_still_is_expected_to_stand_still() -> None:
    found, unsure = heading(np.zeros(240))
    assert found == pytest.approx(0.0, abs=0.01)
    assert heading(np.zeros(120))[1] > unsure


def test_one_week_out_of_the_world_hardly_moves_it() -> None:
    spiked = np.zeros(200)
    spiked[-30:-23] += 3.0
    plain, _ = heading(np.zeros(200))
    levels = Levels(Series(date(2023, 1, 2), np.exp(spiked) * 100, "amount"), 200)
    with np.errstate(all="ignore"):
        mean, _ = outlook(levels, np.array([200]), np.array([0.002]), np.array([0]), DAYS)
    assert float(mean[0]) - np.log(100) == pytest.approx(plain, abs=0.1)


def test_a_gap_is_bridged_and_too_little_is_refused() -> None:
    whole = yearly(300, 60)
    holed = whole.copy()
    holed[180:201] = np.nan
    assert heading(holed)[0] == pytest.approx(heading(whole)[0], abs=0.05)
    assert np.isnan(heading(np.zeros(7 * LEAST - 1))[0])


def test_a_longer_past_than_it_looks_back_on_changes_nothing() -> None:
    whole = np.concatenate([np.full(200, 2.0), yearly(7 * WEEKS, 100)])
    assert heading(whole) == pytest.approx(heading(whole[200:]), abs=0.02)


def test_a_loop_further_away_is_less_sure() -> None:
    levels = Levels(Series(date(2023, 1, 2), np.exp(yearly(300, 60)) * 100, "amount"), 300)
    with np.errstate(all="ignore"):
        spreads = [outlook(levels, np.array([300]), np.array([0.002]), np.array([gap]), DAYS)[1] for gap in (0, 120)]
    near, far = (float(sd[0]) for sd in spreads)
    assert far > near
