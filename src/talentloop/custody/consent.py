"""Consent as it was given and taken back: which part of the visits it covers, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..core.facts import CONSENTS, FACTS
from ..core.period import add_months
from ..workspace import Workspace


@dataclass(frozen=True)
class Covered:
    """Human visits of one month. `shares` is the part of them in each state of consent (core.facts.CONSENTS), 0 to 1;
    empty where there were fewer than `smallest_cell` visits."""

    month: date
    visits: int
    shares: Mapping[str, float]

    @property
    def known(self) -> float | None:
        """The part of people who allowed all of it: the coverage of every figure of people."""
        return self.shares.get("full") if self.shares else None


def coverage(workspace: Workspace, months: int = 24) -> tuple[Covered, ...]:
    """Coverage by consent over time, the oldest month first; months without any visit are left out."""
    since = add_months(workspace.today, -months).replace(day=1)
    with workspace.lake.asking() as (ask, now):
        rows = ask("SELECT CAST(date_trunc('month', day) AS DATE), consent, count(*) "
                   f"FROM {now.source(FACTS['visits'])} "
                   f"WHERE traffic_class = 'human' AND day >= DATE '{since}' GROUP BY ALL ORDER BY 1").fetchall()
    found: dict[date, dict[str, int]] = {}
    for month, state, n in rows:
        found.setdefault(month, {})[state] = n
    return tuple(_covered(month, counts, workspace.settings.smallest_cell) for month, counts in found.items())


def _covered(month: date, counts: Mapping[str, int], smallest: int) -> Covered:
    whole = sum(counts.values())
    return Covered(month, whole, {state: counts.get(state, 0) / whole for state in CONSENTS} if whole >= smallest else {})
