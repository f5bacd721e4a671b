"""Figures are worked out once: until the facts, the plan or the day change; and no file of another is ever opened."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from talentloop.core.loop import Change, ChangeKind
from talentloop.web import figures
from talentloop.workspace import Workspace
from web.conftest import World


@pytest.fixture(autouse=True)
def forgotten(world: World) -> None:
    """Nothing is known beforehand, as after new facts."""
    shutil.rmtree(world.home.path / "cache")
    figures._memory.clear()


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
    figures._memory.clear()  # as another process
    assert figures.report_for(home) == first
    assert len(times) == 1


def test_a_changed_plan_is_another_question(world: World) -> None:
    home = world.home
    before = figures.key_of(home, "report", 5)
    loop = home.loop()
    home.log_change(Change(loop.period.start, "Nieuwe vacaturepagina", ChangeKind.CONTENT, False), loop.number)
    assert figures.key_of(home, "report", 5) != before


def test_a_file_without_our_seal_is_never_opened(world: World, tmp_path: Path) -> None:
    home = world.home
    report = figures.report_for(home)
    file = home.path / "cache" / figures.key_of(home, "report", report.loop.number)
    assert file.exists()

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (tmp_path / "sprung",)

    file.write_bytes(b"x" * figures.SEAL + pickle.dumps(Trap()))
    figures._memory.clear()
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
    figures._memory.clear()
    assert figures.known_report(Workspace(moved)) is None


def forget(home: Workspace) -> None:
    shutil.rmtree(home.path / "cache")
    figures._memory.clear()


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
