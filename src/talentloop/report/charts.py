"""Pictures as Vega-Lite: the line over time with its loops, and the interval of one KPI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..core.findings import Forecast, KpiFinding, LoopReport
from ..core.loop import Change
from .changes import Marks
from .scale import Scale
from .theme import LIGHT, vega_config
from .words import Words

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
WIDE, NARROW = 1180, 350
AROUND = 3  # days to either side of the mean
FEWEST = 4  # days with data that a seven-day mean needs


def over_time(report: LoopReport, kpi: str, lang: str, width: int = WIDE) -> Spec:
    """A KPI per day over the whole history: seven-day mean, days, loops as bands, changes as flags, the forecast."""
    w, narrow = Words(lang, report.currency), width < 600
    finding = report.finding(kpi)
    daily = report.history if kpi == "visits" else finding.daily if finding else {}
    if not daily:
        return _layers(width, 120, [])
    first, last = min(daily), max(max(daily), report.loop.period.last)
    top = max(daily.values()) * 1.32 or 1.0
    until = finding.provisional_until if finding else None
    layers = [
        *_bands(w, report, first, last, top, narrow), _days(w, daily, width, first, last, top),
        *_means(w, daily, _provisional_from(daily, until), top), *_forecast(report, kpi),
        *_flags(w, report, first, last, top),
    ]
    return _layers(width, 230 if not narrow else 200, layers)


def _layers(width: int, height: int, layers: list[Spec]) -> Spec:
    return {"$schema": SCHEMA, "width": width, "height": height, "config": vega_config(width < 600), "layer": layers,
            "autosize": {"type": "fit", "contains": "padding"}, "resolve": {"scale": {"color": "independent"}}}


def _x(w: Words | None) -> Spec:
    names = [w.numbers.month(date(2026, m, 1)) for m in range(1, 13)] if w else []
    axis: Spec = {"format": "%-m", "tickCount": "month", "labelOverlap": True, "grid": False, "ticks": True,
                  "labelExpr": f"{names}[month(datum.value)]", "labelAlign": "left", "labelOffset": 2}
    return {"field": "day", "type": "temporal", "axis": axis if w else None, "title": None}


def _y(w: Words, top: float) -> Spec:
    """One axis for all layers, with three grid lines."""
    point = w.numbers.count(1000)[1]
    axis = {"tickCount": 3, "grid": True, "domain": False, "ticks": False,
            "labelExpr": f"datum.value ? replace(format(datum.value, ',.0f'), ',', '{point}') : ''"}
    return {"field": "n", "type": "quantitative", "title": None, "axis": axis,
            "scale": {"domain": [0, top], "nice": False}}


def _bands(w: Words, report: LoopReport, first: date, last: date, top: float, narrow: bool) -> Iterator[Spec]:
    """Loops behind the line, in turn shaded and not, each with its number and focus; the 0-meting too."""
    rows = [{"start": first.isoformat(), "end": last.isoformat(), "label": "", "shade": False}]
    if report.baseline and report.baseline.period.end > first:
        period = report.baseline.period
        rows.append(_band(max(first, period.start), period.end, "0" if narrow else w("against.baseline"), False))
    for loop in (x for x in report.others if first < x.period.end and x.period.start <= last):
        name = str(loop.number) if narrow else w("page.visits.band", number=loop.number,
                                                 focus=w.of("focus", loop.focus).lower())
        rows.append(_band(max(first, loop.period.start), min(loop.period.end, last + timedelta(days=1)), name,
                          loop.number % 2 == 1))
    shaded = [r for r in rows if r["shade"]]
    x = {**_x(w), "field": "start", "scale": {"domain": [first.isoformat(), (last + timedelta(days=1)).isoformat()]}}
    yield {"data": {"values": shaded}, "mark": {"type": "rect", "color": LIGHT["band"]},
           "encoding": {"x": x, "x2": {"field": "end"}}}
    yield {"data": {"values": [{**r, "n": top} for r in rows if r["label"]]},
           "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 6, "dy": 4, "color": LIGHT["muted"]},
           "encoding": {"x": {"field": "start", "type": "temporal"}, "y": _y(w, top), "text": {"field": "label"}}}


def _band(start: date, end: date, label: str, shade: bool) -> Spec:
    return {"start": start.isoformat(), "end": end.isoformat(), "label": label, "shade": shade}


def _days(w: Words, daily: Mapping[date, float], width: int, first: date, last: date, top: float) -> Spec:
    thick = max(1.0, min(3.0, width / ((last - first).days + 1) * 0.5))
    rows = [{"day": day.isoformat(), "n": n} for day, n in sorted(daily.items())]
    return {"data": {"values": rows}, "mark": {"type": "bar", "width": thick, "color": LIGHT["day"]},
            "encoding": {"x": {"field": "day", "type": "temporal"}, "y": _y(w, top)}}


def seven_day_mean(daily: Mapping[date, float]) -> list[tuple[date, float]]:
    """The mean of a day and three to either side; a day without data has none, nor has one among too few."""
    found = []
    for day in sorted(daily):
        near = [daily[d] for i in range(-AROUND, AROUND + 1) if (d := day + timedelta(days=i)) in daily]
        if len(near) >= FEWEST:
            found.append((day, sum(near) / len(near)))
    return found


def _provisional_from(daily: Mapping[date, float], until: date | None) -> date | None:
    """First day that is dotted: the last four weeks of data while its source may still restate it."""
    return None if until is None else max(daily) - timedelta(days=27)


def _means(w: Words, daily: Mapping[date, float], provisional: date | None, top: float) -> Iterator[Spec]:
    """The line, broken where days are missing: never drawn across what was not measured."""
    rows, run, before = [], 0, None
    for day, n in seven_day_mean(daily):
        if before is not None and (day - before).days > 1:
            run += 1
        dotted = provisional is not None and day >= provisional
        rows.append({"day": day.isoformat(), "n": n, "run": run, "dotted": dotted})
        before = day
    for dotted in (False, True):
        mark: Spec = {"type": "line", "color": LIGHT["accent"], "strokeWidth": 2.25, "interpolate": "monotone"}
        if dotted:
            mark["strokeDash"] = [2, 3]
        part = [r for r in rows if r["dotted"] is dotted]
        if part:
            detail = {"field": "run", "type": "nominal"}
            yield {"data": {"values": part}, "mark": mark, "encoding": {
                "x": {"field": "day", "type": "temporal"}, "y": _y(w, top), "detail": detail}}


def _forecast(report: LoopReport, kpi: str) -> Iterator[Spec]:
    """Where a running loop is heading, per day that is left."""
    found: Forecast | None = next((f for f in report.forecasts if f.kpi == kpi), None)
    left = (report.loop.period.end - max(report.as_of, report.loop.period.start)).days
    if found is None or not report.running or left <= 0:
        return
    row = {"start": report.as_of.isoformat(), "end": report.loop.period.end.isoformat(),
           "low": (found.low - found.so_far) / left, "high": (found.high - found.so_far) / left}
    yield {"data": {"values": [row]}, "mark": {"type": "rect", "color": LIGHT["accent-faint"], "opacity": 0.6},
           "encoding": {"x": {"field": "start", "type": "temporal"}, "x2": {"field": "end"},
                        "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}}


def _flags(w: Words, report: LoopReport, first: date, last: date, top: float) -> Iterator[Spec]:
    """Changes of all loops as small flags with their numbers; those of one day share a flag."""
    rows = [{"day": day.isoformat(), "n": top * 0.86, "label": label}
            for day, label in flag_labels(report) if first <= day <= last]
    if not rows:
        return
    x, y = {"field": "day", "type": "temporal"}, _y(w, top)
    yield {"data": {"values": rows}, "mark": {"type": "rule", "color": LIGHT["ink"], "strokeDash": [2, 3]},
           "encoding": {"x": x, "y": y, "y2": {"datum": 0}}}
    yield {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "size": 40, "opacity": 1,
                                              "color": LIGHT["ink"]}, "encoding": {"x": x, "y": y}}
    mark = {"type": "text", "align": "left", "dx": 6, "color": LIGHT["ink"], "fontWeight": 600}
    yield {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "label"}}}


def flag_labels(report: LoopReport) -> list[tuple[date, str]]:
    """Days with a change, each with the numbers that its changes have in the list under the picture."""
    days: dict[date, list[str]] = {}
    for i, change in enumerate(changes_shown(report), 1):
        days.setdefault(change.day, []).append(str(i))
    return [(day, "·".join(numbers)) for day, numbers in days.items()]


def changes_shown(report: LoopReport) -> list[Change]:
    """The changes behind the flags, in the order of their numbers: those within the days of the picture."""
    first, last = min(report.history, default=report.loop.period.start), report.loop.period.last
    found = (c for loop in report.others for c in loop.changes if first <= c.day <= last)
    return sorted(found, key=lambda c: (c.day, c.what))


def interval(found: Marks, scale: Scale, width: int = 280) -> Spec:
    """One KPI on the common scale: dot, margin, what was to be expected hatched (here shaded), zero and target."""
    x = {"type": "quantitative", "scale": {"domain": [scale.low, scale.high], "nice": False, "clamp": True}, "axis": None}
    layers: list[Spec] = [_rule([{"a": scale.low, "b": scale.high}], x, LIGHT["rule"], 1)]
    if found.expected is not None:
        layers.append({"data": {"values": [{"a": 0, "b": found.expected}]}, "mark": {
            "type": "rect", "height": 14, "color": LIGHT["hatch"], "opacity": 0.5},
            "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}}})
    layers.append(_tick(0.0, x, LIGHT["zero"], 1))
    if found.low is not None and found.high is not None:
        layers.append(_rule([{"a": found.low, "b": found.high}], x, LIGHT[f"{found.tone}-soft"], 4))
    if found.target is not None:
        layers.append(_tick(found.target, x, LIGHT["ink"], 1.5))
    if found.own is not None:
        layers.append({"data": {"values": [{"a": found.own}]}, "mark": {
            "type": "point", "size": 50, "opacity": 1, "color": LIGHT[found.tone]},
            "encoding": {"x": {**x, "field": "a"}}})
    if found.fact is not None:
        layers.append({"data": {"values": [{"a": found.fact}]}, "mark": {
            "type": "point", "filled": True, "size": 70, "opacity": 1, "color": LIGHT[found.tone]},
            "encoding": {"x": {**x, "field": "a"}}})
    return {"$schema": SCHEMA, "width": width, "height": 22, "config": vega_config(), "layer": layers}


def _rule(rows: list[Spec], x: Spec, colour: str, thick: float) -> Spec:
    mark = {"type": "rule", "color": colour, "strokeWidth": thick, "strokeCap": "round"}
    return {"data": {"values": rows}, "mark": mark,
            "encoding": {"x": {**x, "field": "a"}, "x2": {"field": "b"}}}


def _tick(at: float, x: Spec, colour: str, thick: float) -> Spec:
    return {"data": {"values": [{"a": at}]}, "mark": {"type": "tick", "color": colour, "thickness": thick, "size": 18},
            "encoding": {"x": {**x, "field": "a"}}}


def finding_interval(finding: KpiFinding, scale: Scale) -> Spec:
    """The interval picture of one finding, for a notebook."""
    from .changes import marks

    return interval(marks(finding), scale)
