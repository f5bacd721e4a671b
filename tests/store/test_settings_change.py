"""client.toml changed by a program: comments stay, what is wrong is not written, and every change is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentloop.core.errors import BadSettings, PlanMoved
from talentloop.store.planfile import plan_version
from talentloop.store.settings_change import change_settings
from talentloop.workspace import Workspace


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "merel", "De Merelhof")


def told(home: Workspace) -> list[dict[str, object]]:
    return [dict(e.facts) for e in home.audit.entries() if e.what == "settings"]


def test_only_the_value_changes(home: Workspace) -> None:
    file = home.path / "client.toml"
    before = file.read_text().splitlines()
    after = change_settings(file, {"loops.rhythm": "8 weeks", "loops.band": 0.10}, home.note)
    assert after.rhythm.weeks == 8
    differs = [(a, b) for a, b in zip(before, file.read_text().splitlines(), strict=True) if a != b]
    assert len(differs) == 1 and differs[0][1].startswith('rhythm = "8 weeks"') and "#" in differs[0][1]
    assert told(home) == [{"key": "loops.rhythm", "before": "2 months", "after": "8 weeks"}]


def test_a_list_of_tables_is_replaced_as_a_whole_and_taken_away(home: Workspace) -> None:
    file = home.path / "client.toml"
    group = {"name": "verpleegkundigen", "low": 4, "high": 9, "source": "UWV", "date": date(2026, 1, 1), "definition": ""}
    found = change_settings(file, {"target_group": [group]}, home.note)
    assert [(g.name, g.high) for g in found.target_groups] == [("verpleegkundigen", 9)]
    assert change_settings(file, {"target_group": []}, home.note).target_groups == ()
    assert [t["key"] for t in told(home)] == ["target_group"] * 2


def test_what_would_be_refused_is_not_written_and_not_told(home: Workspace) -> None:
    file = home.path / "client.toml"
    before = file.read_bytes()
    for wrong in ({"loops.rhythm": "soms"}, {"client.colour": "red"}, {"page": [{"pattern": "("}]}):
        with pytest.raises(BadSettings):
            change_settings(file, wrong, home.note)
    assert file.read_bytes() == before and told(home) == []


def test_a_file_that_somebody_else_changed_is_left_alone(home: Workspace) -> None:
    file = home.path / "client.toml"
    seen = plan_version(file)
    change_settings(file, {"client.language": "en"}, home.note, seen)
    with pytest.raises(PlanMoved):
        change_settings(file, {"client.language": "nl"}, home.note, seen)
    assert home.settings.language == "en"


def test_what_does_not_change_is_not_told(home: Workspace) -> None:
    change_settings(home.path / "client.toml", {"client.name": "De Merelhof", "privacy.contact": None}, home.note)
    assert told(home) == []


def test_a_name_of_a_person_does_not_reach_the_audit_log(home: Workspace) -> None:
    change_settings(home.path / "client.toml", {"privacy.contact": "Anna de Wit"}, home.note)
    assert told(home) == [{"key": "privacy.contact"}]
