"""The return over twelve months as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ..core.house import OURS, House
from ..core.roi import RoiReport
from ..report.charts_roi import alt, table, tornado
from ..report.roi_page import ShownRoi, benefit_rows, left_out, lines, outcome
from ..report.words import Words
from .answers import period


def roi(report: RoiReport, lang: str, html: Path | None = None, house: House = OURS) -> None:
    """Break-even first; then what was counted, the range, what drives it, and what is not in it."""
    w, out = Words(lang, report.currency), Console(highlight=False)
    out.print(w("roi.title", period=w.numbers.period(report.period)), markup=False, style="bold")
    for line in lines(report, w):
        out.print(line, markup=False)
    if report.benefits:
        out.print(_benefits(report, w))
    if report.outcome is not None:
        out.print(outcome(report, w), markup=False, style="bold")
        out.print(w("roi.against"), markup=False)
    if report.tornado:
        out.print(_tornado(report, lang, w))
    for lack in report.left_out:
        out.print(left_out(lack, w), markup=False)
    if html:
        out.print(w("cli.report.saved", path=str(ShownRoi(report, lang, house).save(html))), markup=False)


def _benefits(report: RoiReport, w: Words) -> Table:
    shown = _table(w, "roi.component", "roi.p10", "roi.p50", "roi.p90")
    for row in benefit_rows(report, w):
        shown.add_row(*row)
    return shown


def _tornado(report: RoiReport, lang: str, w: Words) -> Table:
    shown = _table(w, "roi.parameter", "roi.parameter.range", "roi.parameter.effect")
    for row in table(report, lang):
        shown.add_row(*row)
    return shown


def _table(w: Words, *headings: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        made.add_column(w(heading), justify="left" if heading == headings[0] else "right")
    return made


def as_json(report: RoiReport, lang: str) -> dict[str, Any]:
    found, even = report.outcome, report.break_even
    return {
        "client": report.client, "currency": report.currency, "as_of": report.as_of.isoformat(),
        "period": period(report.period), "refused": report.refused or None,
        "costs": [{"kind": c.kind, "side": c.side, "amount": c.amount} for c in report.costs],
        "total_costs": report.total_costs, "missing_costs": list(report.missing_costs),
        "hires": report.hires, "agency_hires": report.agency_hires, "pace_before": report.pace_before,
        "break_even": even and {"low": even.low, "high": even.high},
        "parameters": {name: {"low": r.low, "high": r.high} for name, r in report.parameters.items()},
        "benefits": [{"component": b.component.value, "p10": b.p10, "p50": b.p50, "p90": b.p90} for b in report.benefits],
        "left_out": [{"component": x.component.value, "parameters": list(x.parameters), "figure": x.figure or None}
                     for x in report.left_out],
        "roi": found and {"p10": found.p10, "p50": found.p50, "p90": found.p90, "positive": found.positive},
        "tornado": [{"name": s.name, "low": s.low, "high": s.high, "at_low": s.at_low, "at_high": s.at_high}
                    for s in report.tornado],
        "picture": json.dumps(tornado(report, lang)) if report.tornado else None, "alt": alt(report, lang),
    }
