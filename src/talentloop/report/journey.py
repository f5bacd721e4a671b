"""The candidate journey of one loop in numbers: how many people stand at each step, and where most are lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

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


@dataclass(frozen=True)
class Leak:
    """The step towards the application that keeps fewer than before, by the KPIs at both sides of it.

    `lost`: applications that it would have brought more at the rate of before.
    """

    start: str
    end: str
    rate_now: float
    rate_then: float
    lost: float


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
    ("completed", "applications_completed", _value),
    ("invited", "qualified_rate", _above),
    ("hired", "hires", _value),
)
# Towards the application, each step counts all traffic, so that what lies between two is a real loss.
LOSSES = (("visits", "applications_started"), ("applications_started", "applications_completed"))


def journey(report: LoopReport) -> tuple[Step, ...]:
    """Every step that has a figure, in order; a step without one is left out, not made zero."""
    found = []
    for id, kpi, part in STEPS:
        finding = report.finding(kpi)
        people = _people(finding, part) if finding else None
        if finding is not None and people is not None:
            found.append(Step(id, kpi, people, _before(finding, part)))
    return tuple(found)


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


def largest_leak(report: LoopReport) -> Leak | None:
    """The step that cost most applications against what the loop is compared with; None where none did."""
    now, then = _figures(report, before=False), _figures(report, before=True)
    found = [leak for start, end in LOSSES if (leak := _leak(start, end, now, then))]
    return max(found, key=lambda leak: leak.lost, default=None)


def leak_known(report: LoopReport) -> bool:
    """Is there a step of which both sides are known, now and before?"""
    now, then = _figures(report, before=False), _figures(report, before=True)
    return any(figures.get(start) and end in figures for start, end in LOSSES for figures in (now, then))


def _figures(report: LoopReport, before: bool) -> dict[str, float]:
    figures = {}
    for finding in report.findings:
        shown = (finding.chosen.figure if finding.chosen else None) if before else finding.figure
        if isinstance(shown, Figure):
            figures[finding.kpi.id] = shown.value
    return figures


def _leak(start: str, end: str, now: dict[str, float], then: dict[str, float]) -> Leak | None:
    if not all(figures.get(id) for figures in (now, then) for id in (start, end)):
        return None
    rate_now, rate_then = now[end] / now[start], then[end] / then[start]
    applications = now.get("applications_completed", 0.0) / now[end]
    lost = (rate_then - rate_now) * now[start] * applications
    return Leak(start, end, rate_now, rate_then, lost) if lost > 0 else None


def onward(steps: tuple[Step, ...]) -> dict[str, float]:
    """Share of the step before, per step; left out where a step is larger than the one before it."""
    return {b.id: b.people / a.people for a, b in pairwise(steps) if a.people and b.people <= a.people}
