"""The default engine: DuckDB in this process, over the Parquet files of one snapshot."""

from __future__ import annotations

import os
from collections import OrderedDict
from threading import Lock

import duckdb

from ..core.errors import StoreTrouble
from .connection import connect
from .engine import SqlEngine
from .lake import Lake
from .snapshot import Snapshot


class Remembered:
    """Answers by their statement, those asked last; at most `most` cells in all."""

    def __init__(self, most: int) -> None:
        self.most, self.cells = most, 0
        self._rows: OrderedDict[str, list[tuple]] = OrderedDict()
        self._guard = Lock()

    def get(self, sql: str) -> list[tuple] | None:
        with self._guard:
            if sql in self._rows:
                self._rows.move_to_end(sql)
            return self._rows.get(sql)

    def keep(self, sql: str, rows: list[tuple]) -> None:
        with self._guard:
            if sql not in self._rows:
                self._rows[sql] = rows
                self.cells += _size(rows)
            while self.cells > self.most:
                _, gone = self._rows.popitem(last=False)
                self.cells -= _size(gone)


def _size(rows: list[tuple]) -> int:
    return 1 + len(rows) * len(rows[0]) if rows else 1


class DuckEngine(SqlEngine):
    """Measures over what the lake holds when the engine is made; later batches need a new engine.

    `memory` bounds DuckDB; what does not fit goes to the store's own temporary folder. Errors: StoreTrouble when the
    files cannot be read (gone by a vacuum shorter than this engine's life, or damaged). `remembered`: answers of earlier
    engines; a statement names the files that it reads, and those never change, so its answer is the same for good.
    """

    def __init__(self, lake: Lake | Snapshot, memory: str = "2GB", threads: int | None = None,
                 remembered: Remembered | None = None) -> None:
        super().__init__(lake.now() if isinstance(lake, Lake) else lake)
        self.remembered = remembered or Remembered(0)
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._open = lambda: connect(self.snapshot.root / "tmp" / f"{os.getpid()}-reading", memory, threads)
        self._guard = Lock()

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """Opened by the first statement that is run: what was all answered before never waits for it."""
        with self._guard:
            self._opened = self._opened or self._open()
            return self._opened

    def ask(self, sql: str) -> list[tuple]:
        known = self.remembered.get(sql)
        if known is None:
            known = self._asked(sql)
            self.remembered.keep(sql, known)
        return known

    def _asked(self, sql: str) -> list[tuple]:
        try:
            return self.con.cursor().execute(sql).fetchall()
        except duckdb.IOException as trouble:
            raise StoreTrouble("store_unreadable", path=str(self.snapshot.root), why=str(trouble)) from trouble

    def close(self) -> None:
        if self._opened:
            self._opened.close()
