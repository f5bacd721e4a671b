"""Closed loops are found again, with their verdicts as they were given, and the next plan rests on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talentloop.core.kpi import Focus
from talentloop.core.verdict import Word
from talentloop.workspace import Workspace

from .test_cli import LEADS, answer, home, run  # noqa: F401


def test_closing_keeps_the_verdicts(own_demo: Workspace) -> None:
    answer("loop", "close", "--loop", "5", "--lesson", "Het najaar trok vanzelf aan.", home=own_demo.path)
    found = answer("archive", "najaar", "trok", home=own_demo.path)["loops"]
    assert [x["number"] for x in found] == [5] and not found[0]["recomputed"]
    report = own_demo.findings(5)
    visits = report.finding("visits")
    assert visits and found[0]["verdicts"]["visits"]["word"] == visits.verdict.word.value
    assert found[0]["as_of"] == own_demo.today.isoformat()


def test_kept_verdicts_do_not_follow_later_facts(own_demo: Workspace) -> None:
    path = own_demo.path / "archive.json"
    kept = json.loads(path.read_text())
    kept[1]["verdicts"]["impressions"]["word"] = "worse"
    path.write_text(json.dumps(kept))
    found = own_demo.archive(focus=Focus.REACH)
    assert [x.loop.number for x in found] == [2] and found[0].primary
    assert found[0].primary.word is Word.WORSE, "what stands in the archive is told, not worked out again"


def test_a_loop_closed_by_hand_is_worked_out_and_marked(own_demo: Workspace) -> None:
    (own_demo.path / "archive.json").unlink()
    found = own_demo.archive("formulier", Focus.CONVERSION)
    assert [(x.loop.number, x.recomputed) for x in found] == [(4, True)]
    assert found[0].kept.as_of == found[0].loop.closing.day if found[0].loop.closing else False


def test_the_archive_as_text(demo: Workspace) -> None:
    done = run("archive", "--kpi", "time_on_site", home=demo.path)
    assert done.returncode == 0 and "Tijd op site" in done.stdout and "Gegeven op" in done.stdout
    assert demo.archive(kpi="quality_of_hire") == (), "no loop has a figure for what is not connected"
    assert run("archive", "--focus", "bereik", home=demo.path).returncode == 8
    assert "Geen gesloten loop" in run("archive", "zeppelin", home=demo.path).stdout


def test_a_workspace_without_facts_can_close_a_loop(home: Path, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "leads.csv").write_text(LEADS)
    answer("take", tmp_path / "leads.csv", home=home)
    answer("loop", "start", "--focus", "conversion", "--strategy", "x", "--from", "2025-01-01", home=home)
    answer("loop", "close", "--lesson", "y", home=home)
    assert answer("archive", home=home)["loops"][0]["verdicts"]["visits"]["word"] == "no_data"


def test_three_loops_of_a_focus_are_the_clients_own_expectation(own_demo: Workspace) -> None:
    """The demo has three loops on traffic; the spoiled one says nothing of what it spoiled."""
    made = own_demo.start_loop(Focus.TRAFFIC, "Nog een keer verkeer")
    path = own_demo.path / "archive.json"
    kept = json.loads(path.read_text())
    traffic = [k for k in kept if k["number"] in (1, 3)]
    for one, number in zip(traffic, (1, 3), strict=True):
        one["verdicts"]["visits"] = {**one["verdicts"]["visits"], "word": "cannot_tell", "fact": 0.1 * number}
    path.write_text(json.dumps(kept))
    assert all(row.experience is None for row in own_demo.plan_report().rows), "two loops are too few"
    answer("loop", "close", "--loop", "5", "--lesson", "x", home=own_demo.path)
    plan = answer("plan", "--loop", str(made.number), home=own_demo.path)
    visits = next(k for k in plan["kpis"] if k["id"] == "visits")["experience"]
    assert visits["loops"] == 3 and 0 <= visits["change"] < visits["mean"]
    last = answer("archive", home=own_demo.path)["loops"][0]["verdicts"]["visits"]["fact"]
    assert visits["mean"] == pytest.approx((1.1 * 1.3 * (1 + last)) ** (1 / 3) - 1)
    assert "loops met deze focus eerder deden" in " ".join(run("plan", home=own_demo.path).stdout.split())
