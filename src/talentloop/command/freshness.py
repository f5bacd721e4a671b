"""How each source stands: over which days, how fresh, how complete; and days from which a figure means something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ..core.breakpoint import PLATFORM_BREAKPOINTS
from ..core.facts import FACTS
from ..core.loop import ChangeKind, Loop
from ..core.period import Period
from ..engine.told import Told
from ..report.words import Words
from .batches import Came

OLD = 14  # days after which a source that tells something daily is stale
DAILY = ("web_hits", "exposures")
EACH_ITS_OWN = ("exposures", "reach", "costs", "controls", "target_groups")  # facts that sources tell side by side


@dataclass(frozen=True)
class Source:
    """One source: `last` is never after today; `totals` says whether its own totals agree: agree, off or none.

    `missing` are days without a row where it should have one; `stale` asks for attention.
    """

    id: str
    facts: tuple[str, ...]
    period: Period
    rows: int
    last: date
    days_ago: int
    stale: bool
    missing: int
    totals: str
    provisional_until: date | None
    estimated: bool
    brought: datetime | None


def sources(known: Sequence[Told], came: Sequence[Came], today: date) -> list[Source]:
    """Every source that told something, the freshest first."""
    found = [_source(id, list(facts), [b for b in came if b.source == id], today)
             for id, facts in groupby(known, lambda one: one.source)]
    return sorted(found, key=lambda s: -s.last.toordinal())


def _source(id: str, facts: Sequence[Told], came: Sequence[Came], today: date) -> Source:
    period = Period(min(f.period.start for f in facts), max(f.period.end for f in facts))
    last = max((f.period.last for f in facts if f.period.last <= today), default=today)  # what lies ahead tells no news
    until = max((f.provisional_until for f in facts if f.provisional_until), default=None)
    totals = "off" if any(b.off for b in came) else "agree" if any(b.agrees for b in came) else "none"
    return Source(
        id, tuple(f.fact for f in facts), period, sum(f.rows for f in facts), last, (today - last).days,
        (today - last).days > OLD and any(f.fact in DAILY for f in facts), sum(f.missing for f in facts), totals,
        until if until and until >= today else None,
        any("platform_estimate" in f.provenances or "modelled" in f.provenances for f in facts),
        came[0].at if came else None)


@dataclass(frozen=True)
class Break:
    """From `day` on a figure means something else: `kind` is platform, source or tracking."""

    day: date
    kind: str
    says: str


def breaks(w: Words, known: Sequence[Told], loops: Sequence[Loop]) -> list[Break]:
    """Another way of counting, another source, other tracking; the last first."""
    tracking = (Break(c.day, "tracking", c.what) for loop in loops for c in loop.changes
                if c.kind is ChangeKind.TRACKING)
    found = [*_platforms(w, known), *_other_sources(w, known), *tracking]
    return sorted(found, key=lambda b: (b.day, b.says), reverse=True)


def _platforms(w: Words, known: Sequence[Told]) -> Iterator[Break]:
    """What platforms changed within the days that we have of them."""
    return (Break(b.day, "platform", b.what_nl if w.lang == "nl" else b.what_en) for b in PLATFORM_BREAKPOINTS
            if b.kpis and any(t.source.startswith(b.network) and t.period.start < b.day < t.period.end for t in known))


def _other_sources(w: Words, known: Sequence[Told]) -> Iterator[Break]:
    """Facts that one source told first and another since."""
    for fact in FACTS:
        tellers = sorted((t for t in known if t.fact == fact), key=lambda t: t.period.start)
        yield from (Break(t.period.start, "source", w("web.data.other_source", fact=w.of("fact", fact),
                                                      source=w.of("source", t.source)))
                    for t in tellers[1:] if fact not in EACH_ITS_OWN)
