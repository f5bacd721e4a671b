"""The fact store of one client: batches come in whole or not at all, and every earlier state stays readable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import duckdb

from ..core.errors import StoreTrouble, UnknownName
from ..core.facts import FACTS
from ..core.intake import Batch, Taken
from . import delta, kept_moves, undoing
from .applications import end_jobs, hires_of
from .catalog import Entry, State, now
from .connection import quoted
from .merge import Merged, displace, merge, restated, weigh
from .snapshot import Snapshot
from .staging import Staging
from .work import Derivation, Work
from .writer import Writer


class Lake(Writer):
    """Delta tables under `root`, one per fact, a partition a month, and a catalog that says which versions count.

    `record` names, for facts that two sources may tell (web_hits: GA4 and the access log), the source that counts;
    what others told is kept but not counted. Without it the source whose batch came first counts. Rows of ids that are
    `forgotten` do not come in.
    One writer at a time; readers are never kept waiting and never see half a batch.
    """

    # ---- reading

    def now(self) -> Snapshot:
        """What counts at this moment; later batches do not change it."""
        return self._snapshot(self.catalog.state())

    def at(self, when: int | datetime) -> Snapshot:
        """What counted after commit number `when`, or at that moment: "what did we report then"."""
        state, versions, generation = self.catalog.state(), dict[str, int](), 0
        for entry in self.catalog.entries(state):
            if entry.generation > when if isinstance(when, int) else entry.at > _aware(when):
                break
            versions.update(entry.versions)
            generation = entry.generation
        return self._snapshot(replace(state, versions=versions, generation=generation))

    def history(self) -> list[Entry]:
        """Every commit with its time, source and rows, oldest first."""
        return list(self.catalog.entries())

    def begun(self) -> bool:
        """Was anything ever taken?"""
        return self.catalog.state().history > 0

    @contextmanager
    def asking(self) -> Iterator[tuple[Callable[[str], duckdb.DuckDBPyConnection], Snapshot]]:
        """A DuckDB to ask this moment's rows with, for questions that are no measures (what is kept of one person)."""
        with self._troubles(), self._workbench() as (con, _):
            yield con.execute, self.now()

    # ---- writing

    def take(self, batch: Batch, derivations: Sequence[Derivation] = (), instead: str = "") -> Taken:
        """Take a batch and refresh what is derived, in one commit; the same batch again changes nothing.

        The rows of the batch `instead` leave first. A batch that was taken before is not even read.
        Errors: StoreTrouble when the store cannot be written.
        """
        with self._staged(batch) as (con, staging, settled):
            if settled:
                return settled
            with self.writing():
                if self.catalog.has(batch.id):
                    return Taken(batch.id, {}, {}, repeated=True)
                return self._take(con, staging, batch, derivations, instead)

    def _take(self, con: duckdb.DuckDBPyConnection, staging: Staging, batch: Batch,
              derivations: Sequence[Derivation], instead: str) -> Taken:
        state, merged = self.catalog.state(), dict[str, Merged]()
        if batch.keys not in (None, state.keys):
            raise StoreTrouble("keys_changed", path=str(self.root))
        staging.leave_out(self.forgotten())
        told_first = self._told_first_without(con, state, instead) if instead else state.first_source
        state = replace(state, first_source={**dict.fromkeys(staging.staged, batch.source), **told_first})
        with self._work(con, state) as work:
            left = Counter(restated(work, batch))
            if instead:
                hires_of(work, instead)
                gone, state = _leave(work, state, instead, derivations)
                left.update(gone)
            for fact, staged in staging.staged.items():
                merged[fact] = merge(work, FACTS[fact], staged, batch.window())
            for fact, n in left.items():
                came = merged.get(fact, Merged(0))
                merged[fact] = Merged(came.rows, came.replaced + n)
            end_jobs(work)
            state = self._derive(work, state, derivations)
            taken = _taken(batch, staging, merged)
            entry = _entry(state, "batch", taken, batch.source)
            totals = {c.name: (c.ours, c.theirs) for c in batch.checks()}
            self._commit(work, state, replace(entry, totals=totals, instead_of=dict(work.made_way)))
            return taken

    def weigh(self, batch: Batch) -> Taken:
        """What `take` would say of a batch; nothing changes, and no writer is kept waiting."""
        with self._staged(batch) as (con, staging, settled):
            if settled:
                return settled
            staging.leave_out(self.forgotten())
            with self._work(con, self.catalog.state()) as work:
                found = {f: weigh(work, FACTS[f], staged, batch.window()) for f, staged in staging.staged.items()}
            return _taken(batch, staging, found)

    @contextmanager
    def _staged(self, batch: Batch) -> Iterator[tuple[duckdb.DuckDBPyConnection, Staging, Taken | None]]:
        """The rows of a batch, read and set ready; or what is to be said at once, of one known or called off."""
        with self._troubles(), self._workbench() as (con, folder):
            staging = Staging(con, folder, batch)
            settled = Taken(batch.id, {}, {}, repeated=True) if self.catalog.has(batch.id) else None
            if settled is None:
                staging.read(batch.rows)
                settled = Taken(batch.id, {}, {}, refused=True) if batch.cancelled() else None
            yield con, staging, settled

    def refresh(self, derivations: Sequence[Derivation], anew: bool = False) -> bool:
        """Make derived tables whose rule or source of record changed (or all, `anew`); False when nothing had to."""
        with self._troubles(), self.writing(), self._workbench() as (con, _):
            state = self.catalog.state()
            with self._work(con, state) as work:
                fresh = self._derive(work, replace(state, built={}) if anew else state, derivations)
                if not work.changes and fresh == state:
                    return False
                self._commit(work, fresh, _entry(fresh, "refresh", Taken("refresh", {}, {})))
                return True

    def change(self, kind: str, id: str, change: Callable[[Work], Mapping[str, int]],
               derivations: Sequence[Derivation] = (), anew: bool = False, keys: int | None = None,
               last: Callable[[Work], None] = lambda _: None) -> Mapping[str, int]:
        """Take rows out or write them anew as one commit; returns what `change` says.

        The derivations given are refreshed by what changed, or made `anew`; then comes `last`. `keys` is set when rows
        were re-keyed. What changed is gone from the disk only after `vacuum(0)`.
        """
        with self._troubles(), self.writing(), self._workbench() as (con, _):
            state = self.catalog.state()
            with self._work(con, state) as work:
                told = change(work)
                made = {n: v for n, v in state.built.items() if not anew or n not in {d.table.name for d in derivations}}
                fresh = self._derive(work, replace(state, keys=keys or state.keys, built=made), derivations)
                last(work)
                if work.changes or fresh != state:
                    self._commit(work, fresh, _entry(fresh, kind, Taken(id, dict(told), {})))
            return told

    def undoes(self, batch: str) -> bool:
        """Would `undo` bring back what this batch replaced?"""
        way = undoing.way(self.history(), batch)
        return way is not None and way.whole and self._still_there(way.gone)

    def _still_there(self, gone: Entry) -> bool:
        return undoing.there(self.at(gone.generation - 1), gone.versions)

    def undo(self, batch: str, derivations: Sequence[Derivation] = ()) -> bool:
        """Take a batch back: every table as it was before it; the batch may then be taken again.

        Nothing came after it but batches of rows that rest on no others (undoing.COLLECTED): those stay, as if they had
        been taken without it, in one commit. False where what it replaced is gone for good: then only its own rows go, as
        by `remove`. Errors: UnknownName when it is not there, or other files came after it.
        """
        with self._troubles(), self.writing():
            state, entries = self.catalog.state(), self.history()
            way = undoing.named(entries, batch)
            whole = way.whole and self._still_there(way.gone)
            if whole and way.gone.generation == entries[-1].generation:
                self._restore(state, way.gone)
            elif whole:
                self._undo_under(state, way, derivations)
        if not whole:
            self.remove(batch, derivations)
        return whole

    def _restore(self, state: State, gone: Entry) -> None:
        """Every table as it was before the last commit."""
        before = self.at(gone.generation - 1)
        self.catalog.announce(gone.versions)
        versions = {name: delta.restore(self.root / name, before.versions.get(name, 0)) or 0 for name in gone.versions}
        first = {f: s for f, s in state.first_source.items() if before.rows(FACTS[f])}
        after = replace(state, versions={**state.versions, **versions}, first_source=first, built={})
        entry = _entry(after, "undo", Taken(gone.id, {}, {}), gone.source)
        self.catalog.commit(after, replace(entry, versions=versions))
        self.catalog.done()

    def remove(self, batch: str, derivations: Sequence[Derivation] = ()) -> Mapping[str, int]:
        """Take out what is left of a batch, also when others came after it; returns the rows per fact.

        What it replaced does not come back. Errors: UnknownName when it is not there (any more).
        """
        with self._troubles(), self.writing(), self._workbench() as (con, _):
            state = self.catalog.state()
            if not self.catalog.has(batch):
                raise UnknownName("no_such_batch", name=batch)
            state = replace(state, first_source=self._told_first_without(con, state, batch))
            with self._work(con, state) as work:
                rows, left = _leave(work, state, batch, derivations)
                fresh = self._derive(work, left, derivations)
                self._commit(work, fresh, _entry(fresh, "remove", Taken(batch, rows, {})))
            return rows

    def _told_first_without(self, con: duckdb.DuckDBPyConnection, state: State, batch: str) -> dict[str, str]:
        """The source that told each fact first, once the rows of a batch are gone."""
        return undoing.first_without(con, self._snapshot(state), state.first_source,
                                     list(self.catalog.entries(state)), f"e.batch = {quoted(batch)}")

    def _undo_under(self, state: State, way: undoing.Way, derivations: Sequence[Derivation]) -> None:
        """Take a batch back from under those that were collected after it."""
        gone, before = way.gone, self.at(way.gone.generation - 1)
        with self._workbench() as (con, _), self._work(con, state) as work:
            undoing.without(work, before, [FACTS[f] for f in gone.versions if f in FACTS], [e.id for e in way.later])
            first = {f: s for f, s in state.first_source.items() if work.rows(FACTS[f])}
            fresh = self._derive(work, replace(state, first_source=first, built={}), derivations)
            self._commit(work, fresh, _entry(fresh, "undo", Taken(gone.id, {}, {}), gone.source))

    # ---- upkeep

    def compact(self, files: int = 8) -> int:
        """Rewrite months that lie in `files` or more files as one, in their order; returns how many months."""
        with self._troubles(), self.writing(), self._workbench() as (con, _):
            state, months = self.catalog.state(), 0
            with self._work(con, state) as work:
                for name in state.versions:
                    table = FACTS.get(name)
                    held = [p.month for p in work.parts[name]]
                    for month in sorted({m for m in held if table and held.count(m) >= files}):
                        assert table
                        work.rewrite(table, month, f"SELECT * FROM {work.source(table, [month])}")
                        months += 1
                if months:
                    self._commit(work, state, _entry(state, "compact", Taken("compact", {}, {})))
            return months

    def vacuum(self, hours: int = 168) -> int:
        """Delete files that left the facts more than `hours` ago (readers that still read them are younger).

        Earlier states older than that can no longer be read. Returns the number of files.
        """
        with self._troubles(), self.writing():
            state, gone = self.catalog.state(), 0
            versions = dict(state.versions)
            for name in state.versions:
                gone += delta.vacuum(self.root / name, hours)
                versions[name] = delta.newest(self.root / name)  # Delta writes down that it cleaned
            self.catalog.swap(replace(state, versions=versions))
            return gone

def _leave(work: Work, state: State, batch: str, derivations: Sequence[Derivation]) -> tuple[dict[str, int], State]:
    """Every row of a batch goes: how many per fact, and the state in which what was made of them is to be made anew."""
    rows = {name: n for name, table in FACTS.items()
            if not table.derived and (n := displace(work, table, f"e.batch = {quoted(batch)}"))}
    kept_moves.let_go(work, batch)
    stale = {d.table.name for d in derivations if rows.keys() & set(d.bases)}  # and what is made of these
    return rows, replace(state, built={name: made for name, made in state.built.items() if name not in stale})


def _taken(batch: Batch, staging: Staging, found: Mapping[str, Merged]) -> Taken:
    """What taking says of a batch: rows per fact, the days they span, and what they take the place of."""
    return Taken(batch.id, {f: m.rows for f, m in found.items()}, {f: p for f in found if (p := staging.span(f))},
                 replaced={f: m.replaced for f, m in found.items() if m.replaced})


def _entry(state: State, kind: str, taken: Taken, source: str = "") -> Entry:
    days: dict[str, tuple[str, str]] = {f: (str(p.start), str(p.end)) for f, p in taken.days.items()}
    return Entry(state.generation + 1, taken.batch, kind, source, now(), taken.rows, taken.replaced, days, {})


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
