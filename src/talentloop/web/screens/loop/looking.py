"""Another look at a loop: beside another period, or one part of it only; the address says which, and can be shared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from ....assess.compare import relative_change
from ....assess.parts import Cells, part
from ....command.reading import ways
from ....core.dimension import DIMENSIONS
from ....core.findings import LoopReport
from ....core.kpi import Dated, Kind, Kpi
from ....core.kpis import framework, headline
from ....core.loop import BEFOREHAND, Against, Loop, same_weekdays
from ....core.measurement import CannotSay, Figure, Reason
from ....core.period import Period
from ....report.changes import change_text, per_day
from ....report.figures import bar_lengths, told_shortly
from ....report.words import Words
from ....workspace import Workspace

USUAL = ("visits", "impressions", "applications_completed")  # what parts are told by where the loop's own KPI cannot be


@dataclass(frozen=True)
class Link:
    """One choice: its words, the address that makes it, whether it is the one that is shown, and how long its bar is."""

    name: str
    href: str
    here: bool = False
    says: str = ""
    length: int | None = None


@dataclass(frozen=True)
class Look:
    """What is looked at. `against` None: as was chosen beforehand; `wrong`: the day that was asked for cannot be."""

    against: Against | None = None
    other: Period | None = None
    wrong: bool = False
    by: str = ""
    segment: str = ""
    dated: Dated = Dated.ACTIVITY


def look(asked: QueryDict, loop: Loop, baseline: bool) -> Look:
    """The address as it was asked for; what it does not know is left out."""
    by = next((id for id in DIMENSIONS if asked.get(id)), "")
    against, other, wrong = _beside(asked.get("vs", ""), loop, baseline)
    dated = Dated.APPLICATION if asked.get("dates") == Dated.APPLICATION.value else Dated.ACTIVITY
    return Look(against, other, wrong, by, asked.get(by, "") if by else "", dated)


def _beside(asked: str, loop: Loop, baseline: bool) -> tuple[Against | None, Period | None, bool]:
    named = next((a for a in BEFOREHAND if a.value == asked), None)
    if named is not None:
        return (named if baseline or named is not Against.BASELINE else None), None, False
    try:
        period = same_weekdays(loop.period, date.fromisoformat(asked))
    except (ValueError, OverflowError):
        return None, None, False
    if period.end > loop.period.start:
        return None, None, True
    return Against.OTHER, period, False


def address(asked: QueryDict, **changes: str) -> str:
    """The same address with this changed; empty takes it out."""
    query = asked.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def comparisons(w: Words, asked: QueryDict, loop: Loop, now: Look, baseline: bool) -> list[Link]:
    """The comparisons that one can switch to; the one that was chosen beforehand says so."""
    return [Link(w.capital(w.of("against", a)), address(asked, vs="" if a is loop.compared_with else a.value),
                 (now.against or loop.compared_with) is a,
                 w("comparison.chosen") if a is loop.compared_with else "")
            for a in BEFOREHAND if baseline or a is not Against.BASELINE]


def datings(w: Words, asked: QueryDict, now: Look) -> list[Link]:
    """The two days that hires can count on."""
    return [Link(w.of("dated", d), address(asked, dates="" if d is Dated.ACTIVITY else d.value), now.dated is d)
            for d in Dated]


def dimensions(pools: str) -> list[str]:
    """Ways to take the loop apart that at least one KPI of the framework knows."""
    known = {id for kpi in headline(pools) for id in ways(kpi)}
    return [id for id in DIMENSIONS if id in known]


def told_by(loop: Loop, by: str, pools: str) -> Kpi | None:
    """The KPI that tells how large each part is: the loop's own where it can be taken apart."""
    shown = {kpi.id: kpi for kpi in headline(pools) if by in ways(kpi)}
    return next((shown[id] for id in (loop.primary, *USUAL, *shown) if id in shown), None)


def part_rows(w: Words, home: Workspace, report: LoopReport, now: Look) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Per pillar: the KPI's id and name, its figure in this part, the one before, and the change; nothing is judged.
    What has nothing in either period is left out: visits are of Facebook and Instagram, and ads are of Meta."""
    periods, kpis = _periods(report), _taken_apart(home, now)
    found = part(home.engine, kpis, periods, now.by, now.segment, home.standing)
    each = ((kpi, [found[kpi.id, period] for period in periods]) for kpi in kpis)
    rows = {kpi.id: _row(w, kpi, figures, periods) for kpi, figures in each if any(map(_something, figures))}
    return [(w.of("pillar", pillar), told) for pillar, column in framework(home.settings.pools, now.dated).items()
            if (told := [rows[kpi.id] for kpi in column if kpi.id in rows])]


EMPTY = (Reason.NO_DATA_IN_PERIOD, Reason.NO_DENOMINATOR)


def _taken_apart(home: Workspace, now: Look) -> list[Kpi]:
    return [kpi for column in framework(home.settings.pools, now.dated).values() for kpi in column if now.by in ways(kpi)]


def _something(found: Figure | CannotSay) -> bool:
    """A figure, or a reason other than that nothing is there."""
    return bool(found.value) if isinstance(found, Figure) else found.reason not in EMPTY


def nothing_of(w: Words, home: Workspace, rows: Sequence[tuple[str, list[tuple[str, ...]]]], now: Look) -> str:
    """KPIs that this part has nothing of."""
    shown = {row[0] for _, column in rows for row in column}
    return w.listed([w.inside(w.short(kpi)) for kpi in _taken_apart(home, now) if kpi.id not in shown], most=99)


def left_out(w: Words, by: str, pools: str) -> str:
    """KPIs that are known as a whole only."""
    kpis = [kpi for kpi in headline(pools) if by not in ways(kpi)]
    return w.listed([w.inside(w.short(kpi)) for kpi in kpis], most=99)


def _periods(report: LoopReport) -> list[Period]:
    """The days of the loop, and of what it is looked at beside."""
    chosen = next((c.period for f in report.findings for c in f.comparisons if c.chosen and c.period), None)
    return list(dict.fromkeys([report.findings[0].period, *([chosen] if chosen else [])]))


def _row(w: Words, kpi: Kpi, figures: Sequence[Figure | CannotSay], periods: Sequence[Period]) -> tuple[str, ...]:
    texts = [told_shortly(w, kpi, f) for f in figures]
    return kpi.id, w.name(kpi), *texts, *_change(w, kpi, figures, periods)


def _change(w: Words, kpi: Kpi, figures: Sequence[Figure | CannotSay], periods: Sequence[Period]) -> Iterator[str]:
    if len(figures) < 2:
        return
    now, before = figures
    change = relative_change(kpi, now, before, periods[0], periods[1], None)
    if change is None:
        yield ""
        return
    text = change_text(w, kpi, change, before.value if isinstance(before, Figure) else None)
    yield per_day(w, text, kpi.kind is Kind.FLOW and periods[0].days != periods[1].days)


def segments(w: Words, kpi: Kpi, parts: Cells, by: str, asked: QueryDict) -> list[Link]:
    """Each part with its figure; it leads to the same page for that part alone."""
    alone = {id: "" for id in DIMENSIONS}
    return [Link(w.of(by, segment), address(asked, **{**alone, by: segment}), asked.get(by) == segment,
                 told_shortly(w, kpi, f), length)
            for (segment, f), length in zip(parts, bar_lengths([f for _, f in parts]), strict=True)]
