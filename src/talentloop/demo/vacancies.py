"""The vacancies of the demo: opened all through the period, each with its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ..core.period import Period
from .employer import PLACES, WORK
from .season import Floats

OPEN_AT_ONCE = 12.0  # at scale 1
OPEN_MEDIAN, OPEN_SIGMA = 78.0, 0.35  # days that one is on the site
EARLIER = timedelta(days=150)  # the first ones were open before the period began
OPENING = (1.0, 1.0, 1.05, 1.15, 1.25, 1.0, 0.8, 0.8, 1.05, 1.0, 0.95, 0.8)  # May highest, April second (semantics §6)


@dataclass(frozen=True)
class Vacancy:
    number: int
    title: str
    family: str
    place: str
    opened: date
    closed: date  # last day on the site
    positions: int
    wanted: float  # how much it draws, 1 = ordinary

    @property
    def name(self) -> str:
        return f"{self.title} {self.place}"

    @property
    def path(self) -> str:
        return f"/vacatures/{slug(self.name)}-{self.number}"


def slug(text: str) -> str:
    return text.lower().replace(" ", "-")


def open_vacancies(period: Period, scale: float, rng: np.random.Generator) -> list[Vacancy]:
    """At every moment about as many are open; never fewer than four, so that there is something to read."""
    a_day = max(OPEN_AT_ONCE * scale, 5.0) / (OPEN_MEDIAN * np.exp(OPEN_SIGMA**2 / 2))
    found: list[Vacancy] = []
    weights = np.array([w[2] for w in WORK])
    for day in Period(period.start - EARLIER, period.end):
        for _ in range(rng.poisson(a_day * OPENING[day.month - 1])):
            title, family, _, wanted = WORK[int(rng.choice(len(WORK), p=weights / weights.sum()))]
            lasts = int(np.clip(rng.lognormal(np.log(OPEN_MEDIAN), OPEN_SIGMA), 30, 160))
            found.append(Vacancy(4100 + len(found), title, family, PLACES[int(rng.integers(len(PLACES)))], day,
                                 day + timedelta(days=lasts), 1 + int(rng.random() < 0.12),
                                 wanted * float(rng.lognormal(0, 0.3))))
    return [v for v in found if v.closed >= period.start]


def pull(vacancies: list[Vacancy], period: Period) -> Floats:
    """How the interest of each day divides over the vacancies that are open: days × vacancies, rows add up to 1."""
    day = np.arange(period.days)[:, None]
    opened = np.array([(v.opened - period.start).days for v in vacancies])
    closed = np.array([(v.closed - period.start).days for v in vacancies])
    drawn = np.where((opened <= day) & (day <= closed), np.array([v.wanted for v in vacancies]), 0.0)
    drawn[drawn.sum(axis=1) == 0] = 1.0
    return drawn / drawn.sum(axis=1, keepdims=True)


def choose(share: Floats, day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A vacancy for each of these days, drawn day by day: a large employer's would not fit in memory at once."""
    drawn, cumulative = rng.random(len(day)), np.cumsum(share, axis=1)
    order = np.argsort(day, kind="stable")
    found = np.empty(len(day), dtype=np.int64)
    for rows in np.split(order, np.flatnonzero(np.diff(day[order])) + 1):
        if len(rows):
            found[rows] = np.searchsorted(cumulative[day[rows[0]]], drawn[rows])
    return found.clip(max=share.shape[1] - 1)
