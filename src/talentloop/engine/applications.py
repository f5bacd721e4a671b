"""What is particular to applications when they come in: newer knowledge stays, and a hire undone ends its employment."""

from __future__ import annotations

from ..core.facts import FACTS
from .connection import quoted
from .erasure import remove
from .work import Work

APPLICATIONS, JOBS = FACTS["applications"], FACTS["jobs"]
STATUS = ("reviewed_day", "invited_day", "interview_day", "offer_day", "hired_day", "rejected_day", "withdrawn_day")


def without_outdated(work: Work, incoming: str) -> None:
    """Leave out rows of an export that is older than what a webhook told of the same application.

    An export speaks for the last day of which it tells anything. On that very day the status decides: what is known has
    happened after everything that the export tells of this application. No row knows more than of when it was taken.
    """
    told = f"greatest(i.day, {', '.join(f'coalesce(i.{name}, i.day)' for name in STATUS)})"
    known = f"greatest(e.day, {', '.join(f'coalesce(e.{name}, e.day)' for name in STATUS)})"
    work.keep("outdated_applications", f"""
WITH export AS (SELECT max({told}) AS last FROM {incoming} AS i WHERE i.known_at IS NULL)
SELECT i.application FROM {incoming} AS i JOIN {work.source(APPLICATIONS)} AS e ON e.application = i.application
JOIN export AS x ON TRUE WHERE i.known_at IS NULL AND e.known_at IS NOT NULL AND (
  CAST(least(e.known_at, e.fetched_at) AS DATE) > x.last
  OR (CAST(least(e.known_at, e.fetched_at) AS DATE) = x.last AND {known} > {told}))""")
    if work.ask("SELECT count(*) FROM outdated_applications")[0][0]:
        work.keep(incoming, f"SELECT * FROM {incoming} WHERE application NOT IN (FROM outdated_applications)")


def hires_of(work: Work, batch: str) -> None:
    """Remember whom a batch that is about to leave told to be hired."""
    work.keep("hired_before", f"SELECT application FROM {work.source(APPLICATIONS)} "
                              f"WHERE batch = {quoted(batch)} AND hired_day IS NOT NULL")


def end_jobs(work: Work) -> None:
    """Employments of whoever is no longer hired, by what this batch told: they never began."""
    found = [f"SELECT application FROM {name} WHERE {condition}" for name, condition in (
        ("removed_applications", "hired_day IS NOT NULL"), ("hired_before", "TRUE"), ("outdated_applications", "TRUE"))
             if work.has(name)]
    if found and work.rows(JOBS):
        work.keep("unhired", f"SELECT application FROM {work.source(APPLICATIONS)} WHERE hired_day IS NULL "
                             f"AND application IN ({' UNION ALL '.join(found)})")
        if work.ask("SELECT count(*) FROM unhired")[0][0]:
            remove(work, JOBS, "e.application IN (FROM unhired)")
