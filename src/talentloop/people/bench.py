"""What a derivation needs of the engine that runs it: the tables as they will be, and a place for its own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ..core.facts import FactTable


class Bench(Protocol):
    """One commit in the making (the engine's Work). Relations are texts for a FROM clause."""

    rebuilt: set[str]

    def record(self, fact: str, /) -> str | None:
        """The source that counts for a fact that several told; None = whoever told it."""

    def source(self, fact: FactTable, months: Iterable[str] | None = None) -> str:
        """Rows of a table as they will be, of some months ('YYYY-MM') or of all."""

    def added(self, fact: FactTable) -> str:
        """Rows that this commit puts in."""

    def months(self, fact: FactTable) -> list[str]: ...

    def months_from(self, fact: FactTable, first: str | None, last: str | None = None) -> list[str]: ...

    def rows(self, fact: FactTable) -> int: ...

    def rows_added(self, fact: FactTable) -> int: ...

    def touched(self, fact: FactTable) -> set[str]:
        """Months of a table that this commit touched."""

    def keep(self, name: str, sql: str) -> str:
        """A temporary table, seen by later derivations of this commit."""

    def extend(self, name: str, sql: str) -> None:
        """More rows for a temporary table."""

    def put(self, name: str, columns: Mapping[str, Any]) -> None:
        """A temporary table from columns that were computed elsewhere."""

    def has(self, name: str) -> bool: ...

    def ask(self, sql: str) -> list[tuple]: ...

    def arrays(self, sql: str) -> Mapping[str, Any]:
        """Columns of an answer as arrays, for what is computed outside of SQL."""

    def rewrite(self, fact: FactTable, month: str, select: str) -> int: ...

    def replace_all(self, fact: FactTable, name: str) -> None: ...

    def patch(self, fact: FactTable, months: Iterable[str], fresh: str, gone: str) -> None: ...


def month_before(day: object, days: int = 0) -> str:
    """'YYYY-MM' of the day `days` before this one."""
    from datetime import date, timedelta

    assert isinstance(day, date)
    return f"{day - timedelta(days=days):%Y-%m}"


def counted_hits(bench: Bench, relation: str) -> str:
    """Hits of the source of record that tell which browser they came from."""
    source = bench.record("web_hits")
    only = f" AND source = '{source}'" if source else ""
    return f"(SELECT * FROM {relation} WHERE visitor IS NOT NULL{only})"


def slices(rows: int, at_once: int) -> list[str]:
    """Conditions that cut visitors into groups of about `at_once` rows, so that a rebuild of any size fits in memory.

    Visitor pseudonyms are spread evenly over 64 bits and lie sorted in the files, so a range of them reads a part.
    """
    pieces = max(1, -(-rows // at_once))
    edges = [-(2 ** 63) + (2 ** 64) * i // pieces for i in range(1, pieces)]
    low: list[int | None] = [None, *edges]
    high: list[int | None] = [*edges, None]
    return [_between(a, b) for a, b in zip(low, high, strict=True)]


def _between(low: int | None, high: int | None) -> str:
    both = [f"visitor >= {low}" if low is not None else "", f"visitor < {high}" if high is not None else ""]
    return " AND ".join(c for c in both if c) or "TRUE"
