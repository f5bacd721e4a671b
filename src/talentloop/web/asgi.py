"""The server's one face: the collector's paths go to the collector, all others to Django."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from .place import Place

COLLECT = "/tl"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentloop.web.settings")


def _collector() -> Any:
    """The collector's ASGI face for this installation; None as long as it is not part of the product."""
    try:
        module = import_module("talentloop.collect.asgi")
    except ModuleNotFoundError:
        return None
    return module.app_for(Place.here().root)


def _django() -> Any:
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


def switchboard(django: Any, collector: Any) -> Any:
    """An ASGI app that sends each request to one of the two."""
    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(collector, scope, receive, send)
        elif collector is not None and scope["type"] == "http" and scope["path"].startswith(COLLECT):
            await collector(scope, receive, send)
        else:
            await django(scope, receive, send)

    return app


async def _lifespan(collector: Any, scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Start and stop: the collector's business where it is there; Django knows neither."""
    if collector is not None:
        await collector(scope, receive, send)
        return
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def make() -> Any:
    """The app, made in the process that serves it."""
    return switchboard(_django(), _collector())
