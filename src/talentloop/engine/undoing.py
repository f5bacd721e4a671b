"""A batch taken back from under later ones that were collected: their rows rest on no others, so that they can stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..core.facts import FactTable
from .catalog import Entry
from .connection import quoted
from .snapshot import Snapshot
from .work import Work, columns

# Facts of which a collected row says the same whatever was there before it.
COLLECTED = frozenset({"web_hits", "leads", "interactions", "consent_log"})


def after(entries: Sequence[Entry], batch: str) -> tuple[Entry, ...] | None:
    """What came after this batch, the oldest first; None when it was not taken, or cannot be taken back from there."""
    at = max((n for n, e in enumerate(entries) if e.id == batch and e.kind in ("batch", "undo", "remove")), default=None)
    if at is None or entries[at].kind != "batch":
        return None
    later = tuple(entries[at + 1:])
    return later if all(e.kind == "batch" and set(e.rows) <= COLLECTED for e in later) else None


def without(work: Work, before: Snapshot, tables: Iterable[FactTable], later: Sequence[str]) -> None:
    """Every table as it was before the batch, with the rows of later ones laid over it; of derived ones nothing."""
    for table in (t for t in tables if not t.derived):
        held = f"SELECT {columns(table)} FROM {work.source(table)} WHERE batch IN ({', '.join(map(quoted, later))})"
        work.keep("laid_over", held)
        same = " AND ".join(f'l."{key}" IS NOT DISTINCT FROM e."{key}"' for key in table.key)
        work.keep("as_if", f"SELECT {columns(table)} FROM {before.source(table)} AS e WHERE NOT EXISTS "
                           f"(SELECT 1 FROM laid_over AS l WHERE {same}) UNION ALL SELECT * FROM laid_over")
        work.replace_all(table, "as_if")
