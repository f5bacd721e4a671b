"""Opens DuckDB the one way we use it: in memory, with bounded memory and its spill inside the workspace."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ..core.facts import Type

SQL_TYPES = {Type.ID: "BIGINT", Type.INT: "BIGINT", Type.MICROS: "BIGINT", Type.TEXT: "VARCHAR",
             Type.BOOL: "BOOLEAN", Type.DAY: "DATE", Type.INSTANT: "TIMESTAMP"}


def connect(spill: Path, memory: str = "2GB", threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A private in-memory database; what does not fit in `memory` goes to files under `spill`."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,  # halves the memory of large copies; every file is sorted anyway
    }
    if threads:
        settings["threads"] = threads
    con = duckdb.connect(config=settings)
    con.execute("SET enable_progress_bar = false")
    return con


def quoted(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def reading(files: list[str]) -> str:
    """The relation of these Parquet files, for a FROM clause."""
    return f"read_parquet([{', '.join(map(quoted, files))}], hive_partitioning = false)"


def reading_all(files: list[str]) -> str:
    """The same where some files lack columns that others have: their rows have nothing there."""
    return f"{reading(files)[:-1]}, union_by_name = true)"
