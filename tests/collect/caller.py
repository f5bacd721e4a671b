"""Asks a collector in the same process, by its ASGI face, as a browser would."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conftest import AGENT, ORIGIN

from talentloop.command.collecting import Service
from talentloop.workspace import Workspace


@dataclass(frozen=True)
class Said:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def reason(self) -> str:
        return self.headers.get("x-tl", "")


class Caller:
    """A service of some workspaces on a loop of its own; use it in a `with`."""

    def __init__(self, *workspaces: Workspace, **options: Any) -> None:
        self.service = Service(workspaces, **{"every": 1e9, **options})
        self.loop = asyncio.new_event_loop()

    def __enter__(self) -> Caller:
        self.loop.run_until_complete(self.service.start())
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.run_until_complete(self.service.stop())
        self.loop.close()

    def post(self, body: bytes, path: str = "/tl", **options: Any) -> Said:
        return self.ask("POST", path, body, **options)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
            address: str = "203.0.113.7") -> Said:
        return self.loop.run_until_complete(self.asked(method, path, body, headers, address))

    async def asked(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
                    address: str = "203.0.113.7") -> Said:
        told = {"origin": ORIGIN, "user-agent": AGENT, "content-length": str(len(body)), **(headers or {})}
        answer: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            answer.append(message)

        raw = [(n.encode("latin-1", "replace"), v.encode("latin-1", "replace")) for n, v in told.items() if v is not None]
        bare, _, query = path.partition("?")
        await self.service.asgi()({"type": "http", "method": method, "path": bare, "headers": raw,
                                   "query_string": query.encode(), "client": (address, 1)}, receive, send)
        came: dict[str, list[str]] = {}
        for name, value in answer[0]["headers"]:
            came.setdefault(name.decode(), []).append(value.decode("latin-1"))
        return Said(answer[0]["status"], {name: "\n".join(values) for name, values in came.items()},
                    answer[1].get("body", b""))

    def facts(self, fact: str = "web_hits", columns: Sequence[str] = ("*",)) -> list[dict[str, Any]]:
        """Everything drained, then what the facts hold."""
        for client in self.service.clients:
            client.drainer.empty()
        return rows(self.service.clients[0].workspace, fact)


def rows(workspace: Workspace, fact: str = "web_hits") -> list[dict[str, Any]]:
    """All rows of a fact table."""
    import duckdb

    from talentloop.core.facts import FACTS

    snapshot, table = workspace.lake.now(), FACTS[fact]
    found = duckdb.sql(f"SELECT * FROM {snapshot.source(table)}")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
