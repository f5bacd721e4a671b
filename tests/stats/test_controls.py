"""A control takes off what happened everywhere, nothing where it has nothing to do with it, and never adds proof."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from talentloop.core.lift import Lift
from talentloop.stats.controls import Scores, foreseen, past_scores, standard_score, steered
from talentloop.stats.series import Series

from .invented import MONDAY, daily, last_loop, verdict

DAYS = 60


def past(values: list[float]) -> Scores:
    return {date(2026, 1, 1) - timedelta(days=30 * i): x for i, x in enumerate(values)}


def lift(p: float = 0.04, change: float = 0.3) -> Lift:
    return Lift(change, 0.0, change, 0.02, 0.66, p, 0.4, "forecast")


RNG = np.random.default_rng(3)
SHARED = list(RNG.normal(size=20))
APART = list(RNG.normal(size=20))


def test_what_the_control_saw_too_is_taken_off() -> None:
    found = steered(lift(), past(SHARED), [(past(SHARED), 2.0)], DAYS)
    assert found is not None
    assert found.lift.lift < 0.1 and found.lift.p > 0.05
    assert found.carried > 0 and 0.3 < found.weights[0] < 1
    assert (1 + found.lift.lift) * (1 + found.lift.expected) == pytest.approx(1.3)


def test_a_quiet_control_leaves_the_middle_and_narrows_the_margin() -> None:
    found = steered(lift(), past(SHARED), [(past(SHARED), 0.0)], DAYS)
    assert found is not None
    assert found.lift.lift == pytest.approx(0.3)
    assert found.lift.high - found.lift.low < 0.64 and found.lift.mde80 < 0.4 and found.lift.p < 0.04


def test_a_control_that_foretold_nothing_takes_no_part() -> None:
    assert steered(lift(), past(SHARED), [(past(APART), 2.0)], DAYS) is None


def test_a_short_past_says_nothing_and_a_longer_one_is_believed_more() -> None:
    assert steered(lift(), past(SHARED[:3]), [(past(SHARED[:3]), 2.0)], DAYS) is None
    weights = []
    for n in (8, 20):
        found = steered(lift(), past(SHARED[:n]), [(past(SHARED[:n]), 2.0)], DAYS)
        assert found is not None
        weights.append(found.weights[0])
    assert weights[0] < weights[1] < 1


def test_a_move_beyond_all_experience_makes_the_margin_wider() -> None:
    calm = [x / 4 for x in SHARED]
    found = steered(lift(), past(calm), [(past(calm), 4.0)], DAYS)
    assert found is None or found.narrower > 1


def test_no_days_after_the_loop_begins_are_looked_at() -> None:
    values = daily(600)
    loop, _ = last_loop(Series(MONDAY, values))
    before = past_scores(Series(MONDAY, values), loop)
    changed = values.copy()
    changed[-DAYS:] *= 3
    assert before == past_scores(Series(MONDAY, changed), loop)
    assert len(before) >= 10 and max(before) == loop[0] - timedelta(days=DAYS)


def test_a_score_has_the_sign_of_its_lift_and_the_size_of_its_p() -> None:
    quiet = verdict(daily(600))
    assert isinstance(quiet, Lift)
    score = standard_score(quiet)
    assert score is not None and np.sign(score) == np.sign(quiet.lift)
    assert standard_score(lift(0.05)) == pytest.approx(1.96, abs=0.01)
    assert standard_score("no lift") is None


def test_what_is_foreseen_is_the_margin_that_loops_get_on_average() -> None:
    """Over loops whose controls move as they did in the past, squared margins come to what was foreseen."""
    expected = foreseen(past(SHARED), [past(SHARED)], DAYS)
    came = [steered(lift(), past(SHARED), [(past(SHARED), float(now))], DAYS) for now in RNG.normal(size=200)]
    squares = [found.narrower**2 for found in came if found is not None]
    assert expected is not None and expected < 1 and len(squares) == 200
    assert expected == pytest.approx(np.sqrt(np.mean(squares)), rel=0.03)


def test_nothing_is_foreseen_of_a_control_that_foretold_nothing_or_has_no_past() -> None:
    assert foreseen(past(SHARED), [past(APART)], DAYS) is None
    assert foreseen(past(SHARED[:3]), [past(SHARED[:3])], DAYS) is None
    assert foreseen(past(SHARED), [], DAYS) is None
