"""The collector at work: the spools of one or many workspaces, what listens, and what drains them now and then."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import secrets
import signal
import sys
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..collect.collector import Collector
from ..collect.faces import Asgi, Rsgi
from ..collect.optout import token
from ..collect.site import Site
from ..collect.spool import FILE, FOLDER, NotSeen, NotStored
from ..collect.status import Status, status
from ..core.errors import BadSettings, KeyTrouble, StoreTrouble, TalentloopError
from ..drainer import Drained, Drainer
from ..privacy.keys import open_key
from ..store.settings_change import change_settings
from ..webhooks import ROUTES
from ..workspace import SETTINGS, Workspace
from .draining import Beside, bringing
from .speak import default_language, words

SECRET, HOOKS = "collector.key", "webhooks.toml"
EVERY, LOOK = 180.0, 1.0  # seconds between drains, and between looks
ENOUGH = 20_000  # records that do not wait so long


@dataclass
class Client:
    """One workspace with its site and its drainer."""

    workspace: Workspace
    site: Site
    drainer: Drainer
    due: float = 0.0
    trouble: str = ""
    last: Drained = field(default_factory=lambda: Drained(0))


def opened(workspace: Workspace, beside: Beside | None = None) -> Client:
    """A workspace as the collector needs it, drained here or by a process `beside`. Errors: BadSettings
    without [collect], StoreTrouble when another collector has its spool."""
    told = workspace.settings.collect
    if told is None:
        raise BadSettings("collect_not_set_up", where=str(workspace.path))
    site = Site(workspace.path / FOLDER, told, workspace.context, open_key(workspace.keyring.folder / SECRET),
                hook_secrets(workspace.keyring.folder / HOOKS))
    return Client(workspace, site, Drainer(site.spool, (beside.bringing if beside else bringing)(workspace)))


def hook_secrets(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Secrets of webhooks by service; none without the file. Errors: BadSettings when it cannot be read."""
    try:
        return {name: dict(told) for name, told in tomllib.loads(path.read_text(encoding="utf-8-sig")).items()}
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise BadSettings("settings_unreadable", file=path.name, found=type(error).__name__) from error


class Service:
    """The collector of some workspaces, with what drains them: in this process, or `apart`, so that its memory stays
    where it is. `start` and `stop` are called on the loop that serves."""

    def __init__(self, workspaces: Sequence[Workspace], path: str = "/tl", rate: int = 300, every: float = EVERY,
                 enough: int = ENOUGH, proxies: Sequence[str] = ("127.0.0.1", "::1"), apart: bool = False) -> None:
        self.every, self.enough, self.clients = every, enough, list[Client]()
        self._beside, self._one_drain = Beside() if apart else None, threading.Lock()
        try:
            for workspace in workspaces:
                self.clients.append(opened(workspace, self._beside))
        except BaseException:
            for client in self.clients:
                client.site.close()
            raise
        self.collector = Collector({c.site.collecting.key: c.site for c in self.clients}, path, rate, tuple(proxies),
                                   ROUTES)
        self._stop = threading.Event()
        self._draining = threading.Thread(target=self._drain, name="drain", daemon=True)

    def join(self, workspace: Workspace) -> None:
        """A client that begins to collect while others do, or whose settings changed: heeded from the next request on.

        Errors as of `opened`.
        """
        known = self.of(workspace)
        if known is None:
            client = opened(workspace, self._beside)
            self.clients.append(client)
            self.collector.add(client.site)
        elif workspace.settings.collect is not None:
            known.site.heed(workspace.settings.collect, workspace.context)

    def of(self, workspace: Workspace) -> Client | None:
        """This workspace's client, when it is one of those that are listened to."""
        return next((c for c in self.clients if c.workspace.path.resolve() == workspace.path.resolve()), None)

    async def start(self) -> None:
        self.collector.start()
        self._draining.start()

    async def stop(self) -> None:
        """Answer 503 from now on, finish the drain that is under way and everything that waits for the disk."""
        self.collector.stopping = True
        self._stop.set()
        await asyncio.get_running_loop().run_in_executor(None, self._draining.join)
        self._rest()
        await self.collector.stop()

    def asgi(self, beside: object = None) -> Asgi:
        """The collector's addresses, and `beside` (an ASGI application) for all others; its lifespan is left alone."""
        return Asgi(self.collector, beside)  # type: ignore[arg-type]

    def _drain(self) -> None:
        for client in self.clients:
            client.due = time.monotonic() + self.every
        while not self._stop.wait(LOOK):
            for client in self.clients:
                if time.monotonic() >= client.due or client.site.spool.held >= self.enough:
                    self.drain(client)
            self._rest()

    def _rest(self) -> None:
        """A round is over: whoever drained beside takes its memory along."""
        if self._beside:
            with self._one_drain:
                self._beside.rest()

    def drain(self, client: Client) -> None:
        """One client's spool into its facts; what goes wrong is told, and tried again later."""
        client.due = time.monotonic() + self.every
        try:
            with self._one_drain:
                self._heed(client)
                client.last = client.drainer.drain() or client.last
            client.trouble = ""
        except (TalentloopError, NotStored, OSError) as error:
            client.trouble = str(error)
            print(f"talentloop collect: {client.workspace.path}: {error}", file=sys.stderr, flush=True)

    @contextmanager
    def still(self, client: Client) -> Iterator[None]:
        """Nothing comes in of this client meanwhile, and all that waited is in the facts. Afterwards ids are made by the
        keys that are then in force; where there are none any more nothing comes in again.

        Not on the loop that serves. Errors: as of the drain; then nothing happened.
        """
        commits = client.site.commits
        with self._one_drain:
            commits.resting = True
            try:
                while commits.busy:
                    time.sleep(0.005)
                client.drainer.empty()
                yield
            finally:
                commits.resting = not self._anew(client)

    def _anew(self, client: Client) -> bool:
        """By the keys of now; False when there are none any more."""
        client.workspace = Workspace(client.workspace.path)
        try:
            client.site.heed(client.workspace.settings.collect or client.site.collecting, client.workspace.context)
            return True
        except KeyTrouble:
            return False

    def _heed(self, client: Client) -> None:
        """What client.toml says since the last look: whom to listen to, who is a colleague. A key waits for a start."""
        fresh, told = Workspace(client.workspace.path), client.workspace.settings
        if fresh.settings != told and fresh.settings.collect is not None:
            client.workspace = fresh
            client.site.heed(fresh.settings.collect, fresh.context)


async def listen(service: Service, host: str, port: int) -> None:
    """Serve until the process is asked to stop. Threads hand over ten times as often as Python would have them: a drain
    beside it must not keep a visitor waiting."""
    from granian.constants import Interfaces  # here, as no other command needs a server
    from granian.server.embed import Server

    sys.setswitchinterval(0.0005)
    gc.freeze()  # nor must a search through everything that was loaded
    gc.set_threshold(50_000, 20, 50)
    server = Server(Rsgi(service.collector), host, port, interface=Interfaces.RSGI, log_enabled=False, websockets=False,
                    backlog=2048)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, server.stop)
    await service.start()
    try:
        await server.serve()
    finally:
        await service.stop()
        gc.unfreeze()


def drained(workspace: Workspace) -> Drained:
    """Empty a workspace's spool now; no collector may be running on it."""
    client = opened(workspace)
    try:
        return client.drainer.empty()
    finally:
        client.site.close()


@contextmanager
def spool_empty(workspace: Workspace, needed: bool) -> Iterator[None]:
    """What the collector still holds goes into the facts first. While a collector runs that is its own work: where the
    spool must stay empty (`needed`) it has to be stopped, else tombstones meet what it drains later."""
    if workspace.settings.collect is None or not (workspace.path / FOLDER / FILE).exists():
        yield
        return
    try:
        client = opened(workspace)
    except StoreTrouble:
        if needed:
            raise
        yield
        return
    try:
        client.drainer.empty()
        yield
    finally:
        client.site.close()


def stands(workspace: Workspace, days: int = 7) -> Status | NotSeen:
    """Last event, what waits and what was refused, also while a collector runs; or why that cannot be said."""
    return status(workspace.path / FOLDER, workspace.today, days)


def stands_if_told(workspace: Workspace | None) -> Status | NotSeen | None:
    """As `stands`; None where nothing is collected for, or no workspace is known."""
    return stands(workspace) if workspace and workspace.settings.collect else None


def set_up(workspace: Workspace) -> str:
    """Give the client a key of its own in client.toml, unless it has one; returns the key."""
    if workspace.settings.collect is None:
        key = secrets.token_urlsafe(12)
        change_settings(workspace.path / SETTINGS, {"collect.key": key}, workspace.note)
        return key
    return workspace.settings.collect.key


def server_key() -> tuple[str, str]:
    """A new key for a server of the client's, and what client.toml keeps of it."""
    key = "tls_" + secrets.token_urlsafe(24)
    return key, "sha256:" + hashlib.sha256(key.encode()).hexdigest()


def link_token(workspace: Workspace, kind: str) -> str:
    """A signed token for an opt-out link: `internal` or `silent`."""
    return token(kind, open_key(workspace.keyring.folder / SECRET))


def run(workspaces: Sequence[Workspace], host: str, port: int, path: str, rate: int, every: float,
        enough: int, proxies: Sequence[str]) -> None:
    """Collect until the process is asked to stop."""
    import uvloop

    service = Service(workspaces, path, rate, every, enough, proxies, apart=True)
    for client in service.clients:
        if client.site.spool.salvaged:
            print(words(default_language())("collect.salvaged", **vars(client.site.spool.salvaged)), file=sys.stderr)
    print(words(default_language())("collect.listening", clients=len(service.clients), where=f"http://{host}:{port}{path}"),
          flush=True)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(listen(service, host, port))
