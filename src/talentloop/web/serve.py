"""`talentloop serve`: the web app, the collector's face and the jobs in one command, on one data folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import CannotServe
from . import database
from .place import VARIABLE, Place

PORT, TRIES = 8765, 50
Tell = Callable[..., None]


@dataclass(frozen=True)
class Login:
    """An account made for a demo: told once, in the terminal."""

    email: str
    password: str


def installed(data: Path) -> Place:
    """The installation in this folder, its database up to date; made when it is not there yet."""
    place = Place(data.resolve()).make()
    os.environ[VARIABLE] = str(place.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentloop.web.settings"
    database.set_up()
    database.brought_up_to_date()
    return place


def serve(data: Path, host: str, port: int | None, tell: Tell,
          furnish: Callable[[], Login | None] = lambda: None) -> None:
    """Serve until Ctrl+C. `tell` prints a sentence by its id; `furnish` may fill a fresh installation first."""
    place = installed(data)
    from .asgi import make

    chosen = _port(host, port, tell)
    login = furnish()
    address = f"http://{host}:{chosen}"
    consumer = _jobs()
    threading.Thread(target=_announce, args=(host, chosen, address, place, login, tell), daemon=True).start()
    try:
        asyncio.run(_listen(make(), host, chosen))
    finally:
        consumer.stop(graceful=True)


async def _listen(app: Any, host: str, port: int) -> None:
    """Answer until the process is asked to stop. All in this very process: the engines' threads do not survive a fork."""
    from granian.constants import Interfaces
    from granian.server.embed import Server

    # Whitenoise hands small files of our own disk to Django as they are; nobody who serves has to read of it.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
    server = Server(app, host, port, interface=Interfaces.ASGI, log_enabled=False, websockets=False, backlog=1024)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, server.stop)
    await server.serve()


def _jobs() -> Any:
    """The jobs' own threads in this process; what is under way at a stop is finished first."""
    from . import jobs

    consumer = jobs.queue.create_consumer(workers=2, worker_type="thread", shutdown_timeout=10, max_delay=0.5)
    consumer.start()
    jobs.sweep()
    jobs.resume()
    jobs.prepare_all()
    return consumer


def _announce(host: str, port: int, address: str, place: Place, login: Login | None, tell: Tell) -> None:
    """Once the server answers: where it is, and how to get in."""
    while not _answers(host, port):
        time.sleep(0.05)
    tell("serve.ready", address=address)
    if login:
        tell("serve.login", email=login.email, password=login.password)
    elif not _inhabited():
        tell("serve.first", address=f"{address}/start/{place.first_run()}")
    tell("serve.stop")


def _inhabited() -> bool:
    from ..store.app.models import User

    return bool(User.objects.exists())


def _port(host: str, asked: int | None, tell: Tell) -> int:
    """The port asked for or none; without one 8765, or the first free one after it."""
    if asked is not None:
        if _taken(host, asked):
            raise CannotServe("port_taken", host=host, port=str(asked))
        return asked
    free = next(p for p in range(PORT, PORT + TRIES) if not _taken(host, p))
    if free != PORT:
        tell("serve.taken", taken=str(PORT), port=str(free))
    return free


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
