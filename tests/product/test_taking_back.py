"""The last change to the plan is taken back, and again; what was promised for a loop that is over or closed stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from talentloop.core.decision import Decision
from talentloop.core.errors import LoopRule
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind, Closing
from talentloop.core.target import Target
from talentloop.core.verdict import Word
from talentloop.store.planfile import before_last, write_plan
from talentloop.workspace import PLAN, Workspace

from .test_cli import answer, run


def test_a_logged_change_goes_and_comes_back(own_demo: Workspace) -> None:
    own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
    planned = own_demo.plan
    own_demo.log_change(Change(date(2026, 11, 3), "Per ongeluk", ChangeKind.CONTENT, False))
    logged = own_demo.plan
    own_demo.undo_plan()
    assert own_demo.plan == planned != logged
    own_demo.undo_plan()
    assert own_demo.plan == logged, "the taking back is taken back"
    assert [e.facts.get("did") for e in own_demo.audit.entries()][-2:] == ["change taken back"] * 2


def test_a_loop_that_cut_another_short_gives_its_days_back(own_demo: Workspace) -> None:
    own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
    before = own_demo.plan
    own_demo.start_loop(Focus.TRAFFIC, "Verder", date(2026, 11, 15), cut=True)
    assert own_demo.plan != before
    own_demo.undo_plan()
    assert own_demo.plan == before


def test_several_changes_made_as_one_are_taken_back_as_one(own_demo: Workspace) -> None:
    before = own_demo.plan
    with own_demo.editing():
        made = own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
        own_demo.log_change(Change(date(2026, 11, 1), "Begin", ChangeKind.CAMPAIGN, True), made.number)
        own_demo.set_targets([Target("impressions", change=0.2)], made.number)
    own_demo.undo_plan()
    assert own_demo.plan == before


def test_nothing_to_take_back_is_told(own_demo: Workspace) -> None:
    before_last(own_demo.path / PLAN).unlink(missing_ok=True)
    write_plan(before_last(own_demo.path / PLAN), own_demo.plan)
    with pytest.raises(LoopRule, match="nothing_to_undo"):
        own_demo.undo_plan()


def test_a_closed_loop_stays_closed(own_demo: Workspace) -> None:
    with own_demo.editing():
        loops = own_demo.plan.loops
        write_plan(own_demo.path / PLAN, own_demo.plan.with_loop(replace(loops[0], closing=None)))
        write_plan(before_last(own_demo.path / PLAN), own_demo.plan)
    own_demo.close_loop(Closing(own_demo.today, "Geleerd"), loops[0].number)
    with pytest.raises(LoopRule, match="loop_closed"):
        own_demo.undo_plan()


def test_targets_of_a_loop_that_is_over_stay_what_they_were(own_demo: Workspace) -> None:
    made = own_demo.start_loop(Focus.REACH, "Meer mensen", date(2026, 11, 1))
    own_demo.set_targets([Target("impressions", change=0.2)], made.number)
    settings = own_demo.path / "client.toml"
    later = made.period.end + timedelta(days=1)
    settings.write_text(settings.read_text().replace(f"as_of = {own_demo.today}", f"as_of = {later}"))
    with pytest.raises(LoopRule, match="targets_too_late"):
        Workspace(own_demo.path).undo_plan()


def test_a_decision_against_the_verdict_asks_why(own_demo: Workspace) -> None:
    better = next(x.loop for x in own_demo.archive() if x.primary and x.primary.word is Word.BETTER)
    write_plan(own_demo.path / PLAN, own_demo.plan.with_loop(replace(better, closing=None)))
    with pytest.raises(LoopRule, match="reason_asked"):
        own_demo.close_loop(Closing(own_demo.today, "Het werkte", way=Decision.STOP), better.number)
    assert not own_demo.loop(better.number).closed, "nothing was written"
    said = Closing(own_demo.today, "Het werkte", "", "Het budget is op", Decision.STOP)
    closed = own_demo.close_loop(said, better.number)
    assert closed.closing and closed.closing.way is Decision.STOP


def test_as_it_is_typed(own_demo: Workspace) -> None:
    run("loop", "start", "-s", "Meer mensen", "-f", "reach", "--from", "2026-11-01", home=own_demo.path)
    before = own_demo.plan
    answer("loop", "log", "Per ongeluk", "-k", "site", "-d", "2026-11-02", "-n", str(before.loops[-1].number),
           home=own_demo.path)
    assert answer("loop", "undo", home=own_demo.path)[-1]["changes"] == []
    assert own_demo.plan == before
