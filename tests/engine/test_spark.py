"""On a Spark cluster the same statements give the same figures as in the process: the store's files, both read alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentloop.core.period import Period
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS

from . import cluster
from .test_agreement import ASKED, differences
from .worlds import batch, world

pytestmark = pytest.mark.spark

LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))
PERIODS = [LOOP, LOOP.previous()]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("spark")
    with cluster.cluster(folder) as master, cluster.session(master, folder) as session:
        yield session


def lake_of(seed: int, root: Path) -> Lake:
    """A store that was told a world in two batches, so that tables have several files."""
    lake = Lake(root)
    told = world(seed, size=400)
    for number in (0, 1):
        half = {fact: rows[number::2] for fact, rows in told.items()}
        lake.take(batch(f"b{number}", half), DERIVATIONS)
    return lake


@pytest.mark.parametrize(("seed", "by", "daily"), [(1, None, True), (2, "channel", False)])
def test_a_cluster_measures_every_kpi_alike(spark: Any, tmp_path: Path, seed: int, by: str | None, daily: bool) -> None:
    from talentloop.engine.spark import SparkEngine

    lake = lake_of(seed, tmp_path)
    here, there = DuckEngine(lake), SparkEngine(spark, lake)
    ours, theirs = (engine.measure(ASKED, PERIODS, by, daily) for engine in (here, there))
    assert differences(ours, theirs) == []
    assert any(isinstance(m.whole, tuple) and any(m.whole) for m in ours.measured.values()), "there is nothing to compare"
    here.close()


def test_a_store_without_facts_has_no_figures_there_either(spark: Any, tmp_path: Path) -> None:
    from talentloop.engine.spark import SparkEngine

    lake = Lake(tmp_path)
    here, there = DuckEngine(lake), SparkEngine(spark, lake)
    assert differences(here.measure(ASKED, [LOOP]), there.measure(ASKED, [LOOP])) == []
    here.close()
