"""Keyed pseudonyms: whatever could name a person becomes 64 bits that only this client's key can make again."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

KEY_BYTES = 32


class Pseudonyms:
    """HMAC-SHA-256 with one key per client, cut to 64 bits (semantics §5.2: never a plain hash).

    The key lies outside the fact store, readable by its owner only; without it the pseudonyms are noise, so
    destroying it erases every link to a person at once.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError("a pseudonym key has at least 32 bytes")
        self._start = hmac.new(key, digestmod=hashlib.sha256)

    def __call__(self, kind: str, value: str) -> int:
        """Pseudonym of one value; the same value of another kind gives another one."""
        mac = self._start.copy()
        mac.update(f"{kind}\x1f{value}".encode())
        return int.from_bytes(mac.digest()[:8], "big", signed=True)


def open_key(path: Path) -> bytes:
    """The key in this file, made on first use with rights for its owner alone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _make_key(path)


def _make_key(path: Path) -> bytes:
    """Two processes may come here at once: the one that creates the file decides."""
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def person_key(email: str) -> str:
    """The spelling of an e-mail address that is hashed: without outer blanks, in lower case."""
    return email.strip().lower()
