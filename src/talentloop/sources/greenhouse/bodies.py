"""What kind of record Greenhouse gave, and the few fields of it that we take: everything else is never looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...core import moments
from ..answers import listed, part, word

GONE = frozenset(("delete_application", "delete_candidate", "candidate_anonymized", "offer_deleted"))
OFFERS = frozenset(("offer_created", "offer_approved", "offer_updated"))
# Bodies that tell nothing we count; read, understood and passed over.
PASSED_OVER = frozenset(("ping", "update_candidate", "new_prospect_application", "interview_deleted", "job_deleted",
                         "job_post_created", "job_post_updated", "job_post_deleted", "job_interview_stage_deleted",
                         "scorecard_deleted", "department_deleted", "office_deleted"))
TRACKING = ("utm_source", "utm_medium", "utm_campaign", "gh_src")


@dataclass(frozen=True)
class Told:
    """One thing told: about an application, an offer, a job, a merge, or somebody who must be forgotten."""

    kind: str  # application · offer · job · merge · gone · passed
    body: dict[str, Any]
    action: str = ""
    candidate: dict[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> datetime | None:
        """When it was so: the latest moment that the body tells."""
        paths = (("last_activity_at",), ("offer", "resolved_at"), ("resolved_at",), ("rejected_at",), ("applied_at",))
        return max((m for path in paths if (m := moments.read(part(self.body, *path)))), default=None)


def told(record: dict[str, Any]) -> Iterator[Told]:
    """Everything one record tells; nothing when it is none of ours (a job stage, a source, an error message)."""
    action, payload = record.get("action"), record.get("payload")
    if isinstance(action, str) and isinstance(payload, dict):
        yield from _webhook(action, payload)
    elif isinstance(record.get("applications"), list) and "id" in record:
        yield from _candidate(record)
    elif "applied_at" in record and "id" in record:
        yield Told("application", record, candidate=_dict(record, "candidate"))
    elif "application_id" in record and ("offer_status" in record or "starts_at" in record):
        yield Told("offer", record)
    elif "opened_at" in record and "name" in record and "id" in record:
        yield Told("job", record)


def _webhook(action: str, payload: dict[str, Any]) -> Iterator[Told]:
    body = _dict(payload, "application")
    if action == "merge_candidate":
        yield Told("merge", _dict(payload, "person"), action)
    elif action in GONE:
        yield Told("gone" if action != "offer_deleted" else "passed", payload, action)
    elif action in OFFERS:
        yield Told("offer", payload, action)
    elif isinstance(payload.get("job"), dict):
        yield Told("job", payload["job"], action)
    elif "id" in body:
        yield Told("application", body, action, _dict(body, "candidate"))
    elif action in PASSED_OVER:
        yield Told("passed", payload, action)


def _candidate(record: dict[str, Any]) -> Iterator[Told]:
    """A candidate with applications; one that was anonymised says so by its first name."""
    if record.get("first_name") == "Anonymized":
        yield Told("gone", {"candidate_id": record.get("id")}, "candidate_anonymized")
    for body in record["applications"]:
        if isinstance(body, dict) and "id" in body:
            yield Told("application", body, candidate=record)


def _dict(record: dict[str, Any], name: str) -> dict[str, Any]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def email(candidate: dict[str, Any]) -> str | None:
    """A candidate's private address if there is one, else the first."""
    found = [(word(a, "type") or "", word(a, "value")) for a in listed(candidate, "email_addresses")]
    private = [value for kind, value in found if value and kind == "personal"]
    return next(iter(private), None) or next((value for _, value in found if value), None)


def vacancy(job: dict[str, Any]) -> str | None:
    """Name and number, because names are not unique; a name that has the number in it stays as it is."""
    number, name = word(job, "id"), word(job, "name")
    if not number or not name:
        return name or number
    return name if number in re.findall(r"\d+", name) else f"{name} ({number})"


def jobs(body: dict[str, Any]) -> list[dict[str, Any]]:
    found = [j for j in listed(body, "jobs") if isinstance(j, dict)]
    return found or ([body["job"]] if isinstance(body.get("job"), dict) else [])


def first_name(job: dict[str, Any], what: str) -> str | None:
    """Name of a job's first department or office."""
    return next((n for item in listed(job, what) if (n := word(item, "name"))), None)


def tracking(body: dict[str, Any]) -> dict[str, str]:
    """Campaign tags in the application's own fields, under whatever key they were defined."""
    found: dict[str, str] = {}
    for name in ("custom_fields", "keyed_custom_fields"):
        for key, value in _dict(body, name).items():
            said = word(value, "value") if isinstance(value, dict) else word({"v": value}, "v")
            tag = key.lower().replace(" ", "_").strip("_")
            if tag in TRACKING and said:
                found[tag] = said
    return found
