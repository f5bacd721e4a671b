"""The audit log: who did what for whom and when, each line sealed over the one before, so that no change goes unseen."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from ..core.scrub import scrub

# What can be written down. Words for each are in the catalogues under audited.<what>.
ACTS = frozenset({
    "login", "login_failed", "logout", "role", "user", "export", "access", "erase", "detach", "retention", "baseline",
    "target", "loop", "definition", "settings", "consent_config", "key_made", "key_rotated", "key_destroyed", "import",
    "undo", "documents", "server_key", "connect", "disconnect", "fetch",
})
WHO = re.compile(r"[a-z]{2,16}:[\w.-]{1,64}")  # user:12, cli:1000, job:retention: a number or a role, never a name
Fact = str | int | float | bool | None
START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One line: its number, moment (UTC), who, what, for whom, particulars, and the seal over it and all before it."""

    number: int
    at: datetime
    who: str
    what: str
    behalf: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    seal: str = ""

    def told(self) -> dict[str, Any]:
        """Everything that the seal covers."""
        return {"number": self.number, "at": self.at.isoformat(), "who": self.who, "what": self.what,
                "behalf": self.behalf, "facts": dict(self.facts)}

    @classmethod
    def of(cls, line: bytes) -> Entry:
        cells = json.loads(line)
        return cls(**{**cells, "at": datetime.fromisoformat(cells["at"])})


@dataclass(frozen=True)
class Checked:
    """What a check of the log found: how many lines hold, and what is wrong with the first that does not."""

    entries: int
    wrong: str = ""  # "", "changed", "unreadable", "cut": fewer lines than were once sealed
    line: int | None = None

    @property
    def whole(self) -> bool:
        return not self.wrong


class AuditLog:
    """A file of JSON lines that is only ever added to. Several processes may write at once; none can unwrite.

    With a `key` the seals are HMACs: who may write the file but does not hold the key cannot make it anew. `head` is a
    small file elsewhere (beside the key) that remembers how many lines there were: a log that was cut is then seen.
    Values are scrubbed of addresses and tokens, and `who` is a number or a role: the log holds no personal data.
    """

    def __init__(self, path: Path, key: bytes = b"", head: Path | None = None) -> None:
        self.path, self.key, self.head = Path(path), key, head

    def write(self, who: str, what: str, behalf: str = "", **facts: Fact) -> Entry:
        """Add a line, on the disk when this returns. ValueError for an act or a `who` that is none of ours."""
        if what not in ACTS or not WHO.fullmatch(who):
            raise ValueError(f"not for the audit log: {who} {what}")
        clean = {name: scrub(value) if isinstance(value, str) else value for name, value in facts.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            last = _last(file)
            entry = Entry(last.number + 1 if last else 1, datetime.now(UTC), who, what, scrub(behalf), clean)
            entry = Entry(**{**entry.__dict__, "seal": self._seal(last.seal if last else START, entry)})
            file.write(_line(entry))
            file.flush()
            os.fsync(file.fileno())
            self._remember(entry)
        return entry

    def entries(self) -> Iterator[Entry]:
        """Every line, oldest first; a last one that was being written when its writer died is left out."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            yield from (Entry.of(line) for line in file if line.endswith(b"\n"))

    def check(self) -> Checked:
        """Does every seal hold, and is nothing gone from the end?"""
        seal, n = START, 0
        if self.path.exists():
            for n, line in enumerate(_lines(self.path), 1):
                try:
                    entry = Entry.of(line)
                except (ValueError, TypeError, KeyError):
                    return Checked(n - 1, "unreadable", n)
                seal, before = entry.seal, seal
                if entry.number != n or not hmac.compare_digest(seal, self._seal(before, entry)):
                    return Checked(n - 1, "changed", n)
        if n < self._remembered():
            return Checked(n, "cut", n + 1)
        return Checked(n)

    def _seal(self, before: str, entry: Entry) -> str:
        told = json.dumps([before, entry.told()], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return hmac.new(self.key, told, hashlib.sha256).hexdigest()

    def _remember(self, entry: Entry) -> None:
        if self.head:
            self.head.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self.head.with_suffix(".new")
            fresh.write_text(str(entry.number))
            os.replace(fresh, self.head)

    def _remembered(self) -> int:
        return int(self.head.read_text() or 0) if self.head and self.head.exists() else 0


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from (line for line in file if line.endswith(b"\n"))


def _line(entry: Entry) -> bytes:
    return (json.dumps({**entry.told(), "seal": entry.seal}, ensure_ascii=False) + "\n").encode()


def _last(file: IO[bytes]) -> Entry | None:
    """The last whole line; what a writer that died left behind it is cut off, nobody was told that it stood there."""
    size = file.seek(0, os.SEEK_END)
    tail = b""
    while size and tail.count(b"\n") < 2:
        step = min(4096, size)
        size = file.seek(size - step)
        tail = file.read(step) + tail
    whole, _, torn = tail.rpartition(b"\n")
    if torn:
        file.truncate(file.seek(0, os.SEEK_END) - len(torn))
    return Entry.of(whole.rpartition(b"\n")[2]) if whole else None
