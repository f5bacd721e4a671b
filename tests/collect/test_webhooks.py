"""Webhooks and servers: only who signs as agreed is heard, and what is kept names nobody."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from caller import Caller, rows
from conftest import KEY, ORIGIN, new_id

from talentloop.command.collecting import server_key, stands
from talentloop.custody.search import search
from talentloop.workspace import Workspace

SHARED = Path(__file__).parents[3] / "shared" / "fixtures"
SECRET = "s3cret"
SERVICES = ("greenhouse", "lever", "recruitee", "teamtailor", "whatsapp", "meta")


@pytest.fixture
def home(workspace: Workspace) -> Workspace:
    (workspace.path / "keys").mkdir(exist_ok=True)
    (workspace.path / "keys" / "webhooks.toml").write_text("".join(
        f'[{service}]\nsecret = "{SECRET}"\nverify_token = "woord"\n' for service in SERVICES))
    return workspace


def digest(message: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def signed(service: str, body: dict[str, Any], secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A body and its headers as the service sends them."""
    if service == "lever":
        told = {**body, "token": "abc", "triggeredAt": body.get("triggeredAt", 1_774_000_000_000)}
        return json.dumps({**told, "signature": digest(f"abc{told['triggeredAt']}".encode(), secret)}).encode(), {}
    if service == "teamtailor":
        number = str(body["payload"]["data"]["id"])
        signature = base64.b64encode(digest(number.encode(), secret).encode()).decode()
        return json.dumps({**body, "signature": signature}).encode(), {}
    raw = json.dumps(body).encode()
    name, front = {"greenhouse": ("signature", "sha256 "), "recruitee": ("x-recruitee-signature", ""),
                   "whatsapp": ("x-hub-signature-256", "sha256="), "meta": ("x-hub-signature-256", "sha256=")}[service]
    return raw, {name: front + digest(raw, secret)}


def send(caller: Caller, service: str, body: dict[str, Any], secret: str = SECRET) -> Any:
    raw, headers = signed(service, body, secret)
    return caller.post(raw, f"/tl/hook/{KEY}/{service}", headers={"origin": "", **headers})


def greenhouse(action: str, **application: Any) -> dict[str, Any]:
    return {"action": action, "payload": {"application": {
        "id": 77, "candidate_id": 5, "prospect": False, "status": "active", "applied_at": "2026-03-01T10:00:00Z",
        "last_activity_at": "2026-03-01T10:00:00Z", "rejected_at": None, "current_stage": {"name": "Application Review"},
        "source": {"public_name": "LinkedIn"}, "jobs": [{"id": 9, "name": "Kok"}],
        "candidate": {"id": 5, "first_name": "Noor", "last_name": "Jansen",
                      "email_addresses": [{"value": "noor@voorbeeld.example", "type": "personal"}]}, **application}}}


def test_an_application_is_followed_from_body_to_body(home: Workspace) -> None:
    with Caller(home) as caller:
        for action, more in (
                ("new_candidate_application", {}),
                ("candidate_stage_change", {"current_stage": {"name": "Phone interview"},
                                            "last_activity_at": "2026-03-03T10:00:00Z"}),
                ("candidate_stage_change", {"current_stage": {"name": "Offer"},
                                            "last_activity_at": "2026-03-20T10:00:00Z"}),
                ("hire_candidate", {"status": "hired", "last_activity_at": "2026-03-25T10:00:00Z",
                                    "offer": {"resolved_at": "2026-03-24T10:00:00Z", "starts_at": "2026-05-01"}})):
            assert send(caller, "greenhouse", greenhouse(action, **more)).status == 200
            caller.facts()
        row, = rows(home, "applications")
        names = ("day", "invited_day", "interview_day", "offer_day", "hired_day", "start_day", "vacancy", "source")
        told = {n: row[n] for n in names}
        assert told == {"day": date(2026, 3, 1), "invited_day": None, "interview_day": date(2026, 3, 3),
                        "offer_day": date(2026, 3, 20), "hired_day": date(2026, 3, 24), "start_day": date(2026, 5, 1),
                        "vacancy": "Kok (9)", "source": "greenhouse"}
        assert row["person"] == home.context.pseudonym("person", "noor@voorbeeld.example")
        send(caller, "greenhouse", greenhouse("unhire_candidate", last_activity_at="2026-03-26T10:00:00Z"))
        caller.facts()
        row, = rows(home, "applications")
    assert (row["hired_day"], row["start_day"], row["offer_day"]) == (None, None, date(2026, 3, 20))


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


def test_recruitee_moves_and_tests(home: Workspace) -> None:
    candidate = {"id": 3, "emails": ["noor@voorbeeld.example"], "created_at": "2026-03-01T09:00:00Z", "source": "indeed"}
    payload = {"candidate": candidate, "offer": {"id": 8, "title": "Kok"}}
    moved = {"event_type": "candidate_moved", "event_subtype": "stage_changed", "created_at": "2026-03-04T09:00:00Z",
             "payload": {**payload, "details": {"to_stage": {"name": "Interview", "category": "interview"}}}}
    with Caller(home) as caller:
        assert caller.post(b'{"test":true}', f"/tl/hook/{KEY}/recruitee", headers={"origin": ""}).status == 200
        send(caller, "recruitee", {"event_type": "candidate_created", "created_at": "2026-03-01T09:00:00Z",
                                   "payload": payload})
        send(caller, "recruitee", moved)
        send(caller, "recruitee", {**moved, "event_subtype": "disqualified", "created_at": "2026-03-09T09:00:00Z"})
        caller.facts()
        row, = rows(home, "applications")
        assert (row["day"], row["interview_day"], row["rejected_day"], row["vacancy"]) == (
            date(2026, 3, 1), date(2026, 3, 4), date(2026, 3, 9), "Kok (8)")
        assert row["channel"].startswith("jobboard")
        send(caller, "recruitee", {**moved, "event_subtype": "requalified", "created_at": "2026-03-10T09:00:00Z"})
        caller.facts()
        assert rows(home, "applications")[0]["rejected_day"] is None


def test_lever_tells_numbers_and_days(home: Workspace) -> None:
    with (home.path / "client.toml").open("a") as settings:
        settings.write('\n[stages]\n"stage-7" = "interview"\n')
    start, day = 1_774_000_000_000, 86_400_000
    with Caller(Workspace(home.path)) as caller:
        for nth, (event, data) in enumerate((
                ("candidateStageChange", {"toStageId": "unknown"}), ("applicationCreated", {"postingId": "kok"}),
                ("candidateStageChange", {"toStageId": "stage-7"}), ("candidateHired", {}))):
            body = {"event": event, "triggeredAt": start + nth * day, "data": {"opportunityId": "op-1", **data}}
            assert send(caller, "lever", body).status == 200
        caller.facts()
    row, = rows(home, "applications")
    assert (row["vacancy"], row["interview_day"] - row["day"], row["hired_day"] - row["day"]) == (
        "kok", date(2026, 1, 2) - date(2026, 1, 1), date(2026, 1, 3) - date(2026, 1, 1))


def test_teamtailor_applications_and_vacancies(home: Workspace) -> None:
    application = {"id": "12", "type": "job-applications", "attributes": {
        "created-at": "2026-03-01T09:00:00+01:00", "referring-site": "linkedin"}, "relationships": {
        "job": {"data": {"id": "4", "type": "jobs"}}, "candidate": {"data": {"id": "6", "type": "candidates"}}}}
    job = {"id": "4", "type": "jobs", "attributes": {"title": "Kok", "created-at": "2026-02-01T09:00:00+01:00"}}
    with Caller(home) as caller:
        for name, data in (("job.create", job), ("job_application.create", application)):
            assert send(caller, "teamtailor", {"payload": {"event_name": name, "data": data}}).status == 200
        caller.facts()
    assert [(r["day"], r["network"]) for r in rows(home, "applications")] == [(date(2026, 3, 1), "linkedin")]
    assert [r["vacancy"] for r in rows(home, "vacancies")] == ["Kok (4)"]


def moved(service: str, to: str, day: int) -> dict[str, Any]:
    """A body in which an ATS tells that somebody was hired on this day of March, no longer is, or was again."""
    at = f"2026-03-{day:02d}T10:00:00Z"
    if service == "greenhouse":
        offer = {"resolved_at": at, "starts_at": "2026-05-01"}
        return greenhouse("hire_candidate", status="hired", last_activity_at=at, offer=offer) if to == "hired" else \
            greenhouse("unhire_candidate", last_activity_at=at)
    if service == "lever":
        event = {"hired": "candidateHired", "put away": "candidateArchiveChange", "back": "candidateArchiveChange"}[to]
        told = {"toArchived": {"reason": "r"} if to == "put away" else None} if event != "candidateHired" else {}
        moment = int(datetime.fromisoformat(at).timestamp() * 1000)
        return {"event": event, "triggeredAt": moment, "data": {"opportunityId": "op-1", **told}}
    if service == "recruitee":
        stage = {"name": "Hired", "category": "hire"} if to == "hired" else {"name": "Gesprek", "category": "interview"}
        return {"event_type": "candidate_moved", "event_subtype": "stage_changed", "created_at": at, "payload": {
            "candidate": {"id": 3, "created_at": "2026-03-01T09:00:00Z"}, "offer": {"id": 8},
            "details": {"to_stage": stage}}}
    stage = {"id": "2", "type": "stages", "attributes": {"name": "Aangenomen" if to == "hired" else "Gesprek"}}
    return {"payload": {"event_name": "job_application.update", "included": [stage], "data": {
        "id": "12", "type": "job-applications", "attributes": {
            "created-at": "2026-03-01T09:00:00Z", "changed-stage-at": at, "rejected-at": None},
        "relationships": {"stage": {"data": {"id": "2", "type": "stages"}}}}}}


@pytest.mark.parametrize("service", ["greenhouse", "lever", "recruitee", "teamtailor"])
@pytest.mark.parametrize("together", [False, True])
def test_who_was_hired_no_more_and_hired_again_counts_from_the_second_time(home: Workspace, service: str,
                                                                           together: bool) -> None:
    """In one drain or in several; a hire that was taken back leaves no employment behind."""
    with Caller(home) as caller:
        if service == "lever":
            send(caller, service, {"event": "applicationCreated", "triggeredAt": 1_772_355_600_000,
                                   "data": {"opportunityId": "op-1", "postingId": "kok"}})
        told = [("hired", 10), ("put away", 10), ("back", 14), ("hired", 20)]
        seen = []
        for to, day in (one for one in told if one[0] != "put away" or service == "lever"):
            assert send(caller, service, moved(service, to, day)).status == 200
            if not together:
                row, = caller.facts("applications")
                seen.append((row["hired_day"], row["rejected_day"], len(rows(home, "jobs"))))
        row, = caller.facts("applications")
        send(caller, service, moved(service, "back", 22))
        back, = caller.facts("applications")
    assert (row["hired_day"], row["rejected_day"], back["hired_day"]) == (date(2026, 3, 20), None, None)
    jobs = int(service == "greenhouse")
    first = [(date(2026, 3, 10), None, jobs)] * (2 if service == "lever" else 1)
    assert together or seen == [*first, (None, None, 0), (date(2026, 3, 20), None, jobs)]
    assert not rows(home, "jobs")


def test_an_export_of_days_that_webhooks_told_counts_nobody_twice(home: Workspace) -> None:
    """Harvest's answer has the same application, further on, and one that no webhook told of: taken twice, told anew."""
    of_webhook = greenhouse("new_candidate_application")["payload"]["application"]
    hired = {**{k: v for k, v in of_webhook.items() if k != "candidate"}, "status": "hired",
             "last_activity_at": "2026-03-25T10:00:00Z", "current_stage": None}
    other = {**hired, "id": 78, "status": "active", "current_stage": {"name": "Offer"}, "jobs": [{"id": 10}]}
    candidate = {**of_webhook["candidate"], "application_ids": [77, 78], "applications": [hired, other]}
    export = home.path.parent / "candidates.json"
    export.write_text(json.dumps([candidate]))
    with Caller(home) as caller:
        send(caller, "greenhouse", greenhouse("new_candidate_application"))
        before, = caller.facts("applications")
        for _ in range(2):
            home.take([export])
        counted = {row["application"]: row for row in caller.facts("applications")}
        send(caller, "greenhouse", greenhouse("hire_candidate", status="hired", last_activity_at="2026-03-25T10:00:00Z",
                                              offer={"resolved_at": "2026-03-24T10:00:00Z", "starts_at": "2026-05-01"}))
        after = {row["application"]: row for row in caller.facts("applications")}
    assert len(counted) == len(after) == 2 and before["application"] in counted
    assert counted[before["application"]]["person"] == before["person"] is not None
    assert sorted(str(row["hired_day"]) for row in after.values()) == ["2026-03-24", "None"]
    assert len(rows(home, "jobs")) == 1 and len(rows(home, "counted_applications")) == 2


def export_of(home: Workspace, name: str, latest: str, **more: Any) -> Path:
    """Harvest's answer with the webhooks' application as it was then, and one of somebody else that moved at `latest`."""
    told = greenhouse("", **more)["payload"]["application"]
    own = {k: v for k, v in told.items() if k != "candidate"}
    other = {**own, "id": 78, "status": "active", "jobs": [{"id": 10}], "current_stage": {"name": "Offer"},
             "last_activity_at": latest, "offer": None}
    path = home.path.parent / f"{name}.json"
    path.write_text(json.dumps([{**told["candidate"], "application_ids": [77, 78], "applications": [own, other]}]))
    return path


HIRED = {"status": "hired", "last_activity_at": "2026-03-25T10:00:00Z", "current_stage": None,
         "offer": {"resolved_at": "2026-03-25T09:00:00Z", "starts_at": "2026-05-01"}}


def hires(home: Workspace) -> tuple[int, int]:
    """Applications that led to a hire, and employments."""
    return sum(row["hired_day"] is not None for row in rows(home, "applications")), len(rows(home, "jobs"))


def test_an_export_older_than_a_webhook_does_not_overrule_it(home: Workspace) -> None:
    """Neither a hire, nor that it was undone; what a later export says counts."""
    with Caller(home) as caller:
        send(caller, "greenhouse", greenhouse("hire_candidate", **HIRED))
        caller.facts()
        for latest in ("2026-03-24T10:00:00Z", "2026-03-25T08:00:00Z"):
            home.take([export_of(home, latest[:10], latest)])
            assert hires(home) == (1, 1), latest
        send(caller, "greenhouse", greenhouse("unhire_candidate", last_activity_at="2026-03-28T10:00:00Z"))
        caller.facts()
    assert hires(home) == (0, 0)
    home.take([export_of(home, "hired", "2026-03-27T10:00:00Z", **HIRED)])
    assert hires(home) == (0, 0) and len(rows(home, "applications")) == 2
    home.take([export_of(home, "again", "2026-04-02T10:00:00Z", **HIRED)])
    assert hires(home)[0] == 1


def test_a_hire_undone_in_a_later_export_leaves_no_employment(home: Workspace) -> None:
    with Caller(home) as caller:
        send(caller, "greenhouse", greenhouse("hire_candidate", **HIRED))
        caller.facts()
    home.take([export_of(home, "undone", "2026-04-02T10:00:00Z")])
    assert hires(home) == (0, 0)


def test_teamtailor_is_no_longer_turned_down_where_that_is_told(home: Workspace) -> None:
    turned_down, again = moved("teamtailor", "back", 12), moved("teamtailor", "back", 15)
    turned_down["payload"]["data"]["attributes"]["rejected-at"] = "2026-03-12T10:00:00Z"
    with Caller(home) as caller:
        send(caller, "teamtailor", turned_down)
        assert caller.facts("applications")[0]["rejected_day"] == date(2026, 3, 12)
        send(caller, "teamtailor", again)
        assert caller.facts("applications")[0]["rejected_day"] is None


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


def applied(service: str, who: int) -> dict[str, Any]:
    """A body with which an ATS tells that somebody applied."""
    if service == "greenhouse":
        return greenhouse("new_candidate_application", id=70 + who, candidate_id=who, candidate={
            "id": who, "email_addresses": [{"value": f"nummer{who}@voorbeeld.example", "type": "personal"}]})
    if service == "lever":
        return {"event": "applicationCreated", "data": {"opportunityId": f"op-{who}", "postingId": "kok"}}
    if service == "recruitee":
        candidate = {"id": who, "emails": [f"nummer{who}@voorbeeld.example"], "created_at": "2026-03-01T09:00:00Z"}
        return {"event_type": "candidate_created", "created_at": "2026-03-01T09:00:00Z",
                "payload": {"candidate": candidate, "offer": {"id": 8, "title": "Kok"}}}
    return {"payload": {"event_name": "job_application.create", "data": {
        "id": str(70 + who), "type": "job-applications", "attributes": {"created-at": "2026-03-01T09:00:00+01:00"},
        "relationships": {"candidate": {"data": {"id": str(who), "type": "candidates"}}}}}}


def deleted(service: str, who: int) -> dict[str, Any]:
    """The body with which it tells that this candidate was deleted."""
    return {"greenhouse": {"action": "delete_candidate", "payload": {"person": {
                "id": who, "deleted_application_ids": [70 + who]}}},
            "lever": {"event": "candidateDeleted", "data": {"opportunityId": f"op-{who}"}},
            "recruitee": {"event_type": "candidate_deleted", "created_at": "2026-03-02T09:00:00Z",
                          "payload": {"candidate": {"id": who}}},
            "teamtailor": {"payload": {"event_name": "candidate.destroy", "data": {"id": str(who)}}}}[service]


def anonymised(service: str, who: int) -> dict[str, Any]:
    """The body with which Greenhouse tells that this candidate may not be known any more."""
    return {"action": "candidate_anonymized", "payload": {"candidate_id": who, "anonymized_fields": [
        "full_name", "email_addresses"]}}


@pytest.mark.parametrize(("service", "tells"), [
    ("greenhouse", deleted), ("greenhouse", anonymised), ("lever", deleted), ("recruitee", deleted),
    ("teamtailor", deleted)])
def test_who_is_deleted_in_the_ats_is_erased_here_and_does_not_come_back(
        home: Workspace, service: str, tells: Callable[[str, int], dict[str, Any]]) -> None:
    with Caller(home) as caller:
        for who in (5, 6):
            assert send(caller, service, applied(service, who)).status == 200
        caller.facts()
        before = {r["candidate"]: r for r in rows(home, "applications")}
        assert len(before) == 2
        assert send(caller, service, tells(service, 5)).status == 200
        caller.facts()
        kept, = rows(home, "applications")
        gone, = (row for candidate, row in before.items() if candidate != kept["candidate"])
        ids = {gone[name] for name in ("application", "candidate", "person") if gone[name] is not None}
        assert search(home, ids, []).clean
        send(caller, service, applied(service, 5))
        caller.facts()
        assert [r["application"] for r in rows(home, "applications")] == [kept["application"]]
    assert stands(home).answers["erased_there"] == 1
    assert [e.behalf for e in home.audit.entries() if e.what == "erase"] == [service]


def test_an_application_that_is_deleted_goes_alone(home: Workspace) -> None:
    with Caller(home) as caller:
        for number in (71, 72):
            send(caller, "greenhouse", greenhouse("new_candidate_application", id=number))
        caller.facts()
        assert len(rows(home, "applications")) == 2
        gone = {"action": "delete_application", "payload": {"application": {"id": 71}}}
        assert send(caller, "greenhouse", gone).status == 200
        caller.facts()
        row, = rows(home, "applications")
    assert row["application"] == home.context.pseudonym("application", "72") and row["person"] is not None


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
