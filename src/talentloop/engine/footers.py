"""Which columns a Parquet file has, asked of its footer once: a file of the store never changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache

import duckdb

from .connection import quoted

MOST = 50_000  # files remembered
_known: dict[str, frozenset[str]] = {}
_looking = threading.Lock()


def all_have(columns: frozenset[str], files: Sequence[str]) -> bool:
    """Does every one of these files have these columns? No, too, when one cannot be read: whoever reads it is told."""
    with _looking:
        unseen = [f for f in files if f not in _known]
        if len(_known) + len(unseen) > MOST:
            _known.clear()
            unseen = list(files)
        try:
            _known.update(_look(unseen) if unseen else {})
        except duckdb.Error:
            return False
        return all(columns <= _known.get(f, frozenset()) for f in files)


def _look(files: Sequence[str]) -> dict[str, frozenset[str]]:
    named = ", ".join(map(quoted, files))
    rows = _connection().execute("SELECT file_name, list(name) FROM parquet_schema([" + named + "]) GROUP BY file_name")
    same: dict[frozenset[str], frozenset[str]] = {}  # most files have the same columns: one set for all of them
    return {file: same.setdefault(frozenset(names), frozenset(names)) for file, names in rows.fetchall()}


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})

