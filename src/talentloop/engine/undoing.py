"""A batch taken back: which may be, what stays of later ones, and whether what it replaced can come back at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deltalake.exceptions import DeltaError
from duckdb import DuckDBPyConnection

from ..core.errors import UnknownName
from ..core.facts import FACTS, FactTable
from .catalog import Entry
from .connection import quoted
from .delta import parts_at
from .snapshot import Snapshot
from .work import Work, columns

# Facts of which a collected row says the same whatever was there before it.
COLLECTED = frozenset({"web_hits", "leads", "interactions", "consent_log"})


# Commits after which every row still says what it said.
STILL = ("compact", "refresh")


@dataclass(frozen=True)
class Way:
    """How a batch is taken back from under `later` ones that stay. Not `whole`: rows went for good since it was taken
    (erased, let go), so that what it replaced is nowhere any more and only its own rows go."""

    gone: Entry
    later: tuple[Entry, ...]
    whole: bool


def way(entries: Sequence[Entry], batch: str) -> Way | None:
    """None when it was not taken, or other files came after it. Who was taken back whole since was never there."""
    left: list[Entry] = []
    for entry in (e for e in entries if e.kind not in STILL):
        if entry.kind == "undo":
            left.remove(next(e for e in reversed(left) if e.id == entry.id))
        else:
            left.append(entry)
    at = max((n for n, e in enumerate(left) if e.id == batch and e.kind in ("batch", "remove")), default=None)
    if at is None or left[at].kind != "batch":
        return None
    later = tuple(e for e in left[at + 1:] if e.kind == "batch")
    if not all(set(e.rows) <= COLLECTED for e in later):
        return None
    return Way(left[at], later, len(later) == len(left) - at - 1)


def named(entries: Sequence[Entry], batch: str) -> Way:
    """As `way`. Errors: UnknownName where there is none."""
    found = way(entries, batch)
    if found is None:
        last = next((e.id for e in reversed(entries) if e.kind == "batch"), "")
        raise UnknownName("not_last_batch", name=batch, near=last)
    return found


def there(state: Snapshot, tables: Iterable[str]) -> bool:
    """Are the files of these tables still on the disk, as they were in an earlier state?"""
    try:
        return all((state.root / name / part.path).exists() for name in tables if name in state.versions
                   for part in parts_at(state.root / name, state.versions[name]))
    except DeltaError:  # the log of that version is gone as well
        return False


def without(work: Work, before: Snapshot, tables: Iterable[FactTable], later: Sequence[str]) -> None:
    """Every table as it was before the batch, with the rows of later ones laid over it; of derived ones nothing."""
    for table in (t for t in tables if not t.derived):
        named = ", ".join(map(quoted, later)) or "NULL"
        held = f"SELECT {columns(table)} FROM {work.source(table)} WHERE batch IN ({named})"
        work.keep("laid_over", held)
        same = " AND ".join(f'l."{key}" IS NOT DISTINCT FROM e."{key}"' for key in table.key)
        work.keep("as_if", f"SELECT {columns(table)} FROM {before.source(table)} AS e WHERE NOT EXISTS "
                           f"(SELECT 1 FROM laid_over AS l WHERE {same}) UNION ALL SELECT * FROM laid_over")
        work.replace_all(table, "as_if")


def first_without(con: DuckDBPyConnection, now: Snapshot, first: Mapping[str, str], came: Sequence[Entry],
                  gone: str) -> dict[str, str]:
    """Who told each fact first, of those who told what is left without the rows (alias `e`) that meet `gone`."""
    sources, found = [entry.source for entry in came], dict[str, str]()
    for fact, source in first.items():
        asked = f"SELECT DISTINCT source FROM {now.source(FACTS[fact])} AS e WHERE NOT coalesce({gone}, FALSE)"
        left = {told for told, in con.execute(asked).fetchall()}
        if left:
            found[fact] = source if source in left else min(left, key=sources.index)
    return found
