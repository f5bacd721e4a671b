"""The tornado of the ROI as Vega-Lite: one bar per uncertain number, from the ROI at its low to that at its high end."""

from __future__ import annotations

from typing import Any

from ..core.roi import SHARES, RoiReport, Swing
from .charts import SCHEMA, Spec
from .theme import LIGHT, vega_config
from .words import Words

BAR = 26  # height of a row
PIECE = 18  # of the line through a bar, where names stand between the bars
ROOM = 0.16  # of the span of the bars, on either side of them
LABEL = "datum.value == 0 ? '0%' : (datum.value > 0 ? '+' : '−') + format(abs(datum.value), '.0%')"


def tornado(report: RoiReport, lang: str, width: int = 640) -> Spec:
    """Widest bar first, around the ROI with everything in the middle; a rule where costs are just paid back."""
    w, wide = Words(lang, report.currency), width >= 600
    rows = [{"name": parameter(w, s), "at_low": s.at_low, "at_high": s.at_high,
             "low": end(w, s.name, s.low), "high": end(w, s.name, s.high)} for s in report.tornado]
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "title": None,
               "axis": {"labelLimit": 360, "domain": False, "ticks": False, **_names(wide)}}
    x: Spec = {"type": "quantitative", "title": None, "scale": {"domain": _domain(report), "nice": False},
               "axis": {"tickCount": 6 if wide else 4, "labelExpr": LABEL}}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "bar", "color": LIGHT["accent-soft"],
                                            "height": {"band": 0.62 if wide else 0.3}},
         "encoding": {"y": y, "x": {**x, "field": "at_low"}, "x2": {"field": "at_high"}}},
        *_labels(rows, y, x),
        _rule(rows, y, x, 0.0, LIGHT["zero"], wide),
    ]
    if report.outcome is not None:
        layers.append(_rule(rows, y, x, report.outcome.p50, LIGHT["ink"], wide))
    return {"$schema": SCHEMA, "width": width, "height": (BAR if wide else 2 * BAR) * max(1, len(rows)),
            "config": vega_config(not wide),
            "description": alt(report, lang), "layer": layers, "padding": {"left": 6, "right": 6},
            "autosize": {"type": "fit", "contains": "padding"}}


def _domain(report: RoiReport) -> list[float]:
    """From the lowest to the highest ROI and 0, with room for the labels at both sides."""
    ends = [0.0, *(x for s in report.tornado for x in (s.at_low, s.at_high))]
    room = ROOM * (max(ends) - min(ends) or 1.0)
    return [min(ends) - room, max(ends) + room]


def _names(wide: bool) -> Spec:
    """On a phone the names stand above their bars, so that the bars keep the width."""
    if wide:
        return {"labelPadding": 8}
    return {"orient": "left", "labelAlign": "left", "labelBaseline": "bottom", "labelOffset": -10, "labelPadding": 0,
            "zindex": 1, "minExtent": 0, "maxExtent": 0}


def _labels(rows: list[dict[str, Any]], y: Spec, x: Spec) -> list[Spec]:
    """The ends of each range beside the ends of its bar, on the outside."""
    ends = [{"name": r["name"], "at": r[f"at_{side}"], "text": r[side],
             "right": r[f"at_{side}"] == max(r["at_low"], r["at_high"])} for r in rows for side in ("low", "high")]
    return [{"data": {"values": [e for e in ends if e["right"] is right]},
             "mark": {"type": "text", "color": LIGHT["muted"], "baseline": "middle",
                      "align": "left" if right else "right", "dx": 5 if right else -5},
             "encoding": {"y": y, "x": {**x, "field": "at"}, "text": {"field": "text"}}} for right in (False, True)]


def _rule(rows: list[dict[str, Any]], y: Spec, x: Spec, at: float, colour: str, wide: bool) -> Spec:
    """A line through all rows; on a phone a piece of it through each bar, for the names stand in between."""
    if wide:
        return {"data": {"values": [{"at": at}]}, "mark": {"type": "rule", "color": colour},
                "encoding": {"x": {**x, "field": "at"}}}
    return {"data": {"values": [{"name": r["name"], "at": at} for r in rows]},
            "mark": {"type": "tick", "color": colour, "thickness": 1, "size": PIECE},
            "encoding": {"y": y, "x": {**x, "field": "at"}}}


def alt(report: RoiReport, lang: str) -> str:
    """What the picture shows, for who cannot see it."""
    w = Words(lang, report.currency)
    if not report.tornado or report.outcome is None:
        return w("roi.tornado.alt.none")
    first = report.tornado[0]
    low, high = sorted((first.at_low, first.at_high))
    return w("roi.tornado.alt", p50=w.numbers.change(report.outcome.p50), name=parameter(w, first),
             low=w.numbers.change(low), high=w.numbers.change(high), n=len(report.tornado))


def table(report: RoiReport, lang: str) -> list[tuple[str, str, str]]:
    """The figures behind the picture: number, its range, and the ROI at both ends."""
    w = Words(lang, report.currency)
    return [(parameter(w, s), f"{end(w, s.name, s.low)} – {end(w, s.name, s.high)}",
             f"{w.numbers.change(s.at_low)} … {w.numbers.change(s.at_high)}") for s in report.tornado]


def parameter(w: Words, swing: Swing) -> str:
    return w.capital(w(f"roi.parameter.{swing.name}"))


def end(w: Words, name: str, value: float) -> str:
    """One end of a range: a share, a number of days, or an amount."""
    if name in SHARES:
        return w.numbers.percent(value)
    if name in ("fewer_mishires", "fewer_leavers"):
        return w.numbers.points(value)
    return w.numbers.count(round(value)) if name == "days_saved" else w.numbers.money(value)
