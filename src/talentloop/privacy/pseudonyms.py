"""Keyed pseudonyms: whatever could name a person becomes 64 bits that only this client's keys can make again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

KEY_BYTES = 32


class Pseudonyms:
    """HMAC-SHA-256 with one key per client, cut to 64 bits (semantics §5.2: never a plain hash).

    A rotation lays another key `over` the first: pseudonyms are then pseudonyms of the earlier ones, so that what is
    stored can be re-keyed without knowing what it was made of, and who holds only the earlier keys can make none.
    """

    def __init__(self, key: bytes, *over: bytes) -> None:
        if any(len(k) < KEY_BYTES for k in (key, *over)):
            raise ValueError("a pseudonym key has at least 32 bytes")
        self._start, *self._over = [hmac.new(k, digestmod=hashlib.sha256) for k in (key, *over)]
        self.keys = 1 + len(over)

    def __call__(self, kind: str, value: str) -> int:
        """Pseudonym of one value; the same value of another kind gives another one."""
        mac = self._start.copy()
        mac.update(f"{kind}\x1f{value}".encode())
        made = int.from_bytes(mac.digest()[:8], "big", signed=True)
        return self.rekeyed(made, 1) if self._over else made

    def rekeyed(self, id: int, made_with: int) -> int:
        """A pseudonym that was made with the first `made_with` keys as all keys make it."""
        for start in self._over[made_with - 1:]:
            mac = start.copy()
            mac.update(b"over\x1f" + id.to_bytes(8, "big", signed=True))
            id = int.from_bytes(mac.digest()[:8], "big", signed=True)
        return id

    def all_rekeyed(self, ids: Iterable[int], made_with: int) -> list[int]:
        return [self.rekeyed(id, made_with) for id in ids]


def person_key(contact: str) -> str:
    """The spelling of an e-mail address that is hashed: without outer blanks, in lower case."""
    return contact.strip().lower()
