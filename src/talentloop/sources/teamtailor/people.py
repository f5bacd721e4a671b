"""Applications, leads and vacancies out of Teamtailor's resources, without anything that names anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ...core import moments
from ...core.intake import Context
from ...website.channels import Arrival, Channels, Said
from ...website.urls import address, host_of
from ..procedure import Procedure, origin_of, person
from ..stage_words import stage_of
from .resources import Resource, Resources, attribute, is_true, related_id, related_ids

HOSTED = "teamtailor.com"  # career sites that Teamtailor hosts: coming from there is coming from the own site
KEEPING = "consent-future-jobs-at"
STAGE_TYPES: Mapping[str, str] = {"screening": "reviewed", "interview": "interview", "offer": "offer", "hired": "hired"}


class People:
    """Makes facts of the resources of one file."""

    def __init__(self, context: Context, resources: Resources) -> None:
        self.context, self.resources = context, resources
        self.channels = Channels(replace(context, own_hosts=(*context.own_hosts, HOSTED)))

    def applications(self) -> list[tuple[Procedure, datetime | None]]:
        """Every application that the file holds, with the moment of receipt."""
        return [(self._application(number, one), moments.read(attribute(one, "created-at")))
                for number, one in self.resources.of("job-applications").items()]

    def only_named(self) -> int:
        """Applications that candidates refer to and the file does not hold."""
        named = {n for c in self.resources.of("candidates").values() for n in related_ids(c, "job-applications") or ()}
        return len(named - set(self.resources.of("job-applications")))

    def _application(self, number: str, one: Resource) -> Procedure:
        candidate = self.resources.related(one, "candidate", "candidates")
        job = self.resources.related(one, "job", "jobs")
        found = Procedure(number, related_id(one, "candidate"), attribute(candidate, "email"))
        found.vacancy = self._vacancy(one, job)
        if job:
            found.job_family = self.resources.name(job, "department", "departments")
            found.location = self.resources.name(job, "locations", "locations")
        self._source(found, one, candidate)
        self._stages(found, one)
        return found

    def _vacancy(self, one: Resource, job: Resource | None) -> str | None:
        number = related_id(one, "job")
        if number is None:
            return "open" if related_ids(one, "job") == [] else None
        return vacancy_name(job, number)

    def _source(self, found: Procedure, one: Resource, candidate: Resource | None) -> None:
        """The application's own referrer before the candidate's; what recruiters did themselves before both."""
        found.arrival, found.source_name, found.tracked = self._came(one, candidate)
        if is_true(one, "sourced") or is_true(candidate, "sourced"):
            found.arrival, found.tracked = Arrival("recruiter_sourcing", found.arrival.network), False
        elif is_true(candidate, "referred"):
            found.arrival = Arrival("employee_referral", None, found.arrival.campaign)
        internal = is_true(candidate, "internal") or is_true(one, "internal")
        found.origin = "internal" if internal else origin_of(found.arrival.channel, "")

    def _came(self, *from_: Resource | None) -> tuple[Arrival, str | None, bool]:
        """Channel, source in words, and whether a tagged link tells it."""
        for resource in from_:
            url, site = attribute(resource, "referring-url"), attribute(resource, "referring-site")
            where = address(url)
            arrival = self.channels.of(Said(where.source, where.medium, where.campaign, where.click_id, url))
            if arrival is None and site:
                arrival = self.channels.of_ats(site)
            if arrival:
                return arrival, site or where.source or host_of(url) or None, where.source is not None
        return Arrival("unknown"), None, False

    def _stages(self, found: Procedure, one: Resource) -> None:
        """Teamtailor tells when the present stage was reached; earlier stages are known from earlier exports only."""
        found.reach(self.reached(one), moments.read_day(attribute(one, "changed-stage-at"), self.context.zone))
        day = moments.read_day(attribute(one, "rejected-at"), self.context.zone)
        if day:
            reason = self.resources.related(one, "reject-reason", "reject-reasons")
            by_candidate = reason is not None and reason["attributes"].get("rejected-by-company") is False
            found.reach("withdrawn" if by_candidate else "rejected", day)

    def stage(self, one: Resource) -> Resource | None:
        """The stage that an application is in, where that is told."""
        return self.resources.related(one, "stage", "stages")

    def reached(self, one: Resource) -> str | None:
        """Which of our stages that is."""
        stage = self.stage(one)
        return stage_of(attribute(stage, "name"), self.context.stages) or STAGE_TYPES.get(
            (attribute(stage, "stage-type") or "").lower())

    def leads(self) -> list[dict[str, object]]:
        """Candidates who connected with the employer and did not apply: the talent community."""
        return [self._lead(number, c) for number, c in self.resources.of("candidates").items()
                if is_true(c, "connected") and related_ids(c, "job-applications") == []
                and moments.read(attribute(c, "created-at"))]

    def _lead(self, number: str, candidate: Resource) -> dict[str, object]:
        arrival = self._came(candidate)[0]
        return {"lead": self.context.pseudonym("lead", f"teamtailor {number}"),
                "person": person(attribute(candidate, "email"), self.context),
                "day": moments.read_day(attribute(candidate, "created-at"), self.context.zone),
                "kind": "talent_community", "channel": arrival.channel, "network": arrival.network,
                "campaign": arrival.campaign, "test": False, "provenance": "measured"}

    def consents(self) -> list[dict[str, object]]:
        """What applicants decided about being kept for later vacancies; one decision each, told anew every time.

        A day in the future is no day on which anything was given: then the day counts on which the record was made.
        """
        applied = {related_id(one, "candidate") for one in self.resources.of("job-applications").values()}
        return [self._consent(number, c) for number, c in self.resources.of("candidates").items()
                if number in applied and KEEPING in c["attributes"] and moments.read(attribute(c, "created-at"))]

    def _consent(self, number: str, candidate: Resource) -> dict[str, object]:
        made, given = (moments.read_day(attribute(candidate, n), self.context.zone) for n in ("created-at", KEEPING))
        return {"decision": self.context.pseudonym("decision", f"keeping teamtailor {number}"), "about": "keeping",
                "act": "granted" if given else "declined",
                "day": given if given and given <= self.context.today else made,
                "candidate": self.context.pseudonym("candidate", number),
                "person": person(attribute(candidate, "email"), self.context), "provenance": "measured"}

    def vacancies(self) -> list[dict[str, object]]:
        """Jobs with the day on which they were made; Teamtailor does not tell when they were filled."""
        return [{"vacancy": vacancy_name(job, number), "day": day, "provenance": "measured",
                 "job_family": self.resources.name(job, "department", "departments")}
                for number, job in self.resources.of("jobs").items()
                if (day := moments.read_day(attribute(job, "created-at"), self.context.zone))]


def vacancy_name(job: Resource | None, number: str) -> str:
    title = attribute(job, "internal-name") or attribute(job, "title")
    return f"{title} ({number})" if title else number
