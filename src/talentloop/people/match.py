"""Which ids are one person, and from which day on: connected through forms and applications, never retroactively."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..core.facts import FACTS
from .bench import Bench
from .links import LINKS

Ints = npt.NDArray[np.int64]

MERGES, APPLICATIONS = FACTS["merges"], FACTS["applications"]
OWN = "origin = 'external' AND coalesce(test, FALSE) = FALSE"  # what the person did, not an agency or a recruiter
EPOCH = "DATE '1970-01-01'"
STILL = 2 ** 31 - 1  # in place of the day on which a merge ends


def known_as(relation: str, id: str, day: str, merges: str, alias: str = "m") -> str:
    """JOIN that finds what `id` of `relation` belonged to on `day`; the answer is `coalesce(alias.whole, id)`."""
    return (f"{relation} LEFT JOIN {merges} AS {alias} ON {alias}.person = {id} AND {alias}.day <= {day} "
            f"AND ({alias}.until IS NULL OR {day} < {alias}.until)")


def finals(merges: str) -> str:
    """Relation (person, whole): what ids belong to by all that is known now."""
    return f"(SELECT person, whole FROM {merges} WHERE until IS NULL)"


def united(left: Sequence[int], right: Sequence[int], days: Sequence[int], ids: Sequence[int]) -> Mapping[str, Ints]:
    """Merges (person, day, until, whole) from edges between nodes in order of day.

    Nodes 0 … len(ids) − 1 are ids; higher ones (candidates) only connect. Union by size with path halving: Tarjan and
    van Leeuwen 1984. A person is named after the smallest of their ids.
    """
    count = max(len(ids), 1 + max([*left[-1:], *right[-1:]], default=0), 1 + max(right, default=0))
    parent, members = list(range(count)), [[i] if i < len(ids) else [] for i in range(count)]
    least: list[int | None] = [*ids, *[None] * (count - len(ids))]
    told: tuple[list[int], list[int], list[int]] = ([], [], [])

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for a, b, day in zip(map(root, left), right, days, strict=True):
        a, b = root(a), root(b)
        if a == b:
            continue
        if len(members[a]) < len(members[b]):
            a, b = b, a
        one, other = least[a], least[b]
        if one is not None and other is not None:
            smallest = min(one, other)
            moving = members[a] if one > other else members[b]
            told[0].extend(moving)
            told[1].extend([day] * len(moving))
            told[2].extend([smallest] * len(moving))
            least[a] = smallest
        else:
            least[a] = one if other is None else other
        parent[b] = a
        members[a] += members[b]
        members[b] = []
    return _with_ends(np.array(ids, np.int64), *(np.array(column, np.int64) for column in told))


def _with_ends(ids: Ints, node: Ints, day: Ints, whole: Ints) -> Mapping[str, Ints]:
    """Of several changes of an id on one day the last; each holds until the next."""
    order = np.lexsort((np.arange(len(node)), day, node))
    node, day, whole = node[order], day[order], whole[order]
    same = node[1:] == node[:-1]
    last = np.append(~(same & (day[1:] == day[:-1])), True)[:len(node)]
    node, day, whole = node[last], day[last], whole[last]
    until = np.full(len(node), STILL)
    until[:-1] = np.where(node[1:] == node[:-1], day[1:], STILL)
    return {"person": ids[node] if len(node) else node, "day": day, "until": until, "whole": whole}


def edges(links: str, applications: str) -> tuple[str, str]:
    """SELECT of (id, other id, day) from forms, and of (id, candidate, day) from applications that join several ids."""
    forms = f"SELECT visitor, person, date_diff('day', {EPOCH}, day) AS day FROM {links} WHERE person IS NOT NULL"
    applied = f"""
WITH own AS (SELECT application, candidate, person, day FROM {applications} WHERE {OWN}),
told AS (
  SELECT l.visitor AS id, o.candidate, l.day FROM {links} AS l JOIN own AS o ON o.application = l.application
  UNION ALL SELECT person, candidate, day FROM own WHERE person IS NOT NULL),
once AS (SELECT id, candidate, min(day) AS day FROM told GROUP BY id, candidate)
SELECT id, candidate, date_diff('day', {EPOCH}, day) AS day FROM once
QUALIFY count(*) OVER (PARTITION BY candidate) > 1"""
    return forms, applied


def merges(forms: Mapping[str, Ints], applied: Mapping[str, Ints]) -> Mapping[str, Ints]:
    """All merges from the edges' columns."""
    ids, nodes = np.unique(np.concatenate([forms["visitor"], forms["person"], applied["id"]]), return_inverse=True)
    _, candidates = np.unique(applied["candidate"], return_inverse=True)
    n = len(forms["visitor"])
    left = np.concatenate([nodes[:n], nodes[2 * n:]])
    right = np.concatenate([nodes[n:2 * n], candidates + len(ids)])
    days = np.concatenate([forms["day"], applied["day"]])
    order = np.argsort(days, kind="stable")
    return united(left[order].tolist(), right[order].tolist(), days[order].tolist(), ids.tolist())


class Merges:
    """The derivation of `merges`. Leaves `merged_people` (person, day): whose belonging changed, and from which day on.

    All links are connected anew when one changed: there are few, and it takes a second per million of them.
    """

    table, version = MERGES, 1
    bases = (LINKS.name, APPLICATIONS.name)

    def rebuild(self, bench: Bench) -> None:
        self._connect(bench)
        bench.replace_all(MERGES, "new_merges")

    def refresh(self, bench: Bench) -> None:
        if not any(bench.has(rows) and bench.ask(f"SELECT count(*) FROM {rows}")[0][0]
                   for rows in ("changed_links", "incoming_applications", "removed_applications")):
            return
        self._connect(bench)
        old = f"SELECT person, day, until, whole FROM {bench.source(MERGES)}"
        gone = bench.keep("gone_merges", f"{old} EXCEPT SELECT * FROM new_merges")
        come = bench.keep("come_merges", f"SELECT * FROM new_merges EXCEPT {old}")
        both = f"(SELECT * FROM {gone} UNION ALL SELECT * FROM {come})"
        bench.keep("merged_people", "SELECT person, min(day) AS day FROM ("
                   f"SELECT person, day FROM {both} UNION ALL SELECT whole, day FROM {both}) AS c GROUP BY person")
        months = {m for m, in bench.ask(f"SELECT DISTINCT strftime(day, '%Y-%m') FROM {gone}")}
        if months or bench.ask(f"SELECT count(*) FROM {come}")[0][0]:
            bench.patch(MERGES, months, come,
                        f"EXISTS (SELECT 1 FROM {gone} AS g WHERE g.person = e.person AND g.day = e.day)")

    def _connect(self, bench: Bench) -> None:
        """`new_merges`: all of them."""
        forms, applied = (bench.arrays(sql) for sql in edges(bench.source(LINKS), bench.source(APPLICATIONS)))
        bench.put("told_merges", merges(forms, applied))
        bench.keep("new_merges", f"""
            SELECT person, CAST({EPOCH} + CAST(day AS INTEGER) AS DATE) AS day,
              CASE WHEN until < {STILL} THEN CAST({EPOCH} + CAST(until AS INTEGER) AS DATE) END AS until, whole
            FROM told_merges""")
