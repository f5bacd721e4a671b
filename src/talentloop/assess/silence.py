"""Days of which nothing was told: gaps in what is measured every day, and an end too long silent to be a quiet time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from ..core.facts import STOP_WITH_ADS
from ..core.loop import ChangeKind
from ..core.measurement import Measurement, Origin
from ..core.period import Period
from .scope import Scope

# Facts that have rows every day while they are measured: a day without any is a day without data, not a zero.
MEASURED_DAILY = frozenset({"visits", "page_reads", "touches", "web_hits"})
WITNESS = {"touches": "visits"}  # applications leave touches too: the site tells on which days it was measured
CHANCE = 1e-6  # a silence as long as this improbable is none of the fact's own
MOST_DAILY = 0.98  # share of days with rows that a fact is believed to have at most: four silent days are then too many
SWITCHED_OFF = timedelta(days=7)  # a logged change so long before the last row says why there are no more


def untold(fact: str, measurement: Measurement, history: Period, stopped: Collection[str] = ()) -> frozenset[date]:
    """The days of the history on which a fact was not measured; one that was `stopped` on purpose is zero at the end."""
    origin = measurement.origins.get((WITNESS.get(fact, fact), history))
    if origin is None or origin.span is None:
        return frozenset()
    end = min(max(origin.span.end, history.start), history.end)
    after = Period(end, history.end)
    if fact in MEASURED_DAILY:
        return frozenset((*origin.missing_days, *after))
    return frozenset(after) if fact not in stopped and _too_long(origin, history, after.days) else frozenset()


def _too_long(origin: Origin, history: Period, silent: int) -> bool:
    """Would a fact with rows on this share of its days be silent for so many on end by chance?"""
    told = origin.span.clipped(history) if origin.span else None
    if not silent or told is None or not told.days:
        return False
    return (1 - min(origin.days_with_data / told.days, MOST_DAILY)) ** silent < CHANCE


def stopped_on_purpose(scope: Scope) -> frozenset[str]:
    """Ads stopped, and what they cost, where the log has a change of campaign or budget about the day of their last row,
    or after it."""
    ads = scope.known.get("exposures")
    days = [c.day for loop in scope.loops for c in loop.changes if c.kind in (ChangeKind.CAMPAIGN, ChangeKind.BUDGET)]
    return STOP_WITH_ADS if ads and any(day >= ads.end - SWITCHED_OFF for day in days) else frozenset()
