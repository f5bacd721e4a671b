"""What is said in a plan of what will happen anyway: by-effects of planned visits, and what earlier loops did."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.expectation import Experience
from ..core.findings import PlanReport, PlanRow
from ..core.kpis import KPIS
from ..report.words import Words


def expected(row: PlanRow, w: Words) -> str:
    """What the focus may do to this figure, and how much of it the planned visits will."""
    move, change = w(f"move.{row.expectation.move.value}"), row.expectation.predicted
    return move if change is None else w("plan.foreseen.move", move=move, change=w.numbers.change(change))


def foreseen(report: PlanReport, w: Words) -> Iterator[str]:
    """The planned visits, and what they alone will do to figures per visit."""
    if report.loop is None or not report.loop.planned_visits:
        return
    visits = [_visits(name, n, w) for name, n in report.loop.planned_visits.items()]
    yield w("plan.visits", visits=w.listed(visits, most=9))
    if report.foreseen:
        changes = [f"{w.inside(w.short(KPIS[id]))} {w.numbers.change(x)}" for id, x in report.foreseen.items()]
        yield w("plan.foreseen", changes=w.listed(changes, most=9))


def experience(report: PlanReport, w: Words) -> Iterator[str]:
    """What earlier loops with this focus did, each with how many there were."""
    known = [(row, row.experience) for row in report.rows if row.experience is not None]
    if known:
        yield w("plan.experience", changes=w.listed([_known(row, e, w) for row, e in known], most=99))


def _known(row: PlanRow, found: Experience, w: Words) -> str:
    change, mean = w.numbers.change(found.change), w.numbers.change(found.mean)
    return w("plan.experience.one", name=w.inside(w.short(row.kpi)), change=change, mean=mean, loops=found.loops)


def _visits(segment: str, visits: int, w: Words) -> str:
    half, _, channel = segment.partition("/")
    return w("plan.visits.one", visits=visits, channel=w.of("channel", channel), half=w(f"plan.visits.half.{half}"))
