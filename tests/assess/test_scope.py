"""A running loop is held against as many days, never against a whole period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from talentloop.assess.scope import Scope
from talentloop.core.kpi import Focus
from talentloop.core.loop import Against, Loop
from talentloop.core.period import Period
from talentloop.core.workdays import Workdays

LOOP = Loop(5, Period(date(2026, 9, 1), date(2026, 11, 1)), Focus.TRAFFIC, "visits", "najaar")
PREVIOUS = LOOP.period.previous()
OVER = Scope(LOOP, (LOOP,), None, date(2026, 11, 5), LOOP.period, {Against.PREVIOUS: PREVIOUS}, LOOP.period, {},
             Workdays(), 0.1)


def test_a_loop_that_is_over_is_held_against_the_whole() -> None:
    assert OVER.beside == {Against.PREVIOUS: PREVIOUS}


def test_half_a_loop_is_held_against_as_many_days() -> None:
    half = replace(OVER, as_of=date(2026, 10, 1), measured=Period(date(2026, 9, 1), date(2026, 10, 1)))
    assert half.beside == {Against.PREVIOUS: Period(PREVIOUS.start, date(2026, 7, 31))}
    assert half.chosen == PREVIOUS and set(half.periods) == {half.measured, PREVIOUS, *half.beside.values()}


def test_before_the_first_day_it_is_the_whole_that_targets_are_told_against() -> None:
    ahead = replace(OVER, as_of=date(2026, 8, 20), measured=Period(date(2026, 9, 1), date(2026, 9, 1)))
    assert ahead.beside == {Against.PREVIOUS: PREVIOUS}
