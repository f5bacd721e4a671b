"""Pictures of people as groups: what readers did beside what is usual, and days to the application."""

from __future__ import annotations

from ..core.findings import LoopReport
from .bars import HALF, ROW, bars, frame, label_room, row_labels
from .charts import NARROW, Spec
from .people import pictured, span_text, value_text
from .theme import LIGHT
from .words import Words

TONES = {"above": "accent", "below": "ink", "usual": "unsure"}


def rise_dots(report: LoopReport, lang: str, width: int = HALF, by: str = "content") -> Spec:
    """Per thousand readers a dot with its margin, and a line at the usual figure; filled where it stands out."""
    w, people = Words(lang, report.currency), report.people
    assert people is not None
    found = people.rises[by]
    rows: list[Spec] = [
        {"name": value_text(w, by, r), "n": r.per_thousand, "a": r.low, "b": r.high,
         "text": w.numbers.count(round(r.per_thousand)), "colour": LIGHT[TONES[r.stands]],
         "inside": LIGHT[TONES[r.stands] if r.stands != "usual" else "paper"]} for r in pictured(found)]
    most = max([found.usual, *(r["b"] for r in rows)]) * 1.04
    reach = width - label_room(width) - (52 if width > NARROW else 40)
    x: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [0, most], "nice": False, "range": [0, reach]}}
    y: Spec = {"field": "name", "type": "nominal", "sort": None, "axis": row_labels(width)}
    colour: Spec = {"field": "colour", "type": "nominal", "scale": None}
    return {**frame(width, ROW * len(rows) + 8), "data": {"values": rows}, "layer": [
        {"data": {"values": [{"n": found.usual}]}, "mark": {"type": "rule", "color": LIGHT["zero"], "strokeDash": [3, 3]},
         "encoding": {"x": {**x, "field": "n"}}},
        {"mark": {"type": "rule", "strokeWidth": 3, "color": LIGHT["unsure-soft"], "strokeCap": "round"},
         "encoding": {"y": y, "x": {**x, "field": "a"}, "x2": {"field": "b"}}},
        {"mark": {"type": "point", "size": 64, "opacity": 1, "strokeWidth": 2},
         "encoding": {"y": y, "x": {**x, "field": "n"}, "stroke": colour, "fill": {**colour, "field": "inside"}}},
        {"mark": {"type": "text", "align": "right", "color": LIGHT["ink"], "fontSize": 13 if width > NARROW else 12},
         "encoding": {"y": y, "x": {"value": width - label_room(width)}, "text": {"field": "text"}}}]}


def first_touch_bars(report: LoopReport, lang: str, width: int = HALF) -> Spec:
    """Applications by the days since their first known touch."""
    w, people = Words(lang, report.currency), report.people
    assert people is not None and people.first_touch is not None
    found = people.first_touch
    rows: list[Spec] = [
        {"name": span_text(w, first, last), "n": n or 0, "text": w("number.none") if n is None else w.numbers.count(n),
         "aside": "" if n is None else w.numbers.percent(n / found.known)} for first, last, n in found.spread]
    return bars(rows, width, [0, max([r["n"] for r in rows] + [1])], {"value": LIGHT["accent-soft"]})
