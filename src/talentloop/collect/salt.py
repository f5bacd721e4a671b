"""The salt of one day, by which a browser without an id is known on that day and never again: random, and destroyed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

BYTES = 16
BROWSERS = 10_000  # of which the pseudonym is remembered; agents are at most 400 characters
LINGERS = timedelta(hours=12)  # yesterday's salt, for what comes late; so none lives longer than 37 hours


class Salts:
    """Salts in a folder of their own, a file a day, so that a restart does not make everybody new.

    A salt that may no longer be used is overwritten and deleted; `sweep` must be called now and then, also when
    nobody visits the site.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._known: dict[date, bytes] = {}
        self._reckoned = lru_cache(BROWSERS)(_reckoned)

    def visitor(self, day: date, now: Callable[[], datetime], address: str, agent: str) -> int | None:
        """Pseudonym of a browser on a local day; None for a day whose salt is gone. `now` tells local time."""
        salt = self._known.get(day) or self._salt(day, now())
        return None if salt is None else self._reckoned(salt, address, agent)

    def _salt(self, day: date, now: datetime) -> bytes | None:
        if not usable(day, now):
            return None
        self._known[day] = _kept(self.folder / f"{day}.salt")
        return self._known[day]

    def sweep(self, now: datetime) -> int:
        """Destroy every salt whose time is over; how many."""
        known = {day: salt for day, salt in self._known.items() if usable(day, now)}
        if len(known) < len(self._known):
            self._known = known
            self._reckoned.cache_clear()  # what was reckoned with a salt goes with it
        over = [path for path in self.folder.glob("*.salt") if not usable(_day(path), now)]
        for path in over:
            _destroy(path)
        return len(over)


def _reckoned(salt: bytes, address: str, agent: str) -> int:
    """One browser sends many times in a visit: remembered in memory, and no longer than the salt."""
    digest = blake2b(f"{address}|{agent}".encode("utf-8", "replace"), digest_size=8, key=salt).digest()
    return int.from_bytes(digest, "big", signed=True)


def usable(day: date, now: datetime) -> bool:
    """Today's salt, and for half a day yesterday's; five minutes of tomorrow are a browser's clock."""
    return (now - LINGERS).date() <= day <= (now + timedelta(minutes=6)).date()


def _day(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return date.min


def _kept(path: Path) -> bytes:
    """The salt in this file; a new one when there is none, or none that is whole."""
    try:
        found = path.read_bytes()
        if len(found) == BYTES:
            return found
    except FileNotFoundError:
        pass
    salt, fresh = secrets.token_bytes(BYTES), path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(salt)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return salt


def _destroy(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
