"""What came in, batch by batch: what each brought, whether it agreed with its own totals, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ..core.errors import LoopRule
from ..core.period import Period
from ..engine.catalog import Entry
from ..people import DERIVATIONS
from ..workspace import COLLECTOR, Workspace


@dataclass(frozen=True)
class Came:
    """A batch that counts. `undoes`: nothing that may rest on it came after it and no rows went for good since, so that
    what it replaced comes back with an undo.

    `instead_of` and `replaced_by` name the batches that it took rows the place of, and those that did so with its own:
    how many rows each. Of batches from before this was kept, only the sum `replaced` is known.
    """

    id: str
    source: str
    at: datetime
    rows: Mapping[str, int]
    replaced: int
    period: Period | None
    totals: Mapping[str, tuple[int, int | None]]
    undoes: bool
    instead_of: Mapping[str, int]
    replaced_by: Mapping[str, int]

    @property
    def collected(self) -> bool:
        """By the collector: its events are nowhere else, so that they stay."""
        return _collected(self.id)

    @property
    def off(self) -> Mapping[str, tuple[int, int]]:
        """Totals in which the file says something else than what was read of it."""
        return {name: (ours, theirs) for name, (ours, theirs) in self.totals.items()
                if theirs is not None and theirs != ours}

    @property
    def agrees(self) -> bool:
        """Does the file give totals of its own, and are they what was read?"""
        return any(theirs is not None for _, theirs in self.totals.values()) and not self.off


def batches(home: Workspace) -> list[Came]:
    """Every batch that was taken and not taken back, the last first."""
    entries = home.lake.history()
    gone: dict[str, str] = {}  # batch → how it left since: "undo" or "remove"
    counting: list[Entry] = []
    by: dict[str, dict[str, int]] = {}
    for entry in reversed(entries):
        if entry.kind in ("undo", "remove"):
            gone.setdefault(entry.id, entry.kind)
        elif entry.kind == "batch":
            left = gone.pop(entry.id, "")
            for batch, n in entry.instead_of.items() if left != "undo" else ():  # an undo brought them back
                by.setdefault(batch, {})[entry.id] = n
            counting += [] if left else [entry]
    files = [entry for entry in counting if not _collected(entry.id)]
    last = {entry.id for entry in (*counting[:1], *files[:1]) if home.lake.undoes(entry.id)}
    return [_came(entry, entry.id in last, by.get(entry.id, {})) for entry in counting]


def _collected(batch: str) -> bool:
    return batch.partition(":")[0] == COLLECTOR


def _came(entry: Entry, last: bool, by: Mapping[str, int]) -> Came:
    days = [(date.fromisoformat(first), date.fromisoformat(end)) for first, end in entry.days.values()]
    span = Period(min(first for first, _ in days), max(end for _, end in days)) if days else None
    return Came(entry.id, entry.source, entry.at, entry.rows, sum(entry.replaced.values()), span, entry.totals, last,
                entry.instead_of, by)


def take_back(home: Workspace, batch: str) -> bool:
    """Take a batch back. True when all is as it was before it; False when other files or an erasure came after it: its
    rows are out, and what they replaced does not come back. Errors: LoopRule for what the collector brought, UnknownName.
    """
    if any(came.undoes for came in batches(home) if came.id == batch):
        return home.undo(batch).restored
    if _collected(batch):
        raise LoopRule("undo_collected", batch=batch)
    home.lake.remove(batch, DERIVATIONS)
    home.note("undo", batch=batch, older=True)
    return False
