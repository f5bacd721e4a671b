"""Two who change one plan at once: neither overwrites the other unseen."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from talentloop.core.errors import PlanMoved, StoreTrouble
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind
from talentloop.store.planfile import alone, plan_version
from talentloop.workspace import PLAN, Workspace

DAY = date(2026, 1, 5)


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "ons")
    made.start_loop(Focus.TRAFFIC, "Meer bezoek", DAY)
    return made


def log(path: Path, number: int) -> None:
    Workspace(path).log_change(Change(DAY + timedelta(days=number), f"wijziging {number}", ChangeKind.CONTENT, True))


def test_twelve_at_once_lose_nothing(home: Workspace) -> None:
    threads = [threading.Thread(target=log, args=(home.path, n)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(home.loop().changes) == 12


def test_a_plan_that_moved_since_is_not_written(home: Workspace) -> None:
    seen = home.plan_version
    log(home.path, 1)
    with pytest.raises(PlanMoved), home.editing(seen):
        home.log_change(Change(DAY, "op een oud plan", ChangeKind.CONTENT, True))
    assert [c.what for c in home.loop().changes] == ["wijziging 1"]


def test_several_verbs_in_one_go(home: Workspace) -> None:
    with home.editing(home.plan_version):
        for n in (1, 2):
            home.log_change(Change(DAY + timedelta(days=n), str(n), ChangeKind.CONTENT, True))
    assert len(home.loop().changes) == 2


def test_who_waits_too_long_is_told(home: Workspace) -> None:
    path = home.path / PLAN
    with alone(path), pytest.raises(StoreTrouble), alone(path, patience=0.1):
        pass


def test_a_version_is_of_the_plan_that_is_there(tmp_path: Path) -> None:
    assert plan_version(tmp_path / PLAN) == ""
