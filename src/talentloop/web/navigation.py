"""The way through the app: the places of a client in their order, and the clients under the keys 1 to 9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from ..store.app.roles import Right
from . import assets
from .access import right_of

PLACES = ("loop", "journey", "plan", "content", "costs", "data", "privacy", "settings")  # names of URLs


@dataclass(frozen=True)
class Place:
    """One entry: `id` is the URL's name; its words are web.nav.<id>."""

    id: str
    href: str
    here: bool


def places_for(request: HttpRequest) -> dict[str, Any]:
    """What base.html asks for on every page."""
    client = getattr(request, "client", None)
    user = getattr(request, "user", None)
    pins = user.pins.select_related("client")[:9] if user is not None and user.is_authenticated else ()
    rights: frozenset[Right] = getattr(request, "rights", frozenset())
    return {"places": places(client.slug, request.path, rights) if client else (), "client": client,
            "rights": {right.value for right in rights},
            "pins": [pin.client for pin in pins], "style": assets.address("web.css"),
            "letters": assets.address("inter.woff2")}


def places(slug: str, path: str, rights: frozenset[Right]) -> list[Place]:
    """The places that are there and that the reader may open, the nearest to this path marked."""
    found = [(id, href) for id in PLACES if (href := _href(id, slug)) and right_of(resolve(href).func) in rights]
    here = max((href for _, href in found if path.startswith(href)), key=len, default="")
    return [Place(id, href, href == here) for id, href in found]


def _href(id: str, slug: str) -> str:
    try:
        return reverse(id, args=(slug,))
    except NoReverseMatch:
        return ""
