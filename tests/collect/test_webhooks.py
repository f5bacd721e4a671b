"""Webhooks and servers: only who signs as agreed is heard, and what is kept names nobody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from caller import Caller, rows
from conftest import KEY, ORIGIN, SERVICES, new_id
from hooks import moved, send, signed

from talentloop.command.collecting import server_key
from talentloop.workspace import Workspace

SHARED = Path(__file__).parents[3] / "shared" / "fixtures"


@pytest.mark.parametrize("service", SERVICES)
def test_who_does_not_sign_as_agreed_is_not_heard(home: Workspace, service: str) -> None:
    body = {"payload": {"event_name": "job.create", "data": {"id": 1, "type": "jobs", "attributes": {}}}, "object": "x"}
    with Caller(home) as caller:
        assert send(caller, service, body).status == 200
        assert send(caller, service, body, "another").reason == "bad_signature"
        raw, _ = signed(service, body)
        bare = {k: v for k, v in json.loads(raw).items() if k != "signature"}
        said = caller.post(json.dumps(bare).encode(), f"/tl/hook/{KEY}/{service}", headers={"origin": ""})
        assert said.reason == "bad_signature"
    (home.path / "keys" / "webhooks.toml").unlink()
    with Caller(Workspace(home.path)) as caller:
        assert send(caller, service, body).reason == "no_secret"


def test_of_two_signatures_of_teamtailor_both_must_be_right(home: Workspace) -> None:
    raw, _ = signed("teamtailor", moved("teamtailor", "back", 12))
    right, place = json.loads(raw)["signature"], f"/tl/hook/{KEY}/teamtailor"
    bare = json.dumps({k: v for k, v in json.loads(raw).items() if k != "signature"}).encode()
    with Caller(home) as caller:
        assert caller.post(bare, place, headers={"origin": "", "teamtailor-signature": right}).status == 200
        assert caller.post(raw, place, headers={"origin": "", "teamtailor-signature": right}).status == 200
        assert caller.post(raw, place, headers={"origin": "", "teamtailor-signature": "x"}).reason == "bad_signature"
        wrong = json.dumps({**json.loads(raw), "signature": 5}).encode()
        assert caller.post(wrong, place, headers={"origin": "", "teamtailor-signature": right}).reason == "bad_signature"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared fixtures are not here")
def test_every_recorded_body_is_heard_and_names_nobody(home: Workspace) -> None:
    """Recorded bodies of WhatsApp, and Greenhouse's own examples: each answered, nothing of a person on the disk."""
    bodies = [("whatsapp", body) for path in sorted((SHARED / "whatsapp").glob("*.json"))
              for body in json.loads(path.read_text()).values()]
    bodies += [("greenhouse", json.loads(p.read_text()))
               for p in sorted((SHARED / "greenhouse" / "docs" / "webhooks").glob("*.json"))]
    assert len(bodies) > 30
    with Caller(home, rate=0) as caller:
        for service, body in bodies:
            assert send(caller, service, body).status == 200
        secrets = ["Test Name", "972987654321", "Body Text", "wamid.", "Hurley", "Giuseppe", "@example.com",
                   "13491208655302741918"]
        spool = b"".join(p.read_bytes() for p in (home.path / "spool").rglob("*") if p.is_file())
        assert [word for word in secrets if word.encode() in spool] == []
        caller.facts()
        facts = b"".join(p.read_bytes() for p in (home.path / "facts").rglob("*") if p.is_file())
        assert [word for word in secrets if word.encode() in facts] == []
    chats = rows(home, "interactions")
    assert chats
    assert {c["channel"] for c in chats} == {"whatsapp_chat"}
    assert {c["kind"] for c in chats} == {"chat", "reply"}
    assert {c["person"] for c in chats} == {home.context.pseudonym("person", "+972987654321")}
    assert rows(home, "applications")


def test_meta_asks_for_the_address_and_tells_leads(home: Workspace) -> None:
    place = f"/tl/hook/{KEY}/meta"
    lead = {"object": "page", "entry": [{"id": "1", "changes": [{"field": "leadgen", "value": {
        "leadgen_id": "444", "page_id": "1", "form_id": "2", "ad_id": "3", "created_time": 1_774_000_000}}]}]}
    with Caller(home) as caller:
        asked = "?hub.mode=subscribe&hub.challenge=12345&hub.verify_token="
        assert caller.ask("GET", place + asked + "woord").body == b"12345"
        assert caller.ask("GET", place + asked + "fout").reason == "bad_signature"
        assert caller.ask("GET", place + "?hub.challenge=%3Cscript%3E&hub.verify_token=woord").reason == "bad_signature"
        for _ in range(2):
            assert send(caller, "meta", lead).status == 200
        caller.facts()
    assert [(r["kind"], r["channel"], r["person"]) for r in rows(home, "leads")] == [("lead_ad", "paid_social", None)]


def test_a_server_with_a_key_tells_what_only_it_knows(home: Workspace) -> None:
    made, kept = server_key()
    text = (home.path / "client.toml").read_text()
    (home.path / "client.toml").write_text(text[:text.index("server_keys")] + f'server_keys = ["{kept}"]\n')
    at, visitor = datetime.now(UTC).isoformat(), new_id()
    events = [
        {"type": "hit", "id": "a", "at": at, "kind": "application_complete", "url": f"{ORIGIN}/vacatures/kok",
         "application": "4711", "email": "Noor@voorbeeld.example", "visitor": visitor},
        {"type": "lead", "id": "b", "at": at, "kind": "event", "email": "noor@voorbeeld.example", "source": "indeed"},
        {"type": "interaction", "id": "c", "at": at, "kind": "chat", "phone": "+31 6 1234 5678",
         "channel": "whatsapp_chat"}]

    def tell(key: str | None, *told: Mapping[str, Any]) -> Any:
        headers = {"origin": "", **({"authorization": f"Bearer {key}"} if key else {})}
        return caller.post(json.dumps({"events": told}).encode(), f"/tl/events/{KEY}", headers=headers)

    with Caller(Workspace(home.path)) as caller:
        assert tell(None, *events).reason == tell("tls_wrong", *events).reason == "no_key"
        assert tell(made, *events, {"type": "hit"}).reason == "malformed"
        assert tell(made, {**events[1], "at": "2026-01-01T10:00:00"}).reason == "malformed"  # no time zone
        assert tell(made, {**events[0], "url": "https://elders.example/"}).reason == "other_site"
        assert tell(made, {**events[1], "at": "0001-01-01T00:00:00+14:00"}).reason == "malformed"
        assert tell(made, *events).status == tell(made, *events).status == 204
        hit, = caller.facts()
    lead, chat = rows(home, "leads")[0], rows(home, "interactions")[0]
    pseudonym = home.context.pseudonym
    assert hit["application"] == pseudonym("application", "4711")
    assert hit["visitor"] == pseudonym("visitor", visitor)
    assert hit["person"] == lead["person"] == pseudonym("person", "noor@voorbeeld.example")
    assert chat["person"] == pseudonym("person", "+31612345678")
    assert lead["channel"].startswith("jobboard")
    assert (len(rows(home, "leads")), len(rows(home, "interactions"))) == (1, 1)
