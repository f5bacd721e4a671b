"""Makes the whole demo: what people did, the files that the systems would give of it, and the truth behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..core.period import Period
from . import ats, ga4, networks, office
from .applicants import Application, applied
from .arrivals import VISITS_A_DAY, Visits, arrive
from .behaviour import Outcome, Views, outcomes, reading
from .delivery import delivered
from .employer import CAMPAIGNS
from .plan import HISTORY, OUTAGE, PLAN, SHORT_FORM
from .season import Ints, expected
from .settings import client_toml
from .vacancies import Vacancy, open_vacancies, pull

# With this salt the default seed is a typical one: what is measured in its loops lies near the truth behind them.
SALT = 115
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Truth:
    """What really was in one period: people and visits whether or not they consented or were measured."""

    visits: int
    people: int
    returning_people: int
    applications_started: int
    applications_completed: int  # on the site's own form
    season: float  # mean seasonal index of a day


@dataclass(frozen=True)
class DemoTruth:
    """The truth behind the files: effects of the loops, and per period what no system measures.

    `effects` and `periods` have the keys `baseline`, `loop 1` … `loop 5`.
    """

    seed: int
    scale: float
    events: int
    visits: int
    people: int
    applications: int
    hires: int
    outage: str
    effects: Mapping[str, Mapping[str, float]]
    periods: Mapping[str, Truth]
    files: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Story:
    """What people did, before any system looked: made from a seed in half a second."""

    visits: Visits
    outcome: Outcome
    views: Views
    vacancies: list[Vacancy]
    applications: list[Application]
    application_of: Ints  # per visit the number of the application made in it, 0 for none
    leads: list[office.Lead]


def imagine(seed: int, scale: float = 1.0) -> Story:
    """Everything that happens in the demo's eighteen months."""
    visits = arrive(HISTORY, scale, stream(seed, 1))
    vacancies = open_vacancies(HISTORY, scale, stream(seed, 2))
    share = pull(vacancies, HISTORY)
    outcome = outcomes(visits, HISTORY, share, stream(seed, 3))
    views = reading(visits, outcome, HISTORY, share, stream(seed, 4))
    applications, application_of = applied(visits, outcome, vacancies, HISTORY, scale, stream(seed, 5))
    leads = office.leads(visits, outcome, applications, HISTORY, scale, stream(seed, 7))
    return Story(visits, outcome, views, vacancies, applications, application_of, leads)


def write_demo(folder: Path, seed: int = 2024, progress: Progress | None = None, scale: float = 1.0) -> DemoTruth:
    """Write client.toml and exports/ into `folder`, the same bytes for the same seed and scale.

    `scale` multiplies visits, budgets, applications and costs; 0.1 gives about 43,000 events in two seconds.
    """
    tell = progress or (lambda what, share: None)
    exports = folder / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    tell("people", 0.0)
    story = imagine(seed, scale)
    visits = story.visits
    tell("web", 0.1)
    happened = ga4.events(visits, story.outcome, story.views, stream(seed, 6))
    flat = ga4.tables(visits, story.views, happened, story.application_of, HISTORY)
    events = ga4.write(exports, flat, story.vacancies, HISTORY)
    tell("networks", 0.8)
    asked = office.platform_leads(story.leads, HISTORY)
    networks.write(exports, delivered(visits, HISTORY, asked, stream(seed, 8)), HISTORY)
    tell("office", 0.9)
    ats.write(exports, story.applications, visits)
    office.write(exports, story.leads, story.applications, story.vacancies, HISTORY, scale, stream(seed, 9))
    (folder / "client.toml").write_text(client_toml(seed), encoding="utf-8")
    tell("done", 1.0)
    return _truth(seed, scale, events, story, exports)


def stream(seed: int, number: int) -> np.random.Generator:
    """A stream of its own for each part, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, number, SALT])


def _truth(seed: int, scale: float, events: int, story: Story, exports: Path) -> DemoTruth:
    visits, applications = story.visits, story.applications
    periods = {"baseline": PLAN.baseline} | {f"loop {x.number}": x.period for x in PLAN.loops}
    return DemoTruth(
        seed, scale, events, len(visits), int(visits.person.max()) + 1, len(applications),
        sum(a.hired is not None for a in applications), OUTAGE.isoformat(),
        _effects(applications),
        {name: _of_period(period, visits, story.outcome) for name, period in periods.items()},
        tuple(sorted(p.name for p in exports.iterdir())))


def _effects(applications: list[Application]) -> dict[str, dict[str, float]]:
    """What each loop did to people, relative to the same days without it; what is not named is nothing.

    Completed applications are those in the ATS: the short form does nothing for who applies elsewhere.
    """
    on_site = [a.visit >= 0 for a in applications if a.at.date() < PLAN.loops[3].period.start]
    extra_visits = sum(c.extra for c in CAMPAIGNS) / VISITS_A_DAY
    return {
        "loop 1": {}, "loop 2": {"visits": extra_visits}, "loop 3": {}, "loop 5": {},
        "loop 4": {"applications_started": SHORT_FORM - 1,
                   "applications_completed": (SHORT_FORM - 1) * sum(on_site) / len(on_site)},
    }


def _of_period(period: Period, visits: Visits, outcome: Outcome) -> Truth:
    first, last = (period.start - HISTORY.start).days, (period.end - HISTORY.start).days
    inside = (visits.day >= first) & (visits.day < last)
    return Truth(int(inside.sum()), len(np.unique(visits.person[inside])),
                 len(np.unique(visits.person[inside & (visits.returning == 1)])), int(outcome.started[inside].sum()),
                 int(outcome.completed[inside].sum()), float(expected(HISTORY)[first:last].mean()))
