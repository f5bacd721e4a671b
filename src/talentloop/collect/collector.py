"""The collector: what is asked of which address, for how many clients there are, and what is answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

import msgspec

from ..core.identity import ID_DAYS
from . import wire
from .commits import Done
from .rates import Rates
from .refusal import Refusal
from .script import NAMES, script
from .site import Asked, Site
from .spool import NotStored

LONGEST_AGENT = 400
COOKIE_SECONDS = ID_DAYS * 86_400
TEXT, SCRIPT, JSON = "text/plain; charset=utf-8", "text/javascript; charset=utf-8", "application/json"
TICK = 5.0  # seconds between looks at counts and salts


@dataclass(frozen=True)
class Request:
    """A request without its body. `header` gives a header by its lower-case name, or None."""

    method: str
    path: str
    query: str
    peer: str  # address at the other end of the connection
    header: Callable[[str], str | None]
    body: Callable[[int], Awaitable[bytes]]  # reads at most so many bytes; raises Refusal("too_large")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


Route = Callable[["Collector", Request, float], Awaitable[Answer]]


class Collector:
    """All clients of one process. `path` is the address that the tracker sends to; everything else lies under it."""

    def __init__(self, sites: Mapping[str, Site], path: str = "/tl", rate: int = 300,
                 proxies: tuple[str, ...] = ("127.0.0.1", "::1"),
                 others: Mapping[str, Route] | None = None) -> None:
        self.sites, self.path, self.proxies = dict(sites), path.rstrip("/"), frozenset(proxies)
        self.rates = Rates(rate)
        self.heading = lru_cache(1000)(_taken)
        self.answers: Counter[str] = Counter()
        self.stopping = False
        self.routes: dict[str, tuple[str, Route]] = {
            f"{self.path}/id": ("POST", _new_id), f"{self.path}/health": ("GET", _health),
            f"{self.path}/metrics": ("GET", _metrics), **{f"/{name}": ("GET", _script) for name in NAMES}}
        self.under = {f"{self.path}/{name}/": route for name, route in (others or {}).items()}
        self._ticking: asyncio.Task[None] | None = None

    # ---- life

    def add(self, site: Site) -> None:
        """One more client while others are listened to; from any thread."""
        self.sites = {**self.sites, site.collecting.key: site}

    def start(self) -> None:
        """Begin to look after counts and salts; call it on the loop."""
        self._ticking = asyncio.get_running_loop().create_task(self._tick())

    async def stop(self) -> None:
        """Take nothing more, finish what waits, and let go of the spools."""
        self.stopping = True
        if self._ticking:
            self._ticking.cancel()
        for site in self.sites.values():
            await site.commits.idle()
            self._look_after(site)
            site.close()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for site in list(self.sites.values()):
                await asyncio.get_running_loop().run_in_executor(site.commits.executor, self._look_after, site)

    def _look_after(self, site: Site) -> None:
        try:
            site.tick(time.time())
        except (NotStored, OSError):
            self.answers["not_noted"] += 1

    # ---- answering

    def owns(self, path: str) -> bool:
        """Is this an address of the collector's? For whoever serves other things beside it."""
        return path == self.path or path in self.routes or path.startswith(f"{self.path}/")

    async def answer(self, request: Request) -> Answer:
        """What to answer; never raises for anything that came from outside."""
        try:
            if self.stopping:
                raise Refusal("shutting_down")
            if request.path == self.path:
                return await self._events(request)
            return await self._route(request)
        except Refusal as refusal:
            return self.refused(refusal, request.header("origin"))

    def refused(self, refusal: Refusal, origin: str | None) -> Answer:
        self.answers[refusal.reason] += 1
        if isinstance(refusal.site, Site):
            refusal.site.counts[refusal.reason] += 1
            return Answer(refusal.status, _shared(origin or "", refusal.reason))
        return Answer(refusal.status, [("x-tl", refusal.reason)])

    async def _events(self, request: Request) -> Answer:
        if request.method == "OPTIONS":
            return self._preflight(request.header("origin"))
        if request.method != "POST":
            raise Refusal("method")
        address, now = self.address(request), time.time()
        self.limit(address)
        body = await request.body(wire.MOST_BYTES)
        origin = request.header("origin") or ""
        heading = await self.take(body, origin, (request.header("user-agent") or "")[:LONGEST_AGENT], address, now)
        return Answer(204, heading)

    async def take(self, body: bytes, origin: str, agent: str, address: str, now: float) -> list[tuple[str, str]]:
        """Take the events of one request; returns, once they are safe, the headers of the answer. Raises Refusal."""
        site, safe = self.taking(body, origin, agent, address, now)
        return self.taken(origin) if await safe else self.lost(site)

    def taking(self, body: bytes, origin: str, agent: str, address: str, now: float) -> tuple[Site, Done]:
        """Have the events of one request written: the client, and what to await. Raises Refusal."""
        try:
            sent = wire.sent(body)
        except (msgspec.DecodeError, ValueError, RecursionError):
            raise Refusal("malformed") from None
        site = self.site(sent.k, origin)
        try:
            for end in site.taken_back(sent, now):
                site.commits.add(end)  # in the same group
            return site, site.commits.add(site.record(sent, Asked(origin, agent, address, now)))
        except Refusal as refusal:
            raise Refusal(refusal.reason, site) from None
        except OSError:  # today's salt cannot be kept
            raise Refusal("not_stored", site) from None

    def taken(self, origin: str) -> list[tuple[str, str]]:
        self.answers["ok"] += 1
        return self.heading(origin)

    def lost(self, site: Site) -> NoReturn:
        raise Refusal("not_stored", site)

    def site(self, key: str, origin: str) -> Site:
        """The client of this key, if it listens to this origin. Raises Refusal."""
        site = self.sites.get(key)
        if site is None:
            raise Refusal("unknown_site")
        if not site.allows(origin):
            site.counts["origin"] += 1
            raise Refusal("origin")
        return site

    def limit(self, address: str) -> None:
        if not self.rates.allows(address, time.monotonic()):
            raise Refusal("too_many")

    def address(self, request: Request) -> str:
        """The visitor's address: the one at the other end, or what a proxy of ours says of it."""
        return self.behind(request.peer, request.header)

    def behind(self, peer: str, header: Callable[[str], str | None]) -> str:
        if peer not in self.proxies:
            return peer
        told = header("x-forwarded-for")
        return told.rpartition(",")[2].strip()[:64] or peer if told else peer

    def _preflight(self, origin: str | None) -> Answer:
        if not any(site.allows(origin or "") for site in self.sites.values()):
            raise Refusal("origin")
        return Answer(204, [*_shared(origin or "", "ok"), ("access-control-allow-methods", "POST"),
                            ("access-control-allow-headers", "content-type"), ("access-control-max-age", "86400")])

    async def _route(self, request: Request) -> Answer:
        now = time.time()
        for front, route in self.under.items():
            if request.path.startswith(front):
                return await route(self, request, now)
        if request.path not in self.routes:
            raise Refusal("not_found")
        method, route = self.routes[request.path]
        if request.method == "OPTIONS" and method == "POST":
            return self._preflight(request.header("origin"))
        if request.method != method and (request.method, method) != ("HEAD", "GET"):
            raise Refusal("method")
        return await route(self, request, now)


def _taken(origin: str) -> list[tuple[str, str]]:
    """As few headers as will do: each costs a microsecond or two, and this is nearly every answer."""
    return [("x-tl", "ok"), ("access-control-allow-origin", origin)]


def _shared(origin: str, said: str) -> list[tuple[str, str]]:
    """Headers that let the page of an allowed origin read the answer."""
    return [("x-tl", said), ("access-control-allow-origin", origin), ("access-control-expose-headers", "x-tl"),
            ("access-control-allow-credentials", "true"), ("vary", "origin")]


async def _new_id(collector: Collector, request: Request, now: float) -> Answer:
    """The id that the tracker has just made, set again as a cookie by the server: browsers keep those for longer. That
    consent was given, or taken back, goes into the log of decisions before it is answered."""
    collector.limit(collector.address(request))
    try:
        asked = wire.new_id(await request.body(wire.MOST_BYTES))
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise Refusal("malformed") from None
    origin = request.header("origin") or ""
    site = collector.site(asked.k, origin)
    domain = (asked.d or "").lstrip(".")
    if domain and not any(own == domain or own.endswith(f".{domain}") for own in site.pages_on):
        raise Refusal("bad_domain", site)
    if not await site.commits.add(site.decided(asked, now)):
        raise Refusal("not_stored", site)
    if asked.c != "f":
        return Answer(204, _shared(origin, "ok"))
    where = f"; Domain={domain}" if domain else ""
    value = f"{asked.id}; Max-Age={COOKIE_SECONDS}; Path=/; Secure; SameSite=Lax{where}"
    # tl_set is tl-id.js's note that we know the id. It lasts as long: an id that is told anew would be renewed.
    return Answer(204, [*_shared(origin, "ok"), ("set-cookie", f"tl_id={value}"), ("set-cookie", f"tl_set={value}")])


async def _script(collector: Collector, request: Request, now: float) -> Answer:
    """One of the tracker's scripts, with a tag of its content so that browsers keep it."""
    found = script(request.path[1:])
    if found is None:
        raise Refusal("not_found")
    headers = [("etag", found.tag), ("cache-control", "public, max-age=3600"), ("content-type", SCRIPT),
               ("access-control-allow-origin", "*"), ("x-content-type-options", "nosniff"),
               ("cross-origin-resource-policy", "cross-origin")]
    if request.header("if-none-match") == found.tag:
        return Answer(304, headers)
    return Answer(200, headers, b"" if request.method == "HEAD" else found.body)


async def _health(collector: Collector, request: Request, now: float) -> Answer:
    """200 when every spool can be written, else 503."""
    well = all(await asyncio.gather(*(_writable(site) for site in collector.sites.values())))
    if not well:
        raise Refusal("not_stored")
    return Answer(200, [("content-type", TEXT), ("x-tl", "ok"), ("cache-control", "no-store")], b"ok\n")


async def _writable(site: Site) -> bool:
    def write() -> bool:
        try:
            site.spool.note("", {}, {"health": int(time.time())})
            return True
        except NotStored:
            return False
    return await asyncio.get_running_loop().run_in_executor(site.commits.executor, write)


async def _metrics(collector: Collector, request: Request, now: float) -> Answer:
    """For Prometheus, to whoever asks from this machine without a proxy in between; others are told of no such thing."""
    if request.peer not in collector.proxies or request.header("x-forwarded-for"):
        raise Refusal("not_found")
    from .metrics import exposition  # loaded at the first scrape, not by every command that knows of a collector

    return Answer(200, [("content-type", "text/plain; version=0.0.4; charset=utf-8")],
                  exposition(collector.answers, {site.folder.parent.name: site for site in collector.sites.values()}))
