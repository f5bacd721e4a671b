"""Answers about a client that are worked out once: kept in memory and, sealed, in the client's folder."""

from __future__ import annotations

import hmac
import os
import pickle
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TypeVar

from django.conf import settings

from ..engine.catalog import Entry
from ..workspace import ARCHIVE, BASELINE, COLLECTED, PLAN, SETTINGS, Workspace

T = TypeVar("T")
PACKAGE = Path(__file__).parents[1]
MOST, KEPT = 400, 400  # answers in memory of this process; files per client
SEAL = 32  # bytes of the seal that opens every file
_memory: OrderedDict[tuple[Path, str], object] = OrderedDict()
SETTLED = "settled"  # the file that says which state of the facts was last worked out
_working: ContextVar[Standing | None] = ContextVar("working", default=None)
_guard, _making = Lock(), dict[tuple[Path, str], Lock]()


Standing = tuple[int, str, str]  # a state of the facts: number, batch and time of the commit that made it


def key_of(home: Workspace, *what: object, planned: bool = True) -> str:
    """Changes with the facts that count, the client's files, the day, the question and this very code; not with where
    the folder stands, so that a client that is moved or restored keeps its answers. `planned`: it rests on the plan."""
    files = (home.path / name for name in ((SETTINGS, PLAN, BASELINE, ARCHIVE) if planned else (SETTINGS,)))
    parts = [code(), _working.get() or _counting(home), *(_digest(file) for file in files), home.today, *what]
    return f"{what[0]}-" + sha256(repr(parts).encode()).hexdigest()[:40]


@contextmanager
def working(home: Workspace) -> Iterator[None]:
    """What is asked within is answered from everything that was taken; afterwards it stands until other facts than the
    tracker's come in, or until it is worked out anew.

    The tracker's come every few minutes, of a day that no report counts before it is over: without this no answer about
    a site with visitors would live longer than that.
    """
    newest = _standing(next(home.lake.catalog.latest(), None))
    token = _working.set(newest)
    try:
        yield
    finally:
        _working.reset(token)
    _keep(home.path / "cache", SETTLED, newest)


def _standing(entry: Entry | None) -> Standing:
    return (entry.generation, entry.id, entry.at.isoformat()) if entry else (0, "", "")


def _counting(home: Workspace) -> Standing:
    """The state that answers were last worked out of, if all that came since was collected; else the newest."""
    settled, newest = _read(home.path / "cache" / SETTLED), _standing(None)
    for entry in home.lake.catalog.latest():
        newest = newest if newest[0] else _standing(entry)
        if settled in (None, _standing(entry)):
            return settled or newest
        if entry.kind != "batch" or entry.source not in COLLECTED:
            break
    return newest


def remembered(home: Workspace, make: Callable[[], T], *what: object, planned: bool = True) -> T:
    """The answer to a question about this client: from memory, from its cache folder, or made now by one thread."""
    key = key_of(home, *what, planned=planned)
    found = known(home, key)
    if found is None:
        with _lock_of(home, key):
            found = known(home, key)
            if found is None:
                found = make()
                _keep(home.path / "cache", key, found)
                _remember(home, key, found)
    return found  # type: ignore[return-value]


@cache
def code() -> str:
    """What this code is, so that another version never reads its predecessor's answers."""
    stamps = [(str(p.relative_to(PACKAGE)), p.stat().st_size, p.stat().st_mtime_ns) for p in sorted(PACKAGE.rglob("*"))
              if p.suffix in (".py", ".po", ".jinja", ".json")]
    return sha256(repr(stamps).encode()).hexdigest()


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.exists() else ""


def known(home: Workspace, key: str) -> object | None:
    place = (home.path.resolve(), key)
    with _guard:
        if place in _memory:
            _memory.move_to_end(place)
            return _memory[place]
    found = _read(home.path / "cache" / key)
    if found is not None:
        _remember(home, key, found)
    return found


def _remember(home: Workspace, key: str, value: object) -> None:
    place = (home.path.resolve(), key)
    with _guard:
        _memory[place] = value
        _making.pop(place, None)
        while len(_memory) > MOST:
            _memory.popitem(last=False)


def _lock_of(home: Workspace, key: str) -> Lock:
    with _guard:
        return _making.setdefault((home.path.resolve(), key), Lock())


def _seal(content: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), content, "sha256")


def _read(path: Path) -> object | None:
    """What a file of ours holds; a file that does not bear our seal is not opened."""
    try:
        raw = path.read_bytes()
    except OSError:
        return None
    if not hmac.compare_digest(raw[:SEAL], _seal(raw[SEAL:])):
        return None
    value: object = pickle.loads(raw[SEAL:])
    return value


def _keep(folder: Path, key: str, value: object) -> None:
    """Write it whole, and let the oldest go; a folder that cannot be written only costs time."""
    content = pickle.dumps(value, protocol=5)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(_seal(content) + content)
        os.replace(name, folder / key)
        for old in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
