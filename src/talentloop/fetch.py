"""Asking others over HTTP: nothing inside our own network, bounded in size and time, at the very address looked at."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

if TYPE_CHECKING:  # loaded by who asks something: every command of the terminal passes here, few of them do
    import httpx

MOST_HOPS = 5
MOVED = (301, 302, 303, 307, 308)
AGENT = "Mozilla/5.0 (compatible; talentloop)"
PRIVATE = "TALENTLOOP_PRIVATE_HOSTS"  # hosts inside our own network that connections may ask, with commas between
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 addresses as a translating network writes them
Resolve = Callable[[str, int], list[str]]


class Unfetched(Exception):
    """Why there is no answer: `code` is one of bad_address, not_https, inside, unknown_host, unreachable, too_slow,
    too_large, too_many_hops."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code)
        self.code, self.found = code, found


@dataclass(frozen=True)
class Fetched:
    url: str  # where redirects ended
    status: int
    headers: Mapping[str, str]
    body: bytes  # empty when it was written elsewhere

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        raise Unfetched("unknown_host", host) from error


def private_hosts() -> frozenset[str]:
    """Hosts that whoever runs this installation allows although they lie inside its own network."""
    return frozenset(name.strip().lower() for name in os.environ.get(PRIVATE, "").split(",") if name.strip())


@dataclass(frozen=True)
class Fetcher:
    """`inside` allows addresses of this machine and its network: for a person at a terminal, never for a web page;
    `private` does so for hosts by name. `encrypted` asks nobody but these without https. `most` bytes and `seconds` bound
    one answer, its headers too."""

    inside: bool = False
    private: frozenset[str] = frozenset()
    encrypted: bool = False
    most: int = 2_000_000
    seconds: float = 10.0
    resolve: Resolve = field(default=resolved)

    def get(self, url: str, headers: Mapping[str, str] = {}, into: BinaryIO | None = None) -> Fetched:
        """Follow redirects; what `headers` tell is for the first host only. A good answer's body goes `into` a file."""
        first = self._asked(url).netloc
        for _ in range(MOST_HOPS):
            found = self.once("GET", url, headers if self._asked(url).netloc == first else {}, into=into)
            if found.status not in MOVED or "location" not in found.headers:
                return found
            url = urljoin(url, found.headers["location"])
        raise Unfetched("too_many_hops", url)

    def post(self, url: str, body: bytes, origin: str) -> Fetched:
        return self.once("POST", url, {"origin": origin, "content-type": "text/plain;charset=UTF-8"}, body)

    def once(self, method: str, url: str, headers: Mapping[str, str] = {}, body: bytes | None = None,
             into: BinaryIO | None = None) -> Fetched:
        """One question, one answer; a redirect is an answer."""
        import httpx

        asked = self._asked(url)
        host = str(asked.hostname)
        port = asked.port or (443 if asked.scheme == "https" else 80)
        address = self._address(host, port)
        # The address that was looked at is the one that is called: a name cannot change its mind in between.
        called = asked._replace(netloc=f"[{address}]:{port}" if ":" in address else f"{address}:{port}", fragment="")
        told = {"host": asked.netloc.rpartition("@")[2], "user-agent": AGENT, **headers}
        try:
            with self._in_time(host) as client, client.stream(
                    method, called.geturl(), content=body, headers=told,
                    extensions={"sni_hostname": host}) as answer:
                return Fetched(url, answer.status_code, dict(answer.headers), self._bounded(answer, into))
        except httpx.TimeoutException as error:
            raise Unfetched("too_slow", host) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise Unfetched("unreachable", f"{host}: {error}") from error

    @contextmanager
    def _in_time(self, host: str) -> Iterator[httpx.Client]:
        """A client that is closed when its time is over: headers that drip in never time out by themselves."""
        import httpx

        client, late = httpx.Client(timeout=self.seconds / 2, trust_env=False), threading.Event()

        def stop() -> None:
            late.set()
            client.close()

        timer = threading.Timer(self.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            yield client
        except Exception as error:
            if late.is_set():
                raise Unfetched("too_slow", host) from error
            raise
        finally:
            timer.cancel()
            client.close()

    def _asked(self, url: str) -> SplitResult:
        try:
            asked = urlsplit(url)
            fine = asked.scheme in ("http", "https") and asked.hostname and asked.port != 0
        except ValueError:
            fine = False
        if not fine:
            raise Unfetched("bad_address", url[:200])
        if self.encrypted and asked.scheme != "https" and asked.hostname not in self.private:
            raise Unfetched("not_https", str(asked.hostname))
        return asked

    def _address(self, host: str, port: int) -> str:
        addresses = self.resolve(host, port)
        if not addresses:
            raise Unfetched("unknown_host", host)
        if not self.inside and host not in self.private and not all(map(_outside, addresses)):
            raise Unfetched("inside", host)
        return addresses[0]

    def _bounded(self, answer: httpx.Response, into: BinaryIO | None) -> bytes:
        until, body, size = time.monotonic() + self.seconds, bytearray(), 0
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > self.most:
                raise Unfetched("too_large", str(answer.request.headers.get("host", "")))
            if time.monotonic() > until:
                raise Unfetched("too_slow", str(answer.request.headers.get("host", "")))
            if into is not None and answer.status_code == 200:
                into.write(piece)
            else:
                body += piece
        return bytes(body)


def _outside(address: str) -> bool:
    """Is it on the public internet, also behind IPv4 in IPv6?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in TRANSLATED else None
        found = found.ipv4_mapped or found.sixtofour or inner or found
    return found.is_global and not found.is_multicast
