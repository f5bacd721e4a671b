"""Who asked to be forgotten, and which applications are detached: ids that may not come back, kept under lock and key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from ..core.intake import Forgotten
from .pseudonyms import Pseudonyms
from .sealed import Sealed


class Tombstones:
    """A file of ids beside the keys, encrypted with a key made of the client's first: the ids themselves stand nowhere.

    `pseudonyms` gives those in force now; ids of before a rotation are re-keyed as they are read.
    """

    def __init__(self, path: Path, secret: bytes, pseudonyms: Callable[[], Pseudonyms]) -> None:
        self.path, self.pseudonyms = Path(path), pseudonyms
        self._file = Sealed(self.path, secret, "tombstones")

    def all(self) -> list[Forgotten]:
        """Every tombstone, by the keys in force."""
        raw = self._file.read()
        if raw is None:
            return []
        now = self.pseudonyms()
        return [Forgotten(now.rekeyed(id, keys), date.fromisoformat(until) if until else None, detached)
                for id, until, detached, keys in json.loads(raw)]

    def add(self, ids: Iterable[int], until: date | None, detached: bool = False) -> None:
        """Ids whose rows up to and including that day may not come back (None: never again)."""
        new = [Forgotten(id, until, detached) for id in ids]
        fresh = {(t.id, t.detached): t for t in self.all()}
        for stone in new:
            fresh[stone.id, stone.detached] = _later(fresh.get((stone.id, stone.detached)), stone)
        self._write(list(fresh.values()))

    def _write(self, stones: Sequence[Forgotten]) -> None:
        keys = self.pseudonyms().keys
        told = json.dumps([[s.id, s.until.isoformat() if s.until else None, s.detached, keys] for s in stones])
        self._file.write(told.encode())


def _later(known: Forgotten | None, new: Forgotten) -> Forgotten:
    """Of two tombstones of one id the one that reaches further."""
    if known is None or known.until is None:
        return known or new
    return new if new.until is None or new.until > known.until else known
