"""What stands out in a loop and what to ask in the next: found in the findings, never in single people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.findings import KpiFinding, Question
from ..core.kpi import Focus
from ..core.kpis import KPIS
from ..core.kpis.conversion import COMPLETES_SEEN, STARTS
from ..core.kpis.traffic import VISITS
from ..core.lift import Lift
from ..core.measure import Primitive, Ratio
from ..core.measurement import CannotSay, Figure, Measurement, figure
from ..core.period import Period
from ..core.purity import Cleanness, Purity
from ..core.verdict import Word
from .scope import Scope


@dataclass(frozen=True)
class Step:
    """One step of the candidate journey, both ends seen by the same instrument, so that the rate is one."""

    start: str
    end: str
    through: Primitive
    of: Primitive

    def rate(self, measurement: Measurement, period: Period) -> float:
        """Share that takes the step; 0 when it cannot be said."""
        found = figure(Ratio(self.through, self.of), measurement, period)
        return 0.0 if isinstance(found, CannotSay) else found.value


STEPS = (
    Step("visits", "applications_started", STARTS, VISITS),
    Step("applications_started", "applications_completed", COMPLETES_SEEN, STARTS),
)


def stands_out(found: Sequence[KpiFinding], scope: Scope) -> tuple[Question, ...]:
    """Proven changes first, then comparisons that contradict each other, then what is outside its healthy band.

    KPIs that are judged on the days of another KPI in the report are told by that one.
    """
    told = {f.kpi.measure for f in found}
    proven = [f for f in found if f.verdict.word in (Word.BETTER, Word.WORSE) and f.kpi.judged_on not in told]
    notes = [Question("proven", {"word": f.verdict.word.value, **f.verdict.facts}, f.kpi.id) for f in proven]
    notes += [Question("comparisons_disagree", _directions(f), f.kpi.id) for f in found if _disagree(f, scope.band)]
    notes += [Question("high_frequency", {"value": f.figure.value, "top": f.kpi.healthy[1]}, f.kpi.id)
              for f in found if f.kpi.healthy and isinstance(f.figure, Figure) and f.figure.value > f.kpi.healthy[1]]
    return tuple(notes)


def _disagree(finding: KpiFinding, band: float) -> bool:
    """Do two comparisons point opposite ways, each by more than this loop can prove?"""
    changes = [c.change for c in finding.comparisons if c.change is not None]
    lift = finding.chosen.lift if finding.chosen else None
    least = max(band, lift.mde80) if isinstance(lift, Lift) else 1.0
    return bool(changes) and max(changes) > least and min(changes) < -least


def _directions(finding: KpiFinding) -> dict[str, object]:
    return {c.against.value: c.change for c in finding.comparisons if c.change is not None}


def questions(found: Sequence[KpiFinding], measurement: Measurement, scope: Scope,
              purity: Purity) -> tuple[Question, ...]:
    """The loop's three questions made concrete: audience, insight, journey; at most five."""
    asked: list[Question] = []
    if purity.cleanness is Cleanness.SPOILED:
        change = purity.unplanned[0]
        asked.append(Question("after_spoiled_loop", {"day": change.day, "what": change.what}))
    if scope.loop.focus is Focus.REACH:
        asked.append(Question("keep_the_new_ones", {}))
    asked += _targets_missed(found) + _unprovable(found)
    leak = _largest_leak(measurement, scope)
    if leak:
        asked.append(leak)
    if not any(f.verdict.word in (Word.BETTER, Word.WORSE) for f in found):
        asked.append(Question("nothing_proven", {}))
    return tuple(asked[:5])


def _targets_missed(found: Sequence[KpiFinding]) -> list[Question]:
    return [Question("target_missed", {"wanted": f.target.wanted, "value": f.figure.value}, f.kpi.id) for f in found
            if f.target and f.target.reached is False and isinstance(f.figure, Figure)]


def _unprovable(found: Sequence[KpiFinding]) -> list[Question]:
    return [Question("target_unprovable", {"change": f.target.wanted_change, "mde80": f.target.mde80}, f.kpi.id)
            for f in found if f.target and f.target.provable is False and f.verdict.word is not Word.BETTER]


def _largest_leak(measurement: Measurement, scope: Scope) -> Question | None:
    """The step of the journey that lost most against what it is compared with, told in applications."""
    if scope.chosen is None or scope.running:
        return None
    leaks = [leak for step in STEPS if (leak := _lost(step, measurement, scope.measured, scope.chosen))]
    worst = max(leaks, key=lambda leak: leak[0], default=None)
    return worst[1] if worst and worst[0] >= 1 else None


def _lost(step: Step, measurement: Measurement, now: Period, then: Period) -> tuple[float, Question] | None:
    """Applications that this step would have brought more at the rate of before, and the question it raises."""
    rates = [step.rate(measurement, period) for period in (now, then)]
    completed = KPIS["applications_completed"].value(measurement, now)
    if isinstance(completed, CannotSay) or not all(rates) or rates[0] >= rates[1]:
        return None
    lost = completed.value * (rates[1] / rates[0] - 1)
    facts = {"from": step.start, "to": step.end, "rate_now": rates[0], "rate_then": rates[1], "applications": lost}
    return lost, Question("largest_leak", facts)
