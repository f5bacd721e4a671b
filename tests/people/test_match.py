"""Ids become one person from a day on: quickly, as plain Python says it, and never in a loop that lies before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from spec.example import Row, read
from spec.told import blocks

from talentloop.core.intake import Batch
from talentloop.core.kpis import KPIS
from talentloop.core.measure import Flows
from talentloop.core.measurement import Figure
from talentloop.core.moves import MERGED
from talentloop.core.period import Period
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS
from talentloop.people.match import STILL, merges
from talentloop.people.plain import match as plain

LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))
START = date(2026, 3, 1)

BEFORE = """
    web_hits
    local               | visitor | page
    2026-02-20 09:00    | 1       | /
    2026-03-02 09:00 ×2 | 1       | /
    2026-03-09 20:00    | 2       | /
    2026-03-10 20:00    | 3       | /
    """
AFTER = """
    web_hits
    event | local            | visitor | person
    90    | 2026-05-01 09:00 | 1       | 77
    91    | 2026-05-02 09:00 | 2       | 77

    applications
    day        | candidate | person
    2026-05-03 | 5         | 77
    2026-05-03 | 5         | 78
    """


def pools(lake: Lake, period: Period) -> Mapping[str, object]:
    """What is told of the pools over a period: stocks, the days they are judged by, and the moves."""
    asked = [p for id in ("pool_1", "pool_2", "pool_3") for p in KPIS[id].primitives]
    found = DuckEngine(lake).measure([*asked, Flows("touches")], [period])
    return {str(key): (one.whole, dict(one.daily)) for key, one in found.measured.items()}


def taken(lake: Lake, id: str, text: str) -> None:
    lake.take(Batch(id, "spec", datetime(2026, 6, 1), blocks(read(text))), DERIVATIONS)


def test_what_is_told_later_leaves_a_closed_loop_as_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    taken(lake, "before", BEFORE)
    published = pools(lake, LOOP)
    taken(lake, "after", AFTER)
    assert pools(lake, LOOP) == published
    next_loop = Period(LOOP.end, date(2026, 7, 1))
    figure = KPIS["pool_3"].value(DuckEngine(lake).measure(KPIS["pool_3"].primitives, [next_loop]), next_loop)
    assert isinstance(figure, Figure) and figure.value == 1  # 3 + 1 + 1 visits and an application: from now on one person


def test_an_id_that_turns_out_to_be_somebody_else_leaves_its_pool_as_merged(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    taken(lake, "all", BEFORE)
    taken(lake, "after", AFTER)
    next_loop = Period(LOOP.end, date(2026, 7, 1))
    moves = DuckEngine(lake).measure([Flows("touches")], [next_loop]).parts(Flows("touches"), next_loop)
    assert isinstance(moves, tuple)
    assert (1, MERGED, 1, 0) in moves  # visitor 2 was counted by itself on the eve of the loop
    assert (2, 3, 1, 1) in moves


@pytest.mark.parametrize("seed", range(8))
def test_connecting_quickly_is_connecting_plainly(seed: int) -> None:
    """Chains, stars and rings of browsers, addresses and candidates, told in any order of days."""
    rng = random.Random(seed)
    linked, applied = invented(rng, 60)
    forms = [(r["visitor"], r["person"], r["day"]) for r in linked if r["person"] is not None]
    candidates = {a["application"]: a["candidate"] for a in applied}
    told = [(r["visitor"], candidates[r["application"]], r["day"]) for r in linked if r["application"] in candidates]
    told += [(a["person"], a["candidate"], a["day"]) for a in applied if a["person"] is not None]
    found = merges(columns(forms, "visitor", "person"), columns(told, "id", "candidate"))
    expected = sorted((m["person"], m["day"], m["until"], m["whole"]) for m in plain.merges(linked, applied))
    assert len(expected) > 10
    assert sorted(zip(found["person"].tolist(), map(as_day, found["day"]), map(as_day, found["until"]),
                      found["whole"].tolist(), strict=True)) == expected


def invented(rng: random.Random, count: int) -> tuple[list[Row], list[Row]]:
    def day() -> date:
        return START + timedelta(days=rng.randrange(40))

    linked: list[Row] = [{"visitor": v, "person": rng.choice((None, *range(200, 220))), "day": day(),
                          "application": rng.choice((None, *range(30)))} for v in range(100, 100 + count)]
    applied: list[Row] = [{"application": a, "candidate": rng.randrange(15), "day": day(), "origin": "external",
                           "test": None, "person": rng.choice((None, *range(200, 230)))} for a in range(30)]
    return linked, applied


def columns(rows: list, *names: str) -> dict[str, np.ndarray]:
    cells = [*zip(*rows, strict=True)]
    days = np.array([(d - date(1970, 1, 1)).days for d in cells[2]])
    return {names[0]: np.array(cells[0]), names[1]: np.array(cells[1]), "day": days}


def as_day(number: int) -> date | None:
    return None if number == STILL else date(1970, 1, 1) + timedelta(days=int(number))


def test_nothing_to_connect_is_no_merge() -> None:
    none = np.array([], np.int64)
    found = merges({"visitor": none, "person": none, "day": none}, {"id": none, "candidate": none, "day": none})
    assert all(len(column) == 0 for column in found.values())
