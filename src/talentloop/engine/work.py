"""What a derivation gets in its hands while a batch is taken: the tables as they will be, and where to put its own."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from duckdb import DuckDBPyConnection

from ..core.facts import FactTable
from .connection import SQL_TYPES, quoted, reading, reading_all
from .delta import PARTITION, Change, Part
from .footers import all_have


class Derivation(Protocol):
    """How a derived fact table is made. `people` gives these; the engine only runs them, in the order given.

    `bases` names the tables it reads; `version` changes when the rule changes: the table is then made anew.
    `rebuild` makes all of it, `refresh` what a batch touched; both must leave the very same rows.
    """

    @property
    def table(self) -> FactTable: ...

    @property
    def version(self) -> int: ...

    @property
    def bases(self) -> tuple[str, ...]: ...

    def rebuild(self, work: Work) -> None: ...

    def refresh(self, work: Work) -> None: ...


@dataclass
class Work:
    """One commit in the making. `parts` are the files of every table as they will be.

    `changed` names the months of each table that this commit touched. Temporary tables made on `con` are seen by
    later derivations of the same commit (`changed_visits`, for one) and by nobody else. `made_way` counts the rows of
    earlier batches that this one takes the place of; `taken_out` names per table the batches that rows left which were
    taken out or emptied.
    """

    con: DuckDBPyConnection
    root: Path
    parts: dict[str, tuple[Part, ...]]
    tables: dict[str, FactTable]
    record: Callable[[str], str | None]
    changes: dict[str, Change] = field(default_factory=dict)
    changed: dict[str, set[str]] = field(default_factory=dict)
    rebuilt: set[str] = field(default_factory=set)
    temporary: set[str] = field(default_factory=set)
    made_way: Counter[str] = field(default_factory=Counter)
    taken_out: dict[str, set[str]] = field(default_factory=dict)

    # ---- reading

    def source(self, fact: FactTable, months: Iterable[str] | None = None) -> str:
        """The rows of a table as they will be, as a relation for a FROM clause; of some months or of all."""
        return relation(self.root, fact, self.parts.get(fact.name, ()), months)

    def added(self, fact: FactTable) -> str:
        """The rows of the files that this commit puts in."""
        return relation(self.root, fact, self.changes.get(fact.name, Change()).add)

    def rows_added(self, fact: FactTable) -> int:
        return sum(p.rows for p in self.changes.get(fact.name, Change()).add)

    def touched(self, fact: FactTable) -> set[str]:
        """Months of a table that this commit touched."""
        return self.changed.get(fact.name, set())

    def months(self, fact: FactTable) -> list[str]:
        return sorted({p.month for p in self.parts.get(fact.name, ())})

    def months_from(self, fact: FactTable, first: str | None, last: str | None = None) -> list[str]:
        """Months of a table from `first` to `last`, both included; None = no bound."""
        return [m for m in self.months(fact) if (not first or m >= first) and (not last or m <= last)]

    def rows(self, fact: FactTable) -> int:
        return sum(p.rows for p in self.parts.get(fact.name, ()))

    def keep(self, name: str, sql: str) -> str:
        """A temporary table of this commit."""
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
        self.temporary.add(name)
        return name

    def extend(self, name: str, sql: str) -> None:
        """More rows for a temporary table."""
        self.con.execute(f"INSERT INTO {name} {sql}")

    def put(self, name: str, columns: Mapping[str, Any]) -> None:
        """A temporary table from arrays of equal length."""
        self.con.register("arriving", dict(columns))
        self.keep(name, "SELECT * FROM arriving")
        self.con.unregister("arriving")

    def has(self, name: str) -> bool:
        return name in self.temporary

    def ask(self, sql: str) -> list[tuple]:
        return self.con.execute(sql).fetchall()

    def arrays(self, sql: str) -> Mapping[str, Any]:
        """Columns of an answer as arrays."""
        return self.con.execute(sql).fetchnumpy()

    # ---- writing

    def append(self, fact: FactTable, month: str, select: str) -> int:
        """Put the rows of `select` into a new file of a month; returns how many."""
        part = self._file(fact, month, select)
        if part.rows:
            self._apply(fact, Change(add=(part,)), [month])
        return part.rows

    def rewrite(self, fact: FactTable, month: str, select: str) -> int:
        """Replace everything of a month by the rows of `select`."""
        part = self._file(fact, month, select)
        old = tuple(p for p in self.parts.get(fact.name, ()) if p.month == month)
        if part.rows or old:
            self._apply(fact, Change((part,) if part.rows else (), old), [month])
        return part.rows

    def replace_all(self, fact: FactTable, name: str) -> None:
        """The temporary table `name` becomes the whole of a fact table."""
        fresh = months_in(self.con, name, fact.day)
        for month in sorted({*fresh, *self.months(fact)}):
            self.rewrite(fact, month, f"SELECT * FROM {name} WHERE {in_month(fact.day, month)}")
        self.rebuilt.add(fact.name)

    def patch(self, fact: FactTable, months: Iterable[str], fresh: str, gone: str) -> None:
        """In these months rows of the table (alias `e`) that meet `gone` leave, those of table `fresh` come."""
        for month in sorted({*months, *months_in(self.con, fresh, fact.day)}):
            kept = f"SELECT {columns(fact)} FROM {self.source(fact, [month])} AS e WHERE NOT ({gone})"
            new = f"SELECT {columns(fact)} FROM {fresh} WHERE {in_month(fact.day, month)}"
            self.rewrite(fact, month, f"{kept} UNION ALL {new}")

    def _file(self, fact: FactTable, month: str, select: str) -> Part:
        path = f"{PARTITION}={month}/{uuid.uuid4().hex}.parquet"
        whole = self.root / fact.name / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        order = ", ".join(f'"{c}"' for c in fact.order or fact.key)
        written = self.con.execute(
            f"COPY (SELECT {columns(fact)} FROM ({select}) ORDER BY {order}) TO {quoted(str(whole))} "
            f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 9, ROW_GROUP_SIZE 491520)").fetchall()[0][0]
        if not written:
            whole.unlink(missing_ok=True)
        return Part(month, path, written, whole.stat().st_size if written else 0)

    def _apply(self, fact: FactTable, change: Change, months: Sequence[str]) -> None:
        """Keep account of files that come and go; one made and dropped within the commit leaves no trace."""
        name, was = fact.name, self.changes.get(fact.name, Change())
        fleeting = set(change.remove) & set(was.add)
        for part in fleeting:
            (self.root / name / part.path).unlink(missing_ok=True)
        self.tables[name] = fact
        self.changes[name] = Change(
            tuple(p for p in was.add if p not in fleeting) + change.add,
            was.remove + tuple(p for p in change.remove if p not in fleeting))
        self.parts[name] = tuple(p for p in self.parts.get(name, ()) if p not in change.remove) + change.add
        self.changed.setdefault(name, set()).update(months)

    def discard(self) -> None:
        """Throw away every file made: the commit does not happen."""
        for name, change in self.changes.items():
            for part in change.add:
                (self.root / name / part.path).unlink(missing_ok=True)


def columns(fact: FactTable) -> str:
    return ", ".join(f'"{n}"' for n in fact.names)


def empty(fact: FactTable) -> str:
    """A relation of no rows in the table's shape."""
    cells = ", ".join(f'CAST(NULL AS {SQL_TYPES[c.type]}) AS "{c.name}"' for c in fact.columns)
    return f"(SELECT {cells} WHERE FALSE)"


def relation(root: Path, fact: FactTable, parts: Iterable[Part], months: Iterable[str] | None = None) -> str:
    """The rows of these files as a relation, an empty one when there are none."""
    wanted = None if months is None else set(months)
    files = [str(root / fact.name / p.path) for p in parts if wanted is None or p.month in wanted]
    if not files:
        return empty(fact)
    later = frozenset(c.name for c in fact.columns if c.later)
    if not later or all_have(later, files):
        return reading(files)
    return f"(SELECT * FROM {reading_all(files)} UNION ALL BY NAME FROM {empty(fact)})"


def in_month(day: str, month: str) -> str:
    """Condition: this day lies in 'YYYY-MM'; written as a range so that row groups can be skipped."""
    year, number = int(month[:4]), int(month[5:])
    after = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return f"({day} >= DATE '{month}-01' AND {day} < DATE '{after}-01')"


def months_in(con: DuckDBPyConnection, relation: str, day: str) -> list[str]:
    """Months that the rows of a relation fall in."""
    found = con.execute(f"SELECT DISTINCT year({day}), month({day}) FROM {relation}").fetchall()
    return sorted(f"{y:04d}-{m:02d}" for y, m in found)
