"""The moves between talent pools as a Sankey in Vega: pools at the loop's start to the left, at its end to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from ..core.findings import LoopReport, PoolMove
from ..core.moves import BACK, ERASED, FEW, HIRED, MERGED, UNKNOWN
from .charts import NARROW, Spec
from .pools import pool_text
from .theme import FONT, LIGHT, vega_config
from .words import Words

VEGA = "https://vega.github.io/schema/vega/v6.json"
WIDTH = 560
NODE, GAP, LINE = 7, 12, 19  # width of a node, least space between two, height of a label
MORE = 13  # each further line of a label
LEAST = 1.2  # pixels of the thinnest ribbon
COLOURS = {"entered": "accent-faint", "promoted": "accent", "stayed": "day", "demoted": "unsure-soft",
           "expired": "unsure-soft", "merged": "unsure-soft", "hired": "better", "back": "accent-faint",
           "erased": "unsure-soft", "unknown": "unsure-soft", "too_few": "unsure-soft"}
OUTSIDE = (HIRED, 0, BACK, MERGED, UNKNOWN, ERASED, FEW)  # under the pools, in this order


@dataclass(frozen=True)
class Node:
    """A pool on one of the two days: where it lies, from top to bottom, and how many people it holds."""

    pool: int
    people: int
    top: float
    height: float


def pool_sankey(report: LoopReport, lang: str, width: int = WIDTH) -> Spec:
    """Every move that may be shown, as wide as it has people; at least a hair."""
    w, moves = Words(lang, report.currency), report.pool_moves
    height = 330 if width > NARROW else 360
    sides = [column(moves, side, height) for side in (0, 1)]
    left, right = (112, 150) if width > NARROW else (92, 106)
    letters = 6.2 if width > NARROW else 5.4  # pixels that one takes, about
    ends = left, width - right
    return {
        "$schema": VEGA, "width": width, "height": height, "config": vega_config(width <= NARROW), "padding": 0,
        "data": [{"name": "ribbons", "values": ribbons(moves, sides[0], sides[1], ends)},
                 {"name": "nodes", "values": [_node(n, x) for x, side in zip(ends, sides, strict=True) for n in side]},
                 {"name": "labels", "values": [*_labels(w, report.pool_bounds, sides[0], ends[0], int(left / letters),
                                                        True, height),
                                               *_labels(w, report.pool_bounds, sides[1], ends[1], int(right / letters),
                                                        False, height)]}],
        "marks": [_ribbon_mark(), _node_mark(), *_label_marks(12 if width > NARROW else 11)]}


def column(moves: Sequence[PoolMove], side: int, height: float) -> list[Node]:
    """The nodes of one day: higher pools on top, who is in none below; both days on the same scale."""
    totals = [_totals(moves, s) for s in (0, 1)]
    scale = min((height - GAP * (len(t) - 1) - LINE) / max(sum(t.values()), 1) for t in totals)
    found, top = [], LINE / 2
    for pool, people in sorted(totals[side].items(), key=lambda item: _place(item[0])):
        found.append(Node(pool, people, top, max(people * scale, LEAST)))
        top += found[-1].height + GAP
    return found


def _place(pool: int) -> tuple[bool, int]:
    """Pools from high to low, then what lies outside of them."""
    return (pool <= 0, -pool if pool > 0 else OUTSIDE.index(pool))


def _totals(moves: Sequence[PoolMove], side: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for m in moves:
        pool = m.after if side else m.before
        found[pool] = found.get(pool, 0) + m.people
    return found


def ribbons(moves: Sequence[PoolMove], before: Sequence[Node], after: Sequence[Node],
            x: tuple[float, float]) -> list[Spec]:
    """One filled curve per move, stacked within its nodes in the order of the other side; who rose lies on top."""
    starts, ends = ({n.pool: n for n in side} for side in (before, after))
    at = [{pool: n.top for pool, n in side.items()} for side in (starts, ends)]
    found = []
    for m in sorted(moves, key=lambda m: (_place(m.before), _place(m.after))):
        thick = [side[pool].height * m.people / max(side[pool].people, 1)
                 for side, pool in ((starts, m.before), (ends, m.after))]
        path = _curve(x[0] + NODE, at[0][m.before], thick[0], x[1], at[1][m.after], thick[1])
        found.append({"way": m.way, "path": path, "colour": LIGHT[COLOURS[m.way]]})
        at[0][m.before] += thick[0]
        at[1][m.after] += thick[1]
    return sorted(found, key=lambda r: r["way"] == "promoted")


def _curve(x1: float, y1: float, h1: float, x2: float, y2: float, h2: float) -> str:
    middle = (x1 + x2) / 2
    h1, h2 = max(h1, LEAST), max(h2, LEAST)
    return (f"M{x1:.1f},{y1:.1f}C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}L{x2:.1f},{y2 + h2:.1f}"
            f"C{middle:.1f},{y2 + h2:.1f} {middle:.1f},{y1 + h1:.1f} {x1:.1f},{y1 + h1:.1f}Z")


def _node(n: Node, x: float) -> Spec:
    return {"x": x, "y": n.top, "height": n.height, "colour": LIGHT["ink" if n.pool > 0 else "unsure"]}


def _labels(w: Words, bounds: Sequence[int], nodes: Sequence[Node], x: float, most: int, left: bool,
            height: float) -> list[Spec]:
    """A label per node beside its middle, in lines of `most` letters, pushed apart where nodes are thin."""
    texts = [wrap(w("page.pools.node", pool=short_pool(w, bounds, n.pool, not left), people=n.people), most)
             for n in nodes]
    line = LINE + MORE * (max(map(len, texts), default=1) - 1)
    places: list[float] = []
    for n in nodes:
        places.append(max(n.top + n.height / 2, places[-1] + line if places else 0.0))
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], (places[i + 1] if i + 1 < len(places) else height + line / 2) - line)
    at = x - 6 if left else x + NODE + 6
    return [{"x": at, "y": y - MORE / 2 * (len(text) - 1), "align": "right" if left else "left", "text": text}
            for y, text in zip(places, texts, strict=True)]


def short_pool(w: Words, bounds: Sequence[int], pool: int, after: bool) -> str:
    text = pool_text(w, bounds, pool, after)
    return text.split(" ")[0] if pool > 0 else text


def _ribbon_mark() -> Spec:
    return {"type": "path", "from": {"data": "ribbons"}, "encode": {"enter": {
        "path": {"field": "path"}, "fill": {"field": "colour"}}}}


def _node_mark() -> Spec:
    return {"type": "rect", "from": {"data": "nodes"}, "encode": {"enter": {
        "x": {"field": "x"}, "y": {"field": "y"}, "width": {"value": NODE}, "height": {"field": "height"},
        "fill": {"field": "colour"}}}}


def _label_marks(size: int) -> list[Spec]:
    return [{"type": "text", "from": {"data": "labels"}, "encode": {"enter": {
        "x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "text"}, "align": {"field": "align"},
        "baseline": {"value": "middle"}, "font": {"value": FONT}, "fontSize": {"value": size},
        "lineHeight": {"value": MORE},
        "fill": {"value": LIGHT["ink"]}}}}]
