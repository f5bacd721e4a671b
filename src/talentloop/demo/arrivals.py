"""Who comes when: visits per day and channel, the person, device and cookie behind each, and their consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..core.period import Period
from . import season
from .employer import CAMPAIGNS, CHANNELS, SHARE_OF_META, Campaign
from .season import Floats, Ints

VISITS_A_DAY = 84.0  # at scale 1, before the season
CONSENT = 0.565  # of people outside; with employees 58 % of all visits
MOBILE = 0.62
OTHER_DEVICE = 0.17  # share of returning visits on the person's other device
SHORT_COOKIES = 0.22  # share of devices whose browser throws a cookie away after a week without a visit
LAG_MEDIAN, LAG_SIGMA, LAG_MOST = 8.0, 1.2, 200  # days between a visit and the one that follows from it
LOYALTY = 0.2
OFFICE, REGULARS = 18, 15  # employees on the office network; employees elsewhere, whom nothing gives away
EMPLOYEE_A_DAY = 0.135
NAMES = [c.name for c in CHANNELS]
DIRECT = NAMES.index("direct")


@dataclass
class Visits:
    """One row a visit, in order of time. `person` is the truth that no file tells; `cookie` is what GA4 sees."""

    day: Ints
    second: Ints
    channel: Ints  # index in CHANNELS
    campaign: Ints  # index in CAMPAIGNS, −1 none
    person: Ints
    returning: Ints  # 1 when the person was here before
    internal: Ints  # 1 on the office network
    mobile: Ints
    cookie: Ints
    first_seen: Ints  # position of the cookie's first visit
    number: Ints  # visits of this cookie so far
    consent: Ints
    member: Ints  # an employee's number, −1 for all others

    def __len__(self) -> int:
        return len(self.day)


@dataclass
class Raw:
    """Visits before there are people behind them; `member` is an employee's number, −1 for all others."""

    day: Ints
    second: Ints
    channel: Ints
    campaign: Ints
    member: Ints


def month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def runs(campaign: Campaign, period: Period) -> Floats:
    """1 on the days that a campaign runs."""
    return np.array([float(campaign.first <= month_of(d) <= campaign.last) for d in period])


def arrive(period: Period, scale: float, rng: np.random.Generator) -> Visits:
    """Every visit of the period."""
    index = season.expected(period) * season.noise(period, rng)
    blocks = [*ordinary(index, scale, rng), *campaigns(period, index, scale, rng), employees(period, scale, rng)]
    raw = Raw(*(np.concatenate([getattr(b, f) for b in blocks]) for f in Raw.__dataclass_fields__))
    order = np.lexsort((raw.second, raw.day))
    raw = Raw(*(getattr(raw, f)[order] for f in Raw.__dataclass_fields__))
    place_in_campaigns(raw, period, rng)
    return people(raw, rng)


def campaign_of(visits: Visits, i: int) -> str:
    """Campaign in the link that a visit came by, '' when it had none."""
    if visits.campaign[i] >= 0:
        return CAMPAIGNS[visits.campaign[i]].name
    own = CHANNELS[visits.channel[i]].campaigns
    return own[0] if own else ""


def block(counts: Ints, channel: int, campaign: int, rng: np.random.Generator) -> Raw:
    day = np.repeat(np.arange(len(counts)), counts)
    n = len(day)
    return Raw(day, season.moments(day, rng), np.full(n, channel), np.full(n, campaign), np.full(n, -1))


def spread(mean: Floats, rng: np.random.Generator) -> Ints:
    """Counts with more spread than Poisson's: variance 1.4 times the mean."""
    return rng.poisson(rng.gamma(np.maximum(mean, 1e-9) / 0.4, 0.4)).astype(np.int64)


def ordinary(index: Floats, scale: float, rng: np.random.Generator) -> list[Raw]:
    """What comes every day, loop or no loop; however small the demo, no day is without a visit."""
    counts = np.array([spread(VISITS_A_DAY * scale * c.share * index, rng) for c in CHANNELS])
    counts[DIRECT, counts.sum(axis=0) == 0] = 1
    return [block(counts[i], i, -1, rng) for i in range(len(CHANNELS))]


def campaigns(period: Period, index: Floats, scale: float, rng: np.random.Generator) -> list[Raw]:
    """What a reach campaign brings on top."""
    found = []
    for i, c in enumerate(CAMPAIGNS):
        if c.extra:
            for name, share in SHARE_OF_META if c.network == "meta" else ((c.network, 1.0),):
                mean = c.extra * share * scale * runs(c, period) * index
                found.append(block(spread(mean, rng), NAMES.index(name), i, rng))
    return found


def employees(period: Period, scale: float, rng: np.random.Generator) -> Raw:
    """People who work there and look at the site again and again: most of the 16+ touches of any employer."""
    office, regulars = max(1, round(OFFICE * scale)), max(1, round(REGULARS * scale))
    workday = np.array([1.35 if d.weekday() < 5 else 0.0 for d in period])
    every = np.ones(period.days)
    members, days = [], []
    for member in range(office + regulars):
        counts = rng.poisson(EMPLOYEE_A_DAY * (workday if member < office else every))
        days.append(np.repeat(np.arange(period.days), counts))
        # Office members carry even numbers, the others odd ones.
        members.append(np.full(counts.sum(), member * 2 if member < office else (member - office) * 2 + 1))
    day, member_ids = np.concatenate(days), np.concatenate(members)
    second = season.moments(day, rng)
    at_work = member_ids % 2 == 0
    second[at_work] = 9 * 3600 + rng.integers(0, 8 * 3600, at_work.sum())
    return Raw(day, second, np.full(len(day), DIRECT), np.full(len(day), -1), member_ids)


def place_in_campaigns(raw: Raw, period: Period, rng: np.random.Generator) -> None:
    """Divide the ordinary paid visits over the campaigns that run that day."""
    for network, channels in (("meta", ("facebook", "instagram")), ("linkedin", ("linkedin",)),
                              ("search", ("search_ads",))):
        of_it = [(i, c) for i, c in enumerate(CAMPAIGNS) if c.network == network and c.weight]
        weights = np.array([c.weight * runs(c, period) for _, c in of_it])
        share = np.cumsum(weights / weights.sum(axis=0), axis=0)
        rows = np.flatnonzero(np.isin(raw.channel, [NAMES.index(c) for c in channels]) & (raw.campaign < 0))
        pick = (rng.random(len(rows)) > share[:, raw.day[rows]]).sum(axis=0)
        raw.campaign[rows] = np.array([i for i, _ in of_it])[pick]


def people(raw: Raw, rng: np.random.Generator) -> Visits:
    """Put a person behind every visit: returning ones follow from an earlier visit, some days before."""
    n = len(raw.day)
    share = np.array([c.returning for c in CHANNELS])[raw.channel]
    lag = np.clip(np.ceil(rng.lognormal(np.log(LAG_MEDIAN), LAG_SIGMA, n)), 1, LAG_MOST).astype(np.int64)
    ordinary = np.flatnonzero(raw.member < 0)
    from_day = raw.day - lag
    parent = np.full(n, -1)
    back = ordinary[(rng.random(len(ordinary)) < share[ordinary]) & (from_day[ordinary] >= 0)]
    starts = np.searchsorted(raw.day[ordinary], np.arange(raw.day[-1] + 2))
    low, high = starts[from_day[back]], starts[from_day[back] + 1]
    # Of two earlier visits that could be meant, one by a person who came back before is the likelier: loyalty grows.
    one, two = (ordinary[np.minimum(low + (rng.random(len(back)) * np.maximum(high - low, 1)).astype(np.int64),
                                    len(ordinary) - 1)] for _ in range(2))
    came_back = np.zeros(n, dtype=bool)
    came_back[back] = True
    found = np.where(~came_back[one] & came_back[two] & (rng.random(len(back)) < LOYALTY), two, one)
    earlier = found < back
    parent[back[earlier]] = found[earlier]
    return cookies(raw, parent, rng)


def cookies(raw: Raw, parent: Ints, rng: np.random.Generator) -> Visits:
    """Follow each person's devices and cookies through time; a visit without a parent is a new person."""
    n = len(raw.day)
    home = Household(rng.random((5, n)))
    found = np.array([home.visit(i, int(raw.day[i]), int(raw.member[i]), int(parent[i])) for i in range(n)])
    person, cookie, first, number, consent, mobile = found.reshape(n, 6).T
    returning = np.ones(n, dtype=np.int64)
    returning[np.unique(person, return_index=True)[1]] = 0
    internal = ((raw.member >= 0) & (raw.member % 2 == 0)).astype(np.int64)
    return Visits(raw.day, raw.second, raw.channel, raw.campaign, person, returning, internal, mobile, cookie, first,
                  number, consent, raw.member)


class Household:
    """Persons, their devices and the cookies on them; `draws` are five uniform numbers a visit."""

    def __init__(self, draws: Floats) -> None:
        self.draws = draws
        self.person: list[int] = []  # per visit
        self.devices: list[tuple[int, int]] = []  # per person: usual device (1 = mobile), 1 = short-lived cookies
        self.members: dict[int, int] = {}
        self.jar: dict[tuple[int, int], list[int]] = {}  # person, device → cookie, last day, first visit, visits, consent
        self.made = 0

    def visit(self, i: int, day: int, member: int, parent: int) -> tuple[int, int, int, int, int, int]:
        """Person, cookie, the cookie's first visit, its number of visits, consent and device of visit `i`."""
        who = self.known(i, member, parent)
        usual, short = self.devices[who]
        device = usual if member >= 0 or self.draws[2, i] >= OTHER_DEVICE else 1 - usual
        held = self.jar.get((who, device))
        if held is None or self.lost(i, day - held[1], short, member):
            agrees = held[4] if held else int(member >= 0 or self.draws[4, i] < CONSENT)
            held = self.jar[who, device] = [self.made, day, i, 0, agrees]
            self.made += 1
        held[1] = day
        held[3] += 1
        return who, held[0], held[2], held[3], held[4], device

    def known(self, i: int, member: int, parent: int) -> int:
        """Who it is: an employee, the person of an earlier visit, or somebody new."""
        who = self.members.get(member, -1) if member >= 0 else self.person[parent] if parent >= 0 else -1
        if who < 0:
            who = len(self.devices)
            self.devices.append((int(self.draws[0, i] < MOBILE), int(self.draws[1, i] < SHORT_COOKIES)))
            if member >= 0:
                self.members[member] = who
        self.person.append(who)
        return who

    def lost(self, i: int, days: int, short: int, member: int) -> bool:
        """Was the cookie gone? Some browsers drop it after a week without a visit, the others now and then."""
        return member < 0 and bool(self.draws[3, i] < (0.85 if short and days > 7 else 0.0008 * days))
