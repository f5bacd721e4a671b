"""What the past of a figure was read without, in words: which loop, what it did, and whether that stayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..core.kpi import Kpi
from ..core.readaway import ReadAway
from .changes import change_text
from .words import Words

MOST = 3  # loops that are named; of older ones only how many


def read_away_sentence(w: Words, kpi: Kpi, found: Sequence[ReadAway]) -> str:
    """`De verwachting weet wat eerdere loops bewezen: loop 4 (+87%) bleef omdat je ermee doorging.`"""
    return w("read_away", loops=_loops(w, kpi, found)) if found else ""


def read_away_planned(w: Words, kpi: Kpi, found: Sequence[ReadAway]) -> str:
    """The same of one KPI in a plan, under its name."""
    return w("plan.read_away.one", name=w.inside(w.short(kpi)), loops=_loops(w, kpi, found))


def _loops(w: Words, kpi: Kpi, found: Sequence[ReadAway]) -> str:
    return w.listed([w(f"read_away.{one.settled.value}", loop=one.loop, change=change_text(w, kpi, one.change, None))
                     for one in found], most=MOST)


def as_json(found: Sequence[ReadAway]) -> list[dict[str, Any]]:
    return [{"loop": one.loop, "change": one.change, "stayed": one.settled.lasts, "because": one.settled.value}
            for one in found]
