"""Reads one file of Teamtailor answers: applications with their stages, the talent community, and vacancies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...core.facts import CONSENT_LOG, LEADS, VACANCIES, Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from ...core.moments import local_day
from .. import procedure
from ..answers import beginning, records
from ..procedure import FILLED_BY_THE_LINE
from ..reader.problems import Refused
from ..refusals import refusal
from ..source import Sample
from .people import People
from .resources import TYPES, Resources, gather

HOST = "api.teamtailor.com"


class Teamtailor:
    """Documents of Teamtailor's API (`data` with `included`), pages of them, or lists of bare resources.

    An application is taken from its own record (`job-applications`), with candidate, job and stage where the answer
    includes them. Candidates alone tell that somebody applied, not when or for what: those are counted and told, not
    taken. A candidate who is connected and has no application is a lead of the talent community.
    """

    name = "teamtailor"
    title = "Teamtailor (API)"
    version = 1
    facts: tuple[str, ...] = ("applications", "jobs", "leads", "consent_log", "vacancies")

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        text = beginning(sample)
        if HOST in text:
            return Likeness(0.97, f"names {HOST}")
        seen = [kind for kind in TYPES if f'"type": "{kind}"' in text or f'"type":"{kind}"' in text]
        if seen and '"attributes"' in text:
            return Likeness(0.8 if "relationships" in text else 0.5, f"JSON:API with {', '.join(seen)}")
        return Likeness(0.0, "no Teamtailor resources")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = _rows(path, context, reading)
        return reading


def _rows(path: Path, context: Context, reading: Reading) -> Iterator[Rows]:
    try:
        resources = gather(records(path))
    except Refused as refused:
        reading.problems.append(refused.problem)
        return
    if not any(resources.of(kind) for kind in ("candidates", "job-applications", "jobs")):
        names = ", ".join(resources.by_type) or "no resources"
        reading.problems.append(refusal("nothing_for_us", path.name, found=names))
        return
    people = People(context, resources)
    applications = people.applications()
    known = [(one, received) for one, received in applications if received]
    _tell(reading, resources, people, [one.application for one, received in applications if not received])
    reading.window = span([local_day(received, context.zone) for _, received in known])
    yield from procedure.result(known, context)
    yield from procedure.blocks("leads", people.leads(), _columns(LEADS.names))
    yield from procedure.blocks("consent_log", people.consents(), _columns(CONSENT_LOG.names))
    yield from procedure.blocks("vacancies", people.vacancies(), _columns(VACANCIES.names))


def _columns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in names if n not in FILLED_BY_THE_LINE)


def _tell(reading: Reading, resources: Resources, people: People, undated: list[str]) -> None:
    """What is missing, and how many there are of each kind beside the API's own count."""
    file = reading.path.name
    for number in undated:
        reading.problems.append(refusal("application_without_received", file, column="created-at",
                                        found=f"application {number}"))
    named = people.only_named()
    if named:
        reading.problems.append(refusal("applications_without_body", file, found=f"{named} applications"))
    if resources.strange:
        reading.problems.append(refusal("not_a_record", file, found=f"{resources.strange} records"))
    for kind in ("candidates", "job-applications", "jobs"):
        if resources.of(kind):
            reading.checks.append(CheckSum(kind, len(resources.of(kind)), resources.stated.get(kind)))
