"""How pure a loop stayed: which changes were made in it, and which comparisons they spoil for which KPIs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .kpi import Kpi, Pillar
from .loop import Change, ChangeKind, Loop
from .period import Period

# Which pillars a change of each kind reaches. Tracking reaches everything that is measured on the site.
REACHES: dict[ChangeKind, frozenset[Pillar]] = {
    ChangeKind.STRATEGY: frozenset(Pillar),
    ChangeKind.CAMPAIGN: frozenset({Pillar.REACH, Pillar.TRAFFIC, Pillar.POOLS, Pillar.CONVERSION}),
    ChangeKind.BUDGET: frozenset({Pillar.REACH, Pillar.TRAFFIC, Pillar.POOLS, Pillar.ROI}),
    ChangeKind.CONTENT: frozenset({Pillar.REACH, Pillar.TRAFFIC, Pillar.POOLS}),
    ChangeKind.SITE: frozenset({Pillar.TRAFFIC, Pillar.CONVERSION, Pillar.POOLS, Pillar.QUALITY}),
    ChangeKind.FORM: frozenset({Pillar.CONVERSION, Pillar.QUALITY, Pillar.ROI}),
    ChangeKind.TRACKING: frozenset({Pillar.TRAFFIC, Pillar.CONVERSION, Pillar.POOLS}),
    ChangeKind.MARKET: frozenset(Pillar),
    ChangeKind.OTHER: frozenset(),
}
# A change in the first or last tenth of a loop leaves nearly all of it alike.
EDGE = 0.1


class Cleanness(Enum):
    CLEAN = "clean"  # nothing but what was planned
    DISTURBED = "disturbed"  # unplanned, but at an edge or of no consequence for the figures
    SPOILED = "spoiled"  # an unplanned change in the midst of it


@dataclass(frozen=True)
class Purity:
    """The whole loop's purity, the changes behind it, and how many were planned."""

    cleanness: Cleanness
    planned: tuple[Change, ...] = ()
    unplanned: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Spoiled:
    """One comparison of one KPI that a change spoils: both sides of the change lie inside what is compared."""

    change: Change
    side: str  # "loop" or "compared": which of the two periods it happened in


class Advice(Enum):
    SAME_LOOP = "same_loop"
    NEW_LOOP = "new_loop"


@dataclass(frozen=True)
class Consequence:
    """What a change does to its loop, told before it is logged. `kpis`: those that can no longer be compared, or, at
    an edge, those whose margins grow. `because`: planned · reaches_nothing · edge · beside_primary · primary."""

    advice: Advice
    because: str
    kpis: tuple[Kpi, ...] = ()


def consequence(change: Change, loop: Loop, kpis: Iterable[Kpi]) -> Consequence:
    """Same loop, or a new one: a new one where the KPI that the loop is judged by cannot be compared any more."""
    if change.planned:
        return Consequence(Advice.SAME_LOOP, "planned")
    reached = tuple(kpi for kpi in kpis if kpi.pillar in REACHES[change.kind])
    if not reached:
        return Consequence(Advice.SAME_LOOP, "reaches_nothing")
    if not _in_the_midst(change, loop.period):
        return Consequence(Advice.SAME_LOOP, "edge", reached)
    if any(kpi.id == loop.primary for kpi in reached):
        return Consequence(Advice.NEW_LOOP, "primary", reached)
    return Consequence(Advice.SAME_LOOP, "beside_primary", reached)


def purity(loop: Loop) -> Purity:
    """One word for the loop, from its log of changes."""
    planned = tuple(c for c in loop.changes if c.planned)
    unplanned = tuple(c for c in loop.changes if not c.planned)
    if any(_in_the_midst(c, loop.period) and REACHES[c.kind] for c in unplanned):
        return Purity(Cleanness.SPOILED, planned, unplanned)
    return Purity(Cleanness.DISTURBED if unplanned else Cleanness.CLEAN, planned, unplanned)


def spoilers(kpi: Kpi, loop: Period, compared: Period, changes: Iterable[Change]) -> tuple[Spoiled, ...]:
    """The unplanned changes that make this KPI's comparison of two periods one of unlike things."""
    found = []
    for change in changes:
        if change.planned or kpi.pillar not in REACHES[change.kind]:
            continue
        if _in_the_midst(change, loop):
            found.append(Spoiled(change, "loop"))
        elif _in_the_midst(change, compared):
            found.append(Spoiled(change, "compared"))
    return tuple(found)


def edge_share(kpi: Kpi, period: Period, changes: Iterable[Change]) -> float:
    """Share of a period's days on the small side of an unplanned change at its edge that reaches this KPI; at least one
    day, and of several changes the one that reaches furthest."""
    days = [_small_side(c, period) for c in changes if not c.planned and kpi.pillar in REACHES[c.kind]
            and c.day in period and not _in_the_midst(c, period)]
    return max(days, default=0) / period.days if period.days else 0.0


def _small_side(change: Change, period: Period) -> int:
    before = (change.day - period.start).days
    return max(1, min(before, period.days - before))


def _in_the_midst(change: Change, period: Period) -> bool:
    """Does the change cut the period in two parts of which neither is small?"""
    if change.day not in period:
        return False
    before = (change.day - period.start).days / period.days
    return EDGE < before < 1 - EDGE
