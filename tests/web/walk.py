"""A walk past every page of the app: the addresses themselves say where it leads, so that new screens are on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from talentloop.store.app.models import Membership
from talentloop.store.app.roles import Right, Role
from talentloop.web.access import right_of
from web.conftest import World

SAID = {"client": "merelhof", "kpi": "visits", "number": 2}  # places in addresses → what stands there
EVERYBODY = "admin"


def may_do_everything(world: World) -> str:
    """Someone who sees every page: each role for the client, and the installation itself."""
    user = world.person(EVERYBODY)
    user.is_superuser = True
    user.save()
    for role in Role:
        Membership.objects.get_or_create(user=user, client=world.merelhof, role=role.value)
    return EVERYBODY


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Name and path of every page that opens for them: HTML that is there, and no answer to a form."""
    browser = world.browser(may_do_everything(world))
    for name, path in sorted(set(_paths())):
        answer = browser.get(path)
        if answer.status_code == 200 and _is_page(answer):
            yield name, path


def _is_page(answer: Any) -> bool:
    """A whole page to look at: no part that a page fetches, no report to take along."""
    shown = answer.headers.get("Content-Type", "").startswith("text/html") and "Content-Disposition" not in answer.headers
    return shown and b"<html" in answer.content[:200]


def _paths() -> Iterator[tuple[str, str]]:
    for namespace, pattern in _patterns(get_resolver().url_patterns, ""):
        if pattern.name and right_of(pattern.callback) is not None and namespace != "api:":
            places = {n: SAID.get(n, 1 if type(c).__name__ == "IntConverter" else "x")
                      for n, c in pattern.pattern.converters.items()}
            places.update({"client": SAID["client"]} if right_of(pattern.callback) not in _without() else {})
            try:
                yield pattern.name, reverse(f"{namespace}{pattern.name}", kwargs=places)
            except NoReverseMatch:
                continue


def _without() -> frozenset[Right]:
    from talentloop.store.app.roles import WITHOUT_CLIENT

    return WITHOUT_CLIENT


def _patterns(found: list[object], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLPattern):
            yield namespace, one
        elif isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
