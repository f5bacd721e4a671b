"""What a plan says: per KPI where it stands and what can be proven, and what will happen anyway."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.expectation import Experience
from ..core.findings import PlanReport, PlanRow
from ..core.kpi import Direction, Kpi, Move, Unit
from ..core.kpis import KPIS
from ..core.measurement import CannotSay, Figure
from .figures import cannot_say, figure_text
from .read_away import read_away_planned
from .words import Words

MOVES = {Move.RISE: "▲", Move.MAY_SINK: "◇", Move.NO_OPINION: "·"}
HARDLY = 1.0  # a loop that only proves a change larger than this proves hardly anything
HEADINGS = ("kpi", "base", "wanted", "provable_from", "provable", "expectation")
MOST_KNOWN = 6  # figures of which it is told what this focus did before; all of them are in the JSON


def plan_cells(row: PlanRow, w: Words) -> tuple[str, ...]:
    """Where a KPI stands, what is wanted, what one loop can prove of it, and what the focus does."""
    n = w.numbers
    base = cannot_say(w, row.base, short=True) if isinstance(row.base, CannotSay) else _with_days(row.kpi, row.base, w)
    wanted = "–" if row.wanted_change is None else n.change(row.wanted_change)
    least = "–" if row.mde80 is None or row.kpi.direction is Direction.NONE else _least(row.mde80, w)
    proof = "–" if row.provable is None else w("plan.provable.yes" if row.provable else "plan.provable.no")
    return (w(f"kpi.{row.kpi.id}.name"), base, wanted, least, proof, f"{MOVES[row.expectation.move]} {expected(row, w)}")


def _with_days(kpi: Kpi, figure: Figure, w: Words) -> str:
    """The figure; a bare number of days would read as a count."""
    days = kpi.unit is Unit.DAYS and not figure.is_range
    return w.numbers.days(figure.value) if days else figure_text(w, kpi, figure)


def _least(mde80: float, w: Words) -> str:
    """From which change on a loop proves something; past a doubling the number helps nobody."""
    return w("plan.hardly") if mde80 > HARDLY else "±" + w.numbers.percent(mde80)


def unprovable(row: PlanRow, report: PlanReport, w: Words) -> str:
    """A target that one loop cannot prove, with what to do instead, and what several sites would make provable."""
    together = report.together.get(row.kpi.id)
    told = _instead(row, report.earlier.get(row.kpi.id), w)
    if together is None:
        return told
    way = "enough" if together.enough else "not_enough"
    return f"{told} {w(f'plan.together.{way}', n=together.sites, mde='±' + w.numbers.percent(together.mde80))}"


def _instead(row: PlanRow, earlier: str | None, w: Words) -> str:
    change, least = w.numbers.change(row.wanted_change or 0), "±" + w.numbers.percent(row.mde80 or 0)
    if earlier:
        return w("plan.earlier", name=w.name(row.kpi), change=change, earlier=w(f"kpi.{earlier}.name"))
    return w("plan.target_too_small", name=w.name(row.kpi), change=change, mde=least)


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
    """What earlier loops with this focus did, each with how many: of what the loop is about first, then by size."""
    known = [(row, row.experience) for row in report.rows if row.experience is not None]
    about = {row.kpi.id for row in report.rows if row.wanted is not None} | {report.loop.primary if report.loop else ""}
    known.sort(key=lambda one: (one[0].kpi.id not in about, -abs(one[1].change)))
    if known:
        yield w("plan.experience", changes=w.listed([_known(row, e, w) for row, e in known], most=MOST_KNOWN))


def read_away(report: PlanReport, w: Words) -> Iterator[str]:
    """What earlier loops did to which figures, without which the past behind this plan is read."""
    return read_away_planned(w, report.rows)


def steered(report: PlanReport, w: Words) -> Iterator[str]:
    """Which control series stand beside which figures, so that a smaller change can be proven."""
    told: dict[tuple[str, ...], list[PlanRow]] = {}
    for row in report.rows:
        if row.controls:
            told.setdefault(row.controls, []).append(row)
    for names, rows in told.items():
        yield w("plan.controls", names=w.listed(list(names), most=4),
                kpis=w.listed([w.inside(w.short(row.kpi)) for row in rows], most=9))


def _known(row: PlanRow, found: Experience, w: Words) -> str:
    change, mean = w.numbers.change(found.change), w.numbers.change(found.mean)
    return w("plan.experience.one", name=w.inside(w.short(row.kpi)), change=change, mean=mean, loops=found.loops)


def _visits(segment: str, visits: int, w: Words) -> str:
    half, _, channel = segment.partition("/")
    return w("plan.visits.one", visits=visits, channel=w.of("channel", channel), half=w(f"plan.visits.half.{half}"))
