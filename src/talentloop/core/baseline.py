"""The 0-meting: what the figures were before, frozen with everything that is needed to trust it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .period import Period

SHORTEST_FOR_A_VERDICT = 56  # days
SHORTEST_FOR_FULL_TRUST = 120


@dataclass(frozen=True)
class FrozenFigure:
    """One KPI as it stood when the 0-meting was frozen; `value` empty with the `reason` when it could not be said."""

    definition: str  # kpi id @ version
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Baseline:
    """`sources` by fact table, `coverage` the consented share of visits, `gaps` days without data by fact table.

    `store` is the version of the fact store it was read from, so that it can be read again exactly.
    """

    version: int
    period: Period
    frozen_on: date
    figures: Mapping[str, FrozenFigure]
    sources: Mapping[str, tuple[str, ...]]
    coverage: float | None
    gaps: Mapping[str, tuple[date, ...]]
    store: str = ""

    @property
    def short(self) -> bool:
        """Too short to judge a loop by."""
        return self.period.days < SHORTEST_FOR_A_VERDICT

    @property
    def wide(self) -> bool:
        """Long enough, but margins are wider than they will be."""
        return not self.short and self.period.days < SHORTEST_FOR_FULL_TRUST
