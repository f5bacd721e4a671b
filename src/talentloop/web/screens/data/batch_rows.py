"""The batches that count, a row each: when, what, over which days, whether its totals agree, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ....command.batches import Came
from ....core.facts import FACTS
from ....report.words import Words
from .cards import rows_of


@dataclass(frozen=True)
class Other:
    """Another batch and how many rows it is about, in words; `place` is its row on this page, "" when it is not there."""

    says: str
    place: str


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
    place: str
    replaces: tuple[Other, ...]
    replaced_by: tuple[Other, ...]


def batch_rows(w: Words, came: Sequence[Came], names: Mapping[str, str], leaving: Collection[str], zone: ZoneInfo,
               most: int | None = None) -> list[BatchRow]:
    """The last `most`; `names` of files by batch, as far as they are known; `leaving` those that are being taken back."""
    shown = came[:most]
    places = {b.id: f"batch-{n}" for n, b in enumerate(shown, 1)}
    called = {b.id: _called(w, b, names.get(b.id, ""), zone) for b in came}

    def others(way: str, of: Mapping[str, int]) -> tuple[Other, ...]:
        known = [(n, called.get(id) or w("web.data.batch.gone"), places.get(id, "")) for id, n in of.items()]
        return tuple(Other(w(f"web.data.batch.{way}", n=n, what=what), place) for n, what, place in known)

    return [BatchRow(
        b, _local(b, zone), names.get(b.id, ""), w.of("source", b.source), _rows(w, b),
        w.numbers.period(b.period) if b.period else "", _totals(w, b), b.id in leaving, places[b.id],
        others("replaces", b.instead_of), others("replaced_by", b.replaced_by)) for b in shown]


def _called(w: Words, b: Came, name: str, zone: ZoneInfo) -> str:
    """By its file where that is known, else by its source, with the moment it came."""
    at = _local(b, zone)
    return w("web.data.batch.called", name=name or w.of("source", b.source), day=w.numbers.day(at.date()),
             time=f"{at:%H:%M}")


def _local(b: Came, zone: ZoneInfo) -> datetime:
    return b.at.astimezone(zone).replace(tzinfo=None)


def _rows(w: Words, b: Came) -> str:
    told = {fact: n for fact, n in b.rows.items() if not FACTS[fact].derived}
    return ", ".join(f"{rows_of(w, fact)}: {w.numbers.count(n)}" for fact, n in told.items())


def _totals(w: Words, b: Came) -> str:
    """Empty when the file gives no totals of its own."""
    if b.off:
        return w.listed([w("take.check.differs", name=name, ours=ours, theirs=theirs)
                         for name, (ours, theirs) in b.off.items()])
    return w("web.data.totals.agree") if b.agrees else ""
