"""The store derives from invented batches, late and corrected ones included, the very rows of the plain derivations."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from talentloop.core.facts import FACTS, FactTable
from talentloop.engine.connection import connect
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS
from talentloop.people.plain import derive

from .invented import OFTEN, Row, Told, told

DERIVED = tuple(table for table in FACTS.values() if table.derived)


def as_lines(rows: list[Row], table: FactTable) -> list[str]:
    return sorted(" ".join(f"{c}={row.get(c)}" for c in table.names) for row in rows)


def stored(lake: Lake, table: FactTable) -> list[Row]:
    snapshot = lake.now()
    if not snapshot.parts(table):
        return []
    with connect(lake.root / "spill") as con:
        columns = ", ".join(f'"{name}"' for name in table.names)
        found = con.execute(f"SELECT {columns} FROM {snapshot.source(table)}").fetchall()
    return [dict(zip(table.names, row, strict=True)) for row in found]


@given(told())
@OFTEN
def test_the_store_derives_what_plain_python_derives(facts: Told) -> None:
    expected = derive(facts.rows)
    with tempfile.TemporaryDirectory() as root:
        lake = Lake(Path(root))
        for batch in facts.for_lake():
            lake.take(batch, DERIVATIONS)
        for table in DERIVED:
            assert as_lines(stored(lake, table), table) == as_lines(expected[table.name], table), table.name


@pytest.mark.parametrize("table", DERIVED, ids=lambda t: t.name)
def test_plain_derivations_fill_every_column(table: FactTable) -> None:
    """A column that is forgotten in plain Python would be compared as empty with empty."""
    from spec import conversion, pools, traffic

    seen: set[str] = set()
    for example in (*pools.EXAMPLES, *conversion.EXAMPLES, *traffic.EXAMPLES):
        for row in derive(example.told)[table.name]:
            seen |= set(row)
    assert set(table.names) <= seen
