"""Small files that nobody reads without the key that lies beside them: encrypted, and replaced as a whole."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ..core.errors import KeyTrouble
from .keys import open_key

NONCE = 12  # bytes, new for every writing


class Sealed:
    """One file, encrypted with a key made of `secret` for its `purpose` alone; readable by its owner only."""

    def __init__(self, path: Path, secret: bytes, purpose: str) -> None:
        self.path = Path(path)
        self._box = AESGCM(hmac.new(secret, f"talentloop {purpose}".encode(), hashlib.sha256).digest())

    def read(self) -> bytes | None:
        """What is in it, None when it is not there. KeyTrouble when it was written with another key."""
        if not self.path.exists():
            return None
        raw = self.path.read_bytes()
        try:
            return self._box.decrypt(raw[:NONCE], raw[NONCE:], None)
        except InvalidTag as error:
            raise KeyTrouble("key_does_not_fit", path=str(self.path)) from error

    def write(self, content: bytes) -> None:
        """Whole or not at all."""
        nonce, fresh = os.urandom(NONCE), self.path.with_suffix(".new")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(nonce + self._box.encrypt(nonce, content, None))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)


class Secrets:
    """Keys and passwords of other systems, by connection and by name, in a folder outside the facts.

    Several processes may read; who writes holds the lock of what the secrets belong to.
    """

    def __init__(self, folder: Path) -> None:
        self._file = Sealed(Path(folder) / "secrets.bin", open_key(Path(folder) / "secrets.key"), "secrets")

    def of(self, owner: str) -> Mapping[str, str]:
        return self._all().get(owner, {})

    def keep(self, owner: str, secrets: Mapping[str, str]) -> None:
        """These and no others for this owner; none at all when they are empty."""
        known = {name: kept for name, kept in self._all().items() if name != owner}
        self._file.write(json.dumps({**known, **({owner: dict(secrets)} if secrets else {})}).encode())

    def forget(self, owner: str) -> None:
        if owner in self._all():
            self.keep(owner, {})

    def _all(self) -> dict[str, dict[str, str]]:
        raw = self._file.read()
        return json.loads(raw) if raw is not None else {}


def last_four(secret: str) -> str:
    """What may be shown of a secret: its end, and of a short one nothing."""
    return f"…{secret[-4:]}" if len(secret) >= 12 else "…"
