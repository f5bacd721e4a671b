"""Fetching a page that somebody named: http and https only, nothing inside our own network, bounded in size and time."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

MOST_BYTES, MOST_HOPS, SECONDS = 2_000_000, 5, 10.0
AGENT = "Mozilla/5.0 (compatible; talentloop-verify)"
Resolve = Callable[[str, int], list[str]]


class Unfetched(Exception):
    """Why there is no answer: `code` is one of bad_address, inside, unknown_host, unreachable, too_slow, too_large,
    too_many_hops."""

    def __init__(self, code: str, found: str = "") -> None:
        super().__init__(code)
        self.code, self.found = code, found


@dataclass(frozen=True)
class Fetched:
    url: str  # where redirects ended
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as error:
        raise Unfetched("unknown_host", host) from error


@dataclass(frozen=True)
class Fetcher:
    """`inside` allows addresses of this machine and its network: for a person at a terminal, never for a web page."""

    inside: bool = False
    resolve: Resolve = resolved

    def get(self, url: str) -> Fetched:
        for _ in range(MOST_HOPS):
            found = self._once("GET", url)
            if found.status not in (301, 302, 303, 307, 308) or "location" not in found.headers:
                return found
            url = urljoin(url, found.headers["location"])
        raise Unfetched("too_many_hops", url)

    def post(self, url: str, body: bytes, origin: str) -> Fetched:
        return self._once("POST", url, body, {"origin": origin, "content-type": "text/plain;charset=UTF-8"})

    def _once(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] = {}) -> Fetched:
        asked = self._asked(url)
        host = str(asked.hostname)
        port = asked.port or (443 if asked.scheme == "https" else 80)
        address = self._address(host, port)
        # The address that was looked at is the one that is called: a name cannot change its mind in between.
        called = asked._replace(netloc=f"[{address}]:{port}" if ":" in address else f"{address}:{port}", fragment="")
        try:
            with (httpx.Client(timeout=SECONDS / 2, trust_env=False) as client,
                  client.stream(method, called.geturl(), content=body, extensions={"sni_hostname": host},
                                headers={"host": asked.netloc.rpartition("@")[2], "user-agent": AGENT,
                                         **headers}) as answer):
                return Fetched(url, answer.status_code, dict(answer.headers), _bounded(answer))
        except httpx.TimeoutException as error:
            raise Unfetched("too_slow", host) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unfetched("unreachable", f"{host}: {error}") from error

    def _asked(self, url: str) -> SplitResult:
        try:
            asked = urlsplit(url)
            fine = asked.scheme in ("http", "https") and asked.hostname and asked.port != 0
        except ValueError:
            fine = False
        if not fine:
            raise Unfetched("bad_address", url[:200])
        return asked

    def _address(self, host: str, port: int) -> str:
        addresses = self.resolve(host, port)
        if not addresses:
            raise Unfetched("unknown_host", host)
        if not self.inside and not all(map(_outside, addresses)):
            raise Unfetched("inside", host)
        return addresses[0]


def _outside(address: str) -> bool:
    """Is it on the public internet, also behind IPv4 in IPv6?"""
    found = ipaddress.ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def _bounded(answer: httpx.Response) -> bytes:
    until, body = time.monotonic() + SECONDS, b""
    for piece in answer.iter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            raise Unfetched("too_large")
        if time.monotonic() > until:
            raise Unfetched("too_slow")
    return body
