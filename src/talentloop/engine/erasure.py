"""Takes rows out of tables, empties cells and re-keys ids, within one commit of the fact store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from arro3.core import Array, DataType, Table

from ..core.facts import FactTable, Type
from .work import Work

Rekey = Callable[[Sequence[int]], Sequence[int]]
AT_ONCE = 200_000


def ids_of(table: FactTable) -> tuple[str, ...]:
    """Its columns that hold pseudonyms."""
    return tuple(c.name for c in table.columns if c.type is Type.ID)


def keep_ids(work: Work, name: str, ids: Iterable[int]) -> str:
    """A temporary table (id) of these ids."""
    work.con.register("given", Table.from_pydict({"id": Array(list(ids), type=DataType.int64())}))
    work.keep(name, "SELECT DISTINCT id FROM given")
    work.con.unregister("given")
    return name


def remove(work: Work, table: FactTable, gone: str) -> int:
    """Take out the rows (alias `e`) that meet a condition; returns how many. A month without any is left alone."""
    removed = 0
    for month in work.months(table):
        source = work.source(table, [month])
        found = _count(work, table, f"{source} AS e WHERE {gone}")
        if found:
            work.rewrite(table, month, f"SELECT * FROM {source} AS e WHERE NOT coalesce({gone}, FALSE)")
            removed += found
    return removed


def empty(work: Work, table: FactTable, columns: Sequence[str], where: str) -> int:
    """Empty some cells of the rows (alias `e`) that meet a condition; returns how many rows."""
    changed = 0
    cells = ", ".join(f'CASE WHEN {where} THEN NULL ELSE "{c}" END AS "{c}"' for c in columns)
    for month in work.months(table):
        source = work.source(table, [month])
        found = _count(work, table, f"{source} AS e WHERE {where}")
        if found:
            work.rewrite(table, month, f"SELECT * REPLACE ({cells}) FROM {source} AS e")
            changed += found
    return changed


def _count(work: Work, table: FactTable, rows: str) -> int:
    """How many these are; whose they were is remembered in `work.taken_out`."""
    if "batch" not in table.names:
        return int(work.ask(f"SELECT count(*) FROM {rows}")[0][0])
    found = dict(work.ask(f"SELECT e.batch, count(*) FROM {rows} GROUP BY e.batch"))
    work.taken_out.setdefault(table.name, set()).update(found)
    return sum(found.values())


def rekey(work: Work, table: FactTable, rekeyed: Rekey) -> int:
    """Every pseudonym of a table as the new keys make it; returns how many rows."""
    columns = ids_of(table)
    for month in work.months(table) if columns else ():
        source = work.source(table, [month])
        joins, cells = [], []
        for n, column in enumerate(columns):
            known = f'SELECT DISTINCT "{column}" FROM {source} WHERE "{column}" IS NOT NULL'
            _table_of_new(work, f"new_{n}", known, rekeyed)
            joins.append(f'LEFT JOIN new_{n} ON new_{n}.old = e."{column}"')
            cells.append(f'new_{n}.new AS "{column}"')
        work.rewrite(table, month, f"SELECT e.* REPLACE ({', '.join(cells)}) FROM {source} AS e {' '.join(joins)}")
    return work.rows(table) if columns else 0


def _table_of_new(work: Work, name: str, sql: str, rekeyed: Rekey) -> None:
    """A temporary table (old, new) of all ids that a query gives, block by block."""
    work.keep("wanted", sql)
    work.keep(name, "SELECT CAST(NULL AS BIGINT) AS old, CAST(NULL AS BIGINT) AS new WHERE FALSE")
    rows = work.ask("SELECT * FROM wanted")
    for start in range(0, len(rows), AT_ONCE):
        old = [id for id, in rows[start:start + AT_ONCE]]
        work.con.register("given", Table.from_pydict({
            "old": Array(old, type=DataType.int64()), "new": Array(list(rekeyed(old)), type=DataType.int64())}))
        work.extend(name, "SELECT * FROM given")
        work.con.unregister("given")


def before(table: FactTable, day: str) -> str:
    """Condition: a row lies before this day."""
    return f"e.{table.day} < DATE '{day}'"


def counts(removed: Mapping[str, int]) -> dict[str, int]:
    """Only the tables in which something went."""
    return {name: n for name, n in removed.items() if n}
