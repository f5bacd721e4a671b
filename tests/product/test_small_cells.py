"""Nobody stands out: every output of a world with small groups is walked, and no group under the smallest is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talentloop.assess.parts import split
from talentloop.core.dimension import DIMENSIONS, splittable
from talentloop.core.kpi import Unit
from talentloop.core.kpis import KPIS, in_use
from talentloop.core.kpis.pools import USUAL
from talentloop.core.measurement import CannotSay, Figure
from talentloop.core.standing import Standing
from talentloop.workspace import Workspace

SMALLEST = 10
SPLITS = [(kpi.id, by) for kpi in in_use(USUAL).values() if kpi.small_cell or kpi.people for by in DIMENSIONS
          if splittable(kpi, by)]


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Every number of an answer as JSON, with where it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def test_the_world_has_small_groups(demo: Workspace) -> None:
    """Else nothing is proven here: with a smallest group of one they do show."""
    period = demo.loop(4).period
    anything = Standing.of([x.period for x in demo.plan.loops], None, demo.today, smallest=1)
    parts = split(demo.engine, KPIS["applications_completed"], period, "channel", anything)
    assert sum(1 for _, f in parts if isinstance(f, Figure) and 0 < f.value < SMALLEST) >= 3


@pytest.mark.parametrize("number", range(1, 6))
def test_no_split_of_a_report_shows_a_small_group(demo: Workspace, number: int) -> None:
    told = demo.report(number).to_dict()
    trace = told["traceability"] or {"tiers": {}, "said": {}}
    people = [*trace["tiers"].values(), *trace["said"].values(), *(m["people"] for m in told["pool_moves"])]
    assert not [n for n in people if 0 < n < SMALLEST]
    inside = [(where, n) for where, n in numbers({"pools": told["pool_moves"], "people": told.get("people")})
              if where.endswith(("/people", "/risen", "/applied", "/known")) and 0 < n < SMALLEST]
    assert not inside


@pytest.mark.parametrize(("kpi", "by"), SPLITS)
def test_no_split_of_a_kpi_shows_a_small_group(demo: Workspace, kpi: str, by: str) -> None:
    """Terminal, JSON and notebook all show this table; parts, and the total less the parts."""
    table = demo.kpi([kpi], by, number=4)
    parts = [(segment, f) for _, segment, f in table.rows[1:]]
    shown = [f for _, f in parts if isinstance(f, Figure)]
    for figure in shown:
        if figure.below is None:
            assert not 0 < (figure.n or 0) < SMALLEST, (kpi, by)
        else:
            assert figure.below >= SMALLEST or figure.below == 0
            if KPIS[kpi].unit is Unit.PERCENT and figure.above is not None and figure.above <= figure.below:
                assert not 0 < figure.above < SMALLEST and not 0 < figure.below - figure.above < SMALLEST
    whole = table.rows[0][2]
    if KPIS[kpi].measure.additive and isinstance(whole, Figure) and any(isinstance(f, CannotSay) for _, f in parts):
        left = whole.value - sum(f.value for f in shown)
        assert left <= 0 or left >= SMALLEST or not shown, (kpi, by, left)
    assert [row["value"] for row in table.to_dict()["figures"]] == [
        None if isinstance(f, CannotSay) else f.value for _, _, f in table.rows]


def test_the_archive_tells_changes_and_no_groups(demo: Workspace, tmp_path: Path) -> None:
    from talentloop.command.learned import as_json

    assert not [where for where, _ in numbers(as_json(demo.archive())) if "segment" in where or "people" in where]
    assert demo.today > date(2026, 1, 1)
