"""One Delta table per fact: which files a version holds, and commits that put in and take out files as one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from deltalake import CommitProperties, DeltaTable, Field, Schema
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from ..core.facts import FactTable, Type

# Instants are stored without zone (always UTC): every engine then reads the very same number.
DELTA_TYPES: Mapping[Type, str] = {
    Type.ID: "long", Type.INT: "long", Type.MICROS: "long", Type.TEXT: "string", Type.BOOL: "boolean",
    Type.DAY: "date", Type.INSTANT: "timestamp_ntz",
}
PARTITION = "month"  # 'YYYY-MM' of the table's day column; in the path and the log, not in the files


@dataclass(frozen=True)
class Part:
    """One Parquet file: its month, its path under the table's folder, rows in it, bytes of it."""

    month: str
    path: str
    rows: int
    size: int


@dataclass(frozen=True)
class Change:
    """Files that come into and go out of one table in one commit."""

    add: tuple[Part, ...] = ()
    remove: tuple[Part, ...] = ()


def schema_of(table: FactTable) -> Schema:
    fields = [Field(c.name, PrimitiveType(DELTA_TYPES[c.type])) for c in table.columns]
    return Schema([*fields, Field(PARTITION, PrimitiveType("string"))])


@lru_cache(maxsize=512)
def parts_at(folder: Path, version: int) -> tuple[Part, ...]:
    """The files of a table as they were at a version, by month and name; a version never changes, so it is kept."""
    actions = DeltaTable(folder, version=version).get_add_actions(flatten=True)
    cells = [actions.column(n).to_pylist() for n in (f"partition.{PARTITION}", "path", "num_records", "size_bytes")]
    rows = zip(*cells, strict=True)
    return tuple(sorted((Part(*map(_plain, row)) for row in rows), key=lambda p: (p.month, p.path)))


def _plain(cell: Any) -> Any:
    """arro3 gives scalars where we want Python values."""
    return cell.as_py() if hasattr(cell, "as_py") else cell


def head(folder: Path) -> int | None:
    """The newest version of a table, None when there is no table."""
    return DeltaTable(folder).version() if DeltaTable.is_deltatable(str(folder)) else None


def commit(folder: Path, table: FactTable, base: int | None, change: Change, about: Mapping[str, str]) -> int:
    """Put a change on top of version `base` (None = the table is new) and return the new version."""
    delta = _at(folder, table, base)
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [_added(p, now) for p in change.add]
    actions += [_removed(p, now) for p in change.remove]
    delta.create_write_transaction(actions, "append", schema_of(table), [PARTITION],
                                   commit_properties=CommitProperties(custom_metadata=dict(about)))
    delta.update_incremental()
    return delta.version()


def newest(folder: Path) -> int:
    version = head(folder)
    assert version is not None
    return version


def _at(folder: Path, table: FactTable, base: int | None) -> DeltaTable:
    """The table with `base` as its newest content; anything a dead writer left above it is undone first."""
    if not DeltaTable.is_deltatable(str(folder)):
        return DeltaTable.create(folder, schema_of(table), name=table.name, description=table.meaning,
                                 partition_by=[PARTITION])
    delta = DeltaTable(folder)
    if delta.version() != (base or 0):
        delta.restore(base or 0)
        delta.update_incremental()
    _widen(delta, table)
    return delta


def _widen(delta: DeltaTable, table: FactTable) -> None:
    """Columns that the table got since it was made are told to whoever else reads it; its files stay as they are."""
    known = {f.name for f in delta.schema().fields}
    lacking = [f for f in schema_of(table).fields if f.name not in known]
    if lacking:
        delta.alter.add_columns(lacking)
        delta.update_incremental()


def restore(folder: Path, version: int | None) -> int | None:
    """Make an earlier version the newest content again; returns the version that now says so. A table whose writer died
    when it had only made it (version 0) holds nothing already: Delta refuses to go back to where it is."""
    if head(folder) in (None, version or 0):
        return version
    DeltaTable(folder).restore(version or 0)
    return newest(folder)


def _added(part: Part, now: int) -> AddAction:
    stats = json.dumps({"numRecords": part.rows})
    return AddAction(part.path, part.size, {PARTITION: part.month}, now, True, stats)


def _removed(part: Part, now: int) -> RemoveAction:
    return RemoveAction(part.path, True, now, part.size, {PARTITION: part.month})


def vacuum(folder: Path, hours: int) -> int:
    """Delete files that no version younger than `hours` holds; returns how many."""
    gone: Sequence[str] = DeltaTable(folder).vacuum(hours, dry_run=False, enforce_retention_duration=False, full=True)
    return len(gone)


def months_of(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(sorted({p.month for p in parts}))
