"""The Greenhouse files of the demo: what Harvest had of the first months, and the webhooks that told of the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from .applicants import Application
from .arrivals import Visits, campaign_of
from .employer import CHANNELS, HOST

Json = dict[str, Any]
# Stages as this employer named them; client.toml says what they mean.
STAGES = (("reviewed", 711, "Brief gelezen"), ("invited", 712, "Uitgenodigd"), ("interview", 713, "Eerste gesprek"),
          ("offer", 714, "Aanbod"))
RECEIVED = (710, "Nieuwe sollicitatie")
RECRUITER = {"id": 5501, "first_name": "Recruitment", "last_name": "Merelhof", "name": "Recruitment Merelhof",
             "employee_id": None}
REJECTED = {"id": 9504, "name": "Andere kandidaat gekozen", "type": {"id": 1, "name": "We rejected them"}}
TESTED = {"id": 9506, "name": "Testsollicitatie", "type": {"id": 3, "name": "None specified"}}
WITHDREW = {"id": 9505, "name": "Kandidaat heeft zich teruggetrokken", "type": {"id": 2, "name": "They rejected us"}}


HOOKED = datetime(2025, 7, 1, tzinfo=UTC)  # applications from here on come by webhook, earlier ones from Harvest
TAGGED = ("email", "cpc", "paid_social", "organic_social", "jobboard_paid", "jobboard_free", "referral_employee")
KEEPS_TAGS = 5  # four of five forms pass the tags of the link on to Greenhouse


def write(folder: Path, applications: list[Application], visits: Visits) -> None:
    """Both files. The raw export has names, addresses and telephone numbers of (invented) people, as real ones have.

    Harvest's is a recorded page of candidates followed by one of offers.
    """
    people: dict[int, list[Application]] = {}
    for a in (a for a in applications if a.at < HOOKED):
        people.setdefault(a.candidate, []).append(a)
    pages = [[candidate(of, visits) for of in people.values()],
             [offer(a) for of in people.values() for a in of if a.offer]]
    (folder / "greenhouse_harvest_2025-05_2025-06.json").write_text(json.dumps(pages, ensure_ascii=False, indent=1),
                                                                    encoding="utf-8")
    told = ((at, i, e) for i, a in enumerate(applications) if a.at >= HOOKED for at, e in events(a, visits))
    with (folder / "greenhouse_webhooks_vanaf_2025-07.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for _, _, event in sorted(told, key=lambda x: (x[0], x[1])):
            file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")


def tags(a: Application, visits: Visits) -> Json:
    """Hidden fields of the form: how the link that was followed was tagged."""
    if a.visit < 0 or a.id % KEEPS_TAGS == 0:
        return {}
    channel = CHANNELS[visits.channel[a.visit]]
    if channel.medium not in TAGGED:
        return {}
    return {"utm_source": channel.source, "utm_medium": channel.medium,
            "utm_campaign": campaign_of(visits, a.visit) or None}


def offer(a: Application) -> Json:
    """As Harvest gives an offer."""
    resolved = at_work(a.hired, a, 360) if a.hired else None
    return {"id": a.id + 5, "version": 1, "application_id": a.id, "job_id": a.vacancy.number, "candidate_id": a.candidate,
            "created_at": iso(at_work(a.offer, a, 60)) if a.offer else None, "sent_at": str(a.offer),
            "resolved_at": iso(resolved), "starts_at": str(a.starts) if a.starts else None,
            "status": "accepted" if a.hired else "unresolved"}


def reason(a: Application) -> Json | None:
    return TESTED if a.test else WITHDREW if a.withdrawn else REJECTED if a.rejected else None


def source_id(name: str) -> int:
    """A number of its own for each source name, the same in every run."""
    return 4000 + sum(ord(c) * (i + 1) for i, c in enumerate(name)) % 5000


def at_work(day: date, a: Application, minutes: int) -> datetime:
    """A moment on a working day: never before the application itself."""
    moment = datetime.combine(day, time(9 + minutes % 7, (a.id * 7 + minutes) % 60), UTC)
    return max(moment, a.at.replace(microsecond=0))


def iso(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") if moment else None


def steps(a: Application) -> list[tuple[datetime, int, str]]:
    """Moments at which it came into each stage."""
    found = [(a.at, *RECEIVED)]
    for i, (step, number, name) in enumerate(STAGES):
        day = getattr(a, step)
        if day is not None:
            found.append((at_work(day, a, 20 * i), number, name))
    return found


def ended(a: Application) -> datetime | None:
    day = a.rejected or a.withdrawn
    return at_work(day, a, 400) if day else None


def last_activity(a: Application) -> datetime:
    hired = at_work(a.hired, a, 360) if a.hired else None
    return max(x for x in (steps(a)[-1][0], ended(a), hired) if x)


def status(a: Application) -> str:
    return "hired" if a.hired else "rejected" if a.rejected or a.withdrawn else "active"


def job(a: Application) -> Json:
    v = a.vacancy
    return {"id": v.number, "name": f"{v.name} ({v.number})", "requisition_id": str(v.number),
            "opened_at": f"{v.opened}T08:00:00Z", "closed_at": None, "status": "open",
            "departments": [{"id": source_id(v.family), "name": v.family, "external_id": None}],
            "offices": [{"id": source_id(v.place), "name": v.place, "location": v.place, "external_id": None}]}


def application(a: Application, visits: Visits) -> Json:
    """As Harvest gives it inside a candidate."""
    stage = steps(a)[-1]
    gone = reason(a)
    return {
        "id": a.id, "candidate_id": a.candidate, "prospect": False, "applied_at": iso(a.at), "rejected_at": iso(ended(a)),
        "last_activity_at": iso(last_activity(a)), "location": {"address": f"{a.vacancy.place}, Nederland"},
        "source": {"id": source_id(a.source), "public_name": a.source}, "credited_to": None, "recruiter": RECRUITER,
        "coordinator": None, "rejection_reason": gone, "rejection_details": {"custom_fields": {}} if gone else None,
        "jobs": [{"id": a.vacancy.number, "name": job(a)["name"]}], "job_post_id": a.vacancy.number + 30000,
        "status": status(a), "current_stage": None if a.hired else {"id": stage[1], "name": stage[2]},
        "answers": [{"question": "Waarom wil je bij ons werken?", "answer": "Omdat het verzonnen is."}],
        "prospective_office": None, "prospective_department": None,
        "prospect_detail": {"prospect_pool": None, "prospect_stage": None, "prospect_owner": None},
        "custom_fields": tags(a, visits), "keyed_custom_fields": {}, "attachments": [
            {"filename": "cv.pdf", "url": f"https://{HOST}/verzonnen/{a.id}.pdf", "type": "resume",
             "created_at": iso(a.at)}],
    }


def person(a: Application) -> Json:
    first, last = a.name
    return {"id": a.candidate, "first_name": first, "last_name": last, "company": None, "title": None,
            "is_private": False, "can_email": True,
            "phone_numbers": [{"value": "06-00000000", "type": "mobile"}],
            "email_addresses": [{"value": a.email, "type": "personal"}],
            "addresses": [{"value": "Verzonnenstraat 1, Rietdam", "type": "home"}], "tags": []}


def candidate(of: list[Application], visits: Visits) -> Json:
    """As Harvest lists it, with all its applications."""
    first, last = of[0], of[-1]
    return {**person(first), "created_at": iso(first.at), "updated_at": iso(last_activity(last)),
            "last_activity": iso(last_activity(last)), "photo_url": None, "attachments": [],
            "application_ids": [a.id for a in of], "website_addresses": [], "social_media_addresses": [],
            "recruiter": RECRUITER, "coordinator": None, "applications": [application(a, visits) for a in of]}


def events(a: Application, visits: Visits) -> Iterator[tuple[datetime, Json]]:
    """The webhooks of one application, each with the moment it was sent."""
    passed = steps(a)
    fields = tags(a, visits)
    yield passed[0][0], hook("new_candidate_application", a, passed[0], "active", fields)
    for step in passed[1:]:
        yield step[0], hook("candidate_stage_change", a, step, "active", fields)
    if a.hired:
        moment = at_work(a.hired, a, 360)
        event = hook("hire_candidate", a, (moment, 0, ""), "hired", fields)
        event["payload"]["application"]["offer"] = offer(a)
        yield moment, event
    gone = ended(a)
    if gone:
        event = hook("reject_candidate", a, (gone, *passed[-1][1:]), "rejected", fields)
        event["payload"]["application"] |= {"rejected_at": iso(gone), "rejection_reason": reason(a)}
        yield gone, event


def hook(action: str, a: Application, step: tuple[datetime, int, str], state: str, fields: Json) -> Json:
    moment, number, name = step
    return {"action": action, "payload": {"application": {
        "id": a.id, "rejected_at": None, "prospect": False, "status": state, "applied_at": iso(a.at),
        "last_activity_at": iso(moment), "source": {"id": source_id(a.source), "public_name": a.source},
        "credited_to": None, "rejection_reason": None,
        "current_stage": {"id": number, "name": name, "interviews": []} if name else None,
        "candidate": person(a), "jobs": [job(a)], "custom_fields": fields}}}
