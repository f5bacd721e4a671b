"""Tables of the client's own shape: costs, applications, leads, target groups …, read as the client's mappings say."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path

from ...core.facts import Rows
from ...core.intake import Context, Likeness, Mapped, Reading
from ..reader.problems import problem
from ..source import Sample
from .mapped import MAPPABLE, MappedTable


class Mapping:
    """Reads every file whose name fits a mapping of the client. Only the columns that are mapped are read."""

    name = "mapping"
    title = "CSV or XLSX with a mapping of your own"
    version = 1
    facts = MAPPABLE

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        """A fitting name is the client's own word; without any of the headings it is still not this file."""
        fits = [MappedTable(m).looks_like(sample, context) for m in fitting(sample.path, context)]
        return max(fits, key=lambda like: like.score, default=Likeness(0.0, "no mapping fits the name of the file"))

    def read(self, path: Path, context: Context) -> Reading:
        parts = [MappedTable(m).read(path, context) for m in fitting(path, context)]
        if not parts:
            found = problem("mapping_wrong", path.name, found="no mapping fits the name of the file")
            return Reading(self.name, path, iter(()), [found])
        return parts[0] if len(parts) == 1 else together(parts)


def fitting(path: Path, context: Context) -> list[Mapped]:
    """Mappings whose pattern fits the file's name, whatever the case."""
    return [m for m in context.mappings if fnmatch(path.name.casefold(), m.match.casefold())]


def together(parts: list[Reading]) -> Reading:
    """Several mappings of one file as one reading: all of it or nothing."""
    whole = Reading(parts[0].source, parts[0].path, iter(()), [p for part in parts for p in part.problems])
    for part in parts:
        whole.notes.update(part.notes)
    whole.rows = _all_rows(whole, parts)
    return whole


def _all_rows(whole: Reading, parts: list[Reading]) -> Iterator[Rows]:
    yield from chain.from_iterable(part.rows for part in parts)
    whole.problems[:] = [p for part in parts for p in part.problems]
    whole.checks[:] = [c for part in parts for c in part.checks]
    windows = [part.window for part in parts if part.window]
    if windows:
        whole.window = type(windows[0])(min(w.start for w in windows), max(w.end for w in windows))


SOURCE = Mapping()
