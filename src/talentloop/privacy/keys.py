"""The key store: a folder outside the fact store with this client's keys, made on first use, laid over, destroyed."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..core.durable import on_disk
from ..core.errors import KeyTrouble
from .pseudonyms import KEY_BYTES, Pseudonyms

DESTROYED = "destroyed.json"


@dataclass(frozen=True)
class KeyInfo:
    """A key as it may be told: its number in the chain, an id that says nothing of it, and when it was made."""

    number: int
    id: str
    made: datetime


class Keyring:
    """pseudonyms.key, pseudonyms-2.key, …: a chain, of which the catalog of the fact store says how many are in force.

    A key that was made but is not in force yet (a rotation that was cut off) does no harm: it is taken next time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def path(self, number: int) -> Path:
        return self.folder / ("pseudonyms.key" if number == 1 else f"pseudonyms-{number}.key")

    def pseudonyms(self, in_force: int = 1) -> Pseudonyms:
        """The pseudonyms that the first `in_force` keys make. KeyTrouble when one is gone or was destroyed."""
        if self.destroyed:
            raise KeyTrouble("key_destroyed", day=self.destroyed)
        first = open_key(self.path(1)) if in_force == 1 else self._read(1)
        return Pseudonyms(first, *(self._read(n) for n in range(2, in_force + 1)))

    def next(self, in_force: int) -> Pseudonyms:
        """The pseudonyms with one more key laid over those in force; the key is made when it is not there yet."""
        open_key(self.path(in_force + 1))
        return self.pseudonyms(in_force + 1)

    def known(self) -> tuple[KeyInfo, ...]:
        found: list[KeyInfo] = []
        while (path := self.path(len(found) + 1)).exists():
            made = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append(KeyInfo(len(found) + 1, key_id(path.read_bytes()), made))
        return tuple(found)

    @property
    def destroyed(self) -> str:
        """The moment at which the keys were destroyed; empty while they were not, or since new ones were begun."""
        path = self.folder / DESTROYED
        return str(json.loads(path.read_text())["at"]) if path.exists() else ""

    def destroy(self) -> tuple[KeyInfo, ...]:
        """Overwrite and remove every key, and leave a note that says so; there is no way back.

        Copies elsewhere (backups) are the owner's to destroy.
        """
        gone = self.known()
        note = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "keys": [key.id for key in gone]}
        for key in reversed(gone):
            _overwrite(self.path(key.number))
        (self.folder / DESTROYED).write_text(json.dumps(note))
        on_disk(self.folder)
        return gone

    def begin_anew(self) -> None:
        """Forget that keys were destroyed: the next use makes a new one. For a fact store that is empty again."""
        (self.folder / DESTROYED).unlink(missing_ok=True)

    def _read(self, number: int) -> bytes:
        try:
            return self.path(number).read_bytes()
        except FileNotFoundError as error:
            raise KeyTrouble("key_missing", path=str(self.path(number))) from error


def key_id(key: bytes) -> str:
    """Tells keys apart without saying anything of them."""
    return hmac.new(key, b"talentloop key id", hashlib.sha256).hexdigest()[:12]


def open_key(path: Path) -> bytes:
    """The key in this file, made on first use with rights for its owner alone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _make_key(path)


def _make_key(path: Path) -> bytes:
    """Whole or not at all; of two processes that come here at once the first one decides."""
    key, fresh = secrets.token_bytes(KEY_BYTES), path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        fresh.unlink()
    on_disk(path.parent)
    return key


def _overwrite(path: Path) -> None:
    """Write over it before it goes; on a disk that copies on write the old bytes may outlive that."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
