"""Answers of the verbs as text: tables and sentences in a terminal, progress while work is under way."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ..collect.spool import NotSeen
from ..collect.status import Status
from ..core.checkup import Advice, Checkup
from ..core.errors import Problem
from ..core.findings import PlanReport
from ..core.kpis import KPIS
from ..core.loop import Change, Loop
from ..core.measurement import CannotSay
from ..core.period import Period
from ..core.taking import FileTaken, Outcome
from ..report.beforehand import HEADINGS, experience, foreseen, plan_cells, read_away, steered, unprovable
from ..report.filling import problem_place, problem_sentence
from ..report.numbers import Numbers
from ..report.shown import KpiTable, ShownReport
from ..report.terminal import show as show_report
from ..report.totals import total_said
from ..report.words import Words
from ..workspace import Tidied, Undone, Workspace
from . import collected
from .speak import default_language, words
from .suggested import suggestion

MARKS = {Outcome.TAKEN: "✓", Outcome.REPEATED: "=", Outcome.REFUSED: "✗", Outcome.NOT_RECOGNISED: "?"}


def as_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()


def to_file(value: Any, path: Path) -> None:
    """JSON that may hold personal data: for its owner's eyes."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)


def listed(lines: Sequence[str]) -> None:
    for line in lines:
        console().print(line, markup=False)


def console() -> Console:
    return Console(highlight=False)


def created(workspace: Workspace) -> None:
    console().print(words(default_language())("cli.init.done", path=str(workspace.path)), markup=False)


# ---- progress ------------------------------------------------------------------------------------------------------


def bar() -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(),
                    TextColumn("{task.fields[said]}"), TimeElapsedColumn(), console=Console(stderr=True), transient=True)


@contextmanager
def taking(files: int, quiet: bool = False) -> Iterator[Callable[[Path, int], None] | None]:
    """A bar over the files, with the rows of the one that is being read."""
    if quiet:
        yield None
        return
    with bar() as shown:
        task = shown.add_task("", total=files, said="")
        seen: dict[Path, int] = {}

        def step(path: Path, rows: int) -> None:
            seen[path] = rows
            shown.update(task, description=path.name, completed=len(seen) - 1, said=f"{rows:,}")

        yield step


@contextmanager
def steps(quiet: bool = False) -> Iterator[Callable[[str, float], None] | None]:
    """A bar for work that tells its own share done."""
    if quiet:
        yield None
        return
    with bar() as shown:
        task = shown.add_task("", total=1.0, said="")
        yield lambda what, share: shown.update(task, description=what, completed=share)


@contextmanager
def waiting(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """One line that says what is being worked on."""
    if quiet:
        yield lambda step: None
        return
    w = words(default_language())
    with Console(stderr=True).status("") as status:
        yield lambda step: status.update(w(f"cli.step.{step}"))


# ---- take ----------------------------------------------------------------------------------------------------------


def taken(files: Sequence[FileTaken], lang: str) -> None:
    """What came of each file, then every problem with where it is and what to do."""
    w = words(lang)
    n = w.numbers
    table = _table(w, "", "take.file", "take.source", "take.rows", "take.period")
    table.columns[1].no_wrap = True
    for one in files:
        table.add_row(MARKS[one.outcome], one.path.name, w.of("source", one.source) if one.source else "–",
                      _rows(one, w, n), _period(one.period, n))
    console().print(table)
    for one in files:
        for line in _totals(one, w):
            console().print(line, markup=False)
    for line in _problems([p for one in files for p in one.problems], w):
        console().print(line, markup=False)
    for one in files:
        guess = suggestion(one.path) if one.outcome is Outcome.NOT_RECOGNISED and one.path.is_file() else ""
        if guess:
            said = w("cli.take.suggestion", name=one.path.name)
            console().print(f"\n{said}\n\n{guess}\n", markup=False, soft_wrap=True)
    tally = {kind: sum(one.outcome is kind for one in files) for kind in Outcome}
    console().print(w("cli.take.summary", taken=tally[Outcome.TAKEN], repeated=tally[Outcome.REPEATED],
                      refused=tally[Outcome.REFUSED] + tally[Outcome.NOT_RECOGNISED]), markup=False)


def _rows(one: FileTaken, w: Words, n: Numbers) -> str:
    if one.outcome is not Outcome.TAKEN:
        return w(f"outcome.{one.outcome.value}")
    return ", ".join(f"{n.count(count)} {w(f'fact.{fact}')}" for fact, count in one.rows.items())


def _period(period: Period | None, n: Numbers) -> str:
    return n.period(period) if period else "–"


def _totals(one: FileTaken, w: Words) -> list[str]:
    """The file's own totals where they differ from what was read; those that agree go without saying."""
    return [f"! {one.path.name}: {total_said(w, c.name, c.ours, c.theirs)}" for c in one.checks if not c.agrees]


def _problems(found: Sequence[Problem], w: Words) -> Iterator[str]:
    """Each problem with its places; one that stands in many places is told once, with the first of them."""
    told: dict[tuple[bool, str], list[str]] = {}
    for problem in found:
        told.setdefault((problem.blocks, problem_sentence(w, problem)), []).append(problem_place(w, problem))
    for (blocks, sentence), places in told.items():
        yield f"{'✗' if blocks else '!'} {w.listed(places)}: {sentence}"


# ---- plan and loops ------------------------------------------------------------------------------------------------


def plan(report: PlanReport, lang: str, html: Path | None = None) -> None:
    """The 0-meting, then per KPI where it stands, what is wanted, what can be proven and what the focus does."""
    w, out = Words(lang, report.currency), console()
    n = w.numbers
    if report.baseline:
        code = "plan.baseline_frozen" if report.newly_frozen else "plan.baseline_kept"
        out.print(w(code, period=n.period(report.baseline.period), day=n.day(report.baseline.frozen_on)), markup=False)
    else:
        out.print(w("plan.no_baseline"), markup=False)
    if report.loop is None:
        out.print(w("cli.plan.no_loop"), markup=False)
        return
    loop(report.loop, lang)
    if all(isinstance(row.base, CannotSay) for row in report.rows):
        out.print(w("cli.plan.no_figures"), markup=False)
    else:
        out.print(_plan_table(report, w))
    for line in (*foreseen(report, w), *experience(report, w), *read_away(report, w), *steered(report, w)):
        out.print(line, markup=False)
    for row in report.rows:
        if row.provable is False:
            out.print(unprovable(row, report, w), markup=False)
    if html:
        out.print(w("cli.report.saved", path=str(html)), markup=False)


def _plan_table(report: PlanReport, w: Words) -> Table:
    table = _table(w, *(f"plan.{name}" for name in HEADINGS))
    pillar = None
    for row in report.rows:
        if row.kpi.pillar is not pillar:
            pillar = row.kpi.pillar
            table.add_section()
        table.add_row(*plan_cells(row, w), style="bold" if row.primary else None)
    return table


def loop(one: Loop, lang: str) -> None:
    """One loop in a few lines."""
    w, out = words(lang), console()
    n = w.numbers
    out.print(w("cli.loop.line", number=one.number, period=n.period(one.period), focus=w(f"focus.{one.focus.value}"),
                primary=w(f"kpi.{one.primary}.name"), against=w(f"against.{one.compared_with.value}")), markup=False)
    out.print(f"  “{one.strategy}”", markup=False)
    for change in one.changes:
        out.print("  " + _change(change, w, n), markup=False)
    if one.closing:
        out.print("  " + w("cli.loop.lesson", lesson=one.closing.lesson), markup=False)
        if one.closing.way:
            out.print(f"  {w('page.way')}: {w(f'way.{one.closing.way.value}')}", markup=False)


def started(one: Loop, baseline: bool, lang: str) -> None:
    """The loop that was planned, and what to look at before it runs."""
    loop(one, lang)
    if not baseline:
        console().print(words(lang)("cli.loop.no_baseline"), markup=False)
    console().print(words(lang)("cli.loop.look"), markup=False)


def _change(change: Change, w: Words, n: Numbers) -> str:
    planned = w("change.planned" if change.planned else "change.unplanned")
    return f"⚑ {n.day(change.day)} · {w(f'change_kind.{change.kind.value}')} · {planned}: {change.what}"


def logged(one: Loop, lang: str) -> None:
    """The loop with its log, and what it means for the comparison."""
    from ..core.purity import purity

    loop(one, lang)
    console().print(words(lang)(f"cli.log.{purity(one).cleanness.value}"), markup=False)


def plan_undone(all: Sequence[Loop], today: date, lang: str) -> None:
    """The loops as they are again."""
    console().print(words(lang)("cli.loop.undone"), markup=False)
    loops(all, today, lang)


def loops(all: Sequence[Loop], today: date, lang: str) -> None:
    w = words(lang)
    if not all:
        console().print(w("cli.loop.none"), markup=False)
    for one in all:
        loop(one, lang)
        if one.running(today):
            console().print("  " + w("cli.loop.day", day=one.day_number(today), days=one.period.days), markup=False)


# ---- report, kpi, doctor -------------------------------------------------------------------------------------------


def report(found: ShownReport, html: Path | None) -> None:
    show_report(found.findings, found.lang, console())
    if html:
        console().print(words(found.lang)("cli.report.saved", path=str(html)), markup=False)


def kpis(table: KpiTable) -> None:
    w = words(table.lang)
    n = w.numbers
    console().print(w("cli.kpi.window", period=n.period(table.period)), markup=False)
    shown = _table(w, "plan.kpi", f"dimension.{table.by}" if table.by else "", "cli.kpi.figure")
    for cells in table.cells():
        shown.add_row(*cells)
    console().print(shown)
    for note in table.notes():
        console().print(note, markup=False)


def doctor(found: Checkup, stands: Status | NotSeen | None, lang: str) -> None:
    """What is connected, what lacks, what to do first, and how the collector stands where there is one."""
    w, out = words(lang), console()
    n = w.numbers
    table = _table(w, "cli.doctor.fact", "take.source", "take.rows", "take.period")
    for c in found.connected:
        table.add_row(w(f"fact.{c.fact}"), ", ".join(w.of('source', s) for s in c.sources), n.count(c.rows),
                      n.period(c.period))
    if found.connected:
        out.print(table)
        _empty_kpis(found, w, out)
    for advice in sorted(found.advice, key=lambda a: not a.serious):
        sign = "✗" if advice.serious else "→"
        out.print(f"{sign} " + advice_said(w, advice), markup=False)
    if not found.advice:
        out.print(w("cli.doctor.well"), markup=False)
    if stands:
        collected.status(stands, lang)


def _empty_kpis(found: Checkup, w: Words, out: Console) -> None:
    """The KPIs of the framework that have no figure, by the facts that they lack."""
    headline = {kpi: facts for kpi, facts in found.empty.items() if KPIS[kpi].headline}
    for lacking in dict.fromkeys(headline.values()):
        names = ", ".join(w.name(KPIS[kpi]) for kpi, facts in headline.items() if facts == lacking)
        out.print(w("cli.doctor.empty", facts=", ".join(w(f"fact.{f}") for f in lacking), kpis=names), markup=False)


def advice_said(w: Words, advice: Advice) -> str:
    return w(f"advice.{advice.code}", **advice_facts(w, advice))


def advice_facts(w: Words, advice: Advice) -> dict[str, object]:
    """Facts of an advice as they are written: dates, shares, names of sources and facts in the reader's language."""
    return {name: _fact(w, name, value) for name, value in advice.facts.items()}


def _fact(w: Words, name: str, value: object) -> object:
    if isinstance(value, date):
        return w.numbers.day(value)
    if isinstance(value, float):
        return w.numbers.percent(value)
    if name == "sources":
        return ", ".join(w.of("source", source) for source in str(value).split(", "))
    return w.of("fact", value) if name == "fact" else value


def undone(found: Undone, lang: str) -> None:
    said = "cli.undo.done" if found.restored else "cli.undo.removed"
    console().print(words(lang)(said, batch=found.batch), markup=False)


def tidied(found: Tidied, lang: str) -> None:
    console().print(words(lang)("cli.tidy.done", months=found.months, files=found.files), markup=False)


def _table(w: Words, *headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(w(heading) if heading else "")
    return table
