"""Teamtailor: totals of a real recording, what is taken of people and what is not, and answers that are damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from golden import context, pseudonym, read

from talentloop.sources.answers import records
from talentloop.sources.source import Sample
from talentloop.sources.teamtailor import SOURCE
from talentloop.sources.teamtailor.people import People
from talentloop.sources.teamtailor.resources import gather

RECORDING = Path(__file__).parents[3] / "shared/fixtures/teamtailor/teamtailor.client.json"
CLIENT = context()


def test_totals_of_the_recording() -> None:
    """307 candidates name 719 applications; their own records were not recorded, so none may be counted."""
    if not RECORDING.exists():
        pytest.skip("needs shared/fixtures/teamtailor/teamtailor.client.json")
    raw = json.loads(RECORDING.read_text())
    named = {a["id"] for c in raw for a in c["relationships"]["job-applications"]["data"]}
    assert (len(raw), len(named)) == (307, 719)
    reading, rows = read(SOURCE, RECORDING, CLIENT)
    assert [(c.name, c.ours) for c in reading.checks] == [("candidates", len(raw))]
    assert [(p.code, p.found) for p in reading.problems] == [("applications_without_body", f"{len(named)} applications")]
    assert not rows and not reading.blocked
    assert SOURCE.looks_like(Sample(RECORDING), CLIENT).score > 0.9


def test_applications_of_the_recording_once_their_records_are_there(tmp_path: Path) -> None:
    """The same candidates with records for their applications, as include=job-applications gives them."""
    if not RECORDING.exists():
        pytest.skip("needs shared/fixtures/teamtailor/teamtailor.client.json")
    raw = json.loads(RECORDING.read_text())
    included = [resource("job-applications", a["id"], {"created-at": c["attributes"]["created-at"]}, candidate=c["id"])
                for c in raw for a in c["relationships"]["job-applications"]["data"]]
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"data": raw, "included": included, "meta": {"record-count": len(raw)}}))
    reading, rows = read(SOURCE, path, CLIENT)
    assert len(rows["applications"]) == 719 and all(c.agrees for c in reading.checks)
    assert len({r["candidate"] for r in rows["applications"]}) == 307
    assert sum(r["origin"] == "sourced" for r in rows["applications"]) == sum(
        len(c["relationships"]["job-applications"]["data"]) for c in raw if c["attributes"]["sourced"])
    assert "Kandidaat" not in json.dumps(rows) and "@" not in json.dumps(rows)


def resource(kind: str, number: str, attributes: dict[str, Any], **related: Any) -> dict[str, Any]:
    relations = {k.replace("_", "-"): {"data": {"id": v} if isinstance(v, str) else v} for k, v in related.items()}
    return {"id": number, "type": kind, "attributes": attributes, "relationships": relations}


def application(number: str = "1", **attributes: Any) -> dict[str, Any]:
    return resource("job-applications", number, {"created-at": "2026-09-01T23:30:00.000+02:00", **attributes},
                    candidate="9", stage="7")


def taken(tmp_path: Path, *documents: Any, **client: Any) -> dict[str, list[dict[str, Any]]]:
    path = tmp_path / "t.json"
    path.write_text("\n".join(json.dumps(d) for d in documents))
    return read(SOURCE, path, context(**client))[1]


def test_days_are_local_and_the_stage_has_its_own(tmp_path: Path) -> None:
    stage = resource("stages", "7", {"name": "Fase 2", "stage-type": "interview"})
    moved = application(**{"changed-stage-at": "2026-09-10T00:10:00.000+02:00"})
    row = taken(tmp_path, {"data": [moved], "included": [stage]})["applications"][0]
    assert (row["day"], row["received_at"], row["interview_day"]) == ("2026-09-01", "2026-09-01T21:30:00", "2026-09-10")
    mapped = taken(tmp_path, {"data": [moved], "included": [stage]}, stages={"fase 2": "offer"})["applications"][0]
    assert mapped["offer_day"] == "2026-09-10" and "interview_day" not in mapped


@pytest.mark.parametrize(("attributes", "candidate", "channel", "origin", "tracked"), [
    ({"referring-url": "https://x.example/?utm_source=facebook&utm_medium=cpc"}, {}, "paid_social", "external", True),
    ({"referring-url": "https://www.google.nl/"}, {}, "organic_search", "external", False),
    ({"referring-url": "https://bedrijf.teamtailor.com/jobs"}, {"referring-site": "LinkedIn"}, "organic_social",
     "external", False),
    ({}, {"referred": True}, "employee_referral", "external", False),
    ({"sourced": True}, {}, "recruiter_sourcing", "sourced", False),
    ({}, {"internal": True}, "unknown", "internal", False),
    ({}, {}, "unknown", "external", False),
])
def test_where_they_came_from(tmp_path: Path, attributes: dict[str, Any], candidate: dict[str, Any], channel: str,
                              origin: str, tracked: bool) -> None:
    someone = resource("candidates", "9", {"email": "Jan@Voorbeeld.Example ", **candidate})
    row = taken(tmp_path, {"data": [application(**attributes)], "included": [someone]})["applications"][0]
    assert (row["channel"], row["origin"], row["tracked"]) == (channel, origin, tracked)
    assert row["person"] == pseudonym("person", "jan@voorbeeld.example")


@pytest.mark.parametrize(("connected", "applications", "leads"), [
    (True, [], 1), (False, [], 0), (True, [{"type": "job-applications", "id": "1"}], 0), (True, None, 0),
])
def test_the_talent_community_is_who_connected_and_did_not_apply(tmp_path: Path, connected: bool, applications: Any,
                                                                 leads: int) -> None:
    """Where the answer does not say whether somebody applied, nobody is made a lead."""
    someone = resource("candidates", "9", {"connected": connected, "created-at": "2026-09-01T10:00:00+02:00"},
                       job_applications=applications)
    if applications is None:
        del someone["relationships"]["job-applications"]["data"]
    assert len(taken(tmp_path, someone).get("leads", [])) == leads


def test_a_page_that_is_missing_shows_in_the_check(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"data": [application("1"), application("2")], "meta": {"record-count": 3}}]))
    check = read(SOURCE, path, CLIENT)[0].checks[0]
    assert (check.ours, check.theirs, check.agrees) == (2, 3, False)


def test_an_application_on_two_pages_counts_once(tmp_path: Path) -> None:
    rows = taken(tmp_path, {"data": [application("1")]}, {"data": [application("1"), application("2")]})
    assert len(rows["applications"]) == 2


@pytest.mark.parametrize(("content", "code"), [
    (b'<?xml version="1.0"?>', "json_broken"), (b"", "empty_file"), (b'{"data": [', "json_broken"),
    (b"[]", "nothing_for_us"), (b'{"data": null}', "nothing_for_us"), (b'{"data": {"id": 1}}', "nothing_for_us"),
    (b'{"errors": [{"status": "401"}]}', "nothing_for_us"),
    (b'{"data": [{"id": "1", "type": "users", "attributes": {}}]}', "nothing_for_us"),
])
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "kapot.json"
    path.write_bytes(content)
    reading, rows = read(SOURCE, path, CLIENT)
    assert reading.blocked and not rows and [p.code for p in reading.problems] == [code]
    SOURCE.looks_like(Sample(path), CLIENT)


@pytest.mark.parametrize("field", ["created-at", "changed-stage-at", "rejected-at", "referring-url", "sourced"])
@pytest.mark.parametrize("value", ["tekst", 7, [], {"a": 1}, None, True, 1e18])
def test_fields_of_another_type_never_raise(tmp_path: Path, field: str, value: object) -> None:
    rows = taken(tmp_path, {"data": [application(**{field: value}), application("2")]})
    assert len(rows["applications"]) == (1 if field == "created-at" else 2)


@pytest.mark.parametrize("relations", [None, 5, [], {"candidate": 3}, {"candidate": {"data": "x"}},
                                       {"candidate": {"data": [1]}}, {"job": {"data": {"id": None}}}])
def test_relations_of_another_shape_never_raise(tmp_path: Path, relations: object) -> None:
    odd = {**application(), "relationships": relations}
    assert len(taken(tmp_path, {"data": [odd]})["applications"]) == 1


def test_relations_are_followed_by_type_and_number(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"data": [application()], "included": [resource("jobs", "9", {"title": "Kok"})]}))
    assert People(CLIENT, gather(records(path))).applications()[0][0].email is None
