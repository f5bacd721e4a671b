"""How the collector stands, told by `doctor` and `verify`; what client.toml says anew holds from the next drain on."""

from __future__ import annotations

import json

from caller import Caller, rows
from conftest import ORIGIN, body, event
from typer.testing import CliRunner

from talentloop.cli import app
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
