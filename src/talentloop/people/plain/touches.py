"""Visits, leads, contacts and applications become touches of one person, said in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ...core.identity import KnownAs
from .visits import GAP, Fact, Row

WINDOW = timedelta(days=180)
# What a visit can hold besides itself, by the column that tells.
IN_A_VISIT = {"application_start": "application_starts", "application_complete": "application_completes"}


def touches(visits: Sequence[Row], leads: Sequence[Row], interactions: Sequence[Row], applications: Sequence[Row],
            known_as: KnownAs) -> list[Fact]:
    """Every interaction that counts for the pools, each with its rank within the person's last 180 days.

    An id counts as whom it was known to belong to on the day itself: what is told later changes nothing before it.
    """
    told = [*of_visits(visits), *of_leads(leads), *of_interactions(interactions), *of_applications(applications)]
    told = [{**t, "person": known_as(t["person"], t["day"])} for t in told]
    kept = spaced(one_application_a_day(one_per_instant(told)))
    kept.sort(key=lambda t: (t["day"], t["at"], t["kind"]))
    for i, t in enumerate(kept):
        t["nth"] = sum(known_as(e["person"], t["day"]) == t["person"] and e["day"] > t["day"] - WINDOW
                       for e in kept[:i + 1])
    return kept


def touch(person: object, at: object, day: object, kind: object, channel: object) -> Fact:
    return {"person": person, "at": at, "day": day, "kind": kind, "channel": channel}


def noon(day: date) -> datetime:
    """The moment of what is only known by its day."""
    return datetime.combine(day, time(12))


def of_visits(visits: Iterable[Row]) -> list[Fact]:
    found = []
    for v in visits:
        if v["traffic_class"] != "human" or v["identity"] != "persistent":
            continue
        kinds = ["visit", *(kind for kind, column in IN_A_VISIT.items() if v[column])]
        found += [touch(v["visitor"], v["start_at"], v["day"], kind, v["channel"]) for kind in kinds]
    return found


def of_leads(leads: Iterable[Row]) -> list[Fact]:
    return [touch(r["person"], noon(r["day"]), r["day"], "lead", r.get("channel"))
            for r in leads if r.get("person") is not None and not r.get("test")]


def of_interactions(interactions: Iterable[Row]) -> list[Fact]:
    return [touch(r["person"], r["at"], r["day"], r["kind"], r.get("channel"))
            for r in interactions if r.get("person") is not None]


def of_applications(applications: Iterable[Row]) -> list[Fact]:
    return [touch(r["person"], r.get("received_at") or noon(r["day"]), r["day"], "application_complete", r["channel"])
            for r in applications if r.get("person") is not None and r["origin"] == "external" and not r.get("test")]


def last_if_none(value: object) -> tuple[bool, object]:
    """Sort key that puts the unknown last."""
    return value is None, value or ""


def one_per_instant(told: list[Fact]) -> list[Fact]:
    """The same kind by the same person in the same instant is one touch."""
    return first_of(told, ("person", "at", "kind"), lambda t: (last_if_none(t["channel"]), t["day"]))


def one_application_a_day(told: list[Fact]) -> list[Fact]:
    """The site and the ATS both tell of a completed application: it counts once a day."""
    done = [t for t in told if t["kind"] == "application_complete"]
    rest = [t for t in told if t["kind"] != "application_complete"]
    return first_of(done, ("person", "day"), lambda t: t["at"]) + rest


def first_of(told: Iterable[Fact], same: tuple[str, ...], order: Callable[[Fact], Any]) -> list[Fact]:
    """Of those that agree in the columns `same`, the first in `order`."""
    found: dict[tuple, Fact] = {}
    for t in sorted(told, key=order):
        found.setdefault(tuple(t[c] for c in same), t)
    return list(found.values())


def spaced(told: list[Fact]) -> list[Fact]:
    """Drop what follows the same kind on the same channel within half an hour (applications have their own rule)."""
    kept: list[Fact] = []
    last: dict[tuple, datetime] = {}
    for t in sorted(told, key=lambda t: t["at"]):
        same = (t["person"], t["kind"], t["channel"])
        if t["kind"] == "application_complete" or same not in last or t["at"] - last[same] > GAP:
            kept.append(t)
        last[same] = t["at"]
    return kept
