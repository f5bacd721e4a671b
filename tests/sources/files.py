"""Files that tests write, and what a source makes of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from golden import context, read

from talentloop.core.errors import Problem
from talentloop.core.intake import Mapped, Reading


def source(name: str) -> Any:
    return import_module(f"talentloop.sources.{name}").SOURCE


class Taken:
    """A reading that was read to its end."""

    def __init__(self, reading: Reading, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.reading, self.rows = reading, rows

    @property
    def codes(self) -> list[str]:
        return [p.code for p in self.reading.problems]

    def problem(self, code: str) -> Problem:
        return next(p for p in self.reading.problems if p.code == code)

    def total(self, name: str, fact: str = "exposures") -> int:
        return sum(row.get(name, 0) for row in self.rows.get(fact, ()))


def take(name: str, path: Path, content: str | bytes, *, encoding: str = "utf-8", file: str = "export.csv",
         **settings: Any) -> Taken:
    """Write the content and read it with a source."""
    target = path / file
    target.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return Taken(*read(source(name), target, context(**settings)))


def mapped(fact: str, match: str = "*.csv", constants: dict[str, str] | None = None,
           words: dict[str, dict[str, str]] | None = None, **columns: str) -> dict[str, Any]:
    """Settings of a client with one mapping; write `from_` for the column `from`."""
    named = {name.rstrip("_"): heading for name, heading in columns.items()}
    return {"mappings": [Mapped(fact, match, named, constants or {}, words or {})]}
