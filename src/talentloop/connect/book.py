"""The connections of one client, in one small file beside its plan; their secrets lie in the key store."""

from __future__ import annotations

import fcntl
import json
import secrets as random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ..core.connecting import Connection, Fetch
from ..core.errors import FetchTrouble, UnknownName
from ..privacy.sealed import Secrets, last_four
from ..sources import apis
from ..sources.api import Api
from ..store.planfile import alone, write_whole
from .given import checked

FILE = "connections.json"
TRIED = timedelta(hours=24)  # that a draft waits to be confirmed


class Book:
    """Every change is written as a whole and by one process at a time."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self.path, self._keys = folder / FILE, keys

    @property
    def secrets(self) -> Secrets:
        return Secrets(self._keys)

    def all(self, drafts: bool = False) -> tuple[Connection, ...]:
        """Those in use, the oldest first; with `drafts` also those that were only tried."""
        return tuple(c for c in self._read() if drafts or not c.draft)

    def get(self, name: str) -> Connection:
        """By its id, or by its source where that says which. Errors: UnknownName."""
        known = self.all(drafts=True)
        found = [c for c in known if c.id == name] or [c for c in known if c.source == name and not c.draft]
        if len(found) != 1:
            raise UnknownName("no_such_connection", name=name,
                              near=", ".join(f"{c.id} ({c.source})" for c in known if not c.draft) or "–")
        return found[0]

    def api(self, connection: Connection) -> Api:
        return apis()[connection.source]

    def given(self, connection: Connection) -> dict[str, str]:
        """Options and secrets together: for asking, never for showing. Errors: FetchTrouble when a secret is gone."""
        secrets = self.secrets.of(connection.id)
        if missing := set(connection.shown) - set(secrets):
            raise FetchTrouble("fetch_key_gone", name=", ".join(sorted(missing)))
        return {**connection.options, **secrets}

    def add(self, source: str, given: Mapping[str, str], since: date, draft: bool = False) -> Connection:
        """Errors: UnknownName for a source that cannot be asked, BadInput for what it needs and was not given right."""
        api = apis().get(source)
        if api is None:
            raise UnknownName("no_such_api", name=source, near=", ".join(apis()))
        clean = checked(api, given)
        hidden = {f.name: clean[f.name] for f in api.fields if f.secret and f.name in clean}
        made = Connection(random.token_hex(3), source, {n: v for n, v in clean.items() if n not in hidden},
                          {n: last_four(v) for n, v in hidden.items()}, since, _now(), draft)
        with alone(self.path):
            self.secrets.keep(made.id, hidden)
            self._write([*self._read(), made])
        return made

    def change(self, id: str, **changes: Any) -> Connection:
        with alone(self.path):
            known = {c.id: c for c in self._read()}
            if id not in known:
                raise UnknownName("no_such_connection", name=id, near=", ".join(known) or "–")
            known[id] = replace(known[id], **changes)
            self._write(list(known.values()))
        return known[id]

    def amend(self, id: str, given: Mapping[str, str]) -> Connection:
        """Other secrets or options; what is not given stays. Errors: as those of add."""
        found = self.get(id)
        api = self.api(found)
        known = self.secrets.of(found.id)
        clean = checked(api, {**found.options, **known, **{n: v for n, v in given.items() if v.strip()}})
        hidden = {f.name: clean[f.name] for f in api.fields if f.secret and f.name in clean}
        with alone(self.path):
            self.secrets.keep(found.id, hidden)
        return self.change(found.id, options={n: v for n, v in clean.items() if n not in hidden},
                           shown={n: last_four(v) for n, v in hidden.items()}, last=found.good)

    def remove(self, id: str) -> None:
        """It goes, and its secrets with it."""
        self._let_go(lambda c: c.id == id)

    def sweep(self) -> None:
        """Drafts of yesterday go with their secrets."""
        before = _now() - TRIED
        self._let_go(lambda c: c.draft and c.made <= before)

    def _let_go(self, which: Callable[[Connection], bool]) -> None:
        if not any(map(which, self._read())):
            return
        with alone(self.path):
            known = self._read()
            for gone in filter(which, known):
                self.secrets.forget(gone.id)
                self._lock(gone.id).unlink(missing_ok=True)
            self._write([c for c in known if not which(c)])

    @contextmanager
    def asking(self, id: str) -> Iterator[None]:
        """Be the only one who asks this source now. Errors: FetchTrouble when another process does."""
        with self._lock(id).open("w") as file:
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FetchTrouble("fetch_running") from None
            yield  # the lock goes with the file, also when the process is killed

    def _lock(self, id: str) -> Path:
        return self.path.with_name(f".{FILE}.{id}.lock")

    def _read(self) -> list[Connection]:
        if not self.path.exists():
            return []
        return [_connection(raw) for raw in json.loads(self.path.read_text(encoding="utf-8"))]

    def _write(self, connections: list[Connection]) -> None:
        write_whole(self.path, json.dumps([asdict(c) for c in connections], default=str, indent=1).encode())


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _connection(raw: dict[str, Any]) -> Connection:
    return Connection(**{**raw, "since": date.fromisoformat(raw["since"]), "made": datetime.fromisoformat(raw["made"]),
                         "last": _fetch(raw["last"]), "good": _fetch(raw["good"])})


def _fetch(raw: dict[str, Any] | None) -> Fetch | None:
    if raw is None:
        return None
    return Fetch(**{**raw, "at": datetime.fromisoformat(raw["at"]),
                    "until": date.fromisoformat(raw["until"]) if raw["until"] else None})
