"""Work that nobody waits for: figures worked out ahead, and whatever screens put in the queue."""

from __future__ import annotations

import logging
from typing import Any

from django.db import close_old_connections
from huey import SqliteHuey, crontab

from ..core.errors import TalentloopError
from ..store.app.models import Client
from . import figures
from .access import opened
from .place import Place

log = logging.getLogger("talentloop.jobs")
queue = SqliteHuey("talentloop", filename=str(Place.here().jobs), journal_mode="wal")


@queue.task()
def prepare(client: int) -> None:
    """Figures of one client, worked out before anyone asks; after each taking of files, and each morning."""
    close_old_connections()
    found = Client.objects.filter(pk=client).first()
    if found is None:
        return
    try:
        figures.prepare(opened(found))
    except TalentloopError as error:  # said on the client's own pages, to who can mend it
        log.info("not prepared: client %s, %s", client, error)


@queue.periodic_task(crontab(minute="7", hour="*"))
def prepare_all() -> None:
    """A new day has new figures, in each client's own zone; what is known already costs nothing."""
    for client in Client.objects.values_list("pk", flat=True):
        prepare(client)


def soon(client: Client) -> Any:
    """Put a client's figures in the queue; call it after everything that changes facts or plan."""
    return prepare(client.pk)
