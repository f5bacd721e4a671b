"""Several sites judged together, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ..assess.pooled import pooled_report
from ..core.errors import UnknownName
from ..core.lift import Lift
from ..core.pooled import PooledReport
from ..report.pooled_table import HEADINGS, cells, lines, sentence
from ..workspace import Workspace
from .speak import words


def judged_together(paths: Sequence[Path], number: int | None) -> PooledReport:
    """The loop of every workspace (by number, else the last that is over), judged as one."""
    if len({path.resolve() for path in paths}) < 2:
        raise UnknownName("pooled_one", name=", ".join(map(str, paths)))
    homes = [Workspace(path) for path in paths]
    reports = [home.findings(number if number is not None else _last_over(home)) for home in homes]
    return pooled_report(reports, max(home.settings.band for home in homes))


def _last_over(home: Workspace) -> int | None:
    over = [x.number for x in home.plan.loops if x.period.end <= home.today]
    return over[-1] if over else None


def pooled(report: PooledReport, lang: str) -> None:
    w, out = words(lang), Console(highlight=False)
    out.print(w("pooled.title", n=len(report.sites)), style="bold", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in HEADINGS:
        table.add_column(w(heading), justify="left" if heading in (HEADINGS[0], HEADINGS[-1]) else "right")
    for row in report.rows:
        table.add_row(*cells(row, w), style="bold" if row.primary else None)
    said = list(lines(report, w))
    for line in said[:len(report.sites)]:
        out.print(line, markup=False)
    if report.rows:
        out.print(table)
    for row in (r for r in report.rows if r.primary):
        out.print(sentence(row, w), markup=False)
    for line in said[len(report.sites):]:
        out.print(line, markup=False)


def as_json(report: PooledReport, lang: str) -> dict[str, Any]:
    w = words(lang)
    return {
        "sites": [{"client": s.client, "loop": s.loop.number, "focus": s.loop.focus.value,
                   "window": {"start": s.loop.period.start.isoformat(), "end": s.loop.period.end.isoformat()}}
                  for s in report.sites],
        "kpis": [{"id": r.kpi.id, **_lift(r.lift), "mde80": r.lift.mde80, "shared": r.shared, "apart": r.apart,
                  "primary": r.primary, "word": r.verdict.word.value, "look_here": r.verdict.look_here,
                  "sites": [{"client": client, **_lift(lift)} for client, lift in r.alone],
                  "missed": [{"client": m.client, "because": m.because} for m in r.missed],
                  "sentence": sentence(r, w)} for r in report.rows],
    }


def _lift(lift: Lift) -> dict[str, float]:
    return {"lift": lift.lift, "low": lift.low, "high": lift.high, "p": lift.p}
