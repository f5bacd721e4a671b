"""The collector of this very process: clients join it while it runs, and what it holds can be brought in first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..collect.spool import FILE, FOLDER
from ..command import collecting
from ..command.collecting import Service
from ..core.errors import StoreTrouble
from ..workspace import Workspace

_running: list[Service] = []


def runs(service: Service) -> None:
    """This is the collector of this process from now on."""
    _running[:] = [service]


def join(home: Workspace) -> bool:
    """Listen to this client as its settings say now, without a restart; False where no collector runs in this process."""
    for service in _running:
        service.join(Workspace(home.path))
    return bool(_running)


@contextmanager
def still(home: Workspace) -> Iterator[None]:
    """Nothing comes in of this client meanwhile, and nothing waits (Service.still). Errors: StoreTrouble where a
    collector runs elsewhere: it has to be stopped for this."""
    for service in _running:
        if client := service.of(home):
            with service.still(client):
                yield
            return
    with collecting.spool_empty(home, needed=True):
        yield


def bring_in(home: Workspace) -> None:
    """What the collector holds of this client goes into the facts; one that runs elsewhere does so itself."""
    for service in _running:
        client = service.of(home)
        if client is not None:
            return service.drain(client)
    if home.settings.collect is None or not (home.path / FOLDER / FILE).exists():
        return None
    try:
        collecting.drained(home)
    except StoreTrouble:
        return None
    return None
