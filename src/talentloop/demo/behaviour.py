"""What a visit does: how long it stays, which pages it opens, how far it reads, and whether it applies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.period import Period
from . import vacancies as jobs
from .arrivals import Visits
from .employer import CHANNELS, PAGE_TYPES, PAGES, RETURNING
from .plan import EFFECTS
from .season import Floats, Ints

TIME_SIGMA = 0.95  # of log seconds, among visits that stay
FORM_SECONDS, FORM_SIGMA = 70.0, 0.6
LONGEST = 1500.0  # seconds; shorter than the half hour that would end the visit
COMPLETES = {1: 0.47, 0: 0.58}  # on mobile, on desktop (semantics §6)
ONLY_CLICKS = 0.35  # clicks on apply that do not become a start, per start
LEADS = (0.006, 0.013)  # share of new and returning visits that ask for a job alert
MOST_PAGES = 14
HOME, CONTENT, TEAM, LIST, JOB, FORM, THANKS = range(7)
# From a page of one kind to the next: home, content, team, list of vacancies, vacancy.
NEXT = np.array([
    [0.02, 0.22, 0.14, 0.47, 0.15],
    [0.12, 0.30, 0.22, 0.20, 0.16],
    [0.10, 0.22, 0.16, 0.26, 0.26],
    [0.06, 0.05, 0.04, 0.12, 0.73],
    [0.06, 0.12, 0.10, 0.37, 0.35],
])
# Centre and spread of the deepest point read by those who stay, per kind of page: with those who leave at once, and seen
# through thresholds of ten percent, half of the readers pass 50 % of a story and 60 % of a vacancy.
DEPTH = {CONTENT: 64.0, TEAM: 64.0, JOB: 72.0}
DEPTH_SPREAD = 26.0


@dataclass
class Outcome:
    """Per visit: 1 when it clicked apply, started, completed, left contact details; and which vacancy it was about."""

    clicked: Ints
    started: Ints
    completed: Ints
    lead: Ints  # 1 when it asked for a job alert
    vacancy: Ints


@dataclass
class Views:
    """One row a page view, by visit and then in order: the page's row in the list of pages, its kind, and the reading."""

    visit: Ints
    nth: Ints
    kind: Ints
    page: Ints  # row in PAGES, or len(PAGES) + 2 × vacancy (+ 1 for its form)
    engaged_ms: Ints
    scroll: Ints  # deepest threshold passed, 0 none


def effect(rate: str, period: Period) -> Floats:
    """The factor on a rate per day."""
    factor = np.ones(period.days)
    for e in EFFECTS:
        if e.rate == rate:
            inside = [(d - period.start).days for d in e.period if d in period]
            factor[inside] *= e.factor
    return factor


def per_channel(visits: Visits, name: str) -> Floats:
    """A property of the visit's channel, as returning visitors have it where they return."""
    value = np.array([getattr(c, name) for c in CHANNELS])[visits.channel]
    return value * np.where(visits.returning == 1, RETURNING[name], 1.0)


def that_day(visits: Visits, name: str, period: Period) -> Floats:
    """The same property with what really happened that day."""
    return per_channel(visits, name) * effect(name, period)[visits.day]


def outcomes(visits: Visits, period: Period, share: Floats, rng: np.random.Generator) -> Outcome:
    """Who clicks, starts and completes. Employees never do."""
    n = len(visits)
    starts = that_day(visits, "starts", period)
    started = (rng.random(n) < starts) & ~employed(visits)
    completed = started & (rng.random(n) < np.where(visits.mobile == 1, COMPLETES[1], COMPLETES[0]))
    clicked = started | ((rng.random(n) < starts * ONLY_CLICKS) & ~employed(visits))
    lead = (rng.random(n) < np.where(visits.returning == 1, LEADS[1], LEADS[0])) & ~employed(visits) & ~started
    clicked_, started_, completed_, lead_ = (x.astype(np.int64) for x in (clicked, started, completed, lead))
    return Outcome(clicked_, started_, completed_, lead_, jobs.choose(share, visits.day, rng))


def employed(visits: Visits) -> np.ndarray:
    return visits.member >= 0


def reading(visits: Visits, outcome: Outcome, period: Period, share: Floats, rng: np.random.Generator) -> Views:
    """The page views of every visit with their time and depth."""
    bounced = (rng.random(len(visits)) < per_channel(visits, "bounce")) & (outcome.clicked == 0)
    pages = page_counts(visits, bounced, period, rng)
    seconds = stay(visits, bounced, pages, period, rng)
    views = walk(visits, outcome, pages, share, rng)
    weight = rng.exponential(1.0, len(views.visit)) + 0.15
    weight[np.isin(views.kind, (FORM, THANKS))] = 0
    per_visit = np.bincount(views.visit, weight, len(visits))
    time = weight / per_visit[views.visit] * seconds[views.visit]
    form = views.kind == FORM
    time[form] = rng.lognormal(np.log(FORM_SECONDS), FORM_SIGMA, form.sum())
    time[views.kind == THANKS] = 4.0
    views.engaged_ms = (time * 1000).astype(np.int64)
    views.scroll = depth(views, rng)
    return views


def page_counts(visits: Visits, bounced: np.ndarray, period: Period, rng: np.random.Generator) -> Ints:
    """Pages per visit: one for those that leave at once, one plus a geometric number for the others."""
    more = np.maximum(that_day(visits, "pages", period) - 1, 0.05)
    drawn = 1 + rng.geometric(1 / (1 + more)) - 1
    return np.where(bounced, 1, np.minimum(drawn, MOST_PAGES)).astype(np.int64)


def stay(visits: Visits, bounced: np.ndarray, pages: Ints, period: Period, rng: np.random.Generator) -> Floats:
    """Engaged seconds of a visit, without the form: more pages take more time."""
    n = len(visits)
    usual = that_day(visits, "seconds", period) * (pages / per_channel(visits, "pages")) ** 0.6
    long = np.minimum(usual * rng.lognormal(0, TIME_SIGMA, n), LONGEST)
    return np.where(bounced, 0.6 + rng.exponential(3.2, n), np.maximum(long, 2.0))


def walk(visits: Visits, outcome: Outcome, pages: Ints, share: Floats, rng: np.random.Generator) -> Views:
    """Step from page to page; who starts an application ends on the vacancy, its form and, when done, the thanks."""
    n = len(visits)
    landing = np.cumsum(np.array([c.landing for c in CHANNELS]), axis=1)
    onward = np.cumsum(NEXT, axis=1)
    kind = pick(landing[visits.channel], rng)
    steps = [(np.arange(n), np.zeros(n, dtype=np.int64), kind)]
    for nth in range(1, MOST_PAGES):
        going = np.flatnonzero(pages > nth)
        kind = kind.copy()
        kind[going] = pick(onward[kind[going]], rng)
        steps.append((going, np.full(len(going), nth), kind[going]))
    ends = (((outcome.clicked == 1) & (kind != JOB), JOB, 0), (outcome.started == 1, FORM, 1),
            (outcome.completed == 1, THANKS, 2))
    for who, what, after in ends:
        rows = np.flatnonzero(who)
        steps.append((rows, np.full(len(rows), MOST_PAGES + after), np.full(len(rows), what)))
    visit, nth_, kinds = (np.concatenate(x) for x in zip(*steps, strict=True))
    order = np.lexsort((nth_, visit))
    visit, nth_, kinds = visit[order], nth_[order], kinds[order]
    return Views(visit, nth_, kinds, which(visits, outcome, visit, kinds, share, rng), nth_, nth_)


def pick(cumulative: Floats, rng: np.random.Generator) -> Ints:
    return (rng.random(len(cumulative))[:, None] > cumulative).sum(axis=1).clip(max=cumulative.shape[1] - 1)


def which(visits: Visits, outcome: Outcome, visit: Ints, kinds: Ints, share: Floats, rng: np.random.Generator) -> Ints:
    """The page of each view: within a kind by its pull; vacancies by what is open that day."""
    page = np.empty(len(visit), dtype=np.int64)
    for kind in (HOME, CONTENT, TEAM, LIST, THANKS):
        rows = np.flatnonzero(kinds == kind)
        of_it = [i for i, p in enumerate(PAGES) if p[2] == PAGE_TYPES[kind]]
        weights = np.array([PAGES[i][4] for i in of_it])
        page[rows] = rng.choice(of_it, len(rows), p=weights / weights.sum())
    rows = np.flatnonzero(kinds == JOB)
    last = np.append(visit[1:] != visit[:-1], True)
    # The vacancy that is applied for is the last one opened.
    ahead = np.append(kinds[1:], -1)
    own = (ahead[rows] == FORM) | (last[rows] & (outcome.clicked[visit[rows]] == 1))
    drawn = jobs.choose(share, visits.day[visit[rows]], rng)
    page[rows] = len(PAGES) + 2 * np.where(own, outcome.vacancy[visit[rows]], drawn)
    rows = np.flatnonzero(kinds == FORM)
    page[rows] = len(PAGES) + 2 * outcome.vacancy[visit[rows]] + 1
    return page


def depth(views: Views, rng: np.random.Generator) -> Ints:
    """Deepest of the thresholds 10, 20 … 90, 100 that was passed; visits that leave at once hardly scroll."""
    median = np.select([views.kind == k for k in DEPTH], list(DEPTH.values()), 0.0)
    reached = median + rng.normal(0, DEPTH_SPREAD, len(median)) - np.where(views.engaged_ms < 8000, 22, 0)
    return np.where(median > 0, np.clip(reached // 10 * 10, 0, 100), 0).astype(np.int64)
