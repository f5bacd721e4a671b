"""What the coverage table knows: which facts there are, on which days, and who told them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..core.facts import FACTS, FactTable
from ..core.measurement import Origin
from ..core.period import Period
from .coverage import roots
from .snapshot import Snapshot

# Tables that a connected source fills every day: a day without rows is missing. Elsewhere it may be a quiet day.
EVERY_DAY = ("web_hits", "visits", "page_reads", "exposures")


@dataclass
class Days:
    """What one fact has per day: sources, provenances, until when provisional."""

    told: dict[date, list[tuple[str | None, str | None, date | None]]] = field(default_factory=dict)

    @property
    def span(self) -> Period | None:
        return Period(min(self.told), max(self.told) + timedelta(days=1)) if self.told else None

    def inside(self, period: Period) -> list[date]:
        """Days of the period that have rows."""
        if period.days < len(self.told):
            return [day for day in period if day in self.told]
        return sorted(day for day in self.told if day in period)


class Known:
    """Coverage of one snapshot. Web hits of a source that is not the one of record do not count."""

    def __init__(self, snapshot: Snapshot, rows: Iterable[tuple]) -> None:
        self.facts: dict[str, Days] = {}
        for fact, day, source, provenance, until in rows:
            record = snapshot.record.get(fact) if fact == "web_hits" else None
            if record is None or source == record:
                self.facts.setdefault(fact, Days()).told.setdefault(day, []).append((source, provenance, until))

    @staticmethod
    def sql(coverage: str) -> str:
        """What to ask of the relation that holds the coverage table."""
        return f"SELECT fact, day, source, provenance, provisional_until FROM {coverage}"

    def of(self, fact: str) -> Days:
        return self.facts.get(fact, Days())

    def connected(self, table: FactTable) -> bool:
        """Did any source ever tell something that this table is made of?"""
        return any(self.of(t.name).told for t in (table, *needed(table)))

    def sources(self) -> dict[str, tuple[str, ...]]:
        """Sources per fact that sources fill."""
        return {fact: tuple(sorted({s for told in days.told.values() for s, _, _ in told if s}))
                for fact, days in self.facts.items() if not FACTS[fact].derived}

    def origin(self, fact: str, period: Period) -> Origin:
        """Where the figures of a fact in a period come from."""
        told = [entry for root in roots(FACTS[fact]) for day in self.of(root.name).inside(period)
                for entry in self.of(root.name).told[day]]
        own, span = self.of(fact).inside(period), self.of(fact).span
        present = set(own)
        missing = tuple(d for d in period.clipped(span) if d not in present) if span and fact in EVERY_DAY else ()
        return Origin(
            sources=tuple(sorted({s for s, _, _ in told if s})), provenances=tuple(sorted({p for _, p, _ in told if p})),
            provisional_until=max((u for _, _, u in told if u), default=None), days_with_data=len(own),
            missing_days=missing, span=span)


def needed(table: FactTable) -> tuple[FactTable, ...]:
    """The tables without all of which this one cannot say anything: applications for counted_applications."""
    return (FACTS["applications"],) if table.name in ("counted_applications", "evidence") else roots(table)
