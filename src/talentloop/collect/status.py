"""How a client's collector stands, read from its spool while it runs: last event, what waits, what was refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from ..core.moments import EPOCH
from .record import Hits, Told, decode
from .spool import FILE, NotSeen, in_use


@dataclass(frozen=True)
class Status:
    """`seen` is the moment (UTC) of the last accepted request, None when there never was one. `answers` counts events
    and refusals of the days asked, by `ok` or the reason; `aside` are spools that were damaged and set aside.
    `running`: a collector has the spool just now; `spool_bytes` is what the spool takes on the disk."""

    seen: datetime | None = None
    waiting: int = 0
    unreadable: int = 0
    answers: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[Path, ...] = ()
    running: bool = False
    spool_bytes: int = 0

    @property
    def refused(self) -> Mapping[str, int]:
        return {reason: n for reason, n in self.answers.items() if reason != "ok"}


def status(folder: Path, today: date, days: int = 7) -> Status | NotSeen:
    """What the spool in this folder tells of the last days; an empty Status when there is none (yet), NotSeen when
    nobody may look, or nobody can read what stands there."""
    running = in_use(folder)
    if isinstance(running, NotSeen):
        return running
    try:
        size = sum(_size(path) for path in folder.glob(f"{FILE}*"))
        return replace(_read(folder, today, days), running=running, spool_bytes=size)
    except PermissionError as error:
        return NotSeen("forbidden", folder, str(error))
    except (sqlite3.Error, OSError) as error:
        return NotSeen("unreadable", folder, str(error))


def _size(path: Path) -> int:
    """SQLite takes its side files away when the last connection closes, which may be just now."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _read(folder: Path, today: date, days: int) -> Status:
    aside = tuple(sorted(folder.glob("damaged-*.db")))
    if not (folder / FILE).exists():
        return Status(aside=aside)
    con = sqlite3.connect(f"file:{folder / FILE}?mode=rw", uri=True, timeout=5, isolation_level=None)
    try:
        return _status(con, today - timedelta(days=days - 1), aside)
    finally:
        con.close()


def _status(con: sqlite3.Connection, since: date, aside: tuple[Path, ...]) -> Status:
    noted = con.execute("SELECT value FROM meta WHERE name = 'seen'").fetchone()
    last = con.execute("SELECT body FROM waiting ORDER BY seq DESC LIMIT 1").fetchone()
    waiting = con.execute("SELECT coalesce(sum(n), 0) FROM waiting").fetchone()[0]
    answers = dict(con.execute("SELECT answer, sum(n) FROM counts WHERE day >= ? GROUP BY answer", (str(since),)))
    unreadable = con.execute("SELECT count(*) FROM unreadable").fetchone()[0]
    moments = [datetime.fromisoformat(noted[0]).replace(tzinfo=None)] if noted else []
    return Status(max([*moments, *_received(last)], default=None), waiting, unreadable, answers, aside)


def _received(last: tuple[bytes] | None) -> list[datetime]:
    try:
        records: list[Hits | Told] = decode(last[0]) if last else []
    except ValueError:
        return []
    return [EPOCH + timedelta(milliseconds=record.received) for record in records]
