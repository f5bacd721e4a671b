"""Two employers judged together: lifts are averaged, no figure is added, and one alone is refused."""

from __future__ import annotations

import json

import pytest

from talentloop.command.pooled import judged_together
from talentloop.core.errors import UnknownName
from talentloop.core.kpi import Direction
from talentloop.workspace import Workspace

from .test_cli import run


def test_two_employers_are_surer_than_one(demo: Workspace, own_demo: Workspace) -> None:
    report = judged_together([demo.path, own_demo.path], 5)
    alone = {f.kpi.id: f for f in demo.findings(5).findings}
    assert [s.loop.number for s in report.sites] == [5, 5]
    assert len(report.rows) >= 10
    for row in report.rows:
        chosen = alone[row.kpi.id].chosen
        assert chosen is not None and chosen.comparable and row.kpi.direction is not Direction.NONE
        assert row.lift.lift == pytest.approx(chosen.lift.lift), "the same employer twice shows what it shows once"
        assert row.lift.mde80 <= chosen.lift.mde80 * 1.001 and 0 <= row.shared <= 0.9
    assert sum(r.primary for r in report.rows) == 1


def test_a_spoiled_loop_takes_no_part_and_is_named(demo: Workspace, own_demo: Workspace) -> None:
    report = judged_together([demo.path, own_demo.path], 3)
    assert "visits" not in {r.kpi.id for r in report.rows}


def test_on_the_command_line(demo: Workspace, own_demo: Workspace) -> None:
    text = run("pooled", str(demo.path), str(own_demo.path), "--loop", "5").stdout
    assert "2 werkgevers samen" in text and "tellen we nooit op" in " ".join(text.split())
    found = json.loads(run("pooled", str(demo.path), str(own_demo.path), "--loop", "5", "--json").stdout)
    assert {k["id"] for k in found["kpis"]} >= {"visits", "time_on_site"}
    assert all(len(k["sites"]) == 2 for k in found["kpis"])


def test_one_employer_twice_is_not_two(demo: Workspace) -> None:
    with pytest.raises(UnknownName):
        judged_together([demo.path, demo.path / "." ], None)
