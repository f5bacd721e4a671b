"""Consent at the collector: logged with its text, honoured from the moment that it is taken back, linked no longer."""

from __future__ import annotations

import json
import time
from datetime import date, datetime, timedelta
from typing import Any

from caller import Caller
from conftest import KEY, body, event, new_id
from custody.pools import moves, sizes, stocks

from talentloop.core.kpi import Focus
from talentloop.core.kpis.pools import USUAL
from talentloop.core.period import Period
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


def test_the_tracker_tells_by_itself_that_consent_was_taken_back(workspace: Workspace) -> None:
    """It counts from the moment when it was; told again, also by tl-id.js, it is one decision and no hit."""
    id, now = new_id(), int(time.time() * 1000)
    with Caller(workspace) as caller:
        caller.post(body(event(path="/eerst", t=now - 9000), c="f", id=id))
        caller.post(body(event(path="/ander-tabblad", t=now - 1000), c="f", id=id))
        end = event("engage", t=now - 5000, x={"id": id})
        for _ in range(2):
            assert caller.post(body(end, event(path="/daarna"))).status == 204
        caller.post(decided(id, "l"), "/tl/id")
        hits = {row["page"]: row for row in caller.facts()}
        log = [(row["act"], row["at"]) for row in caller.facts("consent_log")]
        for wrong in ("short", 7, "x" * 23, "?" * 22, None):
            assert caller.post(body(event("engage", path="/vreemd", ms=1, x={"id": wrong}))).status == 204
        assert caller.facts() and len(caller.facts("consent_log")) == len(log)
    assert sorted(act for act, _ in log) == ["granted", "withdrawn"]
    assert hits["/eerst"]["visitor"] and hits["/ander-tabblad"]["visitor"] is None and len(hits) == 3


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


def test_the_pools_of_loops_stay_what_they_were_when_consent_is_taken_back(workspace: Workspace) -> None:
    """Three browsers were one person; one of them no longer is, after the first loop and during the second."""
    told = datetime.now(workspace.settings.zone).date()
    over, running = (Period(told + timedelta(days=n), told + timedelta(days=n + 60)) for n in (-30, 30))
    for period in (over, running):
        workspace.start_loop(Focus.REACH, "verhalen", period=period)
    ids = [[new_id() for _ in range(3)] for _ in range(3)]
    with Caller(workspace) as caller:
        for n, browsers in enumerate(ids):
            form = event("lead_submit", "/contact", x={"em": f"p{n}@example.org"})
            for hours, id in enumerate(browsers):
                came = event(t=int((time.time() - 3600 * (hours + 1)) * 1000))
                caller.post(body(came, form | {"i": new_id()}, c="f", id=id))
        caller.facts()
    settings = workspace.path / "client.toml"
    settings.write_text(settings.read_text().replace("[client]\n", f"[client]\nas_of = {over.end + timedelta(days=5)}\n"))
    workspace = Workspace(workspace.path)
    before = [moves(workspace, over, USUAL), stocks(workspace, over, USUAL), moves(workspace, running, USUAL)]
    assert before == [{(0, 2): 3}, {2: 3}, {(2, 2): 3}], "a lead, and a visit of each browser"
    with Caller(workspace) as caller:
        caller.post(decided(ids[0][0], "l"), "/tl/id")
        assert len(caller.facts("merges")) == 8  # one browser less
    assert [moves(workspace, over, USUAL), stocks(workspace, over, USUAL)] == before[:2]
    assert sizes(moves(workspace, running, USUAL), 0) == {2: 3}


def test_a_decision_that_cannot_be_is_told_apart(workspace: Workspace) -> None:
    with Caller(workspace) as caller:
        for _ in range(12):
            assert caller.post(decided(new_id(), "l"), "/tl/id").status == 204
        caller.facts()
    [month] = consented(workspace).decided
    assert month.invalid == 12 and not month.acts
