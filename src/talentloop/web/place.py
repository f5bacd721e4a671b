"""Where one installation keeps what it knows: its folder, its keys, its database, and the folders of its clients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "TALENTLOOP_DATA"


@dataclass(frozen=True)
class Place:
    """The folder of `talentloop serve --data`."""

    root: Path

    @classmethod
    def here(cls) -> Place:
        """The folder that the environment names; the running server's own."""
        return cls(Path(os.environ.get(VARIABLE, "talentloop-data")).resolve())

    @property
    def database(self) -> Path:
        return self.root / "app.sqlite3"

    @property
    def jobs(self) -> Path:
        return self.root / "jobs.sqlite3"

    @property
    def clients(self) -> Path:
        """Workspaces that are made in the browser; a client may also lie anywhere else."""
        return self.root / "clients"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def setup_token(self) -> Path:
        """There as long as nobody has an account: the word in the one-time link."""
        return self.root / "keys" / "first-run.token"

    def make(self) -> Place:
        for folder in (self.root, self.root / "keys", self.clients, self.uploads):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def secret_key(self) -> str:
        """Django's key for sessions and signatures; made once, readable by its owner only."""
        return _kept(self.root / "keys" / "django.key", lambda: secrets.token_urlsafe(50))

    def first_run(self) -> str:
        return _kept(self.setup_token, lambda: secrets.token_urlsafe(24))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; made when it is not there, by one process only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(make())
    return path.read_text(encoding="utf-8").strip()
