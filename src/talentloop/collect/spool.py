"""The spool of one client: a SQLite file in which everything acknowledged stands until the facts have it."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..core.durable import on_disk
from ..core.errors import StoreTrouble
from .salvage import Salvaged, salvage

SCHEMA = """
CREATE TABLE IF NOT EXISTS waiting (seq INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts (day TEXT, answer TEXT, n INTEGER NOT NULL, PRIMARY KEY (day, answer)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unreadable (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""
FOLDER, FILE, LOCK = "spool", "events.db", "lock"
TRIES, PAUSE = 4, 0.05  # for the lock: somebody who only looks whether a collector runs holds it for a moment
SLICE = 500  # groups deleted in one go, so that nobody waits long for the file
DAYS_COUNTED = 60
ADD = "INSERT INTO waiting (n, body) VALUES (?, ?)"


class NotStored(Exception):
    """The spool could not be written; nothing of the group is in it."""


@dataclass(frozen=True)
class NotSeen:
    """In place of how a spool stands: why that cannot be said from here. `reason` is `forbidden` (its folder belongs to
    another user) or `unreadable`; `found` is what the system said."""

    reason: str
    where: Path
    found: str = ""


@dataclass(frozen=True)
class Range:
    """Everything up to a sequence number, on its way into the facts as one batch."""

    spool: str
    upto: int


class Waiting:
    """What waits in a spool, for whoever brings it into the facts: the collector itself, or a process beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / FILE

    def read(self, taken: Range) -> list[tuple[int, bytes]]:
        with self._reading() as con:
            return con.execute("SELECT seq, body FROM waiting WHERE seq <= ? ORDER BY seq", (taken.upto,)).fetchall()

    def set_aside(self, unreadable: Sequence[tuple[int, bytes]]) -> None:
        """Keep what could not be read, apart from what waits; twice the same is once. Raises NotStored."""
        try:
            with self._reading() as con:
                con.executemany("INSERT OR REPLACE INTO unreadable VALUES (?, ?)", unreadable)
        except sqlite3.Error as error:
            raise NotStored(str(error)) from error

    def _reading(self) -> _Reader:
        return _Reader(self.path)


class Spool(Waiting):
    """One collector's own: a second one is refused. Commits are safe on disk (`disk`) or from the process's death.

    Requests that came together are one row, written by one statement: a statement a request would hand the interpreter
    to and fro between threads, which costs more than the writing. One connection writes, guarded by a lock; reading
    happens beside it and keeps nobody waiting. What is deleted is overwritten with zeros.
    """

    def __init__(self, folder: Path, durability: str = "disk") -> None:
        super().__init__(folder)
        self.durability = durability
        self._lock = threading.Lock()
        self._con: sqlite3.Connection | None = None
        self._inode = 0
        self.salvaged: Salvaged | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._own = _own(folder)
        try:
            self._open()
        except BaseException:
            self._own.close()
            raise

    def _open(self) -> None:
        try:
            self.salvaged = salvage(self.path, SCHEMA) or self.salvaged
            con = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        except (sqlite3.Error, OSError) as error:
            raise StoreTrouble("spool_trouble", path=str(self.path), why=str(error)) from error
        try:
            con.execute("PRAGMA journal_mode = WAL")
            con.execute(f"PRAGMA synchronous = {'FULL' if self.durability == 'disk' else 'NORMAL'}")
            con.execute("PRAGMA secure_delete = ON")
            con.executescript(SCHEMA)
            con.execute("INSERT OR IGNORE INTO meta VALUES ('spool', ?)", (uuid.uuid4().hex,))
            os.chmod(self.path, 0o600)
            on_disk(self.folder)
        except sqlite3.Error as error:
            con.close()
            raise StoreTrouble("spool_trouble", path=str(self.path), why=str(error)) from error
        self._con, self._inode = con, os.stat(self.path).st_ino
        self.held = int(con.execute("SELECT coalesce(sum(n), 0) FROM waiting").fetchone()[0])  # records that wait
        self.id = str(con.execute("SELECT value FROM meta WHERE name = 'spool'").fetchone()[0])

    # ---- taking in

    def append(self, bodies: Sequence[bytes]) -> None:
        """Put a group in, whole or not at all: a statement by itself is a transaction. Raises NotStored."""
        with self._writing() as con:
            con.execute(ADD, (len(bodies), joined(bodies)))
            self.held += len(bodies)

    def note(self, day: str, counts: Mapping[str, int], meta: Mapping[str, object]) -> None:
        """Add to the day's counts and set what is to be shown of it. Raises NotStored."""
        def write(con: sqlite3.Connection) -> None:
            con.executemany("INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                            [(day, answer, n) for answer, n in counts.items()])
            con.execute("DELETE FROM counts WHERE day < date(?, ?)", (day, f"-{DAYS_COUNTED} days"))
            con.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(meta.items()))
        self._write(write)

    def _write(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Several statements as one transaction."""
        with self._writing() as con:
            con.execute("BEGIN IMMEDIATE")
            try:
                work(con)
                con.execute("COMMIT")
            except BaseException:
                if con.in_transaction:
                    con.execute("ROLLBACK")
                raise

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connected()
            except (sqlite3.Error, OSError, StoreTrouble) as error:
                self._forget(error)
                raise NotStored(str(error)) from error

    def _connected(self) -> sqlite3.Connection:
        """The connection, if the file it writes is still the one in the folder; else the spool is opened anew."""
        try:
            away = os.stat(self.path).st_ino != self._inode
        except FileNotFoundError:
            away = True
        if away or self._con is None:
            self._close()
            self._open()
        assert self._con
        return self._con

    def _forget(self, error: Exception) -> None:
        """After anything but a full disk or a busy file the next write begins with a fresh look at the file."""
        if not any(word in str(error) for word in ("full", "locked")):
            self._close()

    # ---- giving out

    def claim(self, most: int) -> Range | None:
        """The next range of about `most` records to drain, None when nothing waits. One that was claimed before and not
        dropped comes again, the same, so that its batch has the same name."""
        with self._reading() as con:
            claimed = con.execute("SELECT value FROM meta WHERE name = 'claimed'").fetchone()
            if claimed:
                return Range(self.id, int(claimed[0]))
            last = con.execute("SELECT max(seq) FROM (SELECT seq, sum(n) OVER (ORDER BY seq) - n AS before FROM "
                               "(SELECT seq, n FROM waiting ORDER BY seq LIMIT ?)) WHERE before < ?",
                               (most, most)).fetchone()
        if last[0] is None:
            return None
        self._write(lambda c: c.execute("INSERT OR REPLACE INTO meta VALUES ('claimed', ?)", (last[0],)))
        return Range(self.id, int(last[0]))

    def drop(self, taken: Range) -> None:
        """Delete a range that the facts have."""
        while self._delete(taken.upto):
            pass
        self._write(lambda c: c.execute("DELETE FROM meta WHERE name = 'claimed'"))
        with self._lock:
            if self._con:
                self._con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _delete(self, upto: int) -> bool:
        """Delete a slice; is there more?"""
        with self._writing() as con:
            gone = con.execute("DELETE FROM waiting WHERE seq IN (SELECT seq FROM waiting WHERE seq <= ? ORDER BY seq "
                               "LIMIT ?) RETURNING n", (upto, SLICE)).fetchall()
            self.held -= sum(n for n, in gone)
        return len(gone) == SLICE

    def close(self) -> None:
        with self._lock:
            self._close()
        self._own.close()

    def _close(self) -> None:
        if self._con:
            self._con.close()
        self._con = None


def joined(bodies: Sequence[bytes]) -> bytes:
    """Records as one body: a list in MessagePack, whose items are there already."""
    return b"\xdd" + len(bodies).to_bytes(4, "big") + b"".join(bodies)


class _Reader:
    """A connection for one look, closed after it."""

    def __init__(self, path: Path) -> None:
        self.con = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=10, isolation_level=None)

    def __enter__(self) -> sqlite3.Connection:
        return self.con

    def __exit__(self, *_: object) -> None:
        self.con.close()


class _Own:
    """The lock of the one collector; it goes with the process, also when that is killed."""

    def __init__(self, handle: int) -> None:
        self.handle: int | None = handle

    def close(self) -> None:
        if self.handle is not None:
            os.close(self.handle)
        self.handle = None


def _own(folder: Path) -> _Own:
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(TRIES):
        if _locked(handle, fcntl.LOCK_EX):
            return _Own(handle)
        time.sleep(PAUSE)
    os.close(handle)
    raise StoreTrouble("spool_taken", path=str(folder))


def in_use(folder: Path) -> bool | NotSeen:
    """Does a collector have the spool in this folder just now? Looking changes nothing; who may not look cannot say."""
    try:
        handle = os.open(folder / LOCK, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError as error:
        return NotSeen("forbidden", folder, str(error))
    except OSError as error:
        return NotSeen("unreadable", folder, str(error))
    try:
        return not _locked(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _locked(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
