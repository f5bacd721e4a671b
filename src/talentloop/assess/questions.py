"""What stands out in a loop and what to ask in the next: found in the findings, never in single people."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.findings import KpiFinding, Question
from ..core.kpi import Focus
from ..core.measurement import Figure
from ..core.purity import Cleanness, Purity
from ..core.verdict import Word
from .scope import Scope

# Steps of the candidate journey: from → to, the KPI that counts each.
STEPS = (("visits", "applications_started"), ("applications_started", "applications_completed"))


def stands_out(found: Sequence[KpiFinding], scope: Scope) -> tuple[Question, ...]:
    """Proven changes first, then guardrails that ask for a look, then comparisons that contradict each other."""
    proven = [f for f in found if f.verdict.word in (Word.BETTER, Word.WORSE)]
    notes = [Question("proven", {"word": f.verdict.word.value, **f.verdict.facts}, f.kpi.id) for f in proven]
    notes += [Question("comparisons_disagree", _directions(f), f.kpi.id) for f in found if _disagree(f, scope.band)]
    notes += [Question("high_frequency", {"value": f.figure.value, "top": f.kpi.healthy[1]}, f.kpi.id)
              for f in found if f.kpi.healthy and isinstance(f.figure, Figure) and f.figure.value > f.kpi.healthy[1]]
    return tuple(notes)


def _disagree(finding: KpiFinding, band: float) -> bool:
    changes = [c.change for c in finding.comparisons if c.change is not None]
    return bool(changes) and max(changes) > band and min(changes) < -band


def _directions(finding: KpiFinding) -> dict[str, object]:
    return {c.against.value: c.change for c in finding.comparisons if c.change is not None}


def questions(found: Sequence[KpiFinding], scope: Scope, purity: Purity) -> tuple[Question, ...]:
    """The loop's three questions made concrete: audience, insight, journey; at most five."""
    asked: list[Question] = []
    if purity.cleanness is Cleanness.SPOILED:
        change = purity.unplanned[0]
        asked.append(Question("after_spoiled_loop", {"day": change.day, "what": change.what}))
    if scope.loop.focus is Focus.REACH:
        asked.append(Question("keep_the_new_ones", {}))
    asked += _targets_missed(found) + _unprovable(found)
    leak = _largest_leak(found, scope)
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
            for f in found if f.target and f.target.provable is False]


def _largest_leak(found: Sequence[KpiFinding], scope: Scope) -> Question | None:
    """The step of the journey that lost most against what it is compared with, told in applications."""
    now = _figures(found, None)
    then = _figures(found, scope.loop.compared_with.value)
    worst: tuple[float, Question] | None = None
    for start, end in STEPS:
        lost = _lost(start, end, now, then)
        if lost and (worst is None or lost[0] > worst[0]):
            worst = (lost[0], Question("largest_leak", {"from": start, "to": end, **lost[1]}))
    return worst[1] if worst else None


def _figures(found: Sequence[KpiFinding], against: str | None) -> dict[str, float]:
    figures: dict[str, float] = {}
    for f in found:
        then = next((c.figure for c in f.comparisons if c.against.value == against), None)
        shown = f.figure if against is None else then
        if isinstance(shown, Figure):
            figures[f.kpi.id] = shown.value
    return figures


def _lost(start: str, end: str, now: dict[str, float], then: dict[str, float]) -> tuple[float, dict[str, object]] | None:
    """Applications that this step would have brought more at the rate of before."""
    if not all(figures.get(id) for figures in (now, then) for id in (start, end)):
        return None
    rate_now, rate_then = now[end] / now[start], then[end] / then[start]
    if rate_now >= rate_then:
        return None
    onward = now.get("applications_completed", 0) / now[end]
    lost = (rate_then - rate_now) * now[start] * onward
    return lost, {"rate_now": rate_now, "rate_then": rate_then, "applications": lost}
