"""What was collected is taken back by name, once; a file is taken back from under what was collected after it."""

from __future__ import annotations

import pytest
from caller import Caller
from conftest import body, event

from talentloop.core.errors import LoopRule, UnknownName
from talentloop.people import DERIVATIONS
from talentloop.workspace import Undone, Workspace

LEADS = """
[[file]]
match = "leads*.csv"
fact = "leads"
columns = { day = "Datum", person = "E-mail", kind = "Soort" }
words = { kind = { alert = "job_alert" } }
"""


def test_what_was_collected_is_taken_back_only_by_name_and_once(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        caller.post(body(event(path="/een")))
        caller.facts()
        caller.post(body(event(path="/twee")))
        assert len(caller.facts()) == 2
        with pytest.raises(LoopRule, match="no_facts_yet"):
            workspace.undo()  # no file was taken
        last = [e.id for e in workspace.lake.history() if e.kind == "batch"][-1]
        workspace.undo(last)
        assert [row["page"] for row in caller.facts()] == ["/een"] and len(caller.facts("visits")) == 1
        caller.post(body(event(path="/drie")))
        assert {row["page"] for row in caller.facts()} == {"/een", "/drie"}
        with pytest.raises(UnknownName):
            workspace.undo(last)
    entry = [e for e in workspace.lake.history() if e.kind == "undo"][-1]
    noted = [e for e in workspace.audit.entries() if e.what == "undo"]
    assert entry.id == last and entry.at and len(noted) == 1


def test_a_file_is_taken_back_from_under_what_was_collected_after_it(workspace: Workspace) -> None:
    settings = workspace.path / "client.toml"
    settings.write_text(settings.read_text() + LEADS)
    workspace, file = Workspace(workspace.path), workspace.path.parent / "leads1.csv"
    file.write_text("Datum;E-mail;Soort\n01-10-2026;anna@example.org;alert\n02-10-2026;bram@example.org;alert\n")
    with Caller(workspace) as caller:
        caller.post(body(event(path="/een")))
        caller.facts()
        taken = workspace.take([file])[0]
        for path in ("/twee", "/drie"):
            caller.post(body(event(path=path)))
            caller.facts()
        caller.post(body(event("lead_submit", "/contact", x={"ld": "event"})))
        assert len(caller.facts("leads")) == 3
        assert workspace.undo() == Undone(taken.batch, restored=True)
        assert [row["kind"] for row in caller.facts("leads")] == ["event"]
        assert {row["page"] for row in caller.facts()} == {"/een", "/twee", "/drie", "/contact"}
        before = sorted(caller.facts("visits"), key=str)
        workspace.lake.refresh(DERIVATIONS, anew=True)
        assert sorted(caller.facts("visits"), key=str) == before
        assert workspace.take([file])[0].outcome.value == "taken"
        assert len(caller.facts("leads")) == 3 and len(caller.facts()) == 4  # nothing twice


def test_imports_and_changes_by_hand_are_written_down(workspace: Workspace) -> None:
    file = workspace.path.parent / "nothing.csv"
    file.write_text("a;b\n1;2\n")
    workspace.take([file])
    settings = workspace.path / "client.toml"
    settings.write_text(settings.read_text() + "\n[loops]\nband = 0.2\n\n[privacy]\nsmallest_cell = 20\n")
    workspace = Workspace(workspace.path)
    workspace.take([file])
    workspace.take([file])
    noted = [(e.what, sorted(e.facts)) for e in workspace.audit.entries()]
    imported = ("import", ["batch", "outcome", "replaced", "rows", "source"])
    assert noted == [imported, ("settings", ["loops"]), ("consent_config", ["privacy"]), imported, imported]
    assert workspace.audit.check().whole
