"""Puts staged rows into the fact tables: events once, other rows by key, restated windows as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.facts import FACTS, FactTable
from ..core.intake import Batch
from ..core.period import Period
from .applications import APPLICATIONS, without_outdated
from .connection import quoted
from .erasure import remove
from .staging import ARRIVAL, Staged
from .work import Work, columns, in_month, months_in

# Facts whose rows are events: one told again is dropped, so that history's files are never touched by new ones.
EVENTS = ("web_hits",)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Merged:
    """Rows that came in and rows that made way for them."""

    rows: int
    replaced: int = 0


def merge(work: Work, table: FactTable, staged: Staged, window: Period | None) -> Merged:
    """Take staged rows into a table. `window` bounds what a restatement replaces (FactTable.replace).

    Leaves the temporary tables `incoming_<fact>` and `removed_<fact>` for tables that are no events.
    """
    if table.name in EVENTS:
        return Merged(sum(_add_events(work, table, staged, m) for m in months_in(work.con, staged.relation, table.day)))
    return _merge_rows(work, table, staged, window)


def weigh(work: Work, table: FactTable, staged: Staged, window: Period | None) -> Merged:
    """What `merge` would do, without doing it."""
    if table.name in EVENTS:
        unseen = [_unseen(work, table, staged, m) for m in months_in(work.con, staged.relation, table.day)]
        return Merged(sum(work.ask(f"SELECT count(*) FROM ({select})")[0][0] for select in unseen))
    return _sorted_out(work, table, staged, window)[0]


def restated(work: Work, batch: Batch) -> dict[str, int]:
    """Take out what earlier batches of the same series told of the days that this one restates; rows per fact table."""
    window, gone = batch.window(), {}
    if batch.series and window:
        for name in (n for n, table in FACTS.items() if table.replace):
            day = f'e."{FACTS[name].day}"'
            gone[name] = displace(work, FACTS[name], f"starts_with(e.batch, {quoted(batch.series)}) "
                                f"AND {day} >= DATE '{window.start}' AND {day} < DATE '{window.end}'")
    return {name: n for name, n in gone.items() if n}


def displace(work: Work, table: FactTable, gone: str) -> int:
    """Take out rows (alias `e`) that make way for this batch, and keep whose they were; returns how many."""
    _whose(work, f"{work.source(table)} AS e WHERE {gone}")
    return remove(work, table, gone)


def _whose(work: Work, rows: str) -> None:
    work.made_way.update(dict(work.ask(f"SELECT batch, count(*) FROM {rows} GROUP BY ALL")))


def _add_events(work: Work, table: FactTable, staged: Staged, month: str) -> int:
    return work.append(table, month, _unseen(work, table, staged, month))


def _unseen(work: Work, table: FactTable, staged: Staged, month: str) -> str:
    """The events of a month that the table has not got yet, each once."""
    key = table.key[0]
    inside = f"FROM {staged.relation} AS s WHERE {in_month(f's.{table.day}', month)}"
    total, different, first, last = work.ask(
        f"SELECT count(*), count(DISTINCT s.{key}), min(s.{table.day}), max(s.{table.day}) {inside}")[0]
    once = "" if total == different else f" QUALIFY row_number() OVER (PARTITION BY s.{key} ORDER BY s.{ARRIVAL}) = 1"
    there = [m for m in _months_of(first, last) if m in work.months(table)]
    known = f"SELECT 1 FROM {work.source(table, there)} AS e WHERE e.{key} = s.{key}"
    unseen = f" AND NOT EXISTS ({known})" if there else ""
    return f"SELECT {columns(table)} {inside}{unseen}{once}"


def _months_of(first: date, last: date) -> list[str]:
    """The months in which events of these days may be already. One told again may lie a moment earlier or later (its
    clock was put right anew), and so just over the edge of its month."""
    return sorted({f"{day:%Y-%m}" for day in (first - DAY, first, last, last + DAY)})


def _merge_rows(work: Work, table: FactTable, staged: Staged, window: Period | None) -> Merged:
    merged, incoming, removed, gone = _sorted_out(work, table, staged, window)
    _whose(work, removed)
    rewrite = set(months_in(work.con, removed, table.day))
    arriving = set(months_in(work.con, incoming, table.day))
    work.patch(table, rewrite, f"(SELECT * FROM {incoming} WHERE {_in_any(table.day, rewrite)})", gone)
    for month in sorted(arriving - rewrite):
        work.append(table, month, f"SELECT * FROM {incoming} WHERE {in_month(table.day, month)}")
    return merged


def _sorted_out(work: Work, table: FactTable, staged: Staged, window: Period | None) -> tuple[Merged, str, str, str]:
    """How many rows come and go; the temporary tables of those that come and that go; which rows `e` go."""
    key = _names(table.key)
    incoming = work.keep(f"incoming_{table.name}", f"SELECT {columns(table)} FROM {staged.relation} "
                         f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {ARRIVAL} DESC) = 1")
    if table is APPLICATIONS:
        without_outdated(work, incoming)
    gone = _gone(table, incoming, window)
    removed = work.keep(f"removed_{table.name}", f"SELECT {columns(table)} FROM "
                        f"{work.source(table, _reach(work, table, incoming, window))} AS e WHERE {gone}")
    counts = work.ask(f"SELECT (SELECT count(*) FROM {incoming}), (SELECT count(*) FROM {removed})")[0]
    return Merged(*counts), incoming, removed, gone


def _gone(table: FactTable, incoming: str, window: Period | None) -> str:
    """Which rows `e` make way: the same key told again, or the same things within the restated window."""
    same = _exists(table.key, incoming)
    if not table.replace:
        return same
    first, last = (f"DATE '{window.start}'", f"DATE '{window.end}'") if window else (
        f"(SELECT min({table.day}) FROM {incoming})", f"(SELECT max({table.day}) + 1 FROM {incoming})")
    restated = f"e.{table.day} >= {first} AND e.{table.day} < {last} AND {_exists(table.replace, incoming)}"
    return f"({same} OR ({restated}))"


def _exists(names: tuple[str, ...], incoming: str) -> str:
    same = " AND ".join(f'i."{n}" IS NOT DISTINCT FROM e."{n}"' for n in names)
    return f"EXISTS (SELECT 1 FROM {incoming} AS i WHERE {same})"


def _reach(work: Work, table: FactTable, incoming: str, window: Period | None) -> list[str]:
    """Months where rows that make way can be: with the day in the key only those of the rows and of the window."""
    if table.day not in table.key:
        return work.months(table)
    months = set(months_in(work.con, incoming, table.day))
    if table.replace and window and window.days:
        months |= set(work.months_from(table, f"{window.start:%Y-%m}", f"{window.last:%Y-%m}"))
    if table.replace and months and not window:
        months |= set(work.months_from(table, min(months), max(months)))
    return sorted(months & set(work.months(table)))


def _in_any(day: str, months: Iterable[str]) -> str:
    return " OR ".join(in_month(day, m) for m in sorted(months)) or "FALSE"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{n}"' for n in names)
