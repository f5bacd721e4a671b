"""The candidate journey of one loop in numbers: how many people stand at each step, and what part goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..core.findings import KpiFinding, LoopReport
from ..core.measurement import CannotSay, Figure

Part = Callable[[Figure], float | None]


@dataclass(frozen=True)
class Step:
    """One step: its word (`step.<id>`), the KPI it is told by, people now and in what the loop is compared with."""

    id: str
    kpi: str
    people: float
    before: float | None


def _value(figure: Figure) -> float | None:
    return figure.value


def _above(figure: Figure) -> float | None:
    return figure.above


def _below(figure: Figure) -> float | None:
    return figure.below


STEPS: tuple[tuple[str, str, Part], ...] = (
    ("target_group", "target_group_share", _below),
    ("reached", "reach_total", _value),
    ("visited", "unique_visitors", _value),
    ("returned", "returning_visitors", _value),
    ("lead", "leads", _value),
    ("started", "applications_started", _value),
    ("sent", "completion_rate", _above),
    ("completed", "applications_completed", _value),
    ("invited", "qualified_rate", _above),
    ("hired", "hires", _value),
)
# Shares are told only between steps that one instrument sees: an application made inside LinkedIn has no start here, so
# what the site sees sent stands between what it saw begin and all that the ATS got.
ONWARD = (("target_group", "reached"), ("reached", "visited"), ("visited", "returned"), ("started", "sent"),
          ("completed", "invited"), ("invited", "hired"))


def journey(report: LoopReport) -> tuple[Step, ...]:
    """Every step that has a figure, in order; a step without one is left out, not made zero."""
    found = []
    for id, kpi, part in STEPS:
        finding = report.finding(kpi)
        if id == "sent":
            found += _sent(report, part)
        people = _people(finding, part) if finding else None
        if finding is not None and people is not None:
            found.append(Step(id, kpi, people, _before(finding, part)))
    return tuple(found)


def _sent(report: LoopReport, part: Part) -> list[Step]:
    """Applications that the site saw sent, of those that it saw begin: both ends of the form's own rate."""
    told = report.finding("applications_completed")
    rate = dict(told.companions).get("completion_rate") if told else None
    people = part(rate) if isinstance(rate, Figure) else None
    return [] if people is None else [Step("sent", "completion_rate", people, None)]


def _people(finding: KpiFinding, part: Part) -> float | None:
    """People at a step. Hires are those of this loop's own applications: the others did not make this journey."""
    if finding.kpi.id == "hires":
        return float(finding.maturity.observed) if finding.maturity else None
    return None if isinstance(finding.figure, CannotSay) else part(finding.figure)


def _before(finding: KpiFinding, part: Part) -> float | None:
    chosen = finding.chosen
    if finding.kpi.id == "hires" or chosen is None or isinstance(chosen.figure, CannotSay):
        return None
    return part(chosen.figure)


def onward(steps: tuple[Step, ...]) -> dict[str, float]:
    """Share of the step before, per step, where both are counted alike."""
    people = {s.id: s.people for s in steps}
    return {b: people[b] / people[a] for a, b in ONWARD if people.get(a) and b in people and people[b] <= people[a]}
