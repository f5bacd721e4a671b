"""The client's own expectation rests on closed, comparable loops of the same focus that were over before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from talentloop.assess.experience import experience
from talentloop.core.archive import Given, Kept
from talentloop.core.kpi import Focus
from talentloop.core.loop import Closing, Loop
from talentloop.core.period import Period
from talentloop.core.verdict import Word


def loop(number: int, focus: Focus = Focus.REACH) -> Loop:
    period = Period.of_months(date(2025, 1 + 2 * (number - 1), 1), 2)
    return Loop(number, period, focus, "impressions", "x", closing=Closing(period.end, "les"))


def kept(number: int, fact: float | None, word: Word = Word.CANNOT_TELL) -> Kept:
    return Kept(number, date(2025, 12, 1), "impressions", {"time_on_site": Given(word, "x", fact)})


LOOPS = [loop(n) for n in (1, 2, 3, 4)]
ALL = {n: kept(n, -0.12) for n in (1, 2, 3)}


def test_three_loops_alike_are_an_expectation() -> None:
    found = experience(LOOPS[3], LOOPS, ALL)["time_on_site"]
    assert found.loops == 3 and found.mean == pytest.approx(-0.12) and found.change == pytest.approx(-0.12)


@pytest.mark.parametrize("one", [kept(2, -0.12, Word.NOT_COMPARABLE), kept(2, None), kept(2, -0.12, Word.TOO_EARLY)])
def test_a_loop_that_says_nothing_does_not_count(one: Kept) -> None:
    assert experience(LOOPS[3], LOOPS, {**ALL, 2: one}) == {}


def test_other_focus_later_and_open_loops_do_not_count() -> None:
    other = [replace(x, focus=Focus.TRAFFIC) if x.number == 2 else x for x in LOOPS]
    assert experience(LOOPS[3], other, ALL) == {}
    assert experience(LOOPS[2], LOOPS, ALL) == {}, "its own loop is no past"
    still_open = [replace(x, closing=None) if x.number == 1 else x for x in LOOPS]
    assert experience(LOOPS[3], still_open, ALL) == {}
