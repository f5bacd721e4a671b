"""Bringing events into the facts in a process beside the collector: as much as before, and nothing lost when it dies."""

from __future__ import annotations

import pytest
from caller import Caller, rows
from conftest import body, event

from talentloop.command import draining
from talentloop.core.errors import StoreTrouble
from talentloop.workspace import Workspace


def waits(caller: Caller) -> int:
    return caller.service.clients[0].site.spool.held


def test_a_process_of_its_own_brings_what_waits_into_the_facts(workspace: Workspace) -> None:
    with Caller(workspace, apart=True) as caller:
        assert caller.post(body(event(), event())).status == 204
        site, client = caller.service.clients[0].site, caller.service.clients[0]
        site.spool.append([b"\xc1"])  # what cannot be read is told by that process too
        caller.service.drain(client)
        assert client.trouble == ""
        assert (client.last.records, client.last.rows["web_hits"], client.last.unreadable) == (2, 2, 1)
        assert waits(caller) == 0
    assert len(rows(workspace)) == 2


def test_a_drain_that_dies_beside_the_collector_loses_nothing(workspace: Workspace,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    with Caller(workspace, apart=True) as caller:
        assert caller.post(body()).status == 204
        client = caller.service.clients[0]
        with monkeypatch.context() as patched:
            patched.setattr(draining.sys, "executable", "/bin/false")
            caller.service.drain(client)
        assert "drain_stopped" in client.trouble
        assert waits(caller) == 1
        caller.service.drain(client)
        assert (client.trouble, waits(caller)) == ("", 0)
    assert len(rows(workspace)) == 1


def test_what_that_process_cannot_do_it_says_and_goes_on(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        assert caller.post(body()).status == 204
        settings = workspace.path / "client.toml"
        kept, taken, beside = settings.read_text(), caller.service.clients[0].site.spool.claim(10), draining.Beside()
        assert taken
        settings.write_text("[client")
        with pytest.raises(StoreTrouble, match="settings_unreadable"):
            beside.bringing(workspace)(taken)
        settings.write_text(kept)
        assert beside.bringing(workspace)(taken).records == 1
        assert beside.rest() == 0
