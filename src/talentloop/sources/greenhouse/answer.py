"""Reads one file of Greenhouse: applications, employments and vacancies, and nothing that names anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...core.facts import VACANCIES, Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from .. import procedure
from ..answers import beginning, records
from ..reader.problems import Refused
from ..refusals import refusal
from ..source import Sample
from .bodies import Told, told
from .state import State

MARKS = ("applied_at", "last_activity_at", "current_stage", "candidate_id", "prospect", "public_name", "job_post_id",
         "application_ids", "email_addresses", "opened_at", "requisition_id", "opening_id", "rejection_reason",
         "last_activity", "offer_status", "close_reason", "deleted_application_ids", "new_candidate_id",
         "anonymized_fields")
ACTIONS = ("_candidate", "candidate_", "application", "offer_", "job_")


class Greenhouse:
    """Answers of the Harvest API (applications, candidates, jobs, offers: one, a list, or pages) and webhook bodies.

    Webhooks tell the day of every stage; Harvest only the present stage and the day of last activity. A file of
    webhooks, one a line, is therefore the better source. Prospects did not apply and are not taken. People who were
    deleted are left out, people who were anonymised have no e-mail address any more; both are told, so that what was
    taken of them before can be erased. Kept of a record: numbers (as pseudonyms), vacancy, department and office,
    source, the days of its stages, the e-mail address (as a keyed pseudonym). Nothing else is looked at.
    """

    name = "greenhouse"
    title = "Greenhouse (Harvest-API, webhooks)"
    version = 1
    facts: tuple[str, ...] = ("applications", "jobs", "vacancies")

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        text = beginning(sample)
        if '"action"' in text and '"payload"' in text and any(a in text for a in ACTIONS):
            return Likeness(0.95, "webhook bodies")
        seen = [mark for mark in MARKS if f'"{mark}"' in text]
        score = 0.9 if len(seen) >= 4 else 0.6 if len(seen) >= 2 and "opened_at" in seen else 0.2 * len(seen)
        return Likeness(min(score, 0.9), f"names {', '.join(seen[:4])}" if seen else "no Greenhouse record")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = _rows(path, context, reading)
        return reading


def _rows(path: Path, context: Context, reading: Reading) -> Iterator[Rows]:
    try:
        found = list(records(path))
    except Refused as refused:
        reading.problems.append(refused.problem)
        return
    everything = [one for record in found for one in told(record)]
    if not everything:
        names = sorted({name for record in found[:20] for name in record})[:6]
        reading.problems.append(refusal("nothing_for_us", path.name, found=", ".join(names) or "an empty answer"))
        return
    state = State(context, path.name)
    state.learn(everything)
    known = state.known()
    reading.problems.extend(state.problems)
    _conclude(reading, state, everything, len(known))
    reading.window = span([procedure.local_day(received, context.zone) for _, received in known])
    yield from procedure.result(known, context)
    columns = tuple(n for n in VACANCIES.names if n not in procedure.FILLED_BY_THE_LINE)
    yield from procedure.blocks("vacancies", list(state.vacancies.values()), columns)


def _conclude(reading: Reading, state: State, everything: list[Told], taken: int) -> None:
    """Every application that the file speaks of is taken, or counted among those that are not, with the reason."""
    spoken_of = len(state.applications)
    left_out = sum(p.code == "application_without_received" for p in state.problems)
    not_applied = len(set(state.applications) & (state.prospects | state.gone))
    reading.checks.append(CheckSum("applications", taken + left_out + not_applied, spoken_of))
    reading.notes["bodies"] = str(len(everything))
    reading.notes["prospects"] = str(len(state.prospects))
