"""People with several devices who clear cookies, share a laptop and refuse consent: the truth, and what ids tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from ..core.facts import Rows
from ..core.identity import ID_DAYS
from ..core.period import Period

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

START, DAYS = date(2025, 4, 1), 456  # 15 months, up to and including 30 June
LOOP = Period(date(2026, 5, 1), date(2026, 7, 1))
WINDOW, LOOK_BACK = 180, ID_DAYS
BOUNDS = (1, 3, 6, 16)


@dataclass(frozen=True)
class World:
    """What people are like; every figure is an assumption, none is measured."""

    people: int = 20_000
    consent: float = 0.6  # of people; who comes often agrees more often
    leaning: float = 0.1  # how much more: added for those who come back, taken from those who do not
    server_set: bool = False  # is the id set by the server, so that Safari keeps it?
    devices: tuple[float, ...] = (0.35, 0.45, 0.20)  # one, two or three
    elsewhere: float = 0.2  # visits on another device than the usual one
    safari: float = 0.4  # of devices
    private: float = 0.05  # of devices: a browser that forgets after every visit
    wiped: float = 0.0015  # chance per day that somebody clears cookies
    life: int = LOOK_BACK  # days after which an id is renewed whatever happens
    shared: float = 0.05  # people who use one device together with another
    comes_back: float = 0.45  # people who come more than once
    says_who: float = 0.04  # chance per visit to leave an address in a form, in a browser with consent
    seed: int = 1


@dataclass(frozen=True)
class Seen:
    """One row a visit, in order of time. `person` is the truth, `device` what a salt sees, `cookie` the lasting id."""

    person: Ints
    day: Ints
    second: Ints
    device: Ints
    cookie: Ints
    consent: Flags
    told: Flags  # the person left an address


def imagine(world: World) -> Seen:
    """Every visit of 15 months."""
    rng = np.random.default_rng([world.seed, 4])
    person, day = visits(world, rng)
    order = np.lexsort((rng.random(len(day)), day))
    person, day = person[order], day[order]
    device = devices(world, person, rng)
    agrees = consents(world, person, rng)
    cookie = cookies(world, device, day, rng)
    told = agrees & (rng.random(len(day)) < world.says_who)
    second = rng.integers(8 * 3600, 22 * 3600, len(day))
    return Seen(person, day, second, device, cookie, agrees, told)


def visits(world: World, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Who comes on which days: most once, some again and again, a week or so apart."""
    again = rng.random(world.people) < world.comes_back
    often = np.where(again, 1 + rng.geometric(1 / (1 + rng.gamma(1.2, 2.5, world.people))), 1)
    person = np.repeat(np.arange(world.people), often)
    gaps = np.ceil(rng.lognormal(np.log(8), 1.2, len(person))).astype(np.int64)
    first = np.cumsum(often) - often
    gaps[first] = 0
    since = np.cumsum(gaps) - np.repeat(np.cumsum(gaps)[first], often)
    day = np.repeat(rng.integers(0, DAYS, world.people), often) + since
    return person[day < DAYS], day[day < DAYS]


def devices(world: World, person: Ints, rng: np.random.Generator) -> Ints:
    """The device of every visit; who shares one uses their neighbour's as their second."""
    own = 1 + rng.choice(3, world.people, p=world.devices)
    other = (rng.random(len(person)) < world.elsewhere) & (own[person] > 1)
    number = np.where(other, 1 + rng.integers(0, 2, len(person)) % np.maximum(own[person] - 1, 1), 0)
    owner = np.arange(world.people)
    shares = rng.random(world.people) < world.shared
    owner[shares] = (owner[shares] + 1) % world.people
    used = np.where(shares[person] & (number == 1), owner[person] * 3, person * 3 + number)
    return used.astype(np.int64)


def consents(world: World, person: Ints, rng: np.random.Generator) -> Flags:
    """One answer a person, on every device; those who come back lean towards yes."""
    often = np.bincount(person, minlength=world.people) > 1
    share = often.mean()
    chance = np.where(often, world.consent + world.leaning * (1 - share), world.consent - world.leaning * share)
    return np.asarray((rng.random(world.people) < chance)[person])


def cookies(world: World, device: Ints, day: Ints, rng: np.random.Generator) -> Ints:
    """The lasting id of every visit: a new one where the device's last was lost, or is 13 months old."""
    count = int(device.max()) + 1
    safari = (rng.random(count) < world.safari) & (not world.server_set)
    private, lost = rng.random(count) < world.private, rng.random(len(day))
    held: dict[int, tuple[int, int, int]] = {}  # device → id, last day, first day
    found = np.empty(len(day), np.int64)
    for i, (d, today) in enumerate(zip(device.tolist(), day.tolist(), strict=True)):
        id, last, first = held.get(d, (-1, 0, 0))
        away = today - last
        gone = (id < 0 or private[d] or today - first > world.life or (safari[d] and away > 7)
                or lost[i] < 1 - (1 - world.wiped) ** away)
        if gone:
            id, first = i + 1, today
        held[d] = id, today, first
        found[i] = id
    return found


def hits(seen: Seen, at_once: int = 50_000) -> Iterator[Rows]:
    """The visits as the tracker would tell them: with an id that lasts where there was consent, else one of the day."""
    midnight = np.datetime64(START, "us")
    at = midnight + (seen.day * 86_400 + seen.second).astype("timedelta64[s]").astype("timedelta64[us]")
    daily = 1_000_000_000 + seen.device * 1000 + seen.day
    visitor = np.where(seen.consent, seen.cookie, daily)
    for i in range(0, len(seen.day), at_once):
        cut = slice(i, i + at_once)
        agrees, told = seen.consent[cut], seen.told[cut]
        yield Rows("web_hits", {
            "event": range(i + 1, i + 1 + len(agrees)), "at": at[cut].tolist(),
            "day": at[cut].astype("datetime64[D]").tolist(), "visitor": visitor[cut].tolist(),
            "identity": np.where(agrees, "persistent", "daily").tolist(),
            "consent": np.where(agrees, "full", "limited").tolist(), "traffic_class": ["human"] * len(agrees),
            "kind": np.where(told, "lead_submit", "page_view").tolist(), "page": ["/"] * len(agrees),
            "channel": ["direct"] * len(agrees),
            "person": [5_000_000_000 + int(p) if t else None for p, t in zip(seen.person[cut], told, strict=True)],
            "provenance": ["measured"] * len(agrees)})


@dataclass(frozen=True)
class Told:
    """What somebody says of one loop; `returning` is empty where it cannot be known. `pools` are people per class."""

    unique: int
    returning: float | None
    pools: tuple[int, ...]


def truth(seen: Seen, consented: bool = False) -> Told:
    """By the persons themselves; of all, or of those alone who gave consent."""
    kept = seen.consent if consented else np.ones(len(seen.day), dtype=bool)
    return told_by(seen.person[kept], seen.day[kept])


def salted(seen: Seen, monthly: bool) -> Told:
    """By a hash of device and day, or device and calendar month, added up over the loop as those tools do."""
    months = np.array([(START + timedelta(days=int(d))).month for d in range(DAYS)])[seen.day]
    found = told_by(seen.device * 1000 + (months if monthly else seen.day), seen.day)
    return found if monthly else replace(found, returning=None)


def told_by(who: Ints, day: Ints) -> Told:
    """Unique, returning on another day, and pools, by one kind of id."""
    first, end = ((d - START).days for d in (LOOP.start, LOOP.end))
    inside = (day >= first) & (day < end)
    unique = np.unique(who[inside])
    came = np.unique(np.stack([who, day]), axis=1)
    earlier = (came[0][1:] == came[0][:-1]) & (came[1][1:] - came[1][:-1] <= LOOK_BACK)
    returning = np.unique(came[0][1:][earlier & (came[1][1:] >= first) & (came[1][1:] < end)])
    _, counts = np.unique(who[(day >= end - WINDOW) & (day < end)], return_counts=True)
    classes = np.digitize(counts, BOUNDS)
    pools = tuple(int((classes == i).sum()) for i in range(1, len(BOUNDS) + 1))
    return Told(len(unique), len(returning) / len(unique), pools)
