"""Invented raw facts for comparing engines: few different values, so that rows meet, and every edge that hurts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from spec.told import blocks

from talentloop.core.facts import FACTS, Column, FactTable, Type
from talentloop.core.intake import Batch

# The same facts on every run; a longer search for new ones: EXAMPLES=2000 pytest tests/engine
OFTEN = settings(max_examples=int(os.environ.get("EXAMPLES", "40")), derandomize="EXAMPLES" not in os.environ,
                 deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
Row = dict[str, object]
ZONE = ZoneInfo("Europe/Amsterdam")
RAW = tuple(table for table in FACTS.values() if not table.derived)
# Around midnight, the nights on which the clock changes, the loop's edges, 30, 180 and 395 days apart.
DAYS = tuple(date.fromisoformat(d) for d in (
    "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-29", "2026-03-31", "2026-04-01", "2026-04-30",
    "2026-05-01", "2025-09-02", "2025-11-01", "2025-11-02", "2025-03-31", "2025-03-30", "2024-02-29", "2026-08-28",
    "2026-10-25", "1999-12-31", "2099-01-01"))
SECONDS = (0, 1, 1799, 1800, 1801, 3600, 3 * 3600, 12 * 3600, 22 * 3600, 22 * 3600 + 1799, 23 * 3600 + 3000, 86_399)
IDS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, 2**63 - 1, -(2**63))
FEW = (1, 2, 3, 4)
COUNTS = (0, 1, 2, 3, 10, 75, 89, 90, 100, 9_999, 10_000, 10**12)
AMOUNTS = (0, 1, 1_500_000, -2_000_000, 10**15)
TEXTS = ("spring", "herfst é", "/jobs/7", "nurse")
# Columns by which rows of different tables find each other draw from fewer values.
MEETING = {"visitor": FEW, "person": (1, 2, 70, 71), "candidate": (1, 2), "application": FEW}
WINDOWS = (date(2026, 3, 1), date(2026, 5, 1), date(2026, 3, 2), date(2026, 4, 1))


@dataclass(frozen=True)
class Told:
    """Batches in the order in which they come in: per batch a source and its rows by fact table."""

    batches: tuple[tuple[str, Mapping[str, Sequence[Row]]], ...]

    @property
    def rows(self) -> dict[str, list[Row]]:
        """All rows as they stand in the store, in the order in which they were told."""
        found: dict[str, list[Row]] = {}
        for i, (source, tables) in enumerate(self.batches):
            for fact, rows in tables.items():
                found.setdefault(fact, []).extend(
                    {**row, "source": source, "batch": str(i), "fetched_at": fetched(i)} for row in rows)
        return found

    def for_lake(self) -> Iterator[Batch]:
        for i, (source, tables) in enumerate(self.batches):
            yield Batch(str(i), source, fetched(i), blocks(tables))


def fetched(i: int) -> datetime:
    return datetime(2026, 6, 1) + timedelta(hours=i)


def values(table: FactTable, column: Column) -> st.SearchStrategy:
    """Values of one column: its vocabulary, or a few that collide."""
    if column.name in MEETING and column.name not in table.key:
        return st.sampled_from(MEETING[column.name])
    if column.name in ("window_start", "window_end"):
        return st.sampled_from(WINDOWS)
    if column.allowed:
        return st.sampled_from(column.allowed)
    match column.type:
        case Type.ID:
            return st.sampled_from(FEW if column.name == "application" else IDS)
        case Type.INT:
            return st.sampled_from((0, 1) if column.unit == "0 or 1" else COUNTS)
        case Type.MICROS:
            return st.sampled_from(AMOUNTS)
        case Type.BOOL:
            return st.booleans()
        case Type.DAY:
            return st.sampled_from(DAYS)
        case Type.INSTANT:
            return st.builds(lambda d, s: datetime(d.year, d.month, d.day) + timedelta(seconds=s),
                             st.sampled_from(DAYS), st.sampled_from(SECONDS))
        case _:
            return st.sampled_from(TEXTS)


def row(table: FactTable) -> st.SearchStrategy[Row]:
    """One row: required cells filled, the others often empty, the local day fitting its instant."""
    filled = {c.name: values(table, c) if c.required else st.none() | values(table, c) for c in table.columns
              if c.name not in ("source", "batch", "fetched_at")}
    return st.fixed_dictionaries(filled).map(dated)


def dated(row: Row) -> Row:
    instant = row.get("at") or row.get("received_at")
    if isinstance(instant, datetime):
        row["day"] = instant.replace(tzinfo=UTC).astimezone(ZONE).date()
    return row


def rows(table: FactTable) -> st.SearchStrategy[list[Row]]:
    return st.lists(row(table), max_size=14 if table.name == "web_hits" else 6)


@st.composite
def told(draw: st.DrawFn, batches: int = 3) -> Told:
    """Up to three batches of two sources; events late, again and corrected.

    An event told again is so at the same instant. What is restated as a whole (exposures, costs) comes in one
    batch: replacing windows is the store's own matter.
    """
    found = []
    for i in range(draw(st.integers(1, batches))):
        tables = [t for t in RAW if (i == 0 or not t.replace) and draw(st.booleans())]
        source = draw(st.sampled_from(("ours", "ours", "theirs")))
        found.append((source, {t.name: draw(rows(t)) for t in tables}))
    happened: dict[object, tuple[object, object]] = {}
    for hit in (hit for _, tables in found for hit in tables.get("web_hits", ())):
        hit["at"], hit["day"] = happened.setdefault(hit["event"], (hit["at"], hit["day"]))
    return Told(tuple(found))
