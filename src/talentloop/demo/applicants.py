"""Who applied, by which way, and what came of it: the truth behind the ATS export, the leads and the employments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from ..core.period import Period
from . import season
from . import vacancies as jobs
from .arrivals import Visits
from .behaviour import Outcome
from .employer import CHANNELS, FIRST_NAMES, LAST_NAMES, ZONE
from .season import Clock, Floats, Ints
from .vacancies import Vacancy

FIRST_ID, FIRST_CANDIDATE = 88_000_001, 61_000_001
# Applications that never touch the site's own form: name in the ATS, per day at scale 1, chance of being hired.
ELSEWHERE = (("Indeed", 0.22, 0.035), ("Referral", 0.13, 0.11), ("Recruitmentbureau Proefdraai", 0.05, 0.20),
             ("LinkedIn (Prospecting)", 0.05, 0.12), ("Internal Applicant", 0.04, 0.30))
# As the ATS names the channels of applications on the site.
SAID = {"email": "Job alert", "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn (Ad Posting)",
        "organic_social": "LinkedIn", "google_for_jobs": "Google for Jobs", "jobboard_paid": "Indeed",
        "jobboard_free": "Werkzoeken", "employee": "Referral", "search_ads": "Google Ads"}
OWN_SITE = "Jobs page on your website"
HIRED_FROM_SITE = 0.045
INVITED = 0.24
LAG_MEDIAN, LAG_SIGMA = 35.0, float(np.log(75 / 35) / 1.2816)  # application to hire: median 35, p90 75 days (§4.4)
INVITE_MEDIAN, INVITE_SIGMA = 8.0, 0.7
REJECT_MEDIAN, REJECT_SIGMA = 12.0, 0.7
NEVER_ANSWERED, WITHDRAWN = 0.06, 0.07
TWICE = 0.02  # sent again within a few days
TESTS = 5


@dataclass(frozen=True)
class Application:
    """One application with every day that the ATS would write down by the end of the demo; None = not (yet)."""

    id: int
    candidate: int
    person: int
    at: datetime  # aware, UTC
    vacancy: Vacancy
    source: str
    visit: int = -1  # the visit it was made in, −1 when it was not made on the site
    test: bool = False
    reviewed: date | None = None
    invited: date | None = None
    interview: date | None = None
    offer: date | None = None
    hired: date | None = None
    starts: date | None = None
    rejected: date | None = None
    withdrawn: date | None = None

    @property
    def name(self) -> tuple[str, str]:
        return ("Test", "Sollicitatie") if self.test else name_of(self.person)

    @property
    def email(self) -> str:
        return email_of(self.person)


def name_of(person: int) -> tuple[str, str]:
    """An invented name; the same for the same person."""
    return FIRST_NAMES[person % len(FIRST_NAMES)], LAST_NAMES[person // len(FIRST_NAMES) % len(LAST_NAMES)]


def email_of(person: int) -> str:
    """An address at example.org, which belongs to nobody."""
    first, last = name_of(person)
    return f"{first}.{last}.{person}@example.org".lower().replace(" ", "").replace("ë", "e")


@dataclass
class Sent:
    """Applications before anything came of them, one row each."""

    at: Ints  # UTC microseconds
    day: Ints
    person: Ints
    vacancy: Ints
    source: list[str]
    chance: Floats  # of being hired
    visit: Ints  # the visit it was made in, −1 elsewhere


def applied(visits: Visits, outcome: Outcome, vacancies: list[Vacancy], period: Period, scale: float,
            rng: np.random.Generator) -> tuple[list[Application], Ints]:
    """All applications in order of arrival, and per visit the id of the one made in it (0 for none)."""
    sent = joined(on_site(visits, outcome, period), elsewhere(visits, vacancies, period, scale, rng))
    sent.chance = sent.chance * room(sent.vacancy, len(vacancies))
    found = [follow(i, sent, vacancies, period, rng) for i in range(len(sent.at))]
    of_visit = np.zeros(len(visits), dtype=np.int64)
    made = sent.visit >= 0
    of_visit[sent.visit[made]] = FIRST_ID + np.flatnonzero(made)
    return found + again(found, period, rng) + tests(found), of_visit


def on_site(visits: Visits, outcome: Outcome, period: Period) -> Sent:
    rows = np.flatnonzero(outcome.completed)
    clock = Clock(period, ZoneInfo(ZONE))
    at = clock.utc_micros(visits.day[rows], visits.second[rows]) + 240_000_000
    source = [SAID.get(CHANNELS[c].name, OWN_SITE) for c in visits.channel[rows]]
    return Sent(at, visits.day[rows], visits.person[rows], outcome.vacancy[rows], source,
                np.full(len(rows), HIRED_FROM_SITE), rows)


def elsewhere(visits: Visits, vacancies: list[Vacancy], period: Period, scale: float, rng: np.random.Generator) -> Sent:
    """Native applications on job boards, referrals by mail, agencies, sourcing and colleagues who move."""
    clock, index = Clock(period, ZoneInfo(ZONE)), season.expected(period)
    counts = [rng.poisson(a_day * scale * index) for _, a_day, _ in ELSEWHERE]
    day = np.concatenate([np.repeat(np.arange(period.days), c) for c in counts])
    which = np.repeat(np.arange(len(ELSEWHERE)), [c.sum() for c in counts])
    person = int(visits.person.max()) + 1 + np.arange(len(day))
    return Sent(clock.utc_micros(day, season.moments(day, rng)), day, person,
                jobs.choose(jobs.pull(vacancies, period), day, rng), [ELSEWHERE[i][0] for i in which],
                np.array([ELSEWHERE[i][2] for i in which]), np.full(len(day), -1))


def room(vacancy: Ints, vacancies: int) -> Floats:
    """Factor on the chance of being hired, mean 1: a vacancy has one place, however many want it."""
    per = np.bincount(vacancy, minlength=vacancies)[vacancy]
    factor = np.minimum(3.0, per.mean() / per)
    return np.asarray(factor / factor.mean())


def joined(one: Sent, two: Sent) -> Sent:
    order = np.argsort(np.concatenate([one.at, two.at]), kind="stable")
    source = one.source + two.source
    at, day, person, vacancy, chance, visit = (
        np.concatenate([getattr(one, f), getattr(two, f)])[order]
        for f in ("at", "day", "person", "vacancy", "chance", "visit"))
    return Sent(at, day, person, vacancy, [source[i] for i in order], chance, visit)


def follow(i: int, sent: Sent, vacancies: list[Vacancy], period: Period, rng: np.random.Generator) -> Application:
    """What came of one application, as far as the ATS knows on the last day."""
    came = period.start + timedelta(days=int(sent.day[i]))
    steps = course(came, float(sent.chance[i]), rng)
    known = {step: day for step, day in steps.items() if step == "starts" or day < period.end}
    if "hired" not in known:
        known.pop("starts", None)
    return Application(FIRST_ID + i, FIRST_CANDIDATE + int(sent.person[i]), int(sent.person[i]), moment(int(sent.at[i])),
                       vacancies[int(sent.vacancy[i])], sent.source[i], int(sent.visit[i]), False, **known)


def moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1e6, ZoneInfo("UTC"))


def course(came: date, chance: float, rng: np.random.Generator) -> dict[str, date]:
    """Days of each step: hired ones were invited, interviewed and offered first; all others end somewhere."""
    fate = rng.random()
    invite = days(INVITE_MEDIAN, INVITE_SIGMA, rng)
    found = {"reviewed": came + timedelta(days=min(invite, 1 + int(rng.integers(6))))}
    if fate < chance:
        hire = max(days(LAG_MEDIAN, LAG_SIGMA, rng), 6)
        invite = min(invite, hire // 3)
        offer = max(hire - 1 - int(rng.integers(6)), invite + 1)
        hired = came + timedelta(days=hire)
        return found | {"reviewed": came + timedelta(days=min(invite, 2)), "invited": came + timedelta(days=invite),
                        "interview": came + timedelta(days=(invite + offer) // 2), "offer": came + timedelta(days=offer),
                        "hired": hired, "starts": hired + timedelta(days=20 + int(rng.integers(50)))}
    if fate < INVITED:
        talk = invite + 3 + int(rng.integers(10))
        found |= {"invited": came + timedelta(days=invite), "interview": came + timedelta(days=talk)}
        ended = "withdrawn" if rng.random() < 0.3 else "rejected"
        return found | {ended: came + timedelta(days=talk + 2 + int(rng.integers(12)))}
    luck = rng.random()
    if luck < NEVER_ANSWERED:
        return found
    ended = "withdrawn" if luck < NEVER_ANSWERED + WITHDRAWN else "rejected"
    return found | {ended: came + timedelta(days=max(days(REJECT_MEDIAN, REJECT_SIGMA, rng), 1))}


def days(median: float, sigma: float, rng: np.random.Generator) -> int:
    return int(np.clip(round(rng.lognormal(np.log(median), sigma)), 1, 200))


def again(found: list[Application], period: Period, rng: np.random.Generator) -> list[Application]:
    """Some send the same application twice; the ATS keeps both."""
    doubles: list[Application] = []
    for a in found:
        later = a.at + timedelta(days=int(rng.integers(1, 6)), minutes=13)
        if rng.random() < TWICE and later.date() < period.end - timedelta(days=1):
            doubles.append(Application(FIRST_ID + len(found) + len(doubles), a.candidate, a.person, later, a.vacancy,
                                       a.source, a.visit, rejected=later.date() + timedelta(days=1)))
    return doubles


def tests(found: list[Application]) -> list[Application]:
    """The web builder's own test applications."""
    picked = found[:: max(1, len(found) // TESTS)][:TESTS]
    return [Application(FIRST_ID + 900_000 + i, FIRST_CANDIDATE + 900_000, 900_000, a.at, a.vacancy, OWN_SITE, test=True,
                        rejected=a.at.date() + timedelta(days=1))
            for i, a in enumerate(picked)]
