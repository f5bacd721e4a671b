"""Webhooks of an ATS: one body becomes the part of an application that it tells, without anything that names anybody.

A row holds only what the body tells. The drain lays it over what is known of the application; a column that is told
as empty takes back what was said before (an unhire, a rejection undone). `known_at` is the moment of which it tells,
so that an export from before it, taken afterwards, does not overrule it. No sender knows more than now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from ..collect.record import Cell
from ..core.facts import Rows
from ..core.intake import Context
from ..core.moments import local_day, read
from ..sources.answers import listed, part, word
from ..sources.greenhouse.bodies import told
from ..sources.greenhouse.state import State
from ..sources.procedure import Procedure, origin_of
from ..sources.stage_words import stage_of
from ..sources.teamtailor.people import People
from ..sources.teamtailor.resources import gather
from ..website.channels import Channels

SETTLED = ("hired_day", "rejected_day", "withdrawn_day", "start_day")
Gone = list[dict[str, Cell]]  # pseudonyms of who or what was deleted there: a candidate, an application, a lead
Found = tuple[list[Rows], Gone]


def greenhouse(body: dict[str, Any], context: Context) -> Found:
    """A body of Greenhouse tells an application as a whole, so what it does not tell of its end is not so."""
    state = State(context, "webhook")
    bodies = list(told(body))
    state.learn(bodies)
    known = state.known()
    known_at = _known_at(max((b.moment for b in bodies if b.moment), default=None))
    applications = [{**dict.fromkeys(SETTLED), **_told_only(p.row(context, at)), **known_at} for p, at in known]
    jobs = [job for p, _ in known if (job := p.job(context))]
    return [*_rows("applications", applications), *_rows("jobs", jobs),
            *_rows("vacancies", list(state.vacancies.values()))], [_gone(context, *one) for one in state.erased]


def teamtailor(body: dict[str, Any], context: Context) -> Found:
    payload = body.get("payload")
    event = word(payload, "event_name") or ""
    if event.endswith(".destroy"):
        number = word(payload, "data", "id")
        kind = {"candidate": "candidate", "job_application": "application"}.get(event.removesuffix(".destroy"))
        gone = [_gone(context, kind, number)] if kind and number else []
        return [], [one | ({"lead": context.pseudonym("lead", f"teamtailor {number}")} if "candidate" in one else {})
                    for one in gone]
    people = People(context, gather([payload] if isinstance(payload, dict) else []))
    applications = [_undone(people, p.application, context) | _told_only(p.row(context, at))
                    | _known_at(_last_change(people, p.application))
                    for p, at in people.applications() if at]
    return [*_rows("applications", applications), *_rows("leads", people.leads()),
            *_rows("vacancies", people.vacancies())], []


def _undone(people: People, number: str, context: Context) -> dict[str, object]:
    """What an application of Teamtailor no longer is, where the body tells: in a stage before the hire, or no longer
    turned down."""
    one = people.resources.of("job-applications")[number]
    back = people.stage(one) is not None and people.reached(one) != "hired"
    again = "rejected-at" in one["attributes"] and not one["attributes"]["rejected-at"]
    return {**({"hired_day": None, "start_day": None} if back else {}),
            **({"rejected_day": None, "withdrawn_day": None} if again else {})}


def lever(body: dict[str, Any], context: Context) -> Found:
    """Lever tells numbers only: of the opportunity, and of the stage, which [stages] in client.toml may name."""
    event, data = word(body, "event") or "", body.get("data")
    number, at = word(data, "opportunityId") or word(data, "candidateId"), _by_now(_millis(body.get("triggeredAt")))
    if number is None:
        return [], []
    if event == "candidateDeleted":
        return [], [_gone(context, "candidate", number)]
    if at is None:
        return [], []
    found, day = Procedure(number, number), local_day(at, context.zone)
    row: dict[str, object] = {"application": context.pseudonym("application", number)}
    if event == "applicationCreated":
        found.vacancy = word(data, "postingId")
        row = _told_only(found.row(context, at))
    elif event == "candidateStageChange":
        stage = stage_of(word(data, "toStageId"), context.stages)
        row |= {f"{stage}_day": day} if stage else {}
    elif event == "candidateHired":
        row |= {"hired_day": day, "rejected_day": None}
    elif event == "candidateArchiveChange":
        gone = isinstance(part(data, "toArchived"), dict)  # whoever was hired is put away as well, on that very day
        row |= {"rejected_day": day} if gone else {"rejected_day": None, "hired_day": None}
    return _rows("applications", [row | _known_at(at)] if len(row) > 1 else []), []


def recruitee(body: dict[str, Any], context: Context) -> Found:
    event, at = word(body, "event_type") or "", _by_now(read(body.get("created_at")))
    payload = body.get("payload")
    candidate, offer = part(payload, "candidate"), part(payload, "offer")
    number = word(candidate, "id")
    if event == "candidate_deleted":
        return [], [_gone(context, "candidate", number)] if number else []
    if number is None or at is None:
        return [], []
    found = Procedure(f"{number}-{word(offer, 'id') or 'open'}", number)
    found.email = next((e for e in listed(candidate, "emails") if isinstance(e, str)), None)
    title = word(offer, "title")
    found.vacancy = f"{title} ({word(offer, 'id')})" if title else word(offer, "id") or found.vacancy
    found.job_family = word(offer, "department", "name") or word(offer, "department")
    found.source_name = word(candidate, "source")
    found.arrival = Channels(context).of_ats(found.source_name or "")
    found.origin = origin_of(found.arrival.channel, found.source_name or "")
    row = _told_only(found.row(context, read(part(candidate, "created_at")) or at))
    return _rows("applications", [row | _moved(body, payload, local_day(at, context.zone), context)
                                  | _known_at(at)]), []


def _moved(body: dict[str, Any], payload: Any, day: date, context: Context) -> dict[str, object]:
    """What a move says: the stage by its name or category, a disqualification, or one undone. In another stage nobody is
    hired any more."""
    subtype = word(body, "event_subtype")
    if subtype == "disqualified":
        return {"rejected_day": day}
    if subtype == "requalified":
        return {"rejected_day": None}
    to = part(payload, "details", "to_stage")
    if not isinstance(to, dict):
        return {}
    stage = stage_of(word(to, "name"), context.stages) or {"hire": "hired"}.get(word(to, "category") or "")
    return {"hired_day": None, "start_day": None, **({f"{stage}_day": day} if stage else {})}


def _last_change(people: People, number: str) -> datetime | None:
    """When an application of Teamtailor last changed, as far as the body tells."""
    told = people.resources.of("job-applications")[number]["attributes"]
    moments = [read(told.get(name)) for name in ("updated-at", "changed-stage-at", "rejected-at", "created-at")]
    return max((at for at in moments if at), default=None)


def _known_at(at: datetime | None) -> dict[str, object]:
    return {"known_at": _by_now(at)} if at else {}


def _by_now(at: datetime | None) -> datetime | None:
    """A sender whose clock is ahead would keep every export out until that moment comes."""
    return min(at, datetime.now(UTC).replace(tzinfo=None)) if at else None


def _gone(context: Context, kind: str, number: str) -> dict[str, Cell]:
    return {kind: context.pseudonym(kind, number)}


def _told_only(row: dict[str, object]) -> dict[str, object]:
    """Without the columns of which nothing is told."""
    return {name: value for name, value in row.items() if value is not None}


def _rows(fact: str, rows: list[dict[str, object]]) -> list[Rows]:
    """One block per row, because each tells columns of its own."""
    return list(_each(fact, rows))


def _each(fact: str, rows: list[dict[str, object]]) -> Iterator[Rows]:
    for row in rows:
        yield Rows(fact, {name: [value] for name, value in {"provenance": "measured", **row}.items()})


def _millis(value: object) -> datetime | None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 1 << 43:
        return None
    return datetime.fromtimestamp(value / 1000, UTC).replace(tzinfo=None)
