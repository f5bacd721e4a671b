"""client.toml changed from a screen or a command: comments stay, what would be refused is not written, and it is told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from ..core.errors import PlanMoved
from .planfile import alone, plan_version, write_whole
from .settings import Settings, read_settings

Note = Callable[..., Any]
UNTOLD = frozenset({"privacy.contact"})  # somebody's name has no place in the audit log


def change_settings(path: Path, changes: Mapping[str, Any], note: Note, version: str | None = None) -> Settings:
    """Set keys (`loops.rhythm`) or whole lists of tables (`page`, `target_group`: a list of mappings); None takes away.

    Whatever really changed is written down by `note` (Workspace.note) as the act `settings`, one line per key. Errors:
    BadSettings for a value that may not stand there (nothing is written), PlanMoved when `version` is not this file's.
    """
    with alone(path):
        if version is not None and version != plan_version(path):
            raise PlanMoved("settings_moved")
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
        told = {key: was for key, value in changes.items() if (was := _put(document, key, value)) is not None}
        if told:
            text = tomlkit.dumps(document)
            _checked(text)
            write_whole(path, text.encode())
        for key, (before, after) in told.items():
            note("settings", key=key, **({} if key in UNTOLD else {"before": before, "after": after}))
        return read_settings(path)


def _put(document: Any, key: str, value: Any) -> tuple[str, str] | None:
    """Do it in the document; what stood there and what stands there now, None when they are the same."""
    name, _, inner = key.partition(".")
    table = document if not inner else document.get(name)
    if table is None and value is None:
        return None
    if table is None:
        table = document[name] = tomlkit.table()
    place = inner or name
    before = _plain(table.get(place))
    after = [dict(x) for x in value] if _tables(value) else list(value) if isinstance(value, tuple) else value
    if before == after or (not before and not after and before != 0 and after != 0):
        return None
    if after is None or after == []:
        table.pop(place, None)
    elif _tables(value):
        document[place] = _listed(after)
    else:
        _in_place(table, place, after)
    return _short(before), _short(after)


def _in_place(table: Table, place: str, value: Any) -> None:
    """The value alone changes; what is said behind it stays."""
    old, fresh = table.get(place), tomlkit.item(value)
    if old is not None and hasattr(old, "trivia"):
        fresh.trivia.comment, fresh.trivia.comment_ws = old.trivia.comment, old.trivia.comment_ws
    table[place] = fresh


def _tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(x, Mapping) for x in value)


def _listed(rows: Sequence[Mapping[str, Any]]) -> Any:
    found = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        table.update({k: v for k, v in row.items() if v not in (None, "")})
        found.append(table)
    return found


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _short(value: Any) -> str:
    """As the audit log tells it: a value, or how many there are."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)}"
    return "" if value is None else str(value)[:120]


def _checked(text: str) -> None:
    """Raises BadSettings as reading the file would."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "client.toml"
        trial.write_text(text, encoding="utf-8")
        read_settings(trial)
