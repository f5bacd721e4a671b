"""Refreshing what a batch touched leaves the very rows that making all anew would, late and doubled hits included."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
import sqlglot

from talentloop.core.dimension import column_for
from talentloop.core.facts import FACTS
from talentloop.core.kpis import KPIS
from talentloop.engine.connection import connect
from talentloop.engine.engine import COUNTING
from talentloop.engine.lake import Lake
from talentloop.engine.sql import Statement
from talentloop.people import DERIVATIONS, page_reads, visits
from talentloop.people.links import COMPLETIONS, LINKS

from .test_lake import SPRING
from .worlds import Row, batch, world

MADE = (*(f for f in FACTS.values() if f.derived), LINKS, COMPLETIONS)


def in_batches(seed: int, told: dict[str, list[Row]], count: int = 8) -> list[dict[str, list[Row]]]:
    """The rows spread over batches in any order of time; some come twice. Restated windows stay in one batch."""
    rng, parts = random.Random(seed), [dict[str, list[Row]]() for _ in range(count)]
    for fact, own in told.items():
        if FACTS[fact].replace:
            parts[rng.randrange(count)][fact] = own
            continue
        for row in [*own, *rng.sample(own, len(own) // 5)]:
            parts[rng.randrange(count)].setdefault(fact, []).append(row)
    first = [h for h in told["web_hits"] if rng.random() < 0.6]  # a history, so that later batches are small beside it
    return [{"web_hits": first}, *parts]


def derived(lake: Lake) -> dict[str, list[tuple]]:
    with connect(lake.root / "tmp" / "test") as con:
        return {t.name: con.execute(f"SELECT * FROM {lake.now().source(t)} ORDER BY ALL").fetchall() for t in MADE}


@pytest.mark.parametrize("seed", range(3))
def test_refreshing_equals_making_anew(seed: int, tmp_path: Path) -> None:
    told = world(100 + seed, size=200)
    lake = Lake(tmp_path / "refreshed")
    for i, part in enumerate(in_batches(seed, told)):
        lake.take(batch(str(i), part), DERIVATIONS)
    anew = Lake(tmp_path / "anew")
    anew.take(batch("all", told))
    anew.refresh(DERIVATIONS)
    found, expected = derived(lake), derived(anew)
    assert all(expected[f.name] for f in MADE)
    for name in expected:
        assert found[name] == expected[name], name


def test_a_big_rebuild_in_slices_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path)
    told = world(7, size=200)
    spread = [{**h, "visitor": h["visitor"] and (h["visitor"] - 4) * 2 ** 60} for h in told["web_hits"]]
    lake.take(batch("all", {**told, "web_hits": spread}), DERIVATIONS)
    before = derived(lake)
    monkeypatch.setattr(visits, "AT_ONCE", 30)
    monkeypatch.setattr(page_reads, "AT_ONCE", 30)
    lake.refresh(DERIVATIONS, anew=True)
    assert derived(lake) == before


@pytest.mark.parametrize("dialect", ("spark", "clickhouse", "postgres"))
def test_statements_can_be_said_in_other_dialects(dialect: str) -> None:
    for fact in FACTS.values():
        asked = tuple(dict.fromkeys(p for k in KPIS.values() for p in k.primitives
                                    if p.fact == fact.name and isinstance(p, COUNTING)))
        if asked:
            segment = column_for("channel", fact.name)
            statement = Statement(fact, asked, (SPRING, SPRING.previous()), fact.name, segment)
            assert sqlglot.parse(statement.sql(dialect), read=dialect)


LARGE = """
import resource, sys
from datetime import datetime
from pathlib import Path
import numpy as np
from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS

def rows(count, at_once=100_000):
    rng = np.random.default_rng(1)
    start = np.datetime64("2026-01-01T00:00:00", "us")
    for i in range(count // at_once):
        at = start + rng.integers(0, 28 * 86_400_000_000, at_once).astype("timedelta64[us]")
        same = lambda value: [value] * at_once
        yield Rows("web_hits", {
            "event": rng.integers(-2 ** 63, 2 ** 63, at_once), "at": at, "day": at.astype("datetime64[D]"),
            "visitor": rng.integers(-2 ** 63, 2 ** 63, at_once) // 2 ** 44 * 2 ** 44, "identity": same("persistent"),
            "consent": same("full"), "traffic_class": same("human"), "kind": same("page_view"),
            "page": ["/verhaal/" + str(n) for n in rng.integers(0, 5000, at_once)], "provenance": same("measured")})

lake = Lake(Path(sys.argv[1]))
lake.take(Batch("large", "ours", datetime(2026, 6, 1), rows(int(sys.argv[2]))), DERIVATIONS)
print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.slow
def test_a_large_batch_in_one_month_stays_within_its_memory(tmp_path: Path) -> None:
    """A million hits in one month weigh half a gigabyte as rows; the store keeps to its bound, however many there are."""
    command = [sys.executable, "-c", LARGE, str(tmp_path / "facts"), "1000000"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < 550
