"""Keys are changed while a collector runs: nothing comes in meanwhile, and afterwards everybody is who they were."""

from __future__ import annotations

from typing import Any

from caller import Caller
from conftest import body, new_id

from talentloop.custody.keys import destroy, rotate
from talentloop.workspace import Workspace


def view(caller: Caller, id: str) -> Any:
    return caller.post(body(c="f", id=id))


def test_a_browser_stays_the_same_over_a_new_key_and_what_comes_meanwhile_is_sent_again(workspace: Workspace) -> None:
    id = new_id()
    with Caller(workspace) as caller:
        assert view(caller, id).status == 204
        client = caller.service.clients[0]
        with caller.service.still(client):
            assert view(caller, id).status == 503
            rotate(Workspace(workspace.path))
        assert view(caller, id).status == 204
        rows = caller.facts()
    assert len(rows) == 2 and len({row["visitor"] for row in rows}) == 1


def test_after_they_are_destroyed_nothing_comes_in(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        assert view(caller, new_id()).status == 204
        with caller.service.still(caller.service.clients[0]):
            destroy(Workspace(workspace.path), workspace.settings.name)
        assert view(caller, new_id()).status == 503
