"""What a loop asks of the next: each question only where the findings give cause for it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from talentloop.assess.questions import questions, stands_out
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.kpis.conversion import STARTS
from talentloop.core.kpis.traffic import VISITS
from talentloop.core.measurement import Figure, Measured, Measurement
from talentloop.core.period import Period
from talentloop.core.purity import Cleanness, Purity
from talentloop.core.target import TargetState
from talentloop.core.verdict import Word


def finding(word: Word, reached: bool, provable: bool) -> Any:
    target = TargetState(100.0, 0.25, reached, provable, 0.68)
    return SimpleNamespace(kpi=KPIS["applications_started"], target=target, verdict=SimpleNamespace(word=word),
                           figure=Figure(120.0))


def asked(found: list[Any], focus: Focus = Focus.CONVERSION) -> list[str]:
    scope: Any = SimpleNamespace(loop=SimpleNamespace(focus=focus), chosen=None, running=False)
    return [q.code for q in questions(found, Measurement({}, {}), scope, Purity(Cleanness.CLEAN))]


@pytest.mark.parametrize(("word", "reached", "provable", "expected"), [
    (Word.CANNOT_TELL, True, False, ["target_unprovable", "nothing_proven"]),
    (Word.CANNOT_TELL, False, True, ["target_missed", "nothing_proven"]),
    (Word.WORSE, False, False, ["target_missed", "target_unprovable"]),
    # What was proven after all needs no longer loop.
    (Word.BETTER, True, False, []),
])
def test_what_is_asked_about_a_target(word: Word, reached: bool, provable: bool, expected: list[str]) -> None:
    assert asked([finding(word, reached, provable)]) == expected


def test_a_loop_on_reach_asks_how_to_keep_who_came() -> None:
    assert asked([finding(Word.BETTER, True, True)], Focus.REACH) == ["keep_the_new_ones"]


def leak(now: tuple[int, int], then: tuple[int, int]) -> str | None:
    """The code of the question about the step from visits to started applications, (started, visits) each."""
    spring, winter = Period(date(2026, 3, 1), date(2026, 5, 1)), Period(date(2026, 1, 1), date(2026, 3, 1))
    parts = {(p, period, None): Measured(p, period, (float(n),))
             for period, (starts, visits) in ((spring, now), (winter, then))
             for p, n in ((STARTS, starts), (VISITS, visits), (*KPIS["applications_completed"].primitives, starts))}
    measurement = Measurement(parts, {})
    scope: Any = SimpleNamespace(loop=SimpleNamespace(focus=Focus.REACH), chosen=winter, running=False, measured=spring)
    found = [q.code for q in questions([], measurement, scope, Purity(Cleanness.CLEAN))]
    return next((code for code in found if code.endswith("leak")), None)


@pytest.mark.parametrize(("now", "then", "expected"), [
    ((400, 10_000), (900, 10_000), "largest_leak"),
    ((93, 1_000), (101, 1_000), "possible_leak"),  # as often as not without a cause
    ((4_400, 50_000), (5_000, 50_000), "possible_leak"),  # more than chance, but rates wobble by as much between loops
    ((100, 1_000), (101, 1_000), None),  # one application is nothing to ask about
    ((101, 1_000), (100, 1_000), None),
])
def test_a_leak_is_told_apart_from_chance(now: tuple[int, int], then: tuple[int, int], expected: str | None) -> None:
    assert leak(now, then) == expected


def test_what_is_proven_stands_out_once_and_what_is_not_does_not() -> None:
    """Reach is judged on impressions: where those stand in the report too, they tell it."""
    def told(*found: tuple[str, Word]) -> list[str | None]:
        rows: list[Any] = [SimpleNamespace(kpi=KPIS[id], verdict=SimpleNamespace(word=word, facts={}), comparisons=(),
                                           chosen=None, figure=None) for id, word in found]
        scope: Any = SimpleNamespace(band=0.1)
        return [q.kpi for q in stands_out(rows, scope) if q.code == "proven"]

    both = ("impressions", Word.BETTER), ("reach_total", Word.BETTER)
    assert told(*both, ("leads", Word.CANNOT_TELL)) == ["impressions"]
    assert told(("reach_total", Word.BETTER), ("leads", Word.WORSE)) == ["reach_total", "leads"]
