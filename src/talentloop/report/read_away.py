"""What the past of a figure was read without, in words: which loop, what it did, and whether that stayed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..core.findings import PlanRow
from ..core.kpi import Kpi
from ..core.readaway import ReadAway, Settled
from .changes import change_text
from .words import Words

MOST = 3  # loops that a verdict names: the latest
MOST_KPIS = 5  # figures that a plan names per loop


def read_away_sentences(w: Words, kpi: Kpi, found: Sequence[ReadAway]) -> list[str]:
    """`De +87% van loop 4 zit al in de verwachting: je ging ermee door.`"""
    judged = f" ({_judged(w, kpi)})" if kpi.judged_on is not None else ""
    return [w(f"read_away.{one.settled.value}", loop=one.loop, change=change_text(w, kpi, one.change, None) + judged)
            for one in found[:MOST]]


def _judged(w: Words, kpi: Kpi) -> str:
    """What moved: the figure itself, or what is judged in its place."""
    return w.inside(w.short(kpi)) if kpi.judged_on is None else w(f"kpi.{kpi.id}.judged_name")


def read_away_planned(w: Words, rows: Sequence[PlanRow]) -> Iterator[str]:
    """A line per earlier loop: whether it stayed, and what it did to which figures."""
    told: dict[tuple[int, Settled], dict[str, None]] = {}
    for row in rows:
        for one in row.read_away:
            change = f"{_judged(w, row.kpi)} {change_text(w, row.kpi, one.change, None)}"
            told.setdefault((one.loop, one.settled), {})[change] = None  # several may be judged by one figure
    for (loop, settled), changes in sorted(told.items(), key=lambda x: -x[0][0]):
        yield w(f"plan.read_away.{settled.value}", loop=loop, changes=w.listed(list(changes), most=MOST_KPIS))


def as_json(found: Sequence[ReadAway]) -> list[dict[str, Any]]:
    return [{"loop": one.loop, "change": one.change, "stayed": one.settled.lasts, "because": one.settled.value}
            for one in found]
