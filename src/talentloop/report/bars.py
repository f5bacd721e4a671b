"""Pictures as Vega-Lite made of bars: journey, mix against rate, evidence, costs, targets."""

from __future__ import annotations

from math import log10
from typing import Any

from ..core.findings import KpiFinding, LoopReport, PlanReport
from .changes import judged_text
from .charts import NARROW, SCHEMA, Spec
from .figures import amount_text
from .journey import journey, onward
from .sections import hidden_parts, segment_text
from .segments import telling
from .theme import LIGHT, vega_config
from .words import Words

HALF = 560
ROW = 30  # pixels per row of a bar picture
LABELS, LABELS_NARROW = 196, 158  # pixels that row labels may take


def journey_bars(report: LoopReport, lang: str, width: int = HALF) -> Spec:
    """The steps of the journey, longest first; logarithmic, for a target group is ten thousand times a hire."""
    w, steps = Words(lang, report.currency), journey(report)
    shares = onward(steps)
    rows: list[Spec] = [
        {"name": w(f"step.{s.id}"), "n": log10(1 + s.people), "text": w.numbers.count(round(s.people)),
         "aside": w.numbers.share(shares[s.id]) if s.id in shares else "",
         "late": s.id in ("lead", "started", "sent", "completed", "invited", "hired")} for s in steps]
    return bars(rows, width, [0, max((r["n"] for r in rows), default=1) * 1.02], {
        "condition": {"test": "datum.late", "value": LIGHT["accent-soft"]}, "value": LIGHT["accent-faint"]})


def cost_bars(report: LoopReport, lang: str, width: int = HALF) -> Spec:
    """The ledger by kind, largest first."""
    w = Words(lang, report.currency)
    rows: list[Spec] = [{"name": w.capital(w.of("cost_kind", x.kind)), "n": x.amount, "text": amount_text(w, x.amount)}
            for x in sorted(report.ledger, key=lambda x: -x.amount)]
    return bars(rows, width, [0, max((x.amount for x in report.ledger), default=1)], {"value": LIGHT["accent-soft"]})


def bars(rows: list[Spec], width: int, domain: list[float], colour: Spec) -> Spec:
    """Horizontal bars with their label to the left and their figure at the right end."""
    y = {"field": "name", "type": "nominal", "sort": None, "axis": row_labels(width)}
    x: Spec = {"field": "n", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
    rows = [{"aside": "", **row} for row in rows]
    room, size = label_room(width), 13 if width > NARROW else 12
    x = {**x, "scale": {**x["scale"], "range": [0, width - room - (112 if width > NARROW else 98)]}}
    return {
        **frame(width, ROW * len(rows)), "data": {"values": rows}, "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 13, "cornerRadiusEnd": 2}, "encoding": {"x": x, "color": colour}},
            {"mark": {"type": "text", "align": "left", "dx": 6, "color": LIGHT["muted"], "fontSize": 11},
             "encoding": {"x": x, "text": {"field": "aside"}}},
            {"mark": {"type": "text", "align": "right", "color": LIGHT["ink"], "fontSize": size},
             "encoding": {"x": {"value": width - room}, "text": {"field": "text"}}},
        ]}


def label_room(width: int) -> int:
    return LABELS if width > NARROW else LABELS_NARROW


def row_labels(width: int) -> Spec:
    room = label_room(width)
    return {"domain": False, "ticks": False, "labelLimit": room + 56, "labelColor": LIGHT["ink"], "title": None,
            "labelFontSize": 13 if width > NARROW else 12, "labelAlign": "left", "labelPadding": room,
            "minExtent": room, "maxExtent": room}


def frame(width: int, height: int) -> Spec:
    return {"$schema": SCHEMA, "width": width - label_room(width), "height": height,
            "config": vega_config(width <= NARROW)}


def mix_bars(report: LoopReport, finding: KpiFinding, lang: str, width: int = HALF) -> Spec:
    """Who came and what they did, side by side per segment; the last pair is the whole change with its margin."""
    w, mix = Words(lang, report.currency), finding.mix
    assert mix is not None
    parts = [(segment_text(w, r.segment), r.mix, r.rate) for r in telling(mix)]
    parts.append((w("page.mix.together"), mix.mix, mix.rate))
    rows: list[Spec] = [{"name": name, "part": part, "n": n, "at": n, "text": judged_text(w, finding, n)}
            for name, a, b in parts for part, n in ((w("page.mix.mix"), a), (w("page.mix.within"), b))]
    rows[-1]["at"] = min(mix.rate_low, rows[-1]["n"]) if mix.rate <= 0 else max(mix.rate_high, rows[-1]["n"])
    ends = [x for r in rows for x in (r["n"], r["at"])] + [mix.rate_low, mix.rate_high, 0.0]
    room = (max(ends) - min(ends) or 0.02) * (0.14 if width > NARROW else 0.3)
    margin = [{"name": w("page.mix.together"), "part": w("page.mix.within"), "a": mix.rate_low, "b": mix.rate_high}]
    return _paired(rows, margin, [min(ends) - room, max(ends) + room], [w("page.mix.mix"), w("page.mix.within")], width)


def _paired(rows: list[Spec], margin: list[Spec], domain: list[float], parts: list[str], width: int) -> Spec:
    scale = {"domain": domain, "nice": False}
    x = {"field": "n", "type": "quantitative", "axis": None, "scale": scale}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": row_labels(width), "scale": {"paddingInner": 0.35}}
    beside = {"yOffset": {"field": "part", "sort": parts}}
    colour = {"field": "part", "type": "nominal", "scale": {"domain": parts, "range": [
        LIGHT["expected-soft"], LIGHT["accent-soft"]]}, "legend": {}}

    def text(right: bool) -> Spec:
        return {"transform": [{"filter": "datum.n > 0" if right else "datum.n <= 0"}],
                "mark": {"type": "text", "align": "left" if right else "right", "dx": 6 if right else -6, "fontSize": 11,
                         "color": LIGHT["soft"]},
                "encoding": {"x": {**x, "field": "at"}, **beside, "text": {"field": "text"}}}

    whiskers = {"data": {"values": margin}, "mark": {"type": "rule", "strokeWidth": 1.5, "color": LIGHT["ink"]},
                "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}, **beside}}
    zero = {"mark": {"type": "rule", "color": LIGHT["zero"]}, "encoding": {"x": {"datum": 0, "axis": None}, "y": None}}
    names = len({r["name"] for r in rows})
    return {**frame(width, 44 * names), "data": {"values": rows}, "encoding": {"y": y}, "layer": [
        {"mark": {"type": "bar", "cornerRadius": 1}, "encoding": {"x": x, **beside, "color": colour}},
        zero, whiskers, text(True), text(False)]}


def evidence_bar(report: LoopReport, lang: str, width: int = HALF) -> Spec:
    """All completed applications in one bar: traceable, what the ATS says, unknown, and what is too few to tell apart."""
    w, found = Words(lang, report.currency), report.traceability
    assert found is not None
    known = (("traceable", found.traceable, "accent"), ("said", found.said_by_ats, "accent-faint"),
             ("unknown", found.unknown, "unsure-soft"))
    parts = [(name, n, colour) for name, n, colour in known if n is not None]
    if found.untold:
        parts.append(("untold", found.untold, "zero"))  # grey: ochre says "expected at this focus"
    rows: list[Spec] = []
    start = 0.0
    for name, n, colour in parts:
        share = n / found.total
        told = hidden_parts(w, found) if name == "untold" else w(f"page.trace.{name}")
        rows.append({"a": start, "b": start + share, "name": told, "colour": LIGHT[colour],
                     "text": w.numbers.percent(share), "at": len(rows) / len(parts)})
        start += share
    return _one_bar(rows, width)


def _one_bar(rows: list[Spec], width: int) -> Spec:
    x = {"field": "a", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
    colour: Spec = {"field": "colour", "type": "nominal", "scale": None}
    at = {**x, "field": "at"}  # labels stand in thirds: a small part has no room for its own
    label: Spec = {"type": "text", "align": "left", "baseline": "middle", "dx": 14}
    frame = {"$schema": SCHEMA, "width": width, "height": 74, "config": vega_config(width <= NARROW)}
    return {**frame, "data": {"values": rows}, "layer": [
                {"mark": {"type": "rect", "height": 22, "stroke": LIGHT["paper"], "strokeWidth": 2},
                 "encoding": {"x": x, "x2": {"field": "b"}, "y": {"value": 58},
                              "color": colour}},
                {"mark": {"type": "square", "size": 70, "opacity": 1, "xOffset": 5},
                 "encoding": {"x": at, "y": {"value": 10}, "color": colour}},
                {"mark": {**label, "fontSize": 18, "fontWeight": 600, "color": LIGHT["ink"]},
                 "encoding": {"x": at, "y": {"value": 10}, "text": {"field": "text"}}},
                {"mark": {**label, "fontSize": 12 if width > NARROW else 11, "color": LIGHT["muted"]},
                 "encoding": {"x": at, "y": {"value": 31}, "text": {"field": "name"}}}]}


def targets(plan: PlanReport, lang: str, width: int = HALF) -> Spec:
    """Each target beside the smallest change that one loop can prove: a tick left of the bar's end is not provable."""
    w = Words(lang, plan.currency)
    rows: list[dict[str, Any]] = [
        {"name": w.short(r.kpi), "n": r.mde80, "target": abs(r.wanted_change), "ok": bool(r.provable)}
        for r in plan.rows if r.mde80 is not None and r.wanted_change is not None]
    most = max([max(r["n"], r["target"]) for r in rows], default=0.1) * 1.1
    x = {"type": "quantitative", "scale": {"domain": [0, most], "nice": False},
         "axis": {"format": ".0%", "tickCount": 4, "grid": False}}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": row_labels(width)}
    colour = {"condition": {"test": "datum.ok", "value": LIGHT["ink"]}, "value": LIGHT["worse"]}
    return {**frame(width, ROW * max(1, len(rows))), "data": {"values": rows}, "encoding": {"y": y}, "layer": [
        {"mark": {"type": "bar", "height": 12, "color": LIGHT["unsure-soft"]}, "encoding": {"x": {**x, "field": "n"}}},
        {"mark": {"type": "tick", "thickness": 2, "size": 20},
         "encoding": {"x": {**x, "field": "target"}, "color": colour}}]}
