"""What an engine under test is: something that was told raw facts and now measures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.core.measure import Primitive
from talentloop.core.measurement import Measurement
from talentloop.core.period import Period
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS

Told = Mapping[str, Sequence[Mapping[str, object]]]  # rows of raw fact tables in the order in which they were told


class Measures(Protocol):
    def measure(self, primitives: Sequence[Primitive], periods: Sequence[Period], by: str | None = None,
                daily: bool = True) -> Measurement: ...


Engine = Callable[[Told], Measures]


def blocks(told: Told) -> Iterator[Rows]:
    """Rows as a source hands them over: column-wise, without what the line adds."""
    for fact, rows in told.items():
        names = [n for n in FACTS[fact].names if n not in ("source", "batch", "fetched_at")]
        if rows:
            yield Rows(fact, {n: [row.get(n) for row in rows] for n in names})


def stored(told: Told, root: Path) -> Lake:
    """A store that took these facts in one batch, and derived from them what is derived."""
    lake = Lake(root)
    lake.take(Batch("told", "spec", datetime(2026, 6, 1), blocks(told)), DERIVATIONS)
    return lake
