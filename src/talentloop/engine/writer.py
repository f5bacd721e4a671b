"""The one writer of a fact store: its bench, what it derives, and the commit in which everything counts at once."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
from deltalake.exceptions import DeltaError

from ..core.durable import on_disk
from ..core.errors import StoreTrouble
from ..core.intake import Forgotten
from . import coverage, delta
from .catalog import Catalog, Entry, State
from .connection import connect
from .snapshot import Snapshot
from .work import Derivation, Work

MEMORY = "300MB"  # DuckDB's share; with Python, Arrow and the Parquet writer a take stays under 500 MB


class Writer:
    """How anything is written: by one at a time, whole or not at all, beside readers who are never kept waiting."""

    def __init__(self, root: Path, record: Mapping[str, str] | None = None, memory: str = MEMORY,
                 threads: int | None = None, patience: float = 60.0,
                 waiting: Callable[[], None] | None = None,
                 forgotten: Callable[[], Sequence[Forgotten]] = tuple) -> None:
        self.root, self.record, self.memory, self.threads = Path(root), dict(record or {}), memory, threads
        self.catalog = Catalog(self.root)
        self.patience, self.waiting, self.forgotten = patience, waiting, forgotten

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """A folder of one's own for what is on its way in, gone afterwards; one of a process that died goes too."""
        folder = self.root / "tmp" / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        folder.mkdir(parents=True, mode=0o700)
        _clear_dead(folder.parent)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer, after clearing up what a dead one left."""
        with self.catalog.writing(self.patience, self.waiting):
            self._recover()
            yield

    def _recover(self) -> None:
        """Tables that a dead writer moved ahead of the catalog go back to what the catalog says."""
        left, state = self.catalog.left_behind(), self.catalog.state()
        if not left:
            return
        versions = dict(state.versions)
        for name in left:
            version = delta.restore(self.root / name, versions.get(name))
            if version is not None and name in versions:
                versions[name] = version
        self.catalog.swap(replace(state, versions=versions))
        self.catalog.done()

    @contextmanager
    def _workbench(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
        """A DuckDB and a folder for one job, both gone afterwards; folders of dead processes go too."""
        with self.aside() as bench:
            con = connect(bench / "spill", self.memory, self.threads)
            try:
                yield con, bench
            finally:
                con.close()

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """What goes wrong underneath is told as one kind of error."""
        try:
            yield
        except (duckdb.Error, DeltaError, OSError) as trouble:
            raise StoreTrouble("store_trouble", path=str(self.root), why=_briefly(trouble)) from trouble

    def _derive(self, work: Work, state: State, derivations: Sequence[Derivation]) -> State:
        """Run the derivations in their order: anew where the rule or a base is new, else what the batch touched."""
        built = dict(state.built)
        for derivation in derivations:
            name, bases = derivation.table.name, set(derivation.bases)
            made = f"{derivation.version} {work.record('web_hits') or ''}"
            if built.get(name) != made or work.rebuilt & bases:
                work.rebuilt.add(name)
                derivation.rebuild(work)
            elif work.changed.keys() & bases:
                derivation.refresh(work)
            built[name] = made
        coverage.refresh(work)
        return replace(state, built=built)

    @contextmanager
    def _work(self, con: duckdb.DuckDBPyConnection, state: State) -> Iterator[Work]:
        """A commit in the making; when it fails before it counts its files go."""
        snapshot = self._snapshot(state)
        parts = {name: delta.parts_at(self.root / name, v) for name, v in state.versions.items()}
        work = Work(con, self.root, parts, {}, snapshot.record.get)
        try:
            yield work
        except BaseException:
            if self.catalog.state().generation == state.generation:
                work.discard()
            raise

    def _commit(self, work: Work, state: State, entry: Entry) -> None:
        """Delta commits first, unseen by our readers; then the catalog's swap makes all of them count at once."""
        versions = dict[str, int]()
        self.catalog.announce(work.changes)
        for name, change in work.changes.items():
            if change.add or change.remove:
                _sync(self.root / name, change)
                versions[name] = delta.commit(self.root / name, work.tables[name], state.versions.get(name), change,
                                              {"batch": entry.id})
        entry = replace(entry, versions=versions)
        self.catalog.commit(replace(state, versions={**state.versions, **versions}), entry)
        self.catalog.done()

    def _snapshot(self, state: State) -> Snapshot:
        return Snapshot(self.root, state.generation, dict(state.versions), {**state.first_source, **self.record})


def _briefly(trouble: Exception) -> str:
    """What the library underneath said, without the statement or the trace that may follow it."""
    return str(trouble).strip().partition("\n")[0][:300]


def _sync(folder: Path, change: delta.Change) -> None:
    """New files must be on the disk before the log speaks of them."""
    for part in change.add:
        on_disk(folder / part.path)


def _clear_dead(folder: Path) -> None:
    for bench in folder.iterdir():
        pid = bench.name.split("-")[0]
        if pid.isdigit() and int(pid) != os.getpid() and not _alive(int(pid)):
            shutil.rmtree(bench, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
