"""Which version of every table counts now, and which batches made it so: one small file, swapped as a whole."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ..core.durable import on_disk
from ..core.errors import StoreTrouble

BLOCK = 64_000  # bytes of the history that are read at a time from its end


@dataclass(frozen=True)
class Entry:
    """One commit over all tables: what it was, when, and the versions it moved tables to (0 = table emptied)."""

    generation: int
    id: str
    kind: str  # "batch", "undo", "remove", "compact", "refresh", or why rows went or changed: "erase", "retain", …
    source: str
    at: datetime
    rows: Mapping[str, int]
    replaced: Mapping[str, int]
    days: Mapping[str, tuple[str, str]]
    versions: Mapping[str, int]
    totals: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)  # what we read, what the file says itself
    instead_of: Mapping[str, int] = field(default_factory=dict)  # earlier batch → its rows that made way for this one's

    def line(self) -> bytes:
        cells = {**self.__dict__, "at": self.at.isoformat()}
        return (json.dumps(cells, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    @classmethod
    def of(cls, line: bytes) -> Entry:
        cells = json.loads(line)
        days = {k: tuple(v) for k, v in cells.pop("days").items()}
        totals = {k: tuple(v) for k, v in cells.pop("totals", {}).items()}
        return cls(**{**cells, "at": datetime.fromisoformat(cells["at"]), "days": days, "totals": totals})


@dataclass(frozen=True)
class State:
    """What catalog.json says: the generation, table versions, how derived tables were made, the history's length."""

    generation: int = 0
    versions: Mapping[str, int] = field(default_factory=dict)
    built: Mapping[str, str] = field(default_factory=dict)  # derived fact → how it was made, to notice a change
    first_source: Mapping[str, str] = field(default_factory=dict)  # fact → source that told it first
    keys: int = 1  # how many keys the pseudonyms in the tables were made with
    history: int = 0  # valid bytes of history.jsonl; what lies beyond belongs to a writer that died

    def json(self) -> str:
        return json.dumps({k: v for k, v in self.__dict__.items()}, ensure_ascii=False, indent=1, sort_keys=True)


class Catalog:
    """`catalog.json` (the state), `history.jsonl` (an Entry a line) and the lock of the one writer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path, self.log = root / "catalog.json", root / "history.jsonl"
        self.pending = root / "pending"

    def state(self) -> State:
        """The state that readers see now; empty before the first batch."""
        try:
            return State(**json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return State()
        except (ValueError, TypeError) as damaged:
            raise StoreTrouble("store_damaged", path=str(self.path), why=str(damaged)) from damaged

    def commit(self, state: State, entry: Entry) -> State:
        """Write the entry, then swap the state: the swap is the moment at which the batch exists."""
        length = self._append(entry.line(), state.history)
        after = replace(state, generation=entry.generation, history=length)
        self.swap(after)
        return after

    def swap(self, state: State) -> None:
        fresh = self.path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(state.json())
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)
        on_disk(self.root)

    def _append(self, line: bytes, valid: int) -> int:
        with self.log.open("ab") as file:
            file.truncate(valid)
            file.seek(0, os.SEEK_END)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        return valid + len(line)

    def entries(self, state: State | None = None) -> Iterator[Entry]:
        """Every commit, oldest first."""
        left = (state or self.state()).history
        if not left:
            return
        with self.log.open("rb") as file:
            for line in file:
                left -= len(line)
                if left < 0:
                    return
                yield Entry.of(line)

    def latest(self, state: State | None = None) -> Iterator[Entry]:
        """Every commit, newest first, read from the end: whoever wants a few reads no more than a few."""
        left, rest = (state or self.state()).history, b""
        if not left:
            return
        with self.log.open("rb") as file:
            while left:
                size = min(BLOCK, left)
                left -= size
                file.seek(left)
                lines = (file.read(size) + rest).split(b"\n")
                rest = lines.pop(0) if left else b""  # its beginning stands in the block before
                yield from (Entry.of(line) for line in reversed(lines) if line)

    def has(self, batch: str) -> bool:
        """Was this batch taken, and neither undone nor removed since?"""
        state, needle, taken = self.state(), json.dumps(batch, ensure_ascii=False).encode(), False
        left = state.history
        if not left:
            return False
        with self.log.open("rb") as file:
            for line in file:
                left -= len(line)
                if left < 0:
                    break
                if needle in line:
                    entry = Entry.of(line)
                    if entry.id == batch and entry.kind in ("batch", "undo", "remove"):
                        taken = entry.kind == "batch"
        return taken

    def announce(self, facts: Iterable[str]) -> None:
        """Say which tables are about to move; `done` takes it back once they count."""
        self.pending.write_text(json.dumps(sorted(facts)), "utf-8")
        on_disk(self.root)

    def left_behind(self) -> list[str]:
        """Tables that a writer who died may have moved without the catalog."""
        try:
            return json.loads(self.pending.read_text("utf-8") or "[]")
        except FileNotFoundError:
            return []
        except ValueError:  # it died while saying so: nothing had moved yet
            return []

    def done(self) -> None:
        self.pending.unlink(missing_ok=True)

    @contextmanager
    def writing(self, patience: float = 60.0, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """Be the only writer of this store; another one is waited for, at most `patience` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as file:
            _acquire(file.fileno(), patience, waiting, self.root)
            yield  # the lock goes with the file, also when the process is killed


def _acquire(handle: int, patience: float, waiting: Callable[[], None] | None, root: Path) -> None:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting and not told:
                waiting()
                told = True
            if time.monotonic() >= end:
                raise StoreTrouble("store_locked", path=str(root), seconds=int(patience)) from None
            time.sleep(0.05)


def now() -> datetime:
    return datetime.now(UTC)
