"""Seeded small worlds of raw facts, full of the cases that an incremental refresh gets wrong first."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.core.period import Period
from talentloop.core.vocabulary import CHANNELS

Row = dict[str, Any]
START = datetime(2025, 11, 20)
FETCHED = datetime(2026, 6, 1, 12)
DAYS = 420
KINDS = ("page_view", "page_view", "engage", "scroll", "apply_click", "application_start", "application_complete",
         "lead_submit", "other")
CLASSES = ("human",) * 8 + ("internal", "test", "bot_suspect", "bot_known")
PEOPLE = tuple(range(900, 906))


def some(rng: random.Random, *values: Any, often: float = 0.5) -> Any:
    """One of the values, or nothing."""
    return rng.choice(values) if rng.random() < often else None


def hits(rng: random.Random, count: int, first_event: int = 1, visitors: int = 8, days: int = DAYS) -> list[Row]:
    """Hits of a few browsers, in bursts whose gaps lie around half an hour, some across midnight."""
    found: list[Row] = []
    while len(found) < count:
        at = START + timedelta(days=rng.randrange(days), minutes=rng.choice((0, 600, 1430, 1439)))
        visitor, identity = rng.choice((*range(1, visitors), None)), rng.choice(("persistent", "persistent", "daily"))
        for _ in range(rng.randrange(1, 6)):
            found.append(hit(rng, first_event + len(found), at, visitor, identity))
            at += timedelta(minutes=rng.choice((0, 1, 29, 30, 31)))
    return found[:count]


def hit(rng: random.Random, event: int, at: datetime, visitor: int | None, identity: str) -> Row:
    kind = rng.choice(KINDS)
    applied = kind == "application_complete"
    return {
        "event": event, "at": at, "day": at.date(), "visitor": visitor,
        "identity": identity if visitor else "none",
        "consent": "full" if identity == "persistent" and rng.random() < 0.9 else "limited",
       
        "traffic_class": rng.choice(CLASSES), "kind": kind, "page": some(rng, "/", "/jobs", "/jobs/1", often=0.8),
        "page_type": some(rng, "home", "job", "content"), "content": some(rng, "story", often=0.2),
        "vacancy": some(rng, "v1", often=0.2), "channel": some(rng, *CHANNELS, often=0.3),
        "network": some(rng, "linkedin", "meta"), "campaign": some(rng, "spring"),
        "device": some(rng, "mobile", "desktop"), "engaged_ms": some(rng, 0, 4000, 9999, 10000),
        "scroll_pct": some(rng, 10, 89, 90, often=0.3), "scroll_90": some(rng, 0, 1, often=0.2),
        "application": some(rng, *range(500, 515), often=0.8) if applied else None,
        "person": some(rng, *PEOPLE, often=0.5) if kind == "lead_submit" else None, "provenance": "measured"}


def day_in(rng: random.Random) -> date:
    return (START + timedelta(days=rng.randrange(DAYS))).date()


def applications(rng: random.Random, count: int) -> list[Row]:
    return [application(rng, 500 + n) for n in range(count)]


def application(rng: random.Random, number: int) -> Row:
    day = START.date() + timedelta(days=rng.randrange(8) * 15 + rng.randrange(3))
    stages = {f"{s}_day": some(rng, day + timedelta(days=rng.randrange(60)), often=0.3)
              for s in ("reviewed", "invited", "interview", "offer", "hired", "rejected", "withdrawn")}
    return {
        "application": number, "candidate": rng.randrange(1, 5), "person": some(rng, *PEOPLE), "day": day,
        "received_at": some(rng, datetime.combine(day, datetime.min.time()) + timedelta(hours=rng.randrange(24))),
        "vacancy": some(rng, "v1", "v2", often=0.8), "job_family": some(rng, "it"), "channel": rng.choice(CHANNELS),
        "network": some(rng, "indeed"), "campaign": some(rng, "autumn"), "tracked": some(rng, True, False),
        "origin": rng.choice(("external",) * 5 + ("internal",)), "test": some(rng, True, False, False), **stages,
        "provenance": "measured"}


def leads(rng: random.Random, count: int) -> list[Row]:
    return [{"lead": n, "person": some(rng, *PEOPLE, often=0.8), "day": day_in(rng),
             "kind": rng.choice(("lead_ad", "event")), "channel": some(rng, "paid_social", "email"),
             "network": some(rng, "meta"), "campaign": some(rng, "spring"), "confirmed": some(rng, True, False),
             "test": some(rng, True, False, False), "provenance": "measured"} for n in range(count)]


def interactions(rng: random.Random, count: int) -> list[Row]:
    found = []
    for number in range(count):
        at = START + timedelta(days=rng.randrange(DAYS), minutes=rng.choice((720, 740, 760)))
        found.append({"interaction": number, "person": some(rng, *PEOPLE, often=0.8), "at": at, "day": at.date(),
                      "kind": rng.choice(("chat", "event", "reply")),
                      "channel": some(rng, "whatsapp_chat", "event_offline"), "provenance": "measured"})
    return found


def costs(rng: random.Random, count: int) -> list[Row]:
    return [{"day": day_in(rng), "line": rng.choice(("fee", "ads")), "kind": rng.choice(("ads", "agency_fee", "ats")),
             "side": rng.choice(("external", "internal")), "amount_micros": some(rng, 5_000_000, 7, often=0.9),
             "currency": "EUR", "provenance": "stated"} for _ in range(count)]


def exposures(rng: random.Random, count: int) -> list[Row]:
    return [{"day": day_in(rng), "network": rng.choice(("meta", "linkedin")), "account": "a", "paid": "paid",
             "campaign_id": some(rng, "1", "2"), "campaign": some(rng, "spring", "autumn"), "ad": some(rng, "x", "y"),
             "impressions": some(rng, 100, 200, often=0.9), "link_clicks": some(rng, 1, 2),
             "spend_micros": some(rng, 1_000_000, 30, often=0.7), "provenance": "platform_estimate"}
            for _ in range(count)]


def world(seed: int, size: int = 120) -> dict[str, list[Row]]:
    """Raw rows of every kind that derived facts are made of."""
    rng = random.Random(seed)
    return {"web_hits": hits(rng, size), "applications": applications(rng, 16), "leads": leads(rng, 14),
            "interactions": interactions(rng, 14), "costs": once("costs", costs(rng, 12)),
            "exposures": once("exposures", exposures(rng, 15))}


def once(fact: str, rows: list[Row]) -> list[Row]:
    """One row per key."""
    return list({tuple(r.get(c) for c in FACTS[fact].key): r for r in rows}.values())


def block(fact: str, rows: list[Row]) -> Rows:
    names = [n for n in FACTS[fact].names if any(n in r for r in rows)]
    return Rows(fact, {n: [r.get(n) for r in rows] for n in names})


def batch(id: str, told: dict[str, list[Row]], source: str = "ga4", window: Period | None = None) -> Batch:
    """A batch of these rows; all of them get its source."""
    def rows() -> Iterator[Rows]:
        for fact, own in told.items():
            if own:
                yield block(fact, own)

    return Batch(id, source, FETCHED, rows(), window=lambda: window)
