"""Draws the pictures of docs/explanation/verdicts.md from the tables that stand in it, so that no figure is typed twice.

python pictures.py        writes docs/images/false-alarms.svg and docs/images/power.svg
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vl_convert

from talentloop.report.theme import DARK, LIGHT, STACK

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "explanation" / "verdicts.md"
IMAGES = ROOT / "docs" / "images"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
ALL, SHORT = "All history", "120 days of history"
ALARMS, FOUND = "false alarms", "found"  # how the columns' headings begin
OURS = ("ours, left out", "ours, shipped")
METHODS = (*OURS, "CausalImpact, no controls", "Welch's t on days", "same period last year")
WIDTH, EDGE, NAMES, ROW, BAR = 720, 24, 196, 24, 10
PROMISED = 0.05

LOUD = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"')  # a page takes the file as one image with one text

Table = dict[str, dict[str, str]]
Mark = dict[str, Any]


def table(text: str, title: str) -> Table:
    """The cells of the table under the bold line that begins with `title`, by row name and column heading."""
    lines = text[text.index(f"**{title}"):].splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))
    end = next((i for i, line in enumerate(lines) if i > first and not line.startswith("|")), len(lines))
    heading, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[first:end])
    return {row[0]: dict(zip(heading[1:], row[1:], strict=True)) for row in rows}


def figures(found: Table, method: str, column: str) -> list[float]:
    """The numbers of one cell as shares of 1; none where the method or its figure is not in the table."""
    cell = next((text for name, text in found.get(method, {}).items() if name.startswith(column)), "")
    return [float(n) / (100 if "%" in cell else 1) for n in re.findall(r"\d*\.?\d+", cell)]


def lifts(found: Table) -> list[str]:
    """The injected lifts as the heading of that column names them."""
    heading = next(name for name in next(iter(found.values())) if name.startswith(FOUND))
    return re.findall(r"\+\d+", heading)


def bar(x: float, y: float, long: float, colour: str) -> Mark:
    return {"kind": "rect", "x": x, "x2": round(x + max(long, 1.0), 1), "y": y - BAR / 2, "y2": y + BAR / 2,
            "colour": LIGHT[colour]}


def words(x: float, y: float, text: str, colour: str = "ink", size: int = 14, weight: int = 400) -> Mark:
    return {"kind": "text", "x": round(x, 1), "y": y, "text": text,
            "colour": LIGHT[colour], "size": size, "weight": weight}


def rule(x: float, top: float, bottom: float, colour: str) -> Mark:
    return {"kind": "rule", "x": round(x, 1), "y": top, "y2": bottom, "colour": LIGHT[colour]}


def shade(method: str, full: bool) -> str:
    """Teal for ours and grey for the others; faint for a new client's short history."""
    if method in OURS:
        return "accent" if full else "accent-soft"
    return "unsure" if full else "unsure-soft"


def false_alarms(text: str) -> str:
    """Per method two bars, all history and 120 days, beside the 5 % that was promised."""
    tables = {title: table(text, title) for title in (ALL, SHORT)}
    most = max(n for found in tables.values() for m in METHODS for n in figures(found, m, ALARMS))
    left, scale = EDGE + NAMES, (WIDTH - 2 * EDGE - NAMES - 60) / most
    promised, bottom = left + PROMISED * scale, 84 + 48 * len(METHODS)
    marks = [words(EDGE, 30, "False alarms, where nothing had happened", size=18, weight=600)]
    for i, method in enumerate(METHODS):
        marks.append(words(EDGE, 92 + 48 * i, method))
        told = [(title, rates) for title, found in tables.items() if (rates := figures(found, method, ALARMS))]
        for j, (title, rates) in enumerate(told):
            y = 92 + 48 * i + 17 * (j - (len(told) - 1) / 2)
            marks.extend(_alarms(rates[0], method, title, y, scale))
    return drawn([*marks, rule(promised, 66, bottom - 22, "soft"),
                  words(promised - 4, 56, f"{PROMISED:.0%} promised".replace("%", " %"), "soft", 13)], bottom)


def _alarms(rate: float, method: str, title: str, y: float, scale: float) -> Iterator[Mark]:
    """A bar with its figure right of it, and right of the promise's line; the first method names its bars."""
    left, full = EDGE + NAMES, title == ALL
    name = f" · {title.lower()}" if method == METHODS[0] else ""
    yield bar(left, y, rate * scale, shade(method, full))
    yield words(left + max(rate, PROMISED) * scale + 8, y, f"{100 * rate:.1f} %{name}", "ink" if full else "muted", 13)


def power(text: str) -> str:
    """Per history and method the share of lifts that was found, a column for each size of the lift."""
    marks, y = [words(EDGE, 30, "Lifts found, at equal false alarms", size=18, weight=600)], 76
    for title in (ALL, SHORT):
        found = table(text, title)
        told = [m for m in METHODS if figures(found, m, FOUND)]
        marks.extend(_block(found, told, title, y))
        y += ROW * len(told) + 56
    return drawn(marks, y - 24)


def _block(found: Table, told: list[str], title: str, top: float) -> Iterator[Mark]:
    sizes = lifts(found)
    step = (WIDTH - 2 * EDGE - NAMES) / len(sizes)
    yield words(EDGE, top, title, weight=600)
    for i, size in enumerate(sizes):
        x = EDGE + NAMES + step * i
        yield words(x, top, f"{size} %", "muted", 13)
        yield rule(x, top + 14, top + 14 + ROW * len(told), "zero")
        for j, method in enumerate(told):
            y, n = top + 14 + ROW * (j + 0.5), figures(found, method, FOUND)[i]
            yield bar(x, y, n * (step - 56), shade(method, True))
            yield words(x + n * (step - 56) + 8, y, f"{100 * n:.0f} %", "ink", 13)
    yield from (words(EDGE, top + 14 + ROW * (j + 0.5), method) for j, method in enumerate(told))


def drawn(marks: list[Mark], height: float) -> str:
    """The marks as SVG. Every place is given in pixels, so that no machine's fonts decide what comes out."""
    kept = [{**m, "y2": m.get("y2", 0), "x2": m.get("x2", 0)} for m in marks]
    spec = {"$schema": SCHEMA, "width": WIDTH, "height": height, "padding": 0, "background": LIGHT["paper"],
            "autosize": {"type": "none"}, "config": {"font": STACK, "view": {"stroke": None}},
            "data": {"values": kept}, "layer": [_rects(), _rules(), _texts(kept)]}
    return _repainted(LOUD.sub("", str(vl_convert.vegalite_to_svg(spec)))) + "\n"


def _place(*names: str) -> Mark:
    """Fields that hold pixels, and one that holds a colour."""
    places = {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in ("x", "y")}
    return {**places, **{name: {"field": name} for name in names},
            "color": {"field": "colour", "type": "nominal", "scale": None}}


def _rects() -> Mark:
    return {"transform": [{"filter": "datum.kind == 'rect'"}], "mark": {"type": "rect", "cornerRadius": 1},
            "encoding": _place("x2", "y2")}


def _rules() -> Mark:
    return {"transform": [{"filter": "datum.kind == 'rule'"}], "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": _place("y2")}


def _texts(marks: list[Mark]) -> Mark:
    """One layer per hand: Vega-Lite takes no weight from a field."""
    hands = sorted({(m["size"], m["weight"]) for m in marks if m["kind"] == "text"})
    return {"layer": [{
        "transform": [{"filter": f"datum.kind == 'text' && datum.size == {size} && datum.weight == {weight}"}],
        "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": size, "fontWeight": weight},
        "encoding": {**_place(), "text": {"field": "text"}}} for size, weight in hands]}


def _repainted(svg: str) -> str:
    """Light colours in the drawing itself, for whatever reads no style; the dark ones beside them for what does."""
    rules = "".join(f'[{way}="{colour}"]{{{way}:{DARK[name]}}}' for name, colour in LIGHT.items()
                    for way in ("fill", "stroke") if f'{way}="{colour}"' in svg)
    opening = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:opening]}<style>@media (prefers-color-scheme:dark){{{rules}}}</style>{svg[opening:]}"


def pictures() -> dict[Path, str]:
    """What ought to stand in docs/images, by file."""
    text = PAGE.read_text(encoding="utf-8")
    return {IMAGES / "false-alarms.svg": false_alarms(text), IMAGES / "power.svg": power(text)}


if __name__ == "__main__":
    for path, svg in pictures().items():
        path.write_text(svg, encoding="utf-8")
