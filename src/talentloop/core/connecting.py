"""A connection to a source: what it asks where, since when, what came of the last time; never its secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .period import Period


@dataclass(frozen=True)
class Fetch:
    """What came of asking once. `outcome` is a word of Outcome, or `failed`: then `code` and `facts` say why, as those
    of a FetchTrouble do; `problem` is the first that blocked, as a Problem says it. `until`: the first day that has not
    been asked for yet, where a source is asked by days."""

    at: datetime  # UTC
    outcome: str
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    problem: Mapping[str, Any] | None = None
    rows: int = 0
    batch: str = ""
    until: date | None = None

    @property
    def failed(self) -> bool:
        return self.outcome not in ("taken", "repeated")


@dataclass(frozen=True)
class Connection:
    """`shown` tells each secret by its end. A draft was tried and not confirmed; one that is `paused` is asked only when
    somebody says so. `good` is the last time that all came, `last` the last time it was asked."""

    id: str
    source: str  # a name in sources.apis()
    options: Mapping[str, str]
    shown: Mapping[str, str]
    since: date
    made: datetime
    draft: bool = False
    paused: bool = False
    last: Fetch | None = None
    good: Fetch | None = None

    @property
    def series(self) -> str:
        """How the ids of its batches begin."""
        return f"fetch:{self.id}:"

    def window(self, today: date, lookback: int, furthest: int, since: date | None = None,
               until: date | None = None) -> Period:
        """The days to ask for: those that are new, and those before that may still change; up to yesterday. Or those
        from `since` on, before `until`."""
        known = self.good.until if self.good and self.good.until else None
        start = since or (max(self.since, _before(known, lookback)) if known else self.since)
        if furthest:
            start = max(start, _before(today, furthest))
        end = min(until or today, today)
        return Period(min(start, _before(end, 1)), end)

    def until(self, window: Period) -> date:
        """The first day that has not been asked for, once this window has: days between the two are still to come."""
        known = self.good.until if self.good else None
        return max(known, window.end) if known and window.start <= known else known or window.end


def _before(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)
