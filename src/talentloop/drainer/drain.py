"""One spool emptied into one fact store, range by range, however often it is interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from ..collect.hits import Reader
from ..collect.record import ERASURES, Hits, Record, Told, decode, typed
from ..collect.spool import Range, Spool, Waiting
from ..core.facts import Rows
from ..core.intake import Batch, Context
from ..engine.kept_moves import MovesKept
from ..engine.lake import Lake
from ..people import DERIVATIONS
from .applications import known, laid_over
from .consent import Consents, Texts, unlink

MOST = 50_000  # records of one batch
SOURCE = "collector"
Bring = Callable[["Range"], "Drained"]
Erase = Callable[[str, Sequence[Mapping[str, int]]], object]  # who told it, and whom: {"candidate": id}, …


@dataclass(frozen=True)
class Drained:
    """What one range brought: rows per fact, and records that could not be read."""

    records: int
    rows: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0


class Bringer:
    """Brings ranges of one spool into one fact store. `context` is asked anew for each batch, so that new rules hold at
    once; what waits may be a collector's of another process.

    `erase` takes whoever an ATS says was deleted out of the facts for good, after everything else of a range came in;
    `moves_kept` keeps the pools as they were told when consent is taken back.
    """

    def __init__(self, waiting: Waiting, lake: Lake, context: Callable[[], Context], erase: Erase,
                 moves_kept: Callable[[], MovesKept], leads: bool = True, texts: Texts = tuple) -> None:
        self.waiting, self.lake, self.context, self.erase, self.moves_kept = waiting, lake, context, erase, moves_kept
        self.leads, self.texts = leads, texts

    def bring(self, taken: Range) -> Drained:
        """One range; brought twice it is there once. What cannot be read is set aside in the spool.

        Errors: StoreTrouble when the facts, NotStored when the spool cannot be written; nothing is lost then.
        """
        records, unreadable = _decoded(self.waiting.read(taken))
        rows: dict[str, int] = {}
        for batch in self._batches(taken, records):
            for fact, n in self.lake.take(batch, DERIVATIONS).rows.items():
                rows[fact] = rows.get(fact, 0) + n
        unlink(self.lake, [r for r in records if isinstance(r, Told)], self.moves_kept())
        for source, gone in _erasures(records).items():
            self.erase(source, gone)
        if unreadable:
            self.waiting.set_aside(unreadable)
        return Drained(len(records) + len(unreadable), rows, len(unreadable))

    def _batches(self, taken: Range, records: Sequence[Record]) -> Iterator[Batch]:
        """A batch for the tracker's hits and one for each other source that told something."""
        hits = [r for r in records if isinstance(r, Hits)]
        told = [r for r in records if isinstance(r, Told) and r.fact != ERASURES]
        if hits:
            yield _batch(taken, SOURCE, self._hits(hits, told))
        for source in sorted({r.source for r in told}):
            yield _batch(taken, source, self._told([r for r in told if r.source == source]))

    def _hits(self, hits: Sequence[Hits], told: Sequence[Told]) -> Iterator[Rows]:
        """What visitors did, as far as they allow it, and the log of who began to allow it."""
        context, consents = self.context(), Consents(self.lake.now(), hits, told)
        yield from Reader(context, self.leads).rows(consents.honoured(hits))
        if began := consents.rows(context, self.texts()):
            yield began

    def _told(self, records: Sequence[Told]) -> Iterator[Rows]:
        """The rows of each fact, in the order in which they came; an application's laid over what is known of it."""
        for fact in sorted({r.fact for r in records}):
            rows = [row for r in records if r.fact == fact for row in r.rows]
            if fact == "applications":
                rows = laid_over(known(self.lake.now(), rows), rows)
            if rows:
                yield typed(fact, rows)


class Drainer:
    """Empties one spool, range by range: `bring` has each in the facts when it returns, and then it is deleted."""

    def __init__(self, spool: Spool, bring: Bring) -> None:
        self.spool, self.bring = spool, bring

    def drain(self, most: int = MOST) -> Drained | None:
        """One range, None when nothing waits. Dies it on the way, the same range comes again under the same name.

        Errors: as of `bring`, and NotStored when the spool cannot be written; nothing is lost then.
        """
        taken = self.spool.claim(most)
        if taken is None:
            return None
        brought = self.bring(taken)
        self.spool.drop(taken)
        return brought

    def empty(self) -> Drained:
        """Everything that waits, range by range."""
        records, unreadable, rows = 0, 0, dict[str, int]()
        while found := self.drain():
            records, unreadable = records + found.records, unreadable + found.unreadable
            rows = {fact: rows.get(fact, 0) + found.rows.get(fact, 0) for fact in {*rows, *found.rows}}
        return Drained(records, rows, unreadable)


def _erasures(records: Sequence[Record]) -> dict[str, list[Mapping[str, int]]]:
    """Who was deleted elsewhere, by who told it."""
    found: dict[str, list[Mapping[str, int]]] = {}
    for r in records:
        if isinstance(r, Told) and r.fact == ERASURES:
            found.setdefault(r.source, []).extend(
                {name: id for name, id in row.items() if isinstance(id, int)} for row in r.rows)
    return found


def _batch(taken: Range, source: str, rows: Iterator[Rows]) -> Batch:
    return Batch(f"{source}:{taken.spool}:{taken.upto}", source, datetime.now(UTC).replace(tzinfo=None), rows)


def _decoded(bodies: Sequence[tuple[int, bytes]]) -> tuple[list[Record], list[tuple[int, bytes]]]:
    records, unreadable = list[Record](), list[tuple[int, bytes]]()
    for seq, body in bodies:
        try:
            records += decode(body)
        except (msgspec.DecodeError, ValueError):
            unreadable.append((seq, body))
    return records, unreadable
