"""The server's one face: the collector's addresses go to the collector, all others to Django."""

from __future__ import annotations

import logging
import os
from typing import Any

from ..command.collecting import Service
from ..core.errors import TalentloopError
from ..workspace import Workspace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentloop.web.settings")
log = logging.getLogger("talentloop.collect")


def make() -> Any:
    """The app, made in the process that serves it."""
    from django.core.asgi import get_asgi_application

    django = get_asgi_application()
    return Face(django, _collecting())


class Face:
    """An ASGI application; it starts and stops the collector with the server."""

    def __init__(self, django: Any, service: Service | None) -> None:
        self.service = service
        self.answer = django if service is None else service.asgi(beside=django)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.answer(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup" and self.service:
                await self.service.start()
            if message["type"] == "lifespan.shutdown" and self.service:
                await self.service.stop()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def _collecting() -> Service | None:
    """The collector of every client that has a site key; one that cannot collect is told and hinders no other."""
    from ..store.app.models import Client

    homes = [home for client in Client.objects.all() if (home := _collects(client.folder))]
    try:
        return Service(homes) if homes else None
    except TalentloopError as error:
        log.warning("not collecting: %s", error)
        return None


def _collects(folder: str) -> Workspace | None:
    try:
        home = Workspace(folder)
        return home if home.settings.collect else None
    except TalentloopError as error:
        log.warning("not collecting for %s: %s", folder, error)
        return None
