"""Figures are worked out once: until the facts, the plan or the day change; and no file of another is ever opened."""

from __future__ import annotations

import pickle
import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.urls import reverse

from talentloop.core.facts import Rows
from talentloop.core.intake import Batch
from talentloop.core.loop import BEFOREHAND, Change, ChangeKind
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.web import figures, jobs, remembering
from talentloop.workspace import COLLECTOR, Workspace
from web.conftest import World


@pytest.fixture(autouse=True)
def forgotten(world: World) -> None:
    """Nothing is known beforehand, as after new facts."""
    shutil.rmtree(world.home.path / "cache")
    remembering._memory.clear()


def counted(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the report is really worked out."""
    times: list[int] = []
    work = home.findings
    monkeypatch.setattr(home, "findings", lambda number=None, **how: times.append(1) or work(number, **how))
    return times


def test_the_second_look_costs_nothing_also_in_another_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    times = counted(home := world.home, monkeypatch)
    first = figures.report_for(home)
    assert figures.report_for(home) is first
    remembering._memory.clear()  # as another process
    assert figures.report_for(home) == first
    assert len(times) == 1


def test_a_changed_plan_is_another_question(world: World) -> None:
    home = world.home
    before = remembering.key_of(home, "report", 5)
    loop = home.loop()
    home.log_change(Change(loop.period.start, "Nieuwe vacaturepagina", ChangeKind.CONTENT, False), loop.number)
    assert remembering.key_of(home, "report", 5) != before


def test_a_file_without_our_seal_is_never_opened(world: World, tmp_path: Path) -> None:
    home = world.home
    report = figures.report_for(home)
    file = home.path / "cache" / remembering.key_of(home, "report", report.loop.number)
    assert file.exists()

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "sprung",)

    file.write_bytes(b"x" * remembering.SEAL + pickle.dumps(Trap()))
    remembering._memory.clear()
    assert figures.report_for(home) == report
    assert not (tmp_path / "sprung").exists()


def test_known_report_never_waits(world: World) -> None:
    assert figures.known_report(world.home) is None
    figures.prepare(world.home)
    assert figures.known_report(world.home) is not None


def test_a_client_that_is_moved_keeps_its_figures_and_no_other_is_shown_them(world: World) -> None:
    figures.prepare(world.home)
    moved = world.home.path.rename(world.home.path.with_name("elsewhere"))
    assert figures.known_report(Workspace(moved)) is not None
    shutil.rmtree(moved / "cache")
    remembering._memory.clear()
    assert figures.known_report(Workspace(moved)) is None


def forget(home: Workspace) -> None:
    shutil.rmtree(home.path / "cache")
    remembering._memory.clear()


def test_what_was_worked_out_ahead_is_what_would_be_measured_now(world: World) -> None:
    home = world.home
    figures.prepare(home)
    ahead = [work(home) for work in figures.AHEAD]
    forget(home)
    assert [work(home) for work in figures.AHEAD] == ahead


def test_facts_that_were_taken_back_are_told_no_longer(world: World) -> None:
    home = world.home
    figures.prepare(home)
    before = figures.told_for(home)
    home.undo()
    after = figures.told_for(home)
    assert after != before
    forget(home)
    assert figures.told_for(home) == after


def collected(home: Workspace, source: str = COLLECTOR) -> None:
    """One hit of this very day comes in, as a drain brings it."""
    day = home.today
    at = np.array([f"{day}T09:00:00"], dtype="datetime64[us]")
    home.lake.take(Batch(f"{source}:1:1", source, datetime(2026, 11, 2), iter([Rows("web_hits", {
        "event": [1], "at": at, "day": [day], "kind": ["page_view"], "traffic_class": ["human"],
        "consent": ["limited"], "provenance": ["measured"]})])))


def test_what_the_tracker_brings_leaves_answers_standing_until_they_are_worked_out_anew(world: World) -> None:
    home = world.home
    figures.prepare(home)
    before = figures.told_for(home)
    collected(home)
    assert figures.known_report(home) is not None and figures.told_for(home) == before
    figures.prepare(home)
    assert figures.told_for(home) != before


def test_what_any_other_source_brings_counts_at_once(world: World) -> None:
    home = world.home
    figures.prepare(home)
    collected(home)
    collected(home, "ga4")
    assert figures.known_report(home) is None


def test_the_first_look_after_the_job_asks_the_facts_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, home = world.browser("marketer"), world.home
    figures.prepare(home, "merelhof", ["nl"])
    remembering._memory.clear()

    def asked(*_: object) -> None:
        raise AssertionError("the facts were asked something")

    monkeypatch.setattr(DuckEngine, "ask", asked)
    monkeypatch.setattr(Lake, "asking", asked)
    for name in ("loop", "journey", "plan", "costs", "content", "content_links"):
        assert browser.get(reverse(name, args=("merelhof",))).status_code == 200


def test_earlier_loops_and_other_comparisons_ask_the_facts_nothing_a_minute_later(
        world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, home = world.browser("marketer"), world.home
    monkeypatch.setattr(figures, "RECENT", 1)  # the others in the same way, but they take their time
    figures.prepare(home)
    collected(home)  # what the tracker brings meanwhile is of no loop yet
    figures.prepare_next(home)
    remembering._memory.clear()
    places = [reverse(name, args=("merelhof", 4)) for name in ("loop_number", "journey_number")]
    loop, plan = reverse("loop", args=("merelhof",)), reverse("plan", args=("merelhof",))
    story = reverse("story", args=("merelhof", 5, "visits"))
    places += [f"{loop}?vs={a.value}" for a in BEFOREHAND]
    places += [f"{plan}?loop=4", f"{loop}?dates=application", f"{story}?by=campaign"]
    places.append(f"{reverse('settings_trust', args=('merelhof',))}?now")

    def asked(*_: object) -> None:
        raise AssertionError("the facts were asked something")

    monkeypatch.setattr(DuckEngine, "ask", asked)
    for place in places:
        assert browser.get(place).status_code == 200, place


def test_the_job_leaves_those_for_a_minute_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[Path] = []
    monkeypatch.setattr(figures, "prepare", lambda *_: None)
    monkeypatch.setattr(figures, "prepare_next", lambda home: did.append(home.path))
    monkeypatch.setattr(jobs.queue, "immediate", True)
    begun = datetime.now()
    jobs.prepare(world.merelhof.pk)
    assert not did
    (later,) = jobs.queue.scheduled()
    assert 0 < (later.eta - begun).total_seconds() <= 2 * jobs.SECOND
    later.eta = None  # the minute is over
    jobs.queue.execute(later)
    assert did == [world.home.path]


def test_parts_of_many_kpis_asked_in_one_go_are_those_of_each(world: World) -> None:
    home = world.home
    for by, kpis in figures.first_ways(home).items():
        found = home.splits(kpis, by)
        assert found == {kpi.id: home.splits([kpi], by)[kpi.id] for kpi in kpis}
