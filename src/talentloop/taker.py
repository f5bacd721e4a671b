"""Files into facts: recognise each, read it, and hand it to the store whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from .core.errors import Problem
from .core.facts import FACTS, Rows
from .core.intake import Batch, Context, Reading, Taken, span
from .core.period import Period
from .core.taking import FileTaken, FileTried, Outcome
from .engine.lake import Lake
from .people import DERIVATIONS
from .sources import sources
from .sources.recognise import recognise
from .sources.source import Source
from .store.settings import StatedGroup

Progress = Callable[[Path, int], None]
Opened = tuple[Source, Reading]
CHUNK = 1 << 20
SHOWN = 200  # rows per fact table that a trial hands back, to look at


class Taker:
    """Takes files one after the other into one fact store; `opened` may open them some other way than here."""

    def __init__(self, lake: Lake, context: Context, opened: Callable[[Path], Opened | Problem] | None = None) -> None:
        self.lake, self.context = lake, context
        self.opened = opened or (lambda path: open_here(path, context))

    def take(self, path: Path, progress: Progress | None = None) -> FileTaken:
        """One file; nothing of it lands when a problem blocks."""
        opened = self.opened(path)
        if isinstance(opened, Problem):
            return FileTaken(path, Outcome.NOT_RECOGNISED, problems=(opened,))
        source, reading = opened
        batch = self._batch(source, reading, watched(reading, progress))
        return outcome(reading, self.lake.take(batch, DERIVATIONS))

    def take_fetched(self, path: Path, series: str, source: str = "", window: Period | None = None,
                     progress: Progress | None = None) -> FileTaken:
        """What a connection fetched, read as `source` or as what it looks like. It speaks for the whole `window`, and
        what the same series told of it before makes way; what came last time and is the same changes nothing."""
        known = self._source(path, source)
        if isinstance(known, Problem):
            return FileTaken(path, Outcome.NOT_RECOGNISED, problems=(known,))
        reading = _fetched(known.read(path, self.context), bool(source))
        digest = batch_id(path, f"{known.name}@{known.version} {window}", self.context).rpartition(":")[2]
        earlier = [e.id for e in self.lake.history() if e.kind == "batch" and e.id.startswith(series)]
        there = [id for id in earlier if self.lake.catalog.has(id)]
        if there and there[-1].endswith(f":{digest}"):
            return FileTaken(path, Outcome.REPEATED, known.name, there[-1])
        batch = replace(self._batch(known, reading, watched(reading, progress)), series=series,
                        id=f"{series}{len(earlier) + 1}:{digest}", window=lambda: window or reading.window)
        return outcome(reading, self.lake.take(batch, DERIVATIONS))

    def _source(self, path: Path, name: str = "") -> Source | Problem:
        return sources()[name] if name else recognise(path, self.context)

    def trial(self, path: Path, progress: Progress | None = None, name: str = "") -> FileTried:
        """What `take` would do with one file, and the first of its rows; nothing changes."""
        source = self._source(path, name)
        if isinstance(source, Problem):
            return FileTried(FileTaken(path, Outcome.NOT_RECOGNISED, problems=(source,)))
        reading, first = _fetched(source.read(path, self.context), bool(name)), dict[str, Rows]()
        batch = self._batch(source, reading, remembered(watched(reading, progress), first))
        would = outcome(reading, self.lake.weigh(batch))
        return FileTried(would, tuple(first.values()))

    def _batch(self, source: Source, reading: Reading, rows: Iterator[Rows]) -> Batch:
        id = own_batch_id(source, reading.path, self.context)
        return Batch(id, source.name, datetime.now(UTC).replace(tzinfo=None), rows, lambda: reading.window,
                     lambda: reading.blocked, self.context.keys, lambda: reading.checks)

    def take_stated(self, groups: Sequence[StatedGroup]) -> None:
        """What client.toml itself states is a source like any other; unchanged, it changes nothing."""
        if not groups:
            return
        rows = stated_rows(groups)
        id = "client_toml:" + hashlib.sha256(repr(groups).encode()).hexdigest()[:32]
        days = span([group.date for group in groups])
        self.lake.take(Batch(id, "client_toml", datetime.now(UTC).replace(tzinfo=None), iter([rows]), lambda: days),
                       DERIVATIONS)


def open_here(path: Path, context: Context) -> Opened | Problem:
    """The source that a file is of, and its reading, not yet begun."""
    source = recognise(path, context)
    return source if isinstance(source, Problem) else (source, source.read(path, context))


def stated_rows(groups: Sequence[StatedGroup]) -> Rows:
    return Rows("target_groups", {
        "name": [g.name for g in groups], "day": [g.date for g in groups], "size_low": [g.low for g in groups],
        "size_high": [g.high for g in groups], "origin": [g.source for g in groups],
        "definition": [g.definition for g in groups], "provenance": ["stated"] * len(groups)})


def own_batch_id(source: Source, path: Path, context: Context) -> str:
    """Of a file that speaks for itself; what a connection fetched is told by its days too."""
    return batch_id(path, f"{source.name}@{source.version}", context)


def batch_id(path: Path, reader: str, context: Context) -> str:
    """The same content, read by the same version under the same rules, is the same batch."""
    digest = hashlib.sha256(reader.encode())
    digest.update(repr((context.own_hosts, context.internal_addresses, context.page_rules, context.mappings,
                        sorted(context.stages.items()), sorted(context.channels.items()),
                        sorted(context.events.items()))).encode())
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return f"{reader}:{digest.hexdigest()[:32]}"


def _fetched(reading: Reading, answered: bool) -> Reading:
    """A file without rows was exported wrongly; an API that `answered` without any says that there were none."""
    rows = reading.rows

    def all_of_them() -> Iterator[Rows]:
        yield from rows
        reading.problems[:] = [p for p in reading.problems if p.code != "no_rows"]

    if answered:
        reading.rows = all_of_them()
    return reading


def watched(reading: Reading, progress: Progress | None) -> Iterator[Rows]:
    """The rows as they come, counted for the eye."""
    seen = 0
    for rows in reading.rows:
        seen += len(rows)
        if progress:
            progress(reading.path, seen)
        yield rows


def remembered(blocks: Iterator[Rows], first: dict[str, Rows]) -> Iterator[Rows]:
    """The rows as they come, the first of each fact table kept."""
    for rows in blocks:
        if rows.fact not in first:
            first[rows.fact] = Rows(rows.fact, {name: values[:SHOWN] for name, values in rows.columns.items()})
        yield rows


def outcome(reading: Reading, taken: Taken) -> FileTaken:
    """What came of a file, in one value."""
    kind = Outcome.TAKEN
    if reading.blocked or taken.refused:
        kind = Outcome.REFUSED
    elif taken.repeated:
        kind = Outcome.REPEATED
    told = {fact: n for fact, n in taken.rows.items() if not FACTS[fact].derived}
    return FileTaken(reading.path, kind, reading.source, taken.batch, told, dict(taken.replaced), reading.window,
                     tuple(reading.checks), tuple(reading.problems), dict(reading.notes))
