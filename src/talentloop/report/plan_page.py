"""The plan as one self-contained page: the 0-meting, the loop, what it can prove, and what its focus will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..core.baseline import Baseline
from ..core.findings import PlanReport, PlanRow
from ..core.house import OURS, House
from ..core.kpi import Move, Pillar
from ..core.kpis import KPIS
from ..core.loop import Loop
from .bars import targets
from .beforehand import experience, foreseen, plan_cells, read_away, steered, unprovable
from .charts import NARROW
from .drawing import drawn
from .sections import Section
from .sheet import dress, template
from .words import Words

PICTURE = 560
COLUMNS = ("kpi", "base", "wanted", "provable_from", "expectation")


@dataclass(frozen=True)
class ShownPlan:
    """A plan in one language."""

    report: PlanReport
    lang: str
    house: House = OURS

    def html(self) -> str:
        return plan_page(self.report, self.lang, self.house)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target


def plan_page(report: PlanReport, lang: str, house: House = OURS) -> str:
    """The whole page as HTML; `lang` is one of locale.LANGUAGES."""
    w, loop = Words(lang, report.currency), report.loop
    return template("plan").render(
        **dress(house), **_body(report, lang), client=report.client, as_of=report.as_of, title=_title(w, loop),
        aside=w.numbers.period(loop.period) if loop else "", strategy=loop.strategy if loop else "",
        baseline=_baseline(w, report.baseline))


def plan_body(report: PlanReport, lang: str) -> Markup:
    """What the plan says of the loop's targets and of every KPI, for a page of the app."""
    return Markup(template("plan_body").render(**_body(report, lang)))


def plan_title(report: PlanReport, lang: str) -> str:
    return _title(Words(lang, report.currency), report.loop)


def _body(report: PlanReport, lang: str) -> dict[str, Any]:
    w = Words(lang, report.currency)
    wide, narrow = _pictures(w, report, lang) if _pictured(report) else (None, None)
    return {"w": w, "facts": _facts(w, report.loop), "lead": _lead(w, report), "wide": wide, "narrow": narrow,
            "targets": _targets(w, report), "todo": list(todo(w, report)), "pillars": list(_pillars(w, report)),
            "headings": [w(f"plan.{name}") for name in COLUMNS],
            "told": [*foreseen(report, w), *experience(report, w), *read_away(report, w), *steered(report, w)],
            "missing": list(_not_connected(w, report))}


def _title(w: Words, loop: Loop | None) -> str:
    return w("plan.title", number=loop.number) if loop else w("plan.title.none")


def _facts(w: Words, loop: Loop | None) -> list[tuple[str, str]]:
    if loop is None:
        return []
    return [(w("header.period"), w.numbers.period(loop.period)), (w("header.focus"), w.of("focus", loop.focus)),
            (w("header.compared_with"), w.of("against", loop.compared_with)),
            (w("plan.page.primary"), w.name(KPIS[loop.primary]))]


def _baseline(w: Words, found: Baseline | None) -> str:
    if found is None:
        return w("plan.no_baseline")
    return w("plan.baseline_kept", period=w.numbers.period(found.period), day=w.numbers.day(found.frozen_on))


def _lead(w: Words, report: PlanReport) -> list[str]:
    """The 0-meting, then how many targets there are and how many of them this loop can prove; that there is no loop
    is what the title says."""
    told = [row.provable for row in report.rows if row.wanted_change is not None]
    lines = [_baseline(w, report.baseline)]
    if report.loop is None:
        return lines
    if not told:
        lines.append(w("plan.page.no_targets"))
    else:
        lines.append(w(f"plan.page.lead.{_how_many(told)}", n=len(told), provable=told.count(True)))
    return lines


def _how_many(provable: list[bool | None]) -> str:
    return "all" if all(provable) else "some" if any(provable) else "none"


def _pictured(report: PlanReport) -> list[PlanRow]:
    """The rows that the picture shows: a target, and a wobble that is known."""
    return [row for row in report.rows if row.mde80 is not None and row.wanted_change is not None]


def _pictures(w: Words, report: PlanReport, lang: str) -> tuple[Markup, Markup]:
    point = _point(w, report)
    wide, narrow = (drawn(targets(report, lang, width), point, name)
                    for width, name in ((PICTURE, "wide"), (NARROW, "narrow")))
    return wide, narrow


def _point(w: Words, report: PlanReport) -> str:
    """What the picture says: which targets lie above the smallest provable change, and which below."""
    rows = _pictured(report)
    parts = [w(f"plan.page.targets.alt.{'yes' if found else 'no'}", names=w.listed(names, most=9))
             for found in (True, False)
             if (names := [w.inside(w.short(r.kpi)) for r in rows if bool(r.provable) is found])]
    return " ".join((w("plan.page.targets.alt"), *parts))


def _targets(w: Words, report: PlanReport) -> Section:
    """The table behind the picture."""
    rows = tuple((w.name(r.kpi), w.numbers.change(r.wanted_change or 0), "±" + w.numbers.percent(r.mde80 or 0),
                  w("plan.provable.yes" if r.provable else "plan.provable.no")) for r in _pictured(report))
    names = ("plan.kpi", "plan.wanted", "plan.provable_from", "plan.provable")
    return Section("targets", w("plan.page.targets"), headings=tuple(map(w, names)), rows=rows, align="lrrl")


def todo(w: Words, report: PlanReport) -> Iterator[str]:
    """Per target that one loop cannot prove, what to do instead; then what may be done for all of them."""
    doubtful = [row for row in report.rows if row.provable is False]
    yield from (unprovable(row, report, w) for row in doubtful)
    if doubtful:
        yield w("plan.page.todo.all")


def _pillars(w: Words, report: PlanReport) -> Iterator[tuple[str, list[tuple[bool, list[str]]]]]:
    """Per pillar, in the framework's order, its name and its rows; the KPI that the loop is judged by is marked."""
    for pillar in Pillar:
        rows = [(row.primary, _row(w, row)) for row in report.rows if row.kpi.pillar is pillar]
        if rows:
            yield w.of("pillar", pillar), rows


def _row(w: Words, row: PlanRow) -> list[str]:
    """The cells without a column of its own for yes or no, and without an expectation where there is none."""
    name, base, wanted, least, _, move = plan_cells(row, w)
    said = {True: f"{wanted} ({w('plan.page.yes')})", False: f"{wanted} ({w('plan.page.no')})"}
    return [name, base, wanted if row.provable is None else said[row.provable], least,
            w("number.none") if row.expectation.move is Move.NO_OPINION else move]


def _not_connected(w: Words, report: PlanReport) -> Iterator[str]:
    if report.not_connected:
        yield w("plan.not_connected", facts=w.listed([w.of("fact", f) for f in report.not_connected], most=20))
