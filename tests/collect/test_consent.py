"""Consent at the collector: logged with its text, honoured from the moment that it is taken back, linked no longer."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

from caller import Caller
from conftest import KEY, body, event, new_id

from talentloop.custody.consent import add_text, consented
from talentloop.workspace import Workspace


def decided(id: str, c: str, **more: Any) -> bytes:
    return json.dumps({"v": 1, "k": KEY, "c": c, "id": id, **more}).encode()


def test_consent_is_logged_with_the_text_that_was_shown(workspace: Workspace) -> None:
    add_text(workspace, "Mogen we meten?", "May we measure?", date(2020, 1, 1))
    told, untold = new_id(), new_id()
    with Caller(workspace) as caller:
        assert caller.post(decided(told, "f", w=7), "/tl/id").status == 204
        assert caller.post(body(c="f", id=told)).status == 204
        assert caller.post(body(c="f", id=untold)).status == 204
        assert caller.post(body()).status == 204
        log = {row["visitor"]: row for row in caller.facts("consent_log")}
    visitor = workspace.pseudonyms
    assert {v: (row["act"], row["text"], row["about"]) for v, row in log.items()} == {
        visitor("visitor", told): ("granted", 7, "measuring"), visitor("visitor", untold): ("granted", 1, "measuring")}


def test_after_consent_is_taken_back_a_browser_is_nobodys(workspace: Workspace) -> None:
    """A tab that was open still sends with the old id: counted, and known to be nobody's."""
    id, other = new_id(), new_id()
    with Caller(workspace) as caller:
        caller.post(body(event(path="/eerst"), c="f", id=id))
        caller.post(body(event(path="/ander"), c="f", id=other))
        caller.facts()
        time.sleep(0.01)  # moments are in milliseconds
        assert caller.post(decided(id, "l"), "/tl/id").status == 204
        time.sleep(0.01)
        caller.post(body(event(path="/daarna"), c="f", id=id))
        caller.post(body(event(path="/ander"), c="f", id=other))
        hits = {row["page"]: row for row in caller.facts()}
        assert caller.post(decided(other, "o"), "/tl/id").status == 204
        time.sleep(0.01)
        caller.post(body(event(path="/niet-meer"), c="f", id=other))
        pages = {row["page"] for row in caller.facts()}
    assert hits["/eerst"]["consent"] == "full" and hits["/eerst"]["visitor"]
    assert hits["/daarna"]["consent"] == "limited" and hits["/daarna"]["visitor"] is None
    assert hits["/ander"]["consent"] == "full" and "/niet-meer" not in pages
    counted = consented(workspace).now
    assert set(counted) == {"measuring.limited", "measuring.refused"}


def test_a_browser_whose_consent_is_taken_back_leads_to_nobody(workspace: Workspace) -> None:
    id = new_id()
    form = event("lead_submit", "/contact", x={"em": "anna@example.org"})
    with Caller(workspace) as caller:
        caller.post(body(form, c="f", id=id))
        assert [row["person"] for row in caller.facts()] == [workspace.pseudonyms("person", "anna@example.org")]
        assert len(caller.facts("merges")) == 1
        time.sleep(0.01)
        caller.post(decided(id, "l"), "/tl/id")
        assert [row["person"] for row in caller.facts()] == [None] and not caller.facts("merges")
        assert len(caller.facts("leads")) == 1  # what they sent stays sent


def test_a_decision_that_cannot_be_is_told_apart(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        for _ in range(12):
            assert caller.post(decided(new_id(), "l"), "/tl/id").status == 204
        caller.facts()
    [month] = consented(workspace).decided
    assert month.invalid == 12 and not month.acts
