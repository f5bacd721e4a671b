"""Who asked to be forgotten, and which applications are detached: ids that may not come back, kept under lock and key."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..core.intake import Forgotten
from .pseudonyms import Pseudonyms


class Tombstones:
    """A file of ids beside the keys, encrypted with a key made of the client's first: the ids themselves stand nowhere.

    `pseudonyms` gives those in force now; ids of before a rotation are re-keyed as they are read.
    """

    def __init__(self, path: Path, secret: bytes, pseudonyms: Callable[[], Pseudonyms]) -> None:
        self.path, self.pseudonyms = Path(path), pseudonyms
        self._box = AESGCM(hmac.new(secret, b"talentloop tombstones", hashlib.sha256).digest())

    def all(self) -> list[Forgotten]:
        """Every tombstone, by the keys in force."""
        if not self.path.exists():
            return []
        raw, now = self.path.read_bytes(), self.pseudonyms()
        found = json.loads(self._box.decrypt(raw[:12], raw[12:], None))
        return [Forgotten(now.rekeyed(id, keys), date.fromisoformat(until) if until else None, detached)
                for id, until, detached, keys in found]

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
        nonce, path = os.urandom(12), self.path.with_suffix(".new")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(nonce + self._box.encrypt(nonce, told.encode(), None))
            file.flush()
            os.fsync(file.fileno())
        os.replace(path, self.path)


def _later(known: Forgotten | None, new: Forgotten) -> Forgotten:
    """Of two tombstones of one id the one that reaches further."""
    if known is None or known.until is None:
        return known or new
    return new if new.until is None or new.until > known.until else known
