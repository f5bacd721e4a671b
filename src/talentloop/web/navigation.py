"""The way through the app: the places of a client in their order, and the clients under the keys 1 to 9."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from . import assets

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
    return {"places": places(client.slug, request.path) if client else (), "client": client,
            "rights": {right.value for right in getattr(request, "rights", ())},
            "pins": [pin.client for pin in pins], "style": assets.address("web.css")}


def places(slug: str, path: str) -> list[Place]:
    """The places that are there, the nearest to this path marked."""
    found = [(id, href) for id in PLACES if (href := _href(id, slug))]
    here = max((href for _, href in found if path.startswith(href)), key=len, default="")
    return [Place(id, href, href == here) for id, href in found]


def _href(id: str, slug: str) -> str:
    try:
        return reverse(id, args=(slug,))
    except NoReverseMatch:
        return ""
