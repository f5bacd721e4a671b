"""Greenhouse: every body of its documentation is read or refused with a reason, states follow time, nobody is named."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from golden import context, pseudonym, read

from talentloop.sources.greenhouse import SOURCE
from talentloop.sources.source import Sample
from talentloop.sources.stage_words import stage_of

DOCS = Path(__file__).parents[3] / "shared/fixtures/greenhouse/docs"
CLIENT = context()
# What each kind of body must become; everything else must be refused as nothing that is counted.
APPLICATIONS = {
    "harvest/applications__00_the_application_object.json": 1, "harvest/applications__01_get_list_applications.json": 1,
    "harvest/applications__02_get_retrieve_application.json": 1, "harvest/applications__21_post_hire_application.json": 1,
    "harvest/applications__27_post_unreject_application.json": 1, "harvest/candidates__00_the_candidate_object.json": 2,
    "harvest/candidates__01_get_list_candidates.json": 1, "harvest/candidates__02_get_retrieve_candidate.json": 2,
    "harvest/candidates__19_put_anonymize_candidate.json": 1, "harvest/candidates__21_put_merge_candidates.json": 1,
    "webhooks/application_events__00_application_created.json": 1,
    "webhooks/application_events__02_application_updated.json": 1,
    "webhooks/candidate_events__03_candidate_stage_change.json": 1,
}
VACANCIES = {
    "harvest/jobs__00_the_job_object.json", "harvest/jobs__01_get_list_jobs.json",
    "harvest/jobs__02_get_retrieve_job.json",
    "harvest/jobs__05_custom_field_parameters.json", "webhooks/job_events__00_job_created.json",
    "webhooks/job_events__02_job_updated.json", "webhooks/job_events__03_job_approved.json",
}
WITHOUT_RECEIPT = {"webhooks/candidate_events__01_candidate_hired.json",
                   "candidate-ingestion/candidates__01_retrieve_candidates.json"}
SILENT = {"webhooks/job_events__04_job_post_created.json", "webhooks/job_events__05_job_post_updated.json"}


def documents() -> list[Path]:
    return sorted(DOCS.rglob("*.json"))


def test_every_body_of_the_documentation_is_read_or_refused() -> None:
    if not DOCS.exists():
        pytest.skip("needs shared/fixtures/greenhouse/docs")
    assert len(documents()) == 55
    for path in documents():
        name = path.relative_to(DOCS).as_posix()
        reading, rows = read(SOURCE, path, CLIENT)
        codes = {p.code for p in reading.problems}
        assert all(c.agrees for c in reading.checks), name
        assert len(rows.get("applications", [])) == APPLICATIONS.get(name, 0), name
        assert bool(rows.get("vacancies")) == (name in VACANCIES), name
        if name in APPLICATIONS or name in VACANCIES or name in SILENT:
            assert not reading.blocked, name
        elif name in WITHOUT_RECEIPT:
            assert codes == {"application_without_received"}, name
        else:
            assert codes == {"nothing_for_us"} and reading.blocked, name


def test_bodies_that_are_read_are_recognised_and_no_others() -> None:
    if not DOCS.exists():
        pytest.skip("needs shared/fixtures/greenhouse/docs")
    for path in documents():
        name, score = path.relative_to(DOCS).as_posix(), SOURCE.looks_like(Sample(path), CLIENT).score
        wanted = name in APPLICATIONS or name in VACANCIES or name.startswith("webhooks/")
        assert (score >= 0.6) == wanted, (name, score)


def test_no_text_of_a_person_is_kept() -> None:
    """Words of the rows come from vacancies, departments, offices and sources; ids and addresses only as pseudonyms."""
    if not DOCS.exists():
        pytest.skip("needs shared/fixtures/greenhouse/docs")
    allowed = {"day", "received_at", "vacancy", "job_family", "location", "source_name", "channel", "network", "campaign",
               "origin", "provenance"}
    for path in documents():
        people = _people(json.loads(path.read_text()))
        for row in read(SOURCE, path, CLIENT)[1].get("applications", []):
            texts = {k: v for k, v in row.items() if isinstance(v, str) and not k.endswith("_day")}
            assert set(texts) <= allowed
            kept = " ".join(texts.values()).split()
            assert not people & set(kept), (path.name, people & set(kept))


def _people(record: Any) -> set[str]:
    """Names, addresses and contact details anywhere in a body."""
    if isinstance(record, list):
        return set().union(*map(_people, record)) if record else set()
    if not isinstance(record, dict):
        return set()
    own = {str(record[k]) for k in ("first_name", "last_name", "email") if record.get(k)}
    own |= {str(a["value"]) for k in ("email_addresses", "phone_numbers", "addresses") for a in record.get(k) or []}
    return own.union(*map(_people, record.values()))


def application(number: int = 1, at: str = "2026-09-05T10:00:00Z", **more: Any) -> dict[str, Any]:
    return {"id": number, "candidate_id": 9, "prospect": False, "applied_at": "2026-09-01T10:00:00Z",
            "rejected_at": None, "last_activity_at": at, "status": "active", "source": {"public_name": "Indeed"},
            "current_stage": None, "jobs": [], **more}


def taken(tmp_path: Path, *bodies: Any, name: str = "g.json", **client: Any) -> list[dict[str, Any]]:
    path = tmp_path / name
    path.write_text("\n".join(json.dumps(b) for b in bodies))
    return read(SOURCE, path, context(**client))[1].get("applications", [])


def hook(action: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"action": action, "payload": {"application": body}}


def test_a_hire_that_is_taken_back_never_was(tmp_path: Path) -> None:
    hired = hook("hire_candidate", application(status="hired", offer={"resolved_at": "2026-09-10T10:00:00Z",
                                                                     "starts_at": "2026-10-01"}))
    undone = hook("unhire_candidate", application(at="2026-09-12T10:00:00Z"))
    assert taken(tmp_path, hired)[0]["hired_day"] == "2026-09-10"
    for order in ((hired, undone), (undone, hired)):  # also when the file has them in the wrong order
        row = taken(tmp_path, *order)[0]
        assert "hired_day" not in row and "start_day" not in row
    again = hook("hire_candidate", application(status="hired", offer={"resolved_at": "2026-09-20T10:00:00Z"}))
    assert taken(tmp_path, hired, undone, again)[0]["hired_day"] == "2026-09-20"


def test_the_first_day_of_a_stage_stays(tmp_path: Path) -> None:
    def moved(day: int, stage: str) -> dict[str, Any]:
        body = application(at=f"2026-09-{day:02}T10:00:00Z", current_stage={"name": stage})
        return hook("candidate_stage_change", body)

    row = taken(tmp_path, moved(3, "Phone screen"), moved(9, "Interview"), moved(11, "Phone screen"))[0]
    assert (row["invited_day"], row["interview_day"]) == ("2026-09-03", "2026-09-09")


def test_a_new_application_is_in_no_stage_that_somebody_chose(tmp_path: Path) -> None:
    first = application(at="2026-09-01T10:00:00Z", current_stage={"name": "Phone screen"})
    new = hook("new_candidate_application", first)
    assert "invited_day" not in taken(tmp_path, new)[0]
    listed = application(at="2026-09-01T10:00:05Z", current_stage={"name": "Phone screen"})
    assert "invited_day" not in taken(tmp_path, listed)[0]


def test_words_of_the_client_go_first(tmp_path: Path) -> None:
    body = application(current_stage={"name": "Interview"}, source={"public_name": "Indeed"})
    row = taken(tmp_path, body, stages={"interview": "invited"}, channels={"indeed": "jobboard_paid"})[0]
    assert (row["invited_day"], row["channel"], row["network"]) == ("2026-09-05", "jobboard_paid", "indeed")
    assert "interview_day" not in row


@pytest.mark.parametrize(("name", "stage"), [
    ("Application Review", None), ("Nieuwe sollicitatie", None), ("Recruiter Phone Screen", "invited"),
    ("Hiring Manager Review", "reviewed"), ("CV beoordeeld", "reviewed"), ("Uitgenodigd", "invited"),
    ("Eerste gesprek", "interview"), ("Face to Face", "interview"), ("Take Home Test", "invited"), ("Offer", "offer"),
    ("Arbeidsvoorwaardengesprek", "offer"), ("Reference Check", "offer"), ("Aangenomen", "hired"),
    ("Afgewezen na gesprek", "rejected"), ("Teruggetrokken", "withdrawn"), ("", None), (None, None),
])
def test_usual_names_of_stages(name: str | None, stage: str | None) -> None:
    assert stage_of(name, {}) == stage


def test_addresses_become_the_same_pseudonym_however_they_are_spelled(tmp_path: Path) -> None:
    body = application(candidate={"id": 9, "email_addresses": [{"value": " Jan@Voorbeeld.Example", "type": "personal"}]})
    assert taken(tmp_path, body)[0]["person"] == pseudonym("person", "jan@voorbeeld.example")
    assert taken(tmp_path, body)[0]["application"] == pseudonym("application", "1")


def test_pages_lists_lines_and_gzip_give_the_same(tmp_path: Path) -> None:
    one, two = application(1), application(2)
    expected = taken(tmp_path, [one, two])
    assert len(expected) == 2
    assert taken(tmp_path, one, two) == taken(tmp_path, [[one], [two]]) == expected
    packed = tmp_path / "p.json.gz"
    packed.write_bytes(gzip.compress(json.dumps([one, two]).encode("utf-8-sig")))
    assert read(SOURCE, packed, CLIENT)[1]["applications"] == expected
    assert SOURCE.looks_like(Sample(packed), CLIENT).score > 0.8


@pytest.mark.parametrize(("content", "code"), [
    (b'<?xml version="1.0"?><applications/>', "json_broken"), (b"", "empty_file"), (b"  \n", "empty_file"),
    (json.dumps([application()]).encode()[:-40], "json_broken"), (b"[" * 100_000, "json_broken"),
    (json.dumps(application()).encode() + b"\n" + json.dumps(application()).encode()[:80], "file_cut"),
    (b'{"id": 1} tekst', "json_broken"), (b"\xff\xfe{}", "encoding_unknown"), (b"[]", "nothing_for_us"),
    (b"{}", "nothing_for_us"), (b"[1, 2, null]", "nothing_for_us"),
    (gzip.compress(b'{"id": 1}', mtime=0)[:-6], "file_damaged"),
    (b'{"id": ' + b"9" * 5000 + b', "applied_at": 1}', "json_broken"),
])
def test_files_that_cannot_be_read_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "kapot.json"
    path.write_bytes(content)
    reading, rows = read(SOURCE, path, CLIENT)
    assert [p.code for p in reading.problems] == [code]
    assert reading.blocked and not rows
    SOURCE.looks_like(Sample(path), CLIENT)


@pytest.mark.parametrize("change", [
    {"applied_at": 5}, {"applied_at": "gisteren"}, {"applied_at": None}, {"id": None}, {"id": {"a": 1}},
])
def test_applications_without_a_number_or_receipt_are_told_and_left_out(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "g.json"
    path.write_text(json.dumps([application(2), {**application(1), **change}]))
    reading, rows = read(SOURCE, path, CLIENT)
    assert len(rows["applications"]) == 1
    assert {p.code for p in reading.problems} <= {"application_without_received", "not_a_record"} and reading.problems


@pytest.mark.parametrize("field", ["source", "jobs", "current_stage", "candidate", "offer", "custom_fields", "status",
                                   "rejection_reason", "rejected_at", "last_activity_at", "prospect"])
@pytest.mark.parametrize("value", ["tekst", 7, [], [[1]], {"name": {"name": []}}, None, True])
def test_fields_of_another_type_never_raise(tmp_path: Path, field: str, value: object) -> None:
    rows = taken(tmp_path, application(**{field: value}))
    assert len(rows) == (0 if field == "prospect" and value is True else 1)


def test_window_is_the_days_of_receipt(tmp_path: Path) -> None:
    path = tmp_path / "g.json"
    path.write_text(json.dumps([application(1), application(2, applied_at="2026-09-30T22:30:00Z")]))
    window = read(SOURCE, path, CLIENT)[0].window
    assert window is not None and (window.start, window.end) == (date(2026, 9, 1), date(2026, 10, 2))
