"""A spool that was damaged: told, everything readable in it saved into a new one, and the old file set aside."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .record import decode

FRESH = "salvaged.db"
SIDES = ("-wal", "-shm")
PAGE = 4096  # bytes of a page, as SQLite makes them
GIVES_UP = 100_000  # unreadable numbers in a row


@dataclass(frozen=True)
class Salvaged:
    """What came of it: records saved, groups that are in the old file and could not be read, and where that is."""

    saved: int
    lost: int
    aside: Path


def salvage(path: Path, schema: str) -> Salvaged | None:
    """Make sure that `path` is a sound spool or absent; None when nothing had to be done."""
    fresh = path.with_name(FRESH)
    if not path.exists():
        if fresh.exists():  # a salvage that died just before its end
            os.replace(fresh, path)
        return None
    if _sound(path):
        return None
    fresh.unlink(missing_ok=True)
    saved, lost = _rescue(path, fresh, schema)
    aside = path.with_name(f"damaged-{time.strftime('%Y%m%dT%H%M%S')}-{os.getpid()}.db")
    for side in SIDES:
        if path.with_name(path.name + side).exists():
            os.replace(path.with_name(path.name + side), aside.with_name(aside.name + side))
    os.replace(path, aside)
    os.replace(fresh, path)
    return Salvaged(saved, lost, aside)


def _sound(path: Path) -> bool:
    try:
        con = sqlite3.connect(path, timeout=10)
        try:
            return con.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        finally:
            con.close()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise
        return False
    except sqlite3.DatabaseError:
        return False


def _rescue(path: Path, fresh: Path, schema: str) -> tuple[int, int]:
    """Copy what can be read into a new file that is on the disk when this returns."""
    new = sqlite3.connect(fresh, isolation_level=None)
    saved = lost = 0
    try:
        new.execute("PRAGMA synchronous = FULL")
        new.executescript(schema)
        _mend(path, fresh)
        new.execute("BEGIN")
        for n, body in _groups(path):
            if body is None:
                lost += 1
            else:
                new.execute("INSERT INTO waiting (n, body) VALUES (?, ?)", (n, body))
                saved += n
        new.execute("COMMIT")
    finally:
        new.close()
    return saved, lost


def _groups(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Every group in the order in which it came, None for one that cannot be read; none at all when nothing can."""
    con = sqlite3.connect(path, isolation_level=None)
    try:
        first, last = _ends(con)
        missed = 0
        for seq in range(first, last + 1):
            found = _group(con, seq)
            missed = 0 if found and found[1] else missed + 1
            if missed > GIVES_UP:
                return
            if found:
                yield found
    except sqlite3.Error:
        return
    finally:
        con.close()


def _mend(path: Path, sound: Path) -> None:
    """A file whose first page is damaged gets that of a new spool: every spool has the same tables in the same places."""
    try:
        con = sqlite3.connect(path)
        con.execute("SELECT count(*) FROM sqlite_master WHERE name = 'waiting'").fetchone()
        con.close()
    except sqlite3.DatabaseError:
        con.close()
        with path.open("r+b") as file, sound.open("rb") as other:
            page = bytearray(other.read(PAGE))
            pages = file.seek(0, os.SEEK_END) // PAGE
            page[28:32] = pages.to_bytes(4, "big")  # size of the file in pages, as SQLite's header wants it
            page[24:28] = page[92:96] = b"\0\0\0\1"  # the number of the change for which that size holds
            file.seek(0)
            file.write(page)


def _ends(con: sqlite3.Connection) -> tuple[int, int]:
    """First and last number; where the table cannot tell, those that were ever given out."""
    def ask(question: str) -> int | None:
        try:
            return con.execute(question).fetchone()[0]
        except (sqlite3.Error, TypeError):
            return None

    last = ask("SELECT max(seq) FROM waiting") or ask("SELECT seq FROM sqlite_sequence WHERE name = 'waiting'") or 0
    return ask("SELECT min(seq) FROM waiting") or max(1, last - 10 * GIVES_UP), last


def _group(con: sqlite3.Connection, seq: int) -> tuple[int, bytes | None] | None:
    """How many records and their body (None: damaged); None when there is no group of that number."""
    try:
        found = con.execute("SELECT body FROM waiting WHERE seq = ?", (seq,)).fetchone()
        return (len(decode(found[0])), bytes(found[0])) if found else None
    except (sqlite3.Error, ValueError, TypeError):
        return 0, None
