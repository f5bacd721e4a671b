"""What a loop asks of the next: each question only where the findings give cause for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from talentloop.assess.questions import questions
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.measurement import Figure, Measurement
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
