"""Visits planned before a loop: written down, refused afterwards, and what they will do is said in plan and report."""

from __future__ import annotations

from datetime import date

import pytest

from talentloop.core.errors import LoopRule, UnknownName
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind
from talentloop.workspace import Workspace

from .test_cli import answer, run


def test_what_was_foreseen_stands_beside_what_came(demo: Workspace) -> None:
    """The reach loop's plan of visits, from the days before it, foretells the by-effect of time on site."""
    time = demo.findings(2).finding("time_on_site")
    assert time and time.mix and time.expectation.predicted is not None
    assert time.mix.mix - 0.15 < time.expectation.predicted < -0.05
    impressions = demo.findings(2).finding("impressions")
    assert impressions and impressions.expectation.predicted is None


def test_scroll_depth_sinks_through_mix_as_foretold_and_its_plan_counts_readings(demo: Workspace) -> None:
    depth = demo.findings(2).finding("scroll_depth")
    assert depth and depth.mix and depth.expectation.predicted is not None
    assert depth.mix.mix < -0.01 and depth.mix.mix - 0.03 < depth.expectation.predicted < -0.01
    assert {row.segment.partition("/")[0] for row in depth.mix.rows} >= {"new", "returning"}


def test_days_of_the_loop_itself_change_nothing(own_demo: Workspace) -> None:
    """The same plan a day before the loop as long after it: only earlier days are looked at."""
    after = own_demo.findings(2).finding("time_on_site")
    settings = own_demo.path / "client.toml"
    lines = ["as_of = 2026-02-28" if line.startswith("as_of") else line for line in settings.read_text().splitlines()]
    settings.write_text("\n".join(lines))
    before = Workspace(own_demo.path).plan_report()
    assert before.loop and before.loop.number == 1, "the loop that runs on that day"
    settings.write_text(settings.read_text().replace("2026-02-28", "2026-03-01"))
    before = Workspace(own_demo.path).plan_report()
    assert before.loop and before.loop.number == 2 and after
    assert before.foreseen["time_on_site"] == after.expectation.predicted
    assert before.foreseen["returning_share"] < 0 and before.foreseen["engaged_rate"] < 0


def test_visits_are_planned_before_the_end(own_demo: Workspace) -> None:
    with pytest.raises(LoopRule, match="visits_too_late"):
        own_demo.plan_visits({"new/paid_social": 10}, 2)
    started = own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1), planned_visits={"new/paid_social": 500})
    changed = own_demo.plan_visits({"new/paid_social": 0, "returning/email": 40}, started.number)
    assert changed.planned_visits == {"returning/email": 40} == own_demo.loop(started.number).planned_visits
    assert list(own_demo.audit.entries())[-1].facts == {"loop": started.number, "did": "visits planned", "visits": 40}


def test_a_channel_that_is_none_of_ours_is_refused_wherever_it_comes_from(own_demo: Workspace) -> None:
    started = own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
    with pytest.raises(UnknownName):
        own_demo.plan_visits({"new": 10}, started.number)
    assert Workspace(own_demo.path).plan.loops[-1].planned_visits == {}, "the plan can still be read"


def test_a_logged_change_is_in_the_audit_log(own_demo: Workspace) -> None:
    own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
    own_demo.log_change(Change(date(2026, 11, 3), "Nieuwe foto's", ChangeKind.CONTENT, False))
    last = list(own_demo.audit.entries())[-1]
    assert last.what == "loop" and dict(last.facts) == {"loop": own_demo.plan.loops[-1].number, "did": "change logged",
                                                       "day": "2026-11-03", "kind": "content", "planned": False}


def test_on_the_command_line(own_demo: Workspace) -> None:
    made = answer("loop", "start", "--focus", "reach", "--strategy", "x", "--planned-visits", "paid_social=500",
                  home=own_demo.path)
    assert made["planned_visits"] == {"new/paid_social": 500}
    plan = answer("plan", "--loop", str(made["number"]), "--planned-visits", "returning/email=100", home=own_demo.path)
    assert plan["loop"]["planned_visits"] == {"new/paid_social": 500, "returning/email": 100}
    row = next(k for k in plan["kpis"] if k["id"] == "time_on_site")
    assert row["predicted"] == plan["foreseen"]["time_on_site"] < 0
    assert "betaald social" in run("plan", home=own_demo.path).stdout
    assert run("plan", "--planned-visits", "tiktok=5", home=own_demo.path).returncode == 8
    assert run("plan", "--planned-visits", "paid_social=veel", home=own_demo.path).returncode == 8
