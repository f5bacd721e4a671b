"""Looks through every byte that a workspace keeps for ids and addresses that should be gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..engine.connection import quoted
from ..workspace import Workspace

PIECE, OVERLAP = 1 << 24, 512
SEAM = b"PAR1"  # how a Parquet file begins


@dataclass(frozen=True)
class Searched:
    """Files and bytes looked through, and the files in which something was found."""

    files: int
    bytes: int
    found: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.found


def search(workspace: Workspace, ids: Iterable[int], texts: Iterable[str] = (), raw: Sequence[bytes] = (),
           told: Callable[[float], None] = lambda share: None) -> Searched:
    """Search the workspace and its key store: bytes as they are, and Parquet files (that no version needs too) opened.

    An id is looked for as 8 bytes in either order, in decimal and in hexadecimal; a text whatever its case; `raw` bytes
    as they are. Exports of the client's own that lie in the folder are looked through as well. `told` hears which share
    of the bytes is done.
    """
    wanted, words = sorted(set(ids)), [t.strip().lower() for t in texts if t.strip()]
    needles = [n for id in wanted for n in written(id)] + [w.encode() for w in words] + list(raw)
    sizes = {f: f.stat().st_size for f in every_file(workspace) if f.stat().st_size}
    held, done, every = list[Path](), 0, sum(sizes.values())
    with duckdb.connect() as con:
        for file, size in sizes.items():
            if _holds(file, needles) or (_parquet(file) and _opened_holds(con, file, wanted, words)):
                held.append(file)
            done += size
            told(done / every)
    return Searched(len(sizes), every, tuple(_named(f, workspace) for f in held))


def every_file(workspace: Workspace) -> Iterator[Path]:
    """All files of the workspace, and of the key store where that is elsewhere."""
    for root in {workspace.path.resolve(), workspace.keyring.folder.resolve()}:
        yield from (f for f in sorted(root.rglob("*")) if f.is_file() and not f.is_symlink()
                    and not (root != workspace.path.resolve() and f.is_relative_to(workspace.path.resolve())))


def written(id: int) -> Iterator[bytes]:
    """The ways in which an id may stand in a file."""
    yield id.to_bytes(8, "little", signed=True)
    yield id.to_bytes(8, "big", signed=True)
    yield str(id).encode()
    yield format(id & (2 ** 64 - 1), "016x").encode()


def _holds(path: Path, needles: Sequence[bytes]) -> bool:
    """Does any stand in the file? Text is compared in small letters; pieces overlap, so that none falls between two."""
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(PIECE):
            whole = tail + piece
            small = whole.lower()
            if any(n in whole or n in small for n in needles):
                return True
            tail = whole[-OVERLAP:]
    return False


def _parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == SEAM


def _opened_holds(con: duckdb.DuckDBPyConnection, path: Path, ids: Sequence[int], words: Sequence[str]) -> bool:
    """Parquet packs its columns, so that bytes alone do not tell: every column is read."""
    source = f"read_parquet({quoted(str(path))})"
    columns = [(n, t) for n, t, *_ in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    listed = ", ".join(map(str, ids))
    asked = [f'"{n}" IN ({listed})' for n, t in columns if t == "BIGINT" and ids]
    asked += [f"contains(lower(\"{n}\"), {quoted(w)})" for n, t in columns if t == "VARCHAR" for w in words]
    if not asked:
        return False
    return bool(con.execute(f"SELECT count(*) FROM {source} WHERE {' OR '.join(asked)}").fetchone()[0])  # type: ignore[index]


def _named(path: Path, workspace: Workspace) -> str:
    root = workspace.path.resolve()
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
