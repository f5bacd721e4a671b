"""Talent pools as sections: who moved where during the loop, and what part of each pool applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.findings import LoopReport, PoolMove
from ..core.moves import BACK, ERASED, FEW, HIRED, MERGED, UNKNOWN
from .section import Section
from .words import Words

IN = {0: "page.pools.none", BACK: "page.pools.back", FEW: "page.pools.few"}
OUT = {0: "page.pools.out", HIRED: "page.pools.hired", MERGED: "page.pools.merged", ERASED: "page.pools.erased",
       UNKNOWN: "page.pools.unknown", FEW: "page.pools.few"}
MOVED = ("entered", "promoted", "demoted", "expired")
WAYS = ("hired", "back", "erased", "unknown")  # told in words where there are any


def pools_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """The moves of the loop; the Sankey is drawn from them."""
    if not report.pool_moves:
        return
    bounds = report.pool_bounds
    moves = sorted(report.pool_moves, key=lambda m: (m.before < 0, m.before, m.after))
    rows = tuple((pool_text(w, bounds, m.before), pool_text(w, bounds, m.after, after=True), w.numbers.count(m.people),
                  applied_text(w, m.applied)) for m in moves)
    headings = (w("page.pools.from"), w("page.pools.to"), w("page.pools.people"), w("page.pools.applied"))
    point = _point(w, moves)
    yield Section("pools", w("page.pools"), w("page.pools.sub"), headings, rows, "llrr", lines=(point,), point=point,
                  note=w("page.pools.note"))


def _point(w: Words, moves: Sequence[PoolMove]) -> str:
    """How many came in, rose, sank and left; at least so many where groups too small to tell stand beside them."""
    hidden = people(moves, "too_few")
    moved, told = ([w(f"page.pools.ways.{way}", n=people(moves, way)) for way in ways if people(moves, way)]
                   for ways in (MOVED, WAYS))
    if hidden:
        least = [w("page.pools.at_least", told=w.listed(moved))] if moved else []
        return " ".join([*least, *told, w("page.pools.partly")])
    first = w("page.pools.alt", inflow=people(moves, "entered"), up=people(moves, "promoted"),
              down=people(moves, "demoted"), out=people(moves, "expired"))
    return " ".join([first, *told])


def people(moves: Sequence[PoolMove], way: str) -> int:
    return sum(m.people for m in moves if m.way == way)


def applied_text(w: Words, applied: int | None) -> str:
    return w("number.none") if applied is None else w.numbers.count(applied)


def pool_text(w: Words, bounds: Sequence[int], pool: int, after: bool = False) -> str:
    if pool <= 0:
        return w((OUT if after else IN)[pool])
    return w("page.pools.pool", bounds=pool_bounds(w, bounds, pool))


def pool_bounds(w: Words, bounds: Sequence[int], pool: int) -> str:
    """`3–5`, and `16+` for the last."""
    if pool >= len(bounds):
        return w("page.pools.bounds_last")
    return w("number.range", low=bounds[pool - 1], high=bounds[pool] - 1)
