"""Where the figures of a fact table in a period come from, in plain Python."""

from __future__ import annotations

from datetime import timedelta

from ...core.facts import FACTS
from ...core.measurement import Origin
from ...core.period import Period
from .rows import Facts

# Tables that a connected source fills every day: a day without rows is missing. Elsewhere it may be a quiet day.
EVERY_DAY = ("web_hits", "visits", "page_reads", "exposures")


def origin(facts: Facts, fact: str, period: Period) -> Origin:
    """Sources and provenance of the raw rows in the period, and the days that have rows of the table itself."""
    raw = [row for base in bases(fact) for row in facts.get(base, ()) if row[FACTS[base].day] in period]
    finals = [row["provisional_until"] for row in raw if row.get("provisional_until") is not None]
    days = sorted(row[FACTS[fact].day] for row in facts.get(fact, ()))
    present = {day for day in days if day in period}
    missing = tuple(d for d in period if fact in EVERY_DAY and days and days[0] < d < days[-1] and d not in present)
    return Origin(
        sources=tuple(sorted({row["source"] for row in raw})),
        provenances=tuple(sorted({row["provenance"] for row in raw})),
        provisional_until=max(finals, default=None), days_with_data=len(present), missing_days=missing,
        span=Period(days[0], days[-1] + timedelta(days=1)) if days else None)


def bases(fact: str) -> tuple[str, ...]:
    """The raw tables behind a fact, followed to the end, each once."""
    table = FACTS[fact]
    if not table.derived:
        return (fact,)
    return tuple(dict.fromkeys(base for source in table.derived_from for base in bases(source)))
