"""A table of one's own that nobody knows yet, as client.toml would describe it: a first guess, to be looked over."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from ..core.intake import Mapped
from ..sources.mapping.sketch import sketch
from ..sources.reader.problems import Refused
from ..workspace.tables import as_toml, pattern_of


def suggestion(path: Path) -> str:
    """A `[[file]]` of client.toml, guessed from the headings; empty for what is no table or looks like nothing."""
    try:
        seen = sketch(path)
    except Refused:
        return ""
    if seen is None or not seen.guesses[seen.best]:
        return ""
    table = tomlkit.table()
    table.update(as_toml(Mapped(seen.best, pattern_of(path.name), seen.guesses[seen.best])))
    listed = tomlkit.aot()
    listed.append(table)
    return tomlkit.dumps({"file": listed}).strip()
