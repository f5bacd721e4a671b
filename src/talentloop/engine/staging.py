"""Sets incoming rows down on disk as Parquet, block by block, so that a batch of any size needs little memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from arro3.core import Array, DataType, RecordBatch, Table
from duckdb import DuckDBPyConnection

from ..core.facts import FACTS, ORIGIN, Column, FactTable, Rows, Type
from ..core.intake import Batch, Forgotten
from ..core.period import Period
from ..core.scrub import scrub
from .connection import SQL_TYPES, quoted, reading

BLOCK = 100_000  # rows set down at a time
ARRIVAL = "_arrival"  # order of arrival: of two rows with one key the later counts
INTEGERS = (Type.ID, Type.INT, Type.MICROS)


@dataclass
class Staged:
    """Rows of one fact on disk: its files, how many rows, and the span of days that they cover."""

    fact: str
    files: list[str] = field(default_factory=list)
    rows: int = 0
    without: str = ""  # what stands around it when rows of forgotten ids are left out

    @property
    def relation(self) -> str:
        told = reading(self.files)
        return self.without.replace("{told}", told) if self.without else told


class Staging:
    """A folder of its own for one batch; columns that every row must carry but none brought are filled in."""

    def __init__(self, con: DuckDBPyConnection, folder: Path, batch: Batch) -> None:
        self.con, self.folder, self.batch = con, folder, batch
        self.staged: dict[str, Staged] = {}
        self.arrived = 0
        self._waiting: dict[str, list[Rows]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def read(self, rows: Iterable[Rows]) -> None:
        """Set down every block; keeps at most about BLOCK rows of a fact in memory."""
        for block in rows:
            waiting = self._waiting.setdefault(block.fact, [])
            waiting.append(block)
            if sum(map(len, waiting)) >= BLOCK:
                self._set_down(block.fact)
        for fact in list(self._waiting):
            self._set_down(fact)

    def leave_out(self, forgotten: Sequence[Forgotten]) -> None:
        """Let rows of these ids stay behind, and links to detached applications."""
        if not forgotten:
            return
        self.con.register("stones", Table.from_pydict({
            "id": array_of(Type.ID, [f.id for f in forgotten]),
            "until": array_of(Type.DAY, [f.until or date.max for f in forgotten]),
            "detached": array_of(Type.BOOL, [f.detached for f in forgotten])}))
        self.con.execute("CREATE OR REPLACE TEMP TABLE forgotten AS SELECT * FROM stones")
        self.con.unregister("stones")
        for fact, staged in self.staged.items():
            staged.without = without(FACTS[fact])

    def _set_down(self, fact: str) -> None:
        blocks = [b for b in self._waiting.pop(fact, []) if len(b)]
        if not blocks:
            return
        staged, table = self.staged.setdefault(fact, Staged(fact)), FACTS[fact]
        told = [c for c in table.columns if any(c.name in b.columns for b in blocks)]
        arrow = Table.from_batches([self._arrow(told, block) for block in blocks])
        path = str(self.folder / f"{fact}-{len(staged.files):06d}.parquet")
        cells = ", ".join(f'"{c.name}"' if c in told else f'{self._absent(c)} AS "{c.name}"' for c in table.columns)
        self.con.register("block", arrow)
        self.con.execute(f"COPY (SELECT {cells}, {ARRIVAL} FROM block) "
                         f"TO {quoted(path)} (FORMAT parquet, COMPRESSION lz4)")
        self.con.unregister("block")
        staged.files.append(path)
        staged.rows += arrow.num_rows

    def _arrow(self, told: Sequence[Column], block: Rows) -> RecordBatch:
        """One block as Arrow: the columns told, and the order in which its rows came."""
        length = len(block)
        columns: dict[str, Any] = {
            c.name: array_of(c.type, scrubbed(c, block.columns[c.name]) if c.name in block.columns
                             else [self._origin(c.name)] * length) for c in told}
        columns[ARRIVAL] = Array.from_numpy(np.arange(self.arrived, self.arrived + length, dtype=np.int64))
        self.arrived += length
        return RecordBatch.from_pydict(columns)

    def _absent(self, column: Column) -> str:
        """SQL of what stands in a column that no row brought."""
        value = self._origin(column.name)
        return f"CAST({'NULL' if value is None else quoted(str(value))} AS {SQL_TYPES[column.type]})"

    def _origin(self, name: str) -> object:
        fetched = self.batch.fetched_at
        naive = fetched.astimezone(UTC).replace(tzinfo=None) if fetched.tzinfo else fetched
        filled: Mapping[str, object] = {"source": self.batch.source, "batch": self.batch.id, "fetched_at": naive}
        return filled.get(name)

    def span(self, fact: str) -> Period | None:
        """First to last day of the rows of a fact."""
        staged = self.staged.get(fact)
        if staged is None:
            return None
        day = FACTS[fact].day
        first, last = self.con.execute(
            f"SELECT min({day}), max({day}) + 1 FROM {staged.relation}").fetchall()[0]
        return Period(_date(first), _date(last)) if first is not None else None

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def without(table: FactTable) -> str:
    """The rows of {told} that may come in: none of who is forgotten, and no link to a detached application."""
    def stone(column: str, more: str) -> str:
        return f'EXISTS (SELECT 1 FROM forgotten AS f WHERE f.id = s."{column}" AND {more})'

    ids = [c.name for c in table.columns if c.type is Type.ID]
    gone = [stone(c, f"NOT f.detached AND s.{table.day} <= f.until") for c in ids]
    cells = "*"
    if "application" in ids and table.key == ("application",):
        gone.append(stone("application", "f.detached"))
    elif "application" in ids:
        told = f"CASE WHEN NOT {stone('application', 'f.detached')} THEN application END"
        cells = f"* REPLACE ({told} AS application)"
    return f"(SELECT {cells} FROM {{told}} AS s WHERE NOT ({' OR '.join(gone) or 'FALSE'}))"


def scrubbed(column: Column, values: Sequence[object]) -> Sequence[object]:
    """Free text loses addresses and tokens at the door of the store, whoever brought it; values repeat, so each once."""
    if column.type is not Type.TEXT or column.allowed or column in ORIGIN:
        return values
    clean = {value: scrub(value) for value in set(values) if isinstance(value, str)}
    if all(value == kept for value, kept in clean.items()):
        return values
    return [clean.get(value, value) if isinstance(value, str) else value for value in values]


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def array_of(kind: Type, values: Sequence[object]) -> Array:
    """One column as Arrow; numpy arrays are taken as they are, lists may hold None."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iMb":
        return Array.from_numpy(_whole(kind, values))
    if kind in INTEGERS:
        return Array(values, type=DataType.int64())
    if kind is Type.TEXT:
        return Array(values, type=DataType.utf8())
    if kind is Type.BOOL:
        return Array([None if v is None else bool(v) for v in values], type=DataType.bool())
    if kind is Type.DAY:
        return Array(_day_numbers(values), type=DataType.int32()).cast(DataType.date32())
    return Array(_micros(values), type=DataType.int64()).cast(DataType.timestamp("us"))


def _whole(kind: Type, values: np.ndarray) -> np.ndarray:
    if kind is Type.DAY:
        return values.astype("datetime64[D]")
    if kind is Type.INSTANT:
        return values.astype("datetime64[us]")
    return values.astype(np.bool_ if kind is Type.BOOL else np.int64)


EPOCH = date(1970, 1, 1).toordinal()


def _day_numbers(values: Sequence[object]) -> list[int | None]:
    """Days since 1970; days repeat, so each is worked out once."""
    known: dict[object, int | None] = {None: None}
    for value in set(values) - {None}:
        assert isinstance(value, date)
        known[value] = value.toordinal() - EPOCH
    return [known[v] for v in values]


def _micros(values: Sequence[object]) -> list[int | None]:
    numbers = np.array(values, dtype="datetime64[us]").astype(np.int64).tolist()
    missing = np.iinfo(np.int64).min  # how numpy writes "no time"
    return [None if n == missing else n for n in numbers]
