"""What the screens show as tables of plain values, for CSV and workbooks: numbers stay numbers, reasons stay words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.findings import KpiFinding, LoopReport, PlanReport
from ..core.identity import IN_POOLS, identity_of
from ..core.kpi import Kpi, Unit
from ..core.measurement import CannotSay, Figure
from ..core.trust import Trust
from .beforehand import HEADINGS, plan_cells
from .cells import cell
from .changes import fact_of, marks, told_per_day
from .figures import cannot_say
from .one_person import one_person, shortly
from .people import rests_on
from .scale import common_scale
from .section import Section
from .sections import sections
from .sentences import verdict_sentence
from .summary import header, summary, title
from .trust_page import lead, trust_sections
from .values import Amount, Value, number, reckoned
from .words import Words

__all__ = ["Amount", "Table", "Value"]
# And those that begin with `rises`.
JOURNEY = ("journey", "form_steps", "pools", "conversion", "trace", "credits", "first_touch")
KPI_HEADINGS = ("pillar", "kpi", "figure", "low", "high", "unit", "reason", "change", "change_of", "word", "says",
                "target", "start", "last", "source", "coverage", "identity", "status", "definition")


@dataclass(frozen=True)
class Table:
    """One table: `id` names it in addresses and sheets, `title` is in the reader's language."""

    id: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def plain(tables: Sequence[Table]) -> list[dict[str, object]]:
    """The tables as JSON holds them: numbers as numbers, days as ISO writes them, nothing where there is nothing."""
    return [{"id": t.id, "title": t.title, "headings": list(t.headings),
             "rows": [[_bare(v) for v in row] for row in t.rows]} for t in tables]


def _bare(value: Value) -> str | float | None:
    return value.value if isinstance(value, Amount) else value.isoformat() if isinstance(value, date) else value


def in_journey(section: Section) -> bool:
    """Is this section about how people come closer?"""
    return section.id in JOURNEY or section.id.startswith("rises")


def loop_tables(report: LoopReport, lang: str) -> list[Table]:
    """A loop: what it was, every KPI, and each table under the framework."""
    w = Words(lang, report.currency)
    return [_overview(w, report), _kpis(w, report), *_rests_on(w, report), *_told(w, report), _days(w, report),
            _definitions(w, report.findings)]


def journey_tables(report: LoopReport, lang: str) -> list[Table]:
    w = Words(lang, report.currency)
    return [*(section_table(w, s) for s in sections(w, report) if in_journey(s) and s.rows), *_rests_on(w, report)]


def story_tables(report: LoopReport, finding: KpiFinding, split: tuple[str, list[tuple[str, Figure | CannotSay]]] | None,
                 lang: str) -> list[Table]:
    """One KPI: its figure, what it is compared with, its weeks, and the split that is shown."""
    w = Words(lang, report.currency)
    found = [_one(w, report, finding), _compared(w, report, finding), _weeks(w, finding),
             _definitions(w, [finding])]
    if split:
        rows = tuple((segment, *figure_cells(w, finding.kpi, figure)) for segment, figure in split[1])
        heads = (w.capital(w.of("dimension", split[0])), *figure_headings(w))
        found.append(Table("split", w("story.split"), heads, rows))
    return [t for t in found if t.rows]


def plan_tables(report: PlanReport, lang: str) -> list[Table]:
    """The plan's rows as the page has them."""
    w = Words(lang, report.currency)
    names, (_, *bounds) = [w(f"plan.{heading}") for heading in HEADINGS], figure_headings(w)
    rows = tuple((told[0], *figure_cells(w, row.kpi, row.base), *(number(w, text) for text in told[2:]))
                 for row in report.rows for told in [plan_cells(row, w)])
    return [Table("plan", w("export.plan"), (*names[:2], *bounds, *names[2:]), rows)]


def trust_tables(found: Trust, lang: str) -> list[Table]:
    """How far verdicts may be trusted: what is said first, then each part of the page."""
    w = Words(lang, found.currency)
    said = Table("lead", w("trust.title"), (w("export.said"),), tuple((line,) for line in lead(w, found)))
    return [said, *(table for s in trust_sections(w, found) for table in _section_tables(w, s))]


# ---- the parts -----------------------------------------------------------------------------------------------------


def _overview(w: Words, report: LoopReport) -> Table:
    facts = tuple((fact.label, fact.text) for fact in header(w, report))
    told = tuple((w("export.told") if not i else "", s.plain) for i, s in enumerate(summary(w, report)))
    rows: tuple[tuple[Value, ...], ...] = (
        (w("export.client"), report.client), (w("export.loop"), title(w, report)), (w("export.as_of"), report.as_of),
        (w("export.strategy"), report.loop.strategy), *facts, *told)
    return Table("loop", w("export.overview"), (w("export.what"), w("export.said")), rows)


def _headings(w: Words) -> tuple[str, ...]:
    return tuple(w(f"export.{name}") for name in KPI_HEADINGS)


def _kpis(w: Words, report: LoopReport) -> Table:
    return Table("kpis", w("export.kpis"), _headings(w), tuple(_row(w, f) for f in report.findings))


def _one(w: Words, report: LoopReport, finding: KpiFinding) -> Table:
    return Table("kpi", w.name(finding.kpi), _headings(w), (_row(w, finding),))


def _row(w: Words, f: KpiFinding) -> tuple[Value, ...]:
    value, low, high, unit, reason = figure_cells(w, f.kpi, f.figure, f.interval)
    change, wanted = fact_of(f), f.target.wanted if f.target else None
    return (w.of("pillar", f.kpi.pillar), w.name(f.kpi), value, low, high, unit, reason,
            None if change is None else Amount(change, Unit.PERCENT),
            "" if change is None else w("export.per_day" if told_per_day(f, f.chosen) else "export.whole"),
            w.of("word", f.verdict.word),
            verdict_sentence(w, f),
            None if wanted is None else Amount(wanted, f.kpi.unit), f.period.start, f.period.last,
            ", ".join(w.of("source", s) for s in f.origin.sources),
            None if f.coverage is None else Amount(f.coverage, Unit.PERCENT),
            shortly(w, known) if (known := identity_of(f.kpi)) else None,
            w("status.provisional" if f.provisional else "status.final"), f.kpi.definition)


def figure_headings(w: Words) -> tuple[str, ...]:
    return tuple(w(f"export.{name}") for name in ("figure", "low", "high", "unit", "reason"))


def figure_cells(w: Words, kpi: Kpi, figure: Figure | CannotSay,
            interval: tuple[float, float] | None = None) -> tuple[Value, Value, Value, Value, Value]:
    """The value with its bounds, and its unit; or nothing, and why."""
    if isinstance(figure, CannotSay):
        return None, None, None, "", cannot_say(w, figure, short=True)
    low, high = interval or (figure.low, figure.high)
    return (Amount(figure.value, kpi.unit), None if low is None else Amount(low, kpi.unit),
            None if high is None else Amount(high, kpi.unit), w(f"export.unit.{kpi.unit.value}"), "")


def _compared(w: Words, report: LoopReport, finding: KpiFinding) -> Table:
    shown = cell(w, report, finding, common_scale(marks(f) for f in report.findings))
    rows = tuple((row.against, row.period, row.text) for row in shown.compared)
    return Table("compared", w("page.compared"), (w("export.against"), w("export.window"), w("export.says")), rows)


def _weeks(w: Words, finding: KpiFinding) -> Table:
    """Means of the days that have a figure, week by week, never their sum."""
    weeks: dict[date, list[float]] = {}
    for day, n in sorted(finding.daily.items()):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(n)
    rows = tuple((monday, Amount(sum(ns) / len(ns), finding.kpi.unit)) for monday, ns in weeks.items())
    return Table("weeks", w("export.weeks"), (w("page.visits.week"), w("page.visits.per_day")), rows)


def _rests_on(w: Words, report: LoopReport) -> Iterator[Table]:
    """On whom all that is told of people rests, and who is one person in it."""
    if report.people:
        rows = ((w("page.coverage"), rests_on(w, report.people)), (w("page.identity"), one_person(w, IN_POOLS)))
        yield Table("rests-on", w("export.rests_on"), (w("export.what"), w("export.said")), rows)


def _days(w: Words, report: LoopReport) -> Table:
    rows = tuple((day, Amount(n)) for day, n in sorted(report.history.items()))
    return Table("days", w("export.days"), (w("export.day"), w("export.visits")), rows)


def _told(w: Words, report: LoopReport) -> Iterator[Table]:
    """Every section under the framework that has a table, or sentences of its own."""
    for section in sections(w, report):
        yield from list(_section_tables(w, section))[:1]


def _section_tables(w: Words, section: Section) -> Iterator[Table]:
    """Its table, and its sentences."""
    if section.rows:
        yield section_table(w, section)
    if section.lines:
        name = f"{section.id}-said" if section.rows else section.id
        yield Table(name, section.title, (section.title,), tuple((line,) for line in section.lines))


def _definitions(w: Words, findings: Sequence[KpiFinding]) -> Table:
    """What each figure counts, so that a file explains itself."""
    kpis = {f.kpi.id: f.kpi for f in findings}
    headings = tuple(w(f"export.{name}") for name in ("kpi", "definition", "meaning", "unit"))
    return Table("definitions", w("export.definitions"), headings, tuple(
        (w.name(kpi), kpi.definition, w(f"kpi.{kpi.id}.definition"), w(f"export.unit.{kpi.unit.value}"))
        for kpi in kpis.values()))


def section_table(w: Words, section: Section) -> Table:
    name = f"{section.id}-{section.kpi}" if section.kpi else section.id
    return Table(name, section.title, *reckoned(w, section.headings or ("",) * len(section.rows[0]), section.rows))
