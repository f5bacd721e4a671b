"""The server's one face: the collector's addresses go to the collector, all others to Django."""

from __future__ import annotations

import logging
import os
from datetime import date
from typing import Any

from ..command.collecting import Service
from ..core.errors import TalentloopError
from ..locale import LANGUAGES
from ..report import drawing
from ..workspace import Workspace
from . import listening

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentloop.web.settings")
log = logging.getLogger("talentloop.collect")


def make() -> Any:
    """The app, made in the process that serves it."""
    from django.core.asgi import get_asgi_application

    django = get_asgi_application()
    from .bounds import Bounded

    warmed()
    return Face(Bounded(django), _collecting())


def warmed() -> None:
    """Load every address, the words of every language and what draws pictures before anyone asks: the first reader of a
    page would wait for all of them."""
    from django.template import engines
    from django.urls import get_resolver

    from . import reader, remembering

    _ = get_resolver().url_patterns, engines.all()
    for lang in LANGUAGES:
        numbers = reader.words(lang).numbers
        numbers.day(date.today()), numbers.money(1.0)  # so that the language's own way of writing is read
    remembering.code()
    drawing.ready()


class Face:
    """An ASGI application; it starts and stops the collector with the server."""

    def __init__(self, django: Any, service: Service) -> None:
        self.service = service
        self.answer = service.asgi(beside=django)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.answer(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.service.start()
            if message["type"] == "lifespan.shutdown":
                await self.service.stop()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


def _collecting() -> Service:
    """The collector of every client that has a site key; one that cannot collect is told and hinders no other."""
    from ..store.app.models import Client

    service = Service([], apart=True)
    for folder in Client.objects.values_list("folder", flat=True):
        try:
            home = Workspace(folder)
            if home.settings.collect:
                service.join(home)
        except (TalentloopError, OSError) as error:
            log.warning("not collecting for %s: %s", folder, error)
    listening.runs(service)
    return service
