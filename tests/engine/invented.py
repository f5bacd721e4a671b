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
OFTEN = settings(max_examples=int(os.environ.get("EXAMPLES", "15")), derandomize="EXAMPLES" not in os.environ,
                 deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
Row = dict[str, object]
ZONE = ZoneInfo("Europe/Amsterdam")
RAW = tuple(table for table in FACTS.values() if not table.derived)
# Around midnight, the nights on which the clock changes, the loop's edges, 30, 180 and 395 days apart.
DAYS = tuple(date.fromisoformat(d) for d in (
    "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-29", "2026-03-31", "2026-04-01", "2026-04-30",
    "2026-05-01", "2025-09-02", "2025-11-01", "2025-11-02", "2025-03-31", "2025-03-30", "2024-02-29", "2026-08-28",
    "2026-10-25", "1999-12-31", "2099-01-01"))
# Most things happen in the same few hours, so that visits, links and evidence come about.
NEAR = DAYS[2:3] * 30 + DAYS[1:4] * 5 + DAYS
SECONDS = (36_000, 36_001, 36_600, 37_799, 37_800, 37_801, 39_600, 39_601) * 2 + (
    0, 43_200, 79_200, 80_999, 81_000, 82_799, 85_800, 86_399)  # a morning, and both sides of midnight
IDS = (*range(1, 20), -1, 2**63 - 1, -(2**63))
FEW = (1, 2, 3, 4)
COUNTS = (0, 1, 2, 3, 10, 75, 89, 90, 100, 9_999, 10_000, 10**12)
AMOUNTS = (0, 1, 1_500_000, -2_000_000, 10**15)
TEXTS = ("spring", "herfst é", "/jobs/7", "nurse")
# Columns by which rows of different tables find each other draw from fewer values.
MEETING = {"visitor": (1, 1, 1, 2, 3, 4), "person": (1, 2, 70, 71), "candidate": (1, 2), "application": (1, 1, 2, 3)}
# What matters most is told most.
OFTEN_TOLD: Mapping[str, tuple[str, ...]] = {
    "identity": ("persistent",) * 4, "traffic_class": ("human",) * 12, "origin": ("external",) * 6,
    "kind": ("application_complete", "application_complete", "application_start", "page_view", "page_view"),
    "channel": ("paid_social", "email", "direct", "direct", "direct"), "scope": ("account",)}
WINDOWS = (date(2026, 3, 1), date(2026, 5, 1), date(2026, 3, 2), date(2026, 4, 1))
# The line fills in the first three; the last is a webhook's alone (tests/collect).
NOT_TOLD = ("source", "batch", "fetched_at", "known_at")


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
        often = tuple(v for v in OFTEN_TOLD.get(column.name, ()) if v in column.allowed)
        return st.sampled_from(often + column.allowed)
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
            return st.sampled_from(NEAR)
        case Type.INSTANT:
            return st.builds(lambda d, s: datetime(d.year, d.month, d.day) + timedelta(seconds=s),
                             st.sampled_from(NEAR), st.sampled_from(SECONDS))
        case _:
            return st.sampled_from(TEXTS)


def row(table: FactTable) -> st.SearchStrategy[Row]:
    """One row: required cells filled, the others often empty, the local day fitting its instant."""
    cells = {c.name: cell(table, c) for c in table.columns if c.name not in NOT_TOLD}
    return st.fixed_dictionaries(cells).map(dated)


def cell(table: FactTable, column: Column) -> st.SearchStrategy[object]:
    """A value, or nothing where a row may be without it: half of the time, or seldom for columns that matter."""
    if column.required:
        return values(table, column)
    often = 6 if column.name in MEETING or column.name == "channel" else 1
    return st.integers(0, often).flatmap(lambda n: values(table, column) if n else st.none())


def dated(row: Row) -> Row:
    instant = row.get("at") or row.get("received_at")
    if isinstance(instant, datetime):
        row["day"] = instant.replace(tzinfo=UTC).astimezone(ZONE).date()
    return row


def rows(table: FactTable) -> st.SearchStrategy[list[Row]]:
    least, most = (0, 16) if table.name == "web_hits" else (0, 6)
    return st.integers(least, most).flatmap(lambda n: st.lists(row(table), min_size=n, max_size=n))


@st.composite
def told(draw: st.DrawFn, batches: int = 3) -> Told:
    """Up to three batches of two sources; events late, again and corrected.

    An event told again is so at the same instant. What is restated as a whole (exposures, costs) comes in one
    batch: replacing windows is the store's own matter.
    """
    found = []
    for i in range(draw(st.integers(1, batches))):
        tables = [t for t in RAW if (i == 0 or not t.replace) and draw(st.integers(0, 4))]
        source = draw(st.sampled_from(("ours", "ours", "theirs")))
        found.append((source, {t.name: draw(rows(t)) for t in tables}))
    happened: dict[object, tuple[object, object]] = {}
    for hit in (hit for _, tables in found for hit in tables.get("web_hits", ())):
        hit["at"], hit["day"] = happened.setdefault(hit["event"], (hit["at"], hit["day"]))
    return Told(tuple(found))
