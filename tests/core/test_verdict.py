"""Every word of the verdict, from the evidence that leads to it."""

from dataclasses import replace

import pytest

from talentloop.core.kpi import Move
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift, Mix, NoLift, Refusal
from talentloop.core.verdict import Evidence, Verdict, Word, decide

UP = Lift(fact=0.30, expected=0.05, lift=0.24, low=0.10, high=0.40, p=0.001, mde80=0.15, method="forecast")
DOWN = Lift(fact=-0.20, expected=0.0, lift=-0.20, low=-0.30, high=-0.08, p=0.002, mde80=0.15, method="forecast")
FLAT = Lift(fact=0.01, expected=0.0, lift=0.01, low=-0.05, high=0.06, p=0.7, mde80=0.08, method="forecast")
VAGUE = Lift(fact=0.12, expected=0.01, lift=0.11, low=-0.12, high=0.40, p=0.3, mde80=0.35, method="counts")
BY_MIX = Mix(mix=-0.17, rate=-0.01, rate_low=-0.06, rate_high=0.04)
BY_RATE = Mix(mix=-0.02, rate=-0.18, rate_low=-0.25, rate_high=-0.11)


def word(kpi: str, evidence: Evidence) -> Word:
    return decide(KPIS[kpi], evidence).word


@pytest.mark.parametrize(("kpi", "evidence", "expected"), [
    ("visits", Evidence(UP), Word.BETTER),
    ("visits", Evidence(DOWN), Word.WORSE),
    ("cph_marketing", Evidence(DOWN), Word.BETTER),
    ("cph_marketing", Evidence(UP), Word.WORSE),
    ("visits", Evidence(FLAT), Word.NO_RELEVANT_CHANGE),
    ("visits", Evidence(VAGUE), Word.CANNOT_TELL),
    ("visits", Evidence(None), Word.CANNOT_TELL),
    ("visits", Evidence(Refusal(NoLift.BASELINE_SHORT)), Word.CANNOT_TELL),
    ("frequency", Evidence(UP), Word.CANNOT_TELL),
    ("applications_traceable", Evidence(UP), Word.CANNOT_TELL),
    ("time_on_site", Evidence(DOWN, BY_MIX, Move.MAY_SINK), Word.EXPECTED),
    ("time_on_site", Evidence(DOWN, BY_RATE, Move.MAY_SINK), Word.WORSE),
    ("time_on_site", Evidence(DOWN, BY_MIX, Move.RISE), Word.WORSE),
    ("returning_visitors", Evidence(DOWN, None, Move.MAY_SINK), Word.EXPECTED),
    ("visits", Evidence(UP, obstacle=Verdict(Word.NOT_COMPARABLE, "changed_in_loop")), Word.NOT_COMPARABLE),
])
def test_the_word_that_follows(kpi: str, evidence: Evidence, expected: Word) -> None:
    assert word(kpi, evidence) is expected


def test_an_alarm_that_does_not_stand_among_many_is_no_verdict() -> None:
    assert word("visits", Evidence(UP, stands=False)) is Word.CANNOT_TELL


def test_a_guardrail_alarm_asks_for_a_look_and_the_focus_does_not() -> None:
    assert decide(KPIS["visits"], Evidence(DOWN)).look_here
    assert not decide(KPIS["visits"], Evidence(DOWN, primary=True)).look_here


def test_a_wide_interval_never_reads_as_no_change() -> None:
    """No relevant change needs the whole interval inside the band, not a p above .05."""
    barely = replace(FLAT, low=-0.11, high=0.06)
    assert word("visits", Evidence(barely)) is Word.CANNOT_TELL
    assert word("visits", Evidence(barely, band=0.15)) is Word.NO_RELEVANT_CHANGE


def test_a_rise_that_the_season_explains_says_so() -> None:
    season = replace(VAGUE, fact=0.32, expected=0.30, lift=0.015, low=-0.15, high=0.2)
    assert decide(KPIS["visits"], Evidence(season)).because == "mostly_expected_anyway"
