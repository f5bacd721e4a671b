"""What an ATS tells by webhook: applications followed from body to body, beside exports, and people deleted there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from caller import Caller, rows
from conftest import KEY
from hooks import greenhouse, moved, send

from talentloop.command.collecting import stands
from talentloop.custody.search import search
from talentloop.workspace import Workspace


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


def at_ahead(service: str) -> dict[str, Any]:
    """That somebody applied, told by an ATS whose clock stands five years ahead."""
    body, later = applied(service, 5), "2031-03-01T10:00:00Z"
    if service == "greenhouse":
        body["payload"]["application"]["last_activity_at"] = later
    elif service == "lever":
        body["triggeredAt"] = 1_930_000_000_000
    elif service == "recruitee":
        body["created_at"] = later
    else:
        body["payload"]["data"]["attributes"]["updated-at"] = later
    return body


@pytest.mark.parametrize("service", ["greenhouse", "lever", "recruitee", "teamtailor"])
def test_a_sender_with_a_wrong_clock_knows_no_more_than_now(home: Workspace, service: str) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    with Caller(home) as caller:
        assert send(caller, service, at_ahead(service)).status == 200
        row, = caller.facts("applications")
    assert before <= row["known_at"] <= datetime.now(UTC).replace(tzinfo=None)
    assert row["day"] <= datetime.now(home.context.zone).date()


def test_an_export_counts_after_a_webhook_of_a_wrong_clock(home: Workspace) -> None:
    with Caller(home) as caller:
        send(caller, "greenhouse", greenhouse("", last_activity_at="2031-03-01T10:00:00Z"))
        caller.facts()
    home.take([export_of(home, "today", datetime.now(UTC).isoformat(), **HIRED)])
    assert hires(home)[0] == 1
