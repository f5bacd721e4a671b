"""The return over twelve months as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import ceil
from typing import Any

from rich.console import Console
from rich.table import Table

from ..core.kpis import KPIS
from ..core.roi import LeftOut, RoiReport
from ..report.charts_roi import alt, table, tornado
from ..report.words import Words
from .answers import period


def roi(report: RoiReport, lang: str) -> None:
    """Break-even first; then what was counted, the range, what drives it, and what is not in it."""
    w, out = Words(lang, report.currency), Console(highlight=False)
    out.print(w("roi.title", period=w.numbers.period(report.period)), markup=False, style="bold")
    for line in _lines(report, w):
        out.print(line, markup=False)
    if report.benefits:
        out.print(_benefits(report, w))
    if report.outcome is not None:
        out.print(_outcome(report, w), markup=False, style="bold")
        out.print(w("roi.against"), markup=False)
    if report.tornado:
        out.print(_tornado(report, lang, w))
    for lack in report.left_out:
        out.print(_left_out(lack, w), markup=False)


def _lines(report: RoiReport, w: Words) -> Iterator[str]:
    if report.costs:
        kinds = [f"{w.of('cost_kind', c.kind)} {w.numbers.money(c.amount)}" for c in report.costs]
        yield w("roi.costs", amount=w.numbers.money(report.total_costs), lines=w.listed(kinds, most=9))
        if report.missing_costs:
            yield w("roi.costs.missing", kinds=w.listed([w.of("cost_kind", k) for k in report.missing_costs]))
    if report.break_even is not None:
        low, high = ceil(report.break_even.low), ceil(report.break_even.high)
        yield w("roi.break_even" if low == high else "roi.break_even.range", low=low, high=high)
    if report.hires is not None:
        yield w("roi.hires", n=report.hires)
        if report.pace_before is not None:
            yield w("roi.hires.before", before=round(report.pace_before))
    if report.refused:
        yield w(f"roi.refused.{report.refused}")
    elif report.outcome is None:
        yield w("roi.outcome.none")


def _outcome(report: RoiReport, w: Words) -> str:
    found, n = report.outcome, w.numbers
    assert found is not None
    return w("roi.outcome", p10=n.change(found.p10), p50=n.change(found.p50), p90=n.change(found.p90),
             positive=n.percent(found.positive))


def _benefits(report: RoiReport, w: Words) -> Table:
    shown = _table(w, "roi.component", "roi.p10", "roi.p50", "roi.p90")
    for b in report.benefits:
        shown.add_row(w(f"roi.component.{b.component.value}"), *(w.numbers.money(x) for x in (b.p10, b.p50, b.p90)))
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


def _left_out(lack: LeftOut, w: Words) -> str:
    component = w(f"roi.component.{lack.component.value}")
    if lack.parameters:
        return w("roi.left_out.parameters", component=component, parameters=w.listed(list(lack.parameters)))
    return w("roi.left_out.figure", component=component, figure=w.name(KPIS[lack.figure]))


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
