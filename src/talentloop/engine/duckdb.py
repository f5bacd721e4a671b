"""The default engine: DuckDB in this process, over the Parquet files of one snapshot."""

from __future__ import annotations

import os

import duckdb

from ..core.errors import StoreTrouble
from .connection import connect
from .engine import SqlEngine
from .lake import Lake
from .snapshot import Snapshot


class DuckEngine(SqlEngine):
    """Measures over what the lake holds when the engine is made; later batches need a new engine.

    `memory` bounds DuckDB; what does not fit goes to the store's own temporary folder. Errors: StoreTrouble when the
    files cannot be read (gone by a vacuum shorter than this engine's life, or damaged).
    """

    def __init__(self, lake: Lake | Snapshot, memory: str = "2GB", threads: int | None = None) -> None:
        super().__init__(lake.now() if isinstance(lake, Lake) else lake)
        self.con = connect(self.snapshot.root / "tmp" / f"{os.getpid()}-reading", memory, threads)

    def ask(self, sql: str) -> list[tuple]:
        try:
            return self.con.cursor().execute(sql).fetchall()
        except duckdb.IOException as trouble:
            raise StoreTrouble("store_unreadable", path=str(self.snapshot.root), why=str(trouble)) from trouble

    def close(self) -> None:
        self.con.close()
