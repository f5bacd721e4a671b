"""From everything a Greenhouse file tells, in the order of time, to the last known state of each application."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ...core import moments
from ...core.errors import Problem
from ...core.intake import Context
from ...website.channels import Channels, Said
from ..answers import listed, part, word
from ..procedure import Procedure, origin_of
from ..refusals import refusal
from ..stage_words import stage_of
from . import bodies
from .bodies import Told

UNTOUCHED = timedelta(minutes=10)
WITHDREW = ("they rejected us", "withdr", "teruggetrok", "declined")
SPAM = ("spam", "test application", "testsollicitatie")


class State:
    """The applications of one file. Later bodies overrule earlier ones: an unhire takes the hire back."""

    def __init__(self, context: Context, file: str) -> None:
        self.context, self.file = context, file
        self.channels = Channels(context)
        self.applications: dict[str, Procedure] = {}
        self.vacancies: dict[str, dict[str, object]] = {}
        self.problems: list[Problem] = []
        self.merged: dict[str, str] = {}
        self.prospects: set[str] = set()
        self.gone: set[str] = set()  # applications
        self.gone_candidates: set[str] = set()
        self.erased: list[tuple[str, str]] = []  # candidates, and applications of nobody known, that were deleted
        self.estimated: set[str] = set()

    def learn(self, everything: Iterable[Told]) -> None:
        """All that is told, sorted by its moment (a body without one comes where the file has it)."""
        placed, last = [], datetime.min
        for position, one in enumerate(everything):
            last = one.moment or last
            placed.append((last, position, one))
        for _, _, one in sorted(placed, key=lambda p: p[:2]):
            getattr(self, f"_{one.kind}")(one)

    def known(self) -> list[tuple[Procedure, datetime]]:
        """Applications that can be taken, with the moment of receipt; prospects and the forgotten are none."""
        self.gone |= {n for n, p in self.applications.items() if p.candidate in self.gone_candidates}
        found = []
        for number, one in self.applications.items():
            if number in self.prospects or number in self.gone:
                continue
            if one.received is None:
                self.problems.append(refusal("application_without_received", self.file, column="applied_at",
                                             found=f"application {number}"))
                continue
            one.candidate = self._survivor(one.candidate)
            found.append((one, one.received))
        guessed = self.estimated & {p.application for p, _ in found if "hired" in p.days}
        if guessed:
            self.problems.append(refusal("hired_day_estimated", self.file, found=f"{len(guessed)} applications"))
        return found

    def _survivor(self, candidate: str | None) -> str | None:
        """Who somebody became after merges; a circle of merges ends where it began."""
        seen = set()
        while candidate in self.merged and candidate not in seen:
            seen.add(candidate)
            candidate = self.merged[candidate]
        return candidate

    def _day(self, text: object) -> date | None:
        return moments.read_day(text, self.context.zone)

    def _passed(self, one: Told) -> None:
        """Understood, and nothing that is counted."""

    def _merge(self, one: Told) -> None:
        old, new = word(one.body, "id"), word(one.body, "new_candidate_id")
        if old and new and old != new:
            self.merged[old] = new

    def _gone(self, one: Told) -> None:
        """Deleted and anonymised people are left out of this file, and what was taken before must be erased."""
        body = one.body
        numbers = [word({"id": n}, "id") for n in listed(body, "person", "deleted_application_ids")]
        numbers += [word(body, "application", "id")]
        candidate = word(body, "candidate_id") or word(body, "person", "id")
        if one.action != "candidate_anonymized":
            self.gone |= {n for n in numbers if n}
            self.gone_candidates |= {candidate} if candidate else set()
        self.erased += [("candidate", candidate)] if candidate else [("application", n) for n in numbers if n]
        whom = f"candidate {candidate}" if candidate else f"application {word(body, 'application', 'id')}"
        self.problems.append(refusal("must_be_erased", self.file, found=whom))

    def _job(self, one: Told) -> None:
        """A vacancy: opened, how many people, and when the last of its openings was filled or closed."""
        name, opened = bodies.vacancy(one.body), self._day(one.body.get("opened_at") or one.body.get("created_at"))
        if not name or opened is None:
            return
        openings = [o for o in listed(one.body, "openings") if isinstance(o, dict)]
        ends = [self._day(o.get("closed_at")) for o in openings if word(o, "application_id")]
        filled = max((d for d in ends if d), default=None) if openings and len(ends) == len(openings) else None
        closed = self._day(one.body.get("closed_at"))
        self.vacancies[name] = {
            "vacancy": name, "day": opened, "filled_day": filled, "closed_day": None if filled else closed,
            "days_to_fill": (filled - opened).days if filled and filled >= opened else None,
            "positions": len(openings) or None, "job_family": bodies.first_name(one.body, "departments"),
            "provenance": "measured",
        }

    def _offer(self, one: Told) -> None:
        number = word(one.body, "application_id")
        if not number:
            return
        found = self.applications.setdefault(number, Procedure(number))
        found.reach("offer", self._day(one.body.get("sent_on") or one.body.get("sent_at")))
        if (word(one.body, "offer_status") or word(one.body, "status") or "").lower() == "accepted":
            self._hire(found, one.body)

    def _hire(self, found: Procedure, offer: object) -> None:
        day = self._day(part(offer, "resolved_at"))
        if day:
            found.days["hired"] = day
            self.estimated.discard(found.application)
        found.start = self._day(part(offer, "starts_at")) or self._day(part(offer, "start_date")) or found.start

    def _application(self, one: Told) -> None:
        number = word(one.body, "id")
        if not number:
            self.problems.append(refusal("not_a_record", self.file, column="id", found=one.body.get("id")))
            return
        prospect = one.body.get("prospect") is True
        (self.prospects.add if prospect else self.prospects.discard)(number)
        found = self.applications.setdefault(number, Procedure(number))
        self._identify(found, one)
        self._place(found, one.body)
        self._step(found, one)

    def _identify(self, found: Procedure, one: Told) -> None:
        body = one.body
        found.candidate = word(body, "candidate_id") or word(one.candidate, "id") or found.candidate
        found.email = bodies.email(one.candidate) or found.email
        found.received = moments.read(body.get("applied_at")) or found.received
        if isinstance(body.get("source"), dict):
            self._source(found, body)

    def _source(self, found: Procedure, body: dict[str, object]) -> None:
        """The ATS's source, or the campaign tags of the link that was followed, which are worth more."""
        name = word(body, "source", "public_name") or word(body, "source", "name") or ""
        group = word(body, "source", "type", "name") or ""
        tags = bodies.tracking(body)
        arrival = self.channels.of(Said(tags.get("utm_source"), tags.get("utm_medium"), tags.get("utm_campaign")))
        found.source_name = name or None
        found.arrival = arrival or self.channels.of_ats(name, group)
        found.tracked = arrival is not None or "gh_src" in tags
        found.origin = origin_of(found.arrival.channel, f"{name} {group}".strip())

    def _place(self, found: Procedure, body: dict[str, object]) -> None:
        jobs = bodies.jobs(body)
        if jobs:
            found.vacancy = bodies.vacancy(jobs[0]) or found.vacancy
            found.job_family = bodies.first_name(jobs[0], "departments") or found.job_family
            found.location = bodies.first_name(jobs[0], "offices") or found.location

    def _step(self, found: Procedure, one: Told) -> None:
        """Where it stands. Greenhouse gives no day for the present stage: the day of last activity is the latest
        on which it can have been reached."""
        body, action = one.body, one.action
        rejected, latest = self._day(body.get("rejected_at")), self._day(body.get("last_activity_at"))
        if _was_moved(one):
            stage = stage_of(word(body, "current_stage", "name"), self.context.stages)
            found.reach(stage, min((d for d in (latest, rejected) if d), default=None))
        status = word(body, "status") or {"hire_candidate": "hired", "reject_candidate": "rejected"}.get(action, "")
        found.reach("offer", self._day(part(body, "offer", "sent_at")))
        if status != "hired" or action == "unhire_candidate":
            found.leave("hired")
        elif "hired" not in found.days:
            if latest and not part(body, "offer", "resolved_at"):
                self.estimated.add(found.application)
                found.reach("hired", latest)
            self._hire(found, body.get("offer"))
        found.leave("rejected", "withdrawn")
        if rejected and status == "rejected":
            self._turn_down(found, body, rejected)

    def _turn_down(self, found: Procedure, body: dict[str, object], day: date) -> None:
        why = " ".join(filter(None, (word(body, "rejection_reason", "name"),
                                     word(body, "rejection_reason", "type", "name")))).lower()
        found.reach("withdrawn" if any(w in why for w in WITHDREW) else "rejected", day)
        found.test = found.test or any(w in why for w in SPAM)


def _was_moved(one: Told) -> bool:
    """Was the stage chosen by somebody? A new application starts in the first stage, whatever its name."""
    if one.action in ("new_candidate_application", "candidate_stage_change"):
        return one.action == "candidate_stage_change"
    applied, latest = moments.read(one.body.get("applied_at")), moments.read(one.body.get("last_activity_at"))
    return applied is None or latest is None or latest - applied > UNTOUCHED
