"""A writer that is killed, whenever it is, leaves the store as it was or as it was to be, and the next one goes on."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable

from talentloop.core.facts import FACTS
from talentloop.engine.catalog import Catalog
from talentloop.engine.lake import Lake
from talentloop.people.ledger import Ledger
from talentloop.people.visits import Visits

from .test_lake import exposure, rows
from .worlds import START, batch, hits

KILLS = 50
HITS = 8
ENOUGH = 45.0  # seconds after which a slow machine has seen enough
DERIVATIONS = (Visits(), Ledger())


def told(number: int) -> dict[str, list[dict[str, object]]]:
    """The batch of that number: its own hits, and the same exposure restated."""
    rng = random.Random(number)
    return {"web_hits": hits(rng, HITS, first_event=1 + number * HITS, days=9),
            "exposures": [exposure(START.date(), "spring", number, str(number))],
            "leads": [{"lead": number, "person": 1 + number % 3, "day": START.date() + timedelta(days=number % 9),
                       "kind": "contact", "provenance": "measured"}]}


def write(root: Path, ready: object) -> None:
    """Take batch after batch until killed; `ready` once the first is in."""
    lake = Lake(root)
    for number in itertools.count(len(lake.history())):
        lake.take(batch(str(number), told(number)), DERIVATIONS)
        ready.set()  # type: ignore[attr-defined]


def check(root: Path) -> int:
    """Everything that history says was taken is there, whole, and nothing else; returns how many batches."""
    snapshot, history = Lake(root).now(), Lake(root).history()
    assert snapshot.generation == len(history), "a writer that should be dead goes on"
    taken = sum(entry.kind == "batch" for entry in history)
    assert [r[0] for r in rows(snapshot, "web_hits", "event")] == list(range(1, taken * HITS + 1))
    assert rows(snapshot, "exposures", "impressions") == ([(taken - 1,)] if taken else [])
    assert len(rows(snapshot, "leads")) == taken
    visited = rows(snapshot, "web_hits", "count(*) FILTER (WHERE kind = 'page_view' AND visitor IS NOT NULL)")
    seen = rows(snapshot, "visits", "coalesce(sum(page_views), 0)")
    assert visited == seen
    return taken


def test_killed_at_any_moment(tmp_path: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.test_crash", "engine.test_crash", "talentloop.people"])
    rng, root, kills, began = random.Random(1), tmp_path / "facts", 0, time.monotonic()
    Lake(root).take(batch("0", told(0)), DERIVATIONS)
    a_take = time.monotonic() - began
    while kills < KILLS and time.monotonic() - began < ENOUGH:
        ready = context.Event()
        writer = context.Process(target=write, args=(root, ready))
        writer.start()
        assert ready.wait(60)
        time.sleep(rng.uniform(0.0, 2 * a_take))
        assert writer.pid and writer.is_alive(), "the writer died by itself"
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        kills += 1
        check(root)
    taken = check(root)
    assert taken > 3 and kills >= 10
    derived = [FACTS["visits"], FACTS["ledger"]]
    before = {f.name: rows(Lake(root).now(), f.name) for f in derived}
    lake = Lake(root)
    lake.refresh(DERIVATIONS, anew=True)
    assert {f.name: rows(lake.now(), f.name) for f in derived} == before
    lake.vacuum(hours=0)
    lake.take(batch(str(taken), told(taken)), DERIVATIONS)
    assert check(root) == taken + 1


# What a take does to the disk, and how often it is done when the writer is killed: right after that.
DEATHS = ((Catalog, "announce", 1), (DeltaTable, "create", 1), (DeltaTable, "create", 2),
          (DeltaTable, "create_write_transaction", 1), (Catalog, "_append", 1), (Catalog, "swap", 1))


def write_once(root: Path, owner: type, step: str, times: int) -> None:
    """Take the first batch, and be killed after that step."""
    left, real = itertools.count(times - 1, -1), getattr(owner, step)

    def last(*said: object, **named: object) -> object:
        done = real(*said, **named)
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(owner, step, last)
    Lake(root).take(batch("0", told(0)), DERIVATIONS)


@pytest.mark.parametrize(("owner", "step", "times"), DEATHS)
def test_killed_during_the_very_first_take(tmp_path: Path, owner: type, step: str, times: int) -> None:
    """Of the states that are left one is a table that was made and holds nothing yet."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.engine.test_crash", "engine.test_crash", "talentloop.people"])
    root = tmp_path / "facts"
    writer = context.Process(target=write_once, args=(root, owner, step, times))
    writer.start()
    writer.join(60)
    assert writer.exitcode == -signal.SIGKILL
    Lake(root).take(batch("0", told(0)), DERIVATIONS)
    assert check(root) == 1
