"""Which ids are one person, and from which day on, said in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from .visits import Fact, Row

Node = tuple[str, int]
Edge = tuple[Node, Node, date]


def links(hits: Iterable[Row]) -> list[Fact]:
    """Per browser who was the first to say who they are in it, in a form, under consent."""
    found: dict[int, Fact] = {}
    for h in sorted(hits, key=lambda h: h["at"]):
        who, applied = h.get("visitor"), h.get("application") if h["kind"] == "application_complete" else None
        if h["identity"] != "persistent" or h["consent"] != "full" or (h.get("person") is None and applied is None):
            continue
        told = {"visitor": who, "at": h["at"], "day": h["day"], "person": h.get("person"), "application": applied}
        if who is not None and (who not in found or found[who]["at"] == h["at"]):
            found[who] = {c: smallest(told[c], found.get(who, told)[c]) for c in told}
    return list(found.values())


def smallest(*values: object) -> object:
    """Of two things told at the same moment the smaller, so that all agree."""
    return min((v for v in values if v is not None), default=None)  # type: ignore[type-var]


def edges(linked: Iterable[Row], applications: Sequence[Row]) -> list[Edge]:
    """What connects ids: a form gives an address, an application a candidate."""
    own = [a for a in applications if a["origin"] == "external" and not a.get("test")]
    candidates = {a["application"]: a["candidate"] for a in own}
    found = []
    for link in linked:
        who, day = ("id", link["visitor"]), link["day"]
        if link["person"] is not None:
            found.append((who, ("id", link["person"]), day))
        if link["application"] in candidates:
            found.append((who, ("candidate", candidates[link["application"]]), day))
    return found + [(("id", a["person"]), ("candidate", a["candidate"]), a["day"])
                    for a in own if a.get("person") is not None]


def merges(linked: Iterable[Row], applications: Sequence[Row]) -> list[Fact]:
    """Day by day: to whom each id belongs, by what was told up to and including that day."""
    told = edges(linked, applications)
    last: dict[int, Fact] = {}
    found = []
    for today in sorted({day for _, _, day in told}):
        for id, whole in wholes([e for e in told if e[2] <= today]).items():
            before = last.get(id)
            if whole != (before["whole"] if before else id):
                if before:
                    before["until"] = today
                last[id] = {"person": id, "day": today, "until": None, "whole": whole}
                found.append(last[id])
    return found


def wholes(told: Sequence[Edge]) -> dict[int, int]:
    """Every id with the smallest of the ids that it is connected with."""
    beside: dict[Node, set[Node]] = {}
    for a, b, _ in told:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    return {node[1]: min(id for kind, id in reached(node, beside) if kind == "id")
            for node in beside if node[0] == "id"}


def reached(node: Node, beside: dict[Node, set[Node]]) -> set[Node]:
    seen, ahead = {node}, [node]
    while ahead:
        new = beside[ahead.pop()] - seen
        seen |= new
        ahead += new
    return seen
