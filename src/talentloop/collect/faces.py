"""The collector's two faces: RSGI, for Granian alone, and ASGI, for mounting beside something else on one port."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from . import wire
from .collector import LONGEST_AGENT, Answer, Collector, Request
from .refusal import Refusal

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Rsgi:
    """What Granian calls. Events take a short way of their own; everything else goes through Collector.answer."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        collector = self.collector
        if scope.method != "POST" or scope.path != collector.path or collector.stopping:
            return await self._other(scope, protocol)
        header = scope.headers.get
        try:
            address = collector.behind(peer_of(scope.client), header)
            collector.limit(address)
            body = await (protocol() if _fits(header("content-length"), wire.MOST_BYTES) else _pieces(protocol))
            origin = header("origin") or ""
            agent = (header("user-agent") or "")[:LONGEST_AGENT]
            site, safe = collector.taking(body, origin, agent, address, time.time())
            headers = collector.taken(origin) if await safe else collector.lost(site)
        except Refusal as refusal:
            answer = collector.refused(refusal, header("origin"))
            return protocol.response_empty(answer.status, answer.headers)
        protocol.response_empty(204, headers)

    async def _other(self, scope: Any, protocol: Any) -> None:
        request = Request(scope.method, scope.path, scope.query_string, peer_of(scope.client), scope.headers.get,
                          lambda most: _rsgi_body(scope, protocol, most))
        answer = await self.collector.answer(request)
        protocol.response_bytes(answer.status, answer.headers, answer.body)


def peer_of(client: str) -> str:
    """The address without its port."""
    return client.rpartition(":")[0].strip("[]")


async def _rsgi_body(scope: Any, protocol: Any, most: int) -> bytes:
    return await (protocol() if _fits(scope.headers.get("content-length"), most) else _pieces(protocol, most))


def _fits(told: str | None, most: int) -> bool:
    """May the body be read at once? Its length is told and allowed; not, when it is untold. Raises Refusal."""
    if told is None:
        return False
    if not told.isdecimal() or int(told[:12]) > most:
        raise Refusal("too_large")
    return True


async def _pieces(protocol: Any, most: int = wire.MOST_BYTES) -> bytes:
    parts, size = [], 0
    async for part in protocol:
        size += len(part)
        if size > most:
            raise Refusal("too_large")
        parts.append(part)
    return b"".join(parts)


class Asgi:
    """The collector as an ASGI application; `beside` gets every address that is not the collector's."""

    def __init__(self, collector: Collector, beside: Callable[..., Awaitable[None]] | None = None) -> None:
        self.collector, self.beside = collector, beside

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (self.beside is None or self.collector.owns(scope["path"])):
            return await self._answer(scope, receive, send)
        if self.beside is not None:
            return await self.beside(scope, receive, send)

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        client = scope.get("client") or ("", 0)
        request = Request(scope["method"], scope["path"], scope.get("query_string", b"").decode("latin-1"), client[0],
                          headers.get, lambda most: _asgi_body(headers, receive, most))
        await _send(await self.collector.answer(request), send)


async def _asgi_body(headers: Mapping[str, str], receive: Receive, most: int) -> bytes:
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told[:12]) > most:
        raise Refusal("too_large")
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal("malformed")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > most:
            raise Refusal("too_large")
    return b"".join(parts)


async def _send(answer: Answer, send: Send) -> None:
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})
    await send({"type": "http.response.body", "body": answer.body})
