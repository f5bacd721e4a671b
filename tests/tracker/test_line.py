"""From a page to the facts: what a visitor does in a browser comes through the collector and its drain as a visit."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from talentloop.command.collecting import Service
from talentloop.core.facts import FACTS
from talentloop.demo import site
from talentloop.workspace import Workspace

from .bare import eventually

pytestmark = pytest.mark.browser
KEY = "merelhof-key"


async def careers(scope: Any, receive: Any, send: Any) -> None:
    """The careers site as an application of its own, for every address that is not the collector's."""
    text = site.page(scope["path"], snippet=site.snippet(KEY)) or ""
    kind = b"text/css" if scope["path"].endswith(".css") else b"text/html; charset=utf-8"
    await send({"type": "http.response.start", "status": 200 if text else 404, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": text.encode()})


@contextmanager
def running(service: Service) -> Iterator[str]:
    """Site and collector on one port, as behind a proxy of the site's own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Server(service.asgi(careers), "127.0.0.1", port, interface=Interfaces.ASGINL, log_enabled=False,
                    websockets=False)

    async def serve() -> None:
        await service.start()
        try:
            await server.serve()
        finally:
            await service.stop()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    try:
        eventually(lambda: answers(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def rows(workspace: Workspace, fact: str) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM {workspace.lake.now().source(FACTS[fact])} ORDER BY ALL")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_a_visit_in_a_browser_is_a_visit_in_the_facts(tmp_path: Path, visitor):
    (tmp_path / "client.toml").write_text(
        f'[client]\nname = "Merelhof"\nown_hosts = ["127.0.0.1"]\n[collect]\nkey = "{KEY}"\n', encoding="utf-8")
    workspace = Workspace(tmp_path)
    service = Service([workspace], every=3600)
    with running(service) as address:
        tab = visitor(f"{address}/verhaal/fatima?utm_source=linkedin&utm_medium=paid_social&utm_campaign=lente")
        tab.wait_for_function("self.tl && !tl.q")
        tab.wait_for_timeout(1500)
        tab.goto(f"{address}/kort")
        tab.wait_for_timeout(800)
        tab.reload()  # so soon it is no second view
        tab.wait_for_timeout(800)
        tab.goto(f"{address}/solliciteren/102")
        tab.fill("[name=name]", "Jan")
        tab.click("button")
        tab.wait_for_url("**/bedankt**")
        tab.wait_for_timeout(900)
        tab.goto("about:blank")
        tab.wait_for_timeout(300)
        service.drain(service.clients[0])
    assert service.clients[0].trouble == ""
    [visit] = rows(workspace, "visits")
    assert (visit["channel"], visit["network"], visit["campaign"]) == ("paid_social", "linkedin", "lente")
    assert (visit["landing_page"], visit["consent"], visit["identity"]) == ("/verhaal/fatima", "limited", "daily")
    assert (visit["page_views"], visit["application_starts"], visit["application_completes"]) == (4, 1, 1)
    assert 4000 <= visit["engaged_ms"] <= 9000 and visit["traffic_class"] == "human"
    read = {row["page"]: row for row in rows(workspace, "page_reads")}
    story = read["/verhaal/fatima"]
    assert (story["content"], story["evp_theme"], story["views"]) == ("verhaal-fatima", "werksfeer", 1)
    assert 35 <= story["scroll_pct"] <= 50 and read["/solliciteren/102"]["vacancy"] == "102"
