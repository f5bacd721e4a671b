"""How the collector stands, told by `doctor` and `verify`; what client.toml says anew holds from the next drain on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from caller import Caller, rows
from conftest import ORIGIN, body, event
from typer.testing import CliRunner

from talentloop.cli import app
from talentloop.collect.spool import FILE, NotSeen, in_use
from talentloop.collect.status import status
from talentloop.workspace import Workspace

ELSEWHERE = "https://elders.example"


def doctor(workspace: Workspace) -> dict[str, object]:
    said = CliRunner().invoke(app, ["doctor", "-w", str(workspace.path), "--json"])
    assert said.exit_code == 0, said.output
    found: dict[str, object] = json.loads(said.stdout)["collector"]
    return found


def test_the_doctor_says_how_the_collector_stands(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        assert caller.post(body()).status == 204
        assert caller.post(body(event(t=1))).reason == "too_old"
        caller.service.clients[0].site.tick(1_900_000_000)
        found = doctor(workspace)
        assert found["running"] is True
        assert found["last_event"]
        assert found["waiting"] == 1
        assert int(str(found["spool_bytes"])) > 0
    found = doctor(workspace)
    assert found["running"] is False


def test_doctor_and_verify_tell_each_refusal_with_its_reason(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        assert caller.post(body(event(t=1))).reason == "too_old"
    for told in (["doctor"], ["verify", "http://127.0.0.1:9/"]):
        said = CliRunner().invoke(app, [*told, "-w", str(workspace.path), "--lang", "en"])
        assert "The collector does not run" in said.output
        assert "1  too_old: " in said.output


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """As for a user whose folder it is not. Root may look everywhere, so it is somebody else meanwhile."""
    mode, root = folder.stat().st_mode, os.geteuid() == 0
    folder.chmod(0)
    if root:
        for above in folder.parents[:-1]:
            above.chmod(above.stat().st_mode | 0o011)
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(mode)


def test_who_may_not_look_cannot_say(workspace: Workspace) -> None:
    folder = workspace.path / "spool"
    with Caller(workspace) as caller:
        assert caller.post(body()).status == 204
        with forbidden(folder):
            assert isinstance(in_use(folder), NotSeen)
            found = status(folder, workspace.today)
        assert isinstance(found, NotSeen)
        assert (found.reason, found.where) == ("forbidden", folder)
        assert in_use(folder) is True


def test_doctor_and_verify_say_in_words_that_they_cannot_say(workspace: Workspace,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    with Caller(workspace) as caller:
        assert caller.post(body()).status == 204
    monkeypatch.setattr("talentloop.command.collecting.status", lambda *_: NotSeen("forbidden", workspace.path / "spool"))
    for told in (["doctor"], ["verify", "http://127.0.0.1:9/"]):
        said = CliRunner().invoke(app, [*told, "-w", str(workspace.path), "--lang", "en"]).output
        assert "Whether the collector runs cannot be said: you may not look into" in said
        assert "does not run" not in said
        assert "never" not in said
    found = doctor(workspace)
    assert found["running"] is None
    assert found["waiting"] is None
    assert found["cannot_say"] == {"reason": "forbidden", "where": str(workspace.path / "spool"), "found": ""}


def test_a_spool_that_is_none_is_not_taken_for_an_empty_one(workspace: Workspace) -> None:
    with Caller(workspace):
        pass
    (workspace.path / "spool" / FILE).write_bytes(b"no database at all" * 100)
    found = status(workspace.path / "spool", workspace.today)
    assert isinstance(found, NotSeen)
    assert found.reason == "unreadable"


def test_changed_rules_hold_from_the_next_drain_on(workspace: Workspace) -> None:
    settings = workspace.path / "client.toml"
    with Caller(workspace) as caller:
        assert caller.post(body(event(path="/verhalen/1"))).status == 204
        assert caller.post(body(), headers={"origin": ELSEWHERE}).reason == "origin"
        settings.write_text(settings.read_text().replace('pattern = "^/verhalen/"\ntype = "content"',
                                                         'pattern = "^/verhalen/"\ntype = "job"')
                            .replace("[collect]", f'[collect]\norigins = ["{ELSEWHERE}", "{ORIGIN}"]'))
        caller.service.drain(caller.service.clients[0])
        assert {row["page_type"] for row in rows(workspace)} == {"job"}
        assert caller.post(body(), headers={"origin": ELSEWHERE}).status == 204
