"""A walk past every page of the app: the addresses themselves say where it leads, so that new screens are on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.screens.addresses import addresses
from talentloop.store.app.models import Membership
from talentloop.store.app.roles import Role
from web.conftest import World

# Places in addresses → what stands there.
SAID = {"client": "merelhof", "kpi": "visits", "number": 2, "source": "teamtailor"}
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
    made = world.home.connect("meta_insights_json", {"account": "1234567890", "token": "x" * 20})
    for name, path in sorted(set(addresses({**SAID, "connection": made.id}))):
        answer = browser.get(path)
        if answer.status_code == 200 and _is_page(answer):
            yield name, path


def _is_page(answer: Any) -> bool:
    """A whole page to look at: no part that a page fetches, no report to take along."""
    shown = answer.headers.get("Content-Type", "").startswith("text/html") and "Content-Disposition" not in answer.headers
    return shown and b"<html" in answer.content[:200]
