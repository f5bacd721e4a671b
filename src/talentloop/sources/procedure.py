"""One application on its way through an ATS, gathered from everything a file tells of it, and the row it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..core.facts import APPLICATIONS, JOBS, Rows
from ..core.intake import Context
from ..core.moments import local_day
from ..core.scrub import scrub
from ..website.channels import Arrival

PIECE = 50_000
OPEN = "open"  # the vacancy of an open application
FILLED_BY_THE_LINE = ("source", "batch", "fetched_at")
COLUMNS = tuple(name for name in APPLICATIONS.names if name not in FILLED_BY_THE_LINE)


@dataclass
class Procedure:
    """What is known of an application: `days` holds the first day of each stage reached."""

    application: str
    candidate: str | None = None
    email: str | None = None
    received: datetime | None = None
    vacancy: str | None = OPEN
    job_family: str | None = None
    location: str | None = None
    source_name: str | None = None
    arrival: Arrival = field(default_factory=lambda: Arrival("unknown"))
    tracked: bool = False
    origin: str = "external"
    test: bool = False
    days: dict[str, date] = field(default_factory=dict)
    start: date | None = None

    def reach(self, stage: str | None, day: date | None) -> None:
        """A stage is reached once; coming back to it later changes nothing."""
        if stage and day:
            self.days[stage] = min(day, self.days.get(stage, day))

    def leave(self, *stages: str) -> None:
        """What is undone (a hire, a rejection) never was."""
        for stage in stages:
            self.days.pop(stage, None)
        if "hired" in stages:
            self.start = None

    def row(self, context: Context, received: datetime) -> dict[str, object]:
        """The row of `applications`. Ids and the e-mail address leave as pseudonyms only."""
        return {
            "application": context.pseudonym("application", self.application),
            "candidate": context.pseudonym("candidate", self.candidate or f"of {self.application}"),
            "person": person(self.email, context), "day": local_day(received, context.zone), "received_at": received,
            "vacancy": self.vacancy, "job_family": self.job_family, "location": self.location,
            "source_name": scrub(self.source_name) if self.source_name else None, "channel": self.arrival.channel,
            "network": self.arrival.network, "campaign": self.arrival.campaign, "tracked": self.tracked,
            "origin": self.origin, "test": self.test, **{f"{s}_day": d for s, d in self.days.items()},
            "start_day": self.start, "provenance": "measured",
        }

    def job(self, context: Context) -> dict[str, object] | None:
        """The employment that began, once both the hire and its first day are known."""
        if "hired" not in self.days or self.start is None:
            return None
        return {"job": context.pseudonym("job", self.application), "day": self.start, "job_family": self.job_family,
                "application": context.pseudonym("application", self.application), "provenance": "measured"}


def person(email: str | None, context: Context) -> int | None:
    """Pseudonym of whoever has this e-mail address, spelled as privacy/pseudonyms spells it."""
    return context.pseudonym("person", email.strip().lower()) if email and "@" in email else None


def origin_of(channel: str, text: str) -> str:
    """How an application came in, by its channel and the ATS's own words."""
    low = text.lower()
    if "internal" in low or low.split(" ")[0] in ("intern", "interne"):
        return "internal"
    return {"agency": "agency", "recruiter_sourcing": "sourced"}.get(channel, "external")


def blocks(fact: str, rows: Sequence[dict[str, object]], names: Sequence[str] | None = None) -> Iterable[Rows]:
    """Rows in blocks that may be handed on, column by column."""
    for start in range(0, len(rows), PIECE):
        piece = rows[start:start + PIECE]
        columns = names or sorted({name for row in piece for name in row})
        yield Rows(fact, {name: [row.get(name) for row in piece] for name in columns})


def result(procedures: Iterable[tuple[Procedure, datetime]], context: Context) -> Iterable[Rows]:
    """Blocks of applications, then of the employments that came of them."""
    known = list(procedures)
    yield from blocks("applications", [p.row(context, received) for p, received in known], COLUMNS)
    jobs: list[dict[str, Any]] = [job for p, _ in known if (job := p.job(context))]
    yield from blocks("jobs", jobs, tuple(n for n in JOBS.names if n not in FILLED_BY_THE_LINE))
