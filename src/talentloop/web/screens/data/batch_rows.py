"""The batches that count, a row each: when, what, over which days, whether its totals agree, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ....command.batches import Came
from ....core.facts import FACTS
from ....report.words import Words


@dataclass(frozen=True)
class BatchRow:
    came: Came
    at: datetime
    name: str
    source: str
    rows: str
    period: str
    totals: str
    leaving: bool


def batch_rows(w: Words, came: Sequence[Came], names: Mapping[str, str], leaving: Collection[str],
               zone: ZoneInfo) -> list[BatchRow]:
    """`names` of files by batch, as far as they are known; `leaving` the batches that are being taken back."""
    return [BatchRow(
        b, b.at.astimezone(zone).replace(tzinfo=None), names.get(b.id, ""), w.of("source", b.source), _rows(w, b),
        w.numbers.period(b.period) if b.period else "", _totals(w, b), b.id in leaving) for b in came]


def _rows(w: Words, b: Came) -> str:
    told = {fact: n for fact, n in b.rows.items() if not FACTS[fact].derived}
    return w.listed([f"{w.numbers.count(n)} {w.of('fact', fact)}" for fact, n in told.items()])


def _totals(w: Words, b: Came) -> str:
    """Empty when the file gives no totals of its own."""
    if b.off:
        return w.listed([w("take.check.differs", name=name, ours=ours, theirs=theirs)
                         for name, (ours, theirs) in b.off.items()])
    return w("web.data.totals.agree") if b.agrees else ""
