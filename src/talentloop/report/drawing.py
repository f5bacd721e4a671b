"""Pictures as SVG for a page: Vega's drawn when the report is made, the small interval bars by hand for speed."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from .changes import Marks
from .scale import Scale
from .theme import repainted

BAR_WIDTH, BAR_HEIGHT = 280, 22
EDGE = 9  # room for a dot or an arrow head at either end
SIZE = re.compile(r'<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"')
LOUD = re.compile(r' (?:role|aria-[a-z]+|class|tabindex)="[^"]*"')


def drawn(spec: dict[str, Any], point: str, classes: str = "") -> Markup:
    """A Vega or Vega-Lite picture as SVG without script or style; `point` is its alternative text."""
    svg = _svg(json.dumps(spec))
    size = SIZE.search(svg)
    width = size.group(2) if size else "100%"
    body = svg[svg.index(">", svg.index("<svg")) + 1:]
    view = f'0 0 {width} {size.group(3)}' if size else ""
    return Markup('<svg class="chart {}" viewBox="{}" role="img" aria-label="{}">').format(
        classes, view, point) + Markup(_unstyled(body))


@lru_cache(maxsize=64)
def _svg(spec: str) -> str:
    """A picture takes a tenth of a second, and the same one stands on more than one page."""
    asked = json.loads(spec)
    draw = vl_convert.vega_to_svg if "/vega/" in asked["$schema"] else vl_convert.vegalite_to_svg
    return repainted(LOUD.sub("", str(draw(asked))))


SMALLEST = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": []}, "mark": "point"}


def ready() -> None:
    """Start what draws, with the smallest picture; without it the first reader of a picture waits for that."""
    drawn(SMALLEST, "")


BESIDE = 5  # what Vega-Lite keeps free at either end of an axis with bars
PLOT = re.compile(r'translate\(([\d.]+),.*?d="M0,0h([\d.]+)v', re.DOTALL)


def dated(svg: Markup, first: date, last: date) -> Markup:
    """The picture with what a script needs to know the day under the pointer: its days, and where they lie."""
    plot = PLOT.search(svg)
    if plot is None:
        return svg
    told = Markup('<svg data-first="{}" data-days="{}" data-left="{}" data-width="{}"').format(
        first.isoformat(), (last - first).days + 1, float(plot.group(1)) + BESIDE, float(plot.group(2)) - 2 * BESIDE)
    return Markup(svg.replace("<svg", told, 1))


def _unstyled(svg: str) -> str:
    """Style attributes as plain ones, so that the page's policy needs no inline styles."""
    def plain(match: re.Match[str]) -> str:
        pairs = (p.split(":", 1) for p in match.group(1).split(";") if ":" in p)
        return "".join(f' {name.strip()}="{escape(value.strip())}"' for name, value in pairs
                       if name.strip() not in ("white-space", "pointer-events"))

    return re.sub(r' style="([^"]*)"', plain, svg)


def bar(found: Marks, scale: Scale, alt: str) -> Markup:
    """The interval picture of one KPI: margin, dot, hatched expectation, zero line, target; `alt` says it in words."""
    middle = BAR_HEIGHT / 2
    parts = [f'<line x1="0" x2="{BAR_WIDTH}" y1="{middle:g}" y2="{middle:g}" class="axis"/>']
    if found.fact is not None:
        parts += [*_expected(found, scale), _upright(_at(scale, 0.0), 1, BAR_HEIGHT - 1, "zero"), *_margin(found, scale)]
        if found.target is not None:
            parts.append(_upright(_at(scale, found.target), 2, BAR_HEIGHT - 2, "target"))
        if found.own is not None:
            parts.append(f'<circle cx="{_at(scale, found.own):.1f}" cy="{middle:g}" r="3.5" class="dot hollow"/>')
        hollow = " hollow" if found.low is None else ""
        parts += _beyond(found.fact, scale)
        parts.append(f'<circle cx="{_at(scale, found.fact):.1f}" cy="{middle:g}" r="4.5" class="dot{hollow}"/>')
    opening = Markup('<svg class="bar {}" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>')
    return opening.format(found.tone, BAR_WIDTH, BAR_HEIGHT, alt, alt) + Markup("".join(parts) + "</svg>")


def _at(scale: Scale, change: float) -> float:
    return EDGE + scale.place(change) * (BAR_WIDTH - 2 * EDGE)


def _upright(x: float, top: float, bottom: float, name: str) -> str:
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{bottom:g}" class="{name}"/>'


def _beyond(fact: float, scale: Scale) -> list[str]:
    """A solid arrow head for a dot that lies off the scale."""
    if scale.holds(fact):
        return []
    x, way = (BAR_WIDTH - 1.0, -1) if fact > scale.high else (1.0, 1)
    return [f'<path d="M{x:g} {BAR_HEIGHT / 2:g}l{7 * way} -5v10z" class="dot"/>']


def _expected(found: Marks, scale: Scale) -> list[str]:
    if found.expected is None:
        return []
    a, b = sorted((_at(scale, 0.0), _at(scale, found.expected)))
    return [f'<rect x="{a:.1f}" width="{max(b - a, 2):.1f}" y="4" height="14" class="hatched"/>']


def _margin(found: Marks, scale: Scale) -> list[str]:
    """The margin; where it runs off the scale, an arrow head at that end."""
    if found.low is None or found.high is None:
        return []
    a, b, y = _at(scale, found.low), _at(scale, found.high), BAR_HEIGHT / 2
    parts = [f'<line x1="{a:.1f}" x2="{b:.1f}" y1="{y:g}" y2="{y:g}" class="margin"/>']
    if found.low < scale.low:
        parts.append(f'<path d="M{a:.1f} {y - 4:g}l-5 4l5 4" class="off"/>')
    if found.high > scale.high:
        parts.append(f'<path d="M{b:.1f} {y - 4:g}l5 4l-5 4" class="off"/>')
    return parts
