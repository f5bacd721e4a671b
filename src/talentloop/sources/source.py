"""What every source is: a name, the facts it gives, how it knows its files and how it reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ..core.intake import Context, Likeness, Reading

HEAD = 65_536  # bytes that are looked at to recognise a file


@dataclass(frozen=True)
class Sample:
    """The beginning of a file, enough to recognise it without reading it."""

    path: Path

    @cached_property
    def head(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(HEAD)

    @property
    def size(self) -> int:
        return self.path.stat().st_size


class Source(Protocol):
    """One kind of file. `version` is part of a batch's identity: raise it when the same file gives other rows."""

    name: str
    title: str
    version: int
    facts: tuple[str, ...]

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        """How sure it is that the file is one of its own; never raises."""

    def read(self, path: Path, context: Context) -> Reading:
        """Start reading: rows come in blocks of at most 50,000 while `rows` is iterated. Never raises for what a user
        could have put in the file: that becomes a problem."""
