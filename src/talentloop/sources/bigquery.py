"""Exports of BigQuery, Parquet or JSON lines (also as .gz), opened by duckdb in bounded memory and read in pieces."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ..core.facts import Rows
from ..core.intake import Likeness, Reading
from .reader.files import GZIP
from .refusals import refusal
from .source import HEAD, Sample

PARQUET = b"PAR1"
MEMORY = "1GB"
PIECE = 20_000  # rows that are in memory as Python values at once
LINE = re.compile(r"line (\d+)", re.I)


@dataclass(frozen=True)
class Shape:
    """What an export is read from, its columns, and every path below them: `a.b` for fields, `a[]` for elements."""

    table: str
    columns: frozenset[str]
    paths: frozenset[str]

    def has(self, path: str) -> bool:
        return path in self.paths

    def missing(self, required: Sequence[str]) -> list[str]:
        return [name for name in required if name not in self.columns]


def connect() -> duckdb.DuckDBPyConnection:
    """A connection of its own, in memory and with bounded memory."""
    con = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})
    con.execute("SET enable_progress_bar = false")
    return con


def shape(con: duckdb.DuckDBPyConnection, path: Path, json_columns: Mapping[str, str]) -> Shape:
    """The shape of a file, which JSON has only by our say. Raises duckdb.Error when it cannot be read at all."""
    relation = con.sql(f"SELECT * FROM {_table(path, json_columns)} LIMIT 0")
    paths: set[str] = set()
    for column, kind in zip(relation.columns, relation.types, strict=True):
        paths.update(_paths(column, kind))
    return Shape(_table(path, json_columns), frozenset(relation.columns), frozenset(paths))


def _table(path: Path, json_columns: Mapping[str, str]) -> str:
    """SQL that reads the file; signs in its name that duckdb would take for a pattern are taken literally."""
    name = re.sub(r"([\[\]*?])", r"[\1]", str(path)).replace("'", "''")
    with path.open("rb") as file:
        start = file.read(4)
    if start == PARQUET:
        return f"read_parquet('{name}')"
    columns = ", ".join(f"'{k}': '{v}'" for k, v in json_columns.items())
    packing = "gzip" if start.startswith(GZIP) else "none"
    return f"read_json('{name}', columns={{{columns}}}, maximum_object_size=33554432, compression='{packing}')"


def _paths(name: str, kind: Any) -> Iterator[str]:
    yield name
    if kind.id == "struct":
        for field, child in kind.children:
            yield from _paths(f"{name}.{field}", child)
    elif kind.id == "list":
        yield from _paths(f"{name}[]", dict(kind.children)["child"])


def opened(reading: Reading, json_columns: Mapping[str, str],
           use: Callable[[duckdb.DuckDBPyConnection, Shape], Iterator[Rows]]) -> Iterator[Rows]:
    """Rows of the file as `use` makes them. Everything that duckdb cannot read ends here as a problem; what was read
    before it is then not taken."""
    path = reading.path
    with connect() as con:
        try:
            if not path.stat().st_size:
                reading.problems.append(refusal("empty_file", path.name, found="0 bytes"))
                return
            yield from use(con, shape(con, path, json_columns))
        except (duckdb.Error, OSError, EOFError) as error:
            line, told = LINE.search(str(error)), (str(error).splitlines() or [""])[0]
            reading.problems.append(refusal("file_damaged", path.name, int(line.group(1)) if line else None,
                                            found=told.replace(str(path), path.name)))


def pieces(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[list[tuple]]:
    """Rows of a query, piece by piece, in the order of the file."""
    con.execute(sql)
    while piece := con.fetchmany(PIECE):
        yield piece


def likeness(sample: Sample, required: Sequence[str], named: str) -> Likeness:
    """How many of the required columns a file has. A cut Parquet file has lost them, so its name must do."""
    try:
        if sample.head.startswith(PARQUET):
            return _parquet_likeness(sample.path, required, named)
        head = _unpacked(sample)
    except (OSError, EOFError):
        return Likeness(0.0, "cannot be opened")
    seen = [name for name in required if f'"{name}"'.encode() in head]
    if seen and head.lstrip(b"\xef\xbb\xbf \r\n\t[").startswith(b"{"):
        return Likeness(len(seen) / len(required), f"JSON with {', '.join(seen)}")
    return Likeness(0.0, f"no {' or '.join(required[:2])}")


def _parquet_likeness(path: Path, required: Sequence[str], named: str) -> Likeness:
    with connect() as con:
        try:
            missing = shape(con, path, {}).missing(required)
        except duckdb.Error:
            return Likeness(0.5 if named in path.name else 0.0, "a damaged Parquet file")
    why = f"Parquet without {', '.join(missing)}" if missing else "Parquet with all its columns"
    return Likeness(1 - len(missing) / len(required), why)


def _unpacked(sample: Sample) -> bytes:
    if sample.head.startswith(GZIP):
        with gzip.open(sample.path) as file:
            return file.read(HEAD)
    return sample.head
