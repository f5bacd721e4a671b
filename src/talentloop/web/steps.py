"""The steps to a first loop: what is done follows from what is there, and each leads to where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from ..command.batches import batches
from ..core.facts import FACTS
from ..store.app.members import has_officer
from ..store.app.models import Client
from ..store.app.roles import Right
from ..workspace import Workspace

# Each step, and the first of these addresses that is there; the right that doing it needs.
STEPS = (("group", ("begin_group",), Right.PLAN), ("sources", ("data",), Right.DATA),
         ("baseline", ("plan_baseline", "plan"), Right.PLAN), ("focus", ("plan_start", "plan"), Right.PLAN),
         ("targets", ("plan_targets", "plan"), Right.PLAN), ("start", ("plan",), Right.PLAN))
AFTER = {"baseline": "sources", "targets": "focus"}  # has nothing to be done with before that other step is done


@dataclass(frozen=True)
class Step:
    """`next`: the first that is not done. `href` is empty for who may not do it, and for what cannot be done yet."""

    id: str
    done: bool
    next: bool
    href: str


def steps(home: Workspace, slug: str, rights: frozenset[Right]) -> list[Step]:
    """All steps, in their order; none any more once the first loop runs with all that it needs, or is over."""
    done = _done(home)
    if all(done.values()) or any(loop.closed or loop.period.end <= home.today for loop in home.plan.loops):
        return []
    first = next(id for id, there in done.items() if not there)
    return [Step(id, done[id], id == first, _href(names, slug) if right in rights and done.get(AFTER.get(id, ""), True)
                 else "") for id, names, right in STEPS]


def to_loop(home: Workspace, client: Client, rights: frozenset[Right]) -> dict[str, Any]:
    """What steps.html asks for; whoever looks after personal data is asked for as long as there are steps."""
    found = steps(home, client.slug, rights)
    return {"steps": found, "unguarded": bool(found) and unguarded(client, rights)}


def unguarded(client: Client, rights: frozenset[Right]) -> bool:
    """Should this reader say who looks after personal data here? Nobody does yet, and they may."""
    return Right.PEOPLE in rights and not has_officer(client)


def _done(home: Workspace) -> dict[str, bool]:
    """What is there of each step, cheapest to ask."""
    loops, came = home.plan.loops, {b.source for b in batches(home)}
    group = bool(home.settings.target_groups) or home.lake.now().rows(FACTS["target_groups"]) > 0
    return {"group": group, "sources": bool(came - {"client_toml"}), "baseline": home.baseline is not None,
            "focus": bool(loops), "targets": any(x.targets or x.planned_visits for x in loops),
            "start": any(x.period.start <= home.today for x in loops)}


def _href(names: tuple[str, ...], slug: str) -> str:
    for name in names:
        try:
            return reverse(name, args=(slug,))
        except NoReverseMatch:
            continue
    return ""
