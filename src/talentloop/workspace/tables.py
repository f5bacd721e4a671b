"""The client's own tables: which heading holds what, written in client.toml and taken out again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import BadInput, Problem
from ..core.intake import Mapped
from ..sources.mapping.mapped import tell_mapping
from ..sources.reader.problems import Problems
from ..store.settings_change import change_settings
from .folder import SETTINGS

if TYPE_CHECKING:
    from . import Workspace

NUMBERS = re.compile(r"\d+([-_. ]*\d+)*")
LETTERS = re.compile(r"[^\W\d_]")
FEWEST = 3  # letters that a pattern needs, or it would fit files of any kind


def put_table(home: Workspace, mapped: Mapped, version: str) -> int:
    """Write it, in the place of the one for the same files and the same facts, else behind the others; its place.

    Errors: PlanMoved when client.toml is no longer the one that was looked at.
    """
    before = home.settings.files
    place = next((n for n, m in enumerate(before) if (m.match, m.fact) == (mapped.match, mapped.fact)), len(before))
    _write(home, (*before[:place], mapped, *before[place + 1:]), version)
    return place


def take_out_table(home: Workspace, place: int, version: str) -> Mapped:
    """Files of this table are no longer known; what was taken from them stays. `place` is counted from 0."""
    before = home.settings.files
    if not 0 <= place < len(before):
        raise BadInput("table_gone")
    _write(home, before[:place] + before[place + 1:], version)
    return before[place]


def insert_table(home: Workspace, mapped: Mapped, place: int, version: str) -> None:
    """Put one that was taken out where it stood."""
    before = home.settings.files
    _write(home, (*before[:place], mapped, *before[place:]), version)


def table_for(home: Workspace, name: str) -> Mapped | None:
    """The table that speaks for a file of this name."""
    return next((m for m in home.settings.files if fnmatch(name.casefold(), m.match.casefold())), None)


def wrong_in(mapped: Mapped, name: str) -> list[Problem]:
    """What keeps this from being read at all, before any file is opened."""
    problems = Problems(name)
    tell_mapping(mapped, problems)
    return problems.found


def pattern_of(name: str) -> str:
    """What later files of the same kind will be called: the numbers in the name may differ."""
    stem, dot, ending = name.rpartition(".")
    kept = NUMBERS.sub("*", stem)
    if len(LETTERS.findall(kept)) < FEWEST:
        return name
    return f"{kept}{'' if kept.endswith('*') else '*'}{dot}{ending}"


def as_toml(mapped: Mapped) -> Mapping[str, Any]:
    """The table as client.toml writes it."""
    said = {"match": mapped.match, "fact": mapped.fact, "columns": dict(mapped.columns),
            "constants": dict(mapped.constants), "words": {k: dict(v) for k, v in mapped.words.items() if v}}
    return {key: value for key, value in said.items() if value}


def _write(home: Workspace, files: tuple[Mapped, ...], version: str) -> None:
    def note(what: str, **facts: Any) -> None:
        home.note("definition", **facts)

    change_settings(Path(home.path) / SETTINGS, {"file": [as_toml(m) for m in files]}, note, version)
    for read_once in ("settings", "context"):
        home.__dict__.pop(read_once, None)
