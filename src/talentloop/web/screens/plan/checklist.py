"""Before a loop starts: what is ready and what is not, each with the way to do it; it ticks itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ....core.findings import PlanReport, PlanRow
from ....core.kpi import Move
from ....core.loop import Loop
from ....core.measurement import CannotSay
from ....report.words import Words


@dataclass(frozen=True)
class Step:
    """`id` names what it is about, `place` the address where it is done; `says` tells how it stands."""

    id: str
    done: bool
    place: str
    says: str


def checklist(w: Words, report: PlanReport, loops: Sequence[Loop], today: date) -> Iterator[Step]:
    """In the order of the paper: before, strategy, KPI, targets, what can be proven, expectations, the loop before.
    Without a loop, what belongs to one begins with starting it."""
    loop, primary = report.loop, next((row for row in report.rows if row.primary), None)
    yield _said(w, "baseline", report.baseline is not None, "plan_baseline")
    yield _said(w, "strategy", loop is not None, "plan_start")
    yield _compared(w, primary)
    wanted = [row for row in report.rows if row.wanted_change is not None]
    yield _said(w, "targets", bool(wanted), "plan_targets" if loop else "plan_start", n=len(wanted))
    yield _provable(w, wanted, "plan_targets" if loop else "plan_start")
    yield _said(w, "expected", bool(loop and loop.planned_visits), "plan_visits" if loop else "plan_start")
    due = [x.number for x in loops if not x.closed and x.period.end <= today and x is not loop]
    yield _said(w, "closed", not due, "plan", n=len(due))


def _compared(w: Words, primary: PlanRow | None) -> Step:
    """The KPI that the loop is about has a figure to be held against; without one it is data that lacks."""
    if primary is None:
        return _said(w, "primary", False, "plan_start")
    if isinstance(primary.base, CannotSay):
        return Step("primary", False, "data", w("web.plan.step.primary.blank", name=w.name(primary.kpi)))
    return _said(w, "primary", True, "plan_start", name=w.name(primary.kpi))


def _provable(w: Words, wanted: Sequence[PlanRow], place: str) -> Step:
    """The loop's own target comes first; without one, all of them."""
    asked = [row for row in wanted if row.primary] or list(wanted)
    return _said(w, "provable", bool(asked) and all(row.provable for row in asked), place)


def _said(w: Words, id: str, done: bool, place: str, **facts: object) -> Step:
    return Step(id, done, place, w(f"web.plan.step.{id}.{'done' if done else 'todo'}", **facts))


def reasons(w: Words, report: PlanReport) -> list[tuple[str, str]]:
    """What may sink at this focus, and why that is no decline: the KPIs of a pillar with one reason."""
    if report.loop is None:
        return []
    found: dict[str, list[str]] = {}
    for row in report.rows:
        id = f"web.plan.because.{report.loop.focus.value}.{row.kpi.pillar.value}"
        if row.expectation.move is Move.MAY_SINK and w.has(id):
            found.setdefault(id, []).append(_predicted(w, row))
    return [(w.capital(w.listed(names, most=9)), w(id)) for id, names in found.items()]


def _predicted(w: Words, row: PlanRow) -> str:
    name, change = w.inside(w.short(row.kpi)), row.expectation.predicted
    return name if change is None else f"{name} ({w('web.plan.predicted', change=w.numbers.change(change))})"
