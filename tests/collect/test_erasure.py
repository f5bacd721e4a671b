"""Erasure beside a collector that is at work: what waits in its spool, what comes meanwhile, a death in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from caller import Caller
from conftest import body, event, new_id

from talentloop.custody import requests
from talentloop.custody.requests import access, erase
from talentloop.custody.search import search
from talentloop.custody.subject import asked, completed
from talentloop.workspace import Workspace

ANNA = "anna@example.org"


def visit(caller: Caller, id: str, *paths: str, says: str = "") -> None:
    """A visit in full; with `says` a form at its end in which that address is left."""
    events = [event(path=path) for path in paths]
    events += [event("lead_submit", "/contact", x={"em": says})] if says else []
    assert caller.post(body(*events, c="f", id=id)).status == 204


def test_what_waits_in_the_spool_does_not_bring_anybody_back(workspace: Workspace) -> None:
    anna, other = new_id(), new_id()
    with Caller(workspace) as caller:
        visit(caller, anna, "/een", says=ANNA)
        caller.facts()
        visit(caller, anna, "/twee", says=ANNA)
        visit(caller, other, "/drie")
        subject = completed(workspace, asked([ANNA], [], workspace.pseudonyms))
        assert len(subject.ids) == 2
        first = erase(workspace, [ANNA])
        assert not first.proof.clean and all("spool" in name for name in first.proof.found)  # told, not hidden
        assert {row["page"] for row in caller.facts()} == {"/drie"}
        again = erase(workspace, [ANNA])
        assert again.proof.clean and search(workspace, subject.ids, [ANNA]).clean
        assert access(workspace, [ANNA]).empty


def test_what_a_drain_brings_while_it_is_erased_goes_too(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst moment: a new browser says that it is Anna's after she was looked up, and before her rows go."""
    first, second = new_id(), new_id()
    with Caller(workspace) as caller:
        visit(caller, first, "/een", says=ANNA)
        caller.facts()
        was = workspace.lake.change

        def meanwhile(*said: Any, **more: Any) -> Any:
            workspace.tombstones.path.unlink()  # a drain that had looked at the tombstones just before they came
            visit(caller, second, "/twee", says=ANNA)
            caller.facts()
            monkeypatch.undo()
            return was(*said, **more)

        monkeypatch.setattr(workspace.lake, "change", meanwhile)
        erase(workspace, [ANNA])
        assert not caller.facts()
        subject = {workspace.pseudonyms("visitor", id) for id in (first, second)}
        assert search(workspace, subject, [ANNA]).clean
        visit(caller, second, "/drie")
        assert not caller.facts()  # that browser's number may not come back either


def test_it_can_be_erased_while_events_keep_coming(workspace: Workspace) -> None:
    """Drains in a thread of their own, as the service has them, while Anna and others go on."""
    anna, stop, wrong = new_id(), threading.Event(), list[BaseException]()
    with Caller(workspace) as caller:
        visit(caller, anna, "/een", says=ANNA)
        caller.facts()

        def drains() -> None:
            try:
                while not stop.is_set():
                    caller.service.clients[0].drainer.empty()
            except BaseException as error:
                wrong.append(error)

        thread = threading.Thread(target=drains)
        thread.start()
        try:
            for n in range(5):
                visit(caller, anna, f"/weer-{n}", says=ANNA)
                visit(caller, new_id(), f"/ander-{n}")
            erase(Workspace(workspace.path), [ANNA])
            for n in range(5):
                visit(caller, anna, f"/nog-{n}", says=ANNA)
        finally:
            stop.set()
            thread.join()
        assert not wrong
        assert {row["page"] for row in caller.facts()} == {f"/ander-{n}" for n in range(5)}
        ids = [workspace.pseudonyms("visitor", anna), workspace.pseudonyms("person", ANNA)]
        assert erase(Workspace(workspace.path), [ANNA]).proof.clean and search(workspace, ids).clean


@pytest.mark.parametrize("at", ["announce", "swap", "done", "vacuum"])
def test_killed_in_the_middle_it_is_finished_by_asking_again(workspace: Workspace, at: str) -> None:
    """kill -9 as it tells which tables move, just before the swap, just after it, and before files are deleted."""
    anna, other = new_id(), new_id()
    with Caller(workspace) as caller:
        visit(caller, anna, "/een", says=ANNA)
        visit(caller, other, "/twee")
        caller.facts()
    subject = completed(workspace, asked([ANNA], [], workspace.pseudonyms))
    owner = "lake.Lake" if at == "vacuum" else "catalog.Catalog"
    script = f"""
import os, signal
from talentloop.custody.requests import erase
from talentloop.engine import catalog, lake
from talentloop.workspace import Workspace
{owner}.{at} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
erase(Workspace({str(workspace.path)!r}), [{ANNA!r}])"""
    assert subprocess.run([sys.executable, "-c", script], env={**os.environ}).returncode == -signal.SIGKILL
    fresh = Workspace(workspace.path)
    done = requests.erase(fresh, [ANNA])
    assert done.proof.clean and search(fresh, subject.ids, [ANNA]).clean and access(fresh, [ANNA]).empty
    with Caller(fresh) as caller:
        assert {row["page"] for row in caller.facts()} == {"/twee"}
        visit(caller, anna, "/terug", says=ANNA)
        assert {row["page"] for row in caller.facts()} == {"/twee"}
