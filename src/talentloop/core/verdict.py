"""The verdict on one KPI of one loop: a closed set of words, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .kpi import Direction, Kpi, Move
from .lift import Lift, Mix, Refusal


class Word(Enum):
    BETTER = "better"
    WORSE = "worse"
    NO_RELEVANT_CHANGE = "no_relevant_change"
    CANNOT_TELL = "cannot_tell"
    EXPECTED = "expected_by_effect"
    TOO_EARLY = "too_early"
    NOT_COMPARABLE = "not_comparable"
    NO_DATA = "no_data"


PROVEN = frozenset({Word.BETTER, Word.WORSE})
ALPHA = 0.05
BAND = 0.10  # changes smaller than this are of no consequence, unless the client says otherwise


@dataclass(frozen=True)
class Verdict:
    """`because` names the sentence, `facts` fill it in; `look_here` marks a guardrail alarm, which is no failure."""

    word: Word
    because: str
    facts: Mapping[str, object] = field(default_factory=dict)
    look_here: bool = False


@dataclass(frozen=True)
class Evidence:
    """Everything that a verdict may rest on.

    `obstacle` is a verdict that is already settled (no data, too early, not comparable) and comes before statistics.
    `alarms`: for the KPIs beside the primary one, whether it stands after correction for looking at many.
    """

    lift: Lift | Refusal | None
    mix: Mix | None = None
    move: Move = Move.NO_OPINION
    primary: bool = False
    stands: bool = True
    obstacle: Verdict | None = None
    band: float = BAND


def decide(kpi: Kpi, evidence: Evidence) -> Verdict:
    """One verdict from the evidence, in this order: obstacles, statistics that refuse, by-effects, the test itself."""
    if evidence.obstacle:
        return evidence.obstacle
    if evidence.lift is None:
        return Verdict(Word.CANNOT_TELL, "no_comparison")
    if isinstance(evidence.lift, Refusal):
        return Verdict(Word.CANNOT_TELL, evidence.lift.reason.value, {"detail": evidence.lift.detail})
    if kpi.direction is Direction.NONE:
        return Verdict(Word.CANNOT_TELL, "says_nothing_of_the_work", _facts(evidence.lift))
    return _by_effect(kpi, evidence) or _tested(kpi, evidence)


def _by_effect(kpi: Kpi, evidence: Evidence) -> Verdict | None:
    """A fall through another mix of visitors is no decline, wherever the groups themselves did not get worse.

    A KPI that may sink at this focus and whose fall cannot be split in mix and rate is expected only as far as its
    own test cannot tell; a proven fall without a split stays a fall that may be expected, and says so.
    """
    lift, mix = evidence.lift, evidence.mix
    assert isinstance(lift, Lift)
    if mix is None or evidence.move is not Move.MAY_SINK or not _worse_way(kpi, lift.fact):
        return None
    facts = {**_facts(lift), "mix": mix.mix, "rate": mix.rate, "rate_low": mix.rate_low, "rate_high": mix.rate_high}
    if not _worse_way(kpi, mix.mix):
        return None
    groups_worse = mix.rate_high < 0 if _good_sign(kpi) > 0 else mix.rate_low > 0
    if groups_worse and abs(mix.rate) > evidence.band:
        return Verdict(Word.WORSE, "worse_within_groups", facts, look_here=not evidence.primary)
    if abs(mix.mix) < abs(mix.rate):
        return None
    return Verdict(Word.EXPECTED, "expected_through_mix", facts)


def _tested(kpi: Kpi, evidence: Evidence) -> Verdict:
    lift = evidence.lift
    assert isinstance(lift, Lift)
    facts = _facts(lift)
    excludes_zero = lift.low > 0 or lift.high < 0
    if lift.p <= ALPHA and excludes_zero and evidence.stands:
        return _proven(kpi, evidence, facts)
    if -evidence.band < lift.low and lift.high < evidence.band:
        return Verdict(Word.NO_RELEVANT_CHANGE, "inside_band", {**facts, "band": evidence.band})
    if abs(lift.fact) > evidence.band and abs(lift.lift) < abs(lift.fact) / 2 and lift.expected * lift.fact > 0:
        return Verdict(Word.CANNOT_TELL, "mostly_expected_anyway", facts)
    return Verdict(Word.CANNOT_TELL, "within_usual_wobble", facts)


def _proven(kpi: Kpi, evidence: Evidence, facts: Mapping[str, object]) -> Verdict:
    lift = evidence.lift
    assert isinstance(lift, Lift)
    if kpi.direction is Direction.BAND:
        return Verdict(Word.CANNOT_TELL, "has_a_healthy_band", facts)
    if not _worse_way(kpi, lift.lift):
        return Verdict(Word.BETTER, "more_than_usual_wobble", facts)
    if evidence.move is Move.MAY_SINK:
        return Verdict(Word.EXPECTED, "expected_at_this_focus", facts)
    return Verdict(Word.WORSE, "less_than_usual_wobble", facts, look_here=not evidence.primary)


def _good_sign(kpi: Kpi) -> int:
    return -1 if kpi.direction is Direction.DOWN else 1


def _worse_way(kpi: Kpi, change: float) -> bool:
    return change * _good_sign(kpi) < 0


def _facts(lift: Lift) -> dict[str, object]:
    return {"fact": lift.fact, "expected": lift.expected, "lift": lift.lift, "low": lift.low, "high": lift.high,
            "p": lift.p, "mde80": lift.mde80, "wide": lift.wide}
