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
from ..core.verdict import ALPHA, Word
from ..stats.counts import WOBBLE, compare
from .scope import Scope


@dataclass(frozen=True)
class Step:
    """One step of the candidate journey, both ends seen by the same instrument, so that the rate is one."""

    start: str
    end: str
    through: Primitive
    of: Primitive

    def share(self, measurement: Measurement, period: Period) -> Figure | None:
        """The share that takes the step, with both its ends; None when it cannot be said."""
        found = figure(Ratio(self.through, self.of), measurement, period)
        return None if isinstance(found, CannotSay) or not found.above or not found.below else found


FEWEST = 2  # applications that a leak must cost to be worth a question
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
    if scope.loop.focus is Focus.REACH and any(isinstance(f.figure, Figure) for f in found):
        asked.append(Question("keep_the_new_ones", {}))
    asked += _targets_missed(found) + _unprovable(found)
    leak = _largest_leak(measurement, scope)
    if leak:
        asked.append(leak)
    if not scope.running and not any(f.verdict.word in (Word.BETTER, Word.WORSE) for f in found):
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
    return worst[1] if worst and worst[0] >= FEWEST else None


def _lost(step: Step, measurement: Measurement, now: Period, then: Period) -> tuple[float, Question] | None:
    """Applications that this step would have brought more at the rate of before, and the question it raises.

    A fall that chance and the usual wobble between loops explain is a possible leak, and is called so.
    """
    after, before = (step.share(measurement, period) for period in (now, then))
    completed = KPIS["applications_completed"].value(measurement, now)
    if isinstance(completed, CannotSay) or not after or not before or after.value >= before.value:
        return None
    lost = completed.value * (before.value / after.value - 1)
    facts = {"from": step.start, "to": step.end, "rate_now": after.value, "rate_then": before.value, "applications": lost}
    return lost, Question("largest_leak" if _beyond_chance(after, before) else "possible_leak", facts)


def _beyond_chance(now: Figure, then: Figure) -> bool:
    return compare(now.above or 0, then.above or 0, now.below or 0, then.below or 0, WOBBLE).p <= ALPHA
