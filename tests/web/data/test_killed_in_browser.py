"""The server is killed in the middle of an upload: what the marketer sees, and that a file lands whole and once."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from talentloop.command.batches import batches
from talentloop.workspace import Workspace
from web.conftest import PASSWORD

from .test_data import HEAD

pytestmark = pytest.mark.browser
ROWS = 30_000
TAKE = ".card.waiting form[action$='/take/'] .button"


class Server:
    """`talentloop serve` on a folder and a port of its own: killed without a warning, and started again."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data, self.log = data, data.parent / "serve.txt"
        self.start()

    def start(self) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("TALENTLOOP_", "DJANGO_"))}
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-m", "talentloop", "serve", "--data", str(self.data), "--port", str(self.port)],
                stdout=out, stderr=out, env=env)
        self.said(r"http://127.0.0.1:\d+")

    def said(self, pattern: str) -> str:
        """What it prints, once it does."""
        for _ in range(600):
            if found := re.search(pattern, self.log.read_text()):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """With SIGKILL; a second time nothing happens."""
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "data")
    yield made
    made.kill()


def at_the_data(page: Any, server: Server) -> Workspace:
    """The first account, a client, and its data screen."""
    page.goto(server.said(r"http\S+/start/\S+"))
    for name, value in (("email", "eerste@example.org"), ("password", PASSWORD), ("agency", "Noord")):
        page.fill(f"#id_{name}", value)
    page.click(".form .button")
    page.click(".two-ways a.button")
    page.fill("#id_name", "Bakkerij Goud")
    page.click(".form .button")
    page.locator("#id_low").wait_for()
    [folder] = {path.parent for path in server.data.rglob("client.toml")}
    page.goto(f"{re.split('(?<=/c/)', page.url)[0]}{page.url.split('/c/')[1].split('/')[0]}/data/")
    return Workspace(folder)


def test_a_killed_server_takes_a_file_whole_once_or_not_at_all(chromium: Any, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "zoeken.csv"
    lines = (f"2026-11-{1 + n % 20:02},campagne_{n},Search,EUR,0.50,30,2\n" for n in range(ROWS))
    file.write_text(HEAD + "".join(lines), "utf-8")
    context = chromium.new_context(locale="nl-NL", reduced_motion="reduce")
    page = context.new_page()
    home = at_the_data(page, server)
    here = page.url

    # While the file is still on its way: the browser says that nobody answers, and nothing of the file is there.
    slow = context.new_cdp_session(page)
    slow.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1,
                                                   "uploadThroughput": 200_000})
    page.set_input_files("#files", file)
    page.evaluate("document.querySelector(\".bring button\").click()")
    time.sleep(1)
    server.kill()
    with pytest.raises(Error, match="ERR_"):
        page.wait_for_url("**/data/check/")
    slow.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1,
                                                   "uploadThroughput": -1})
    server.start()
    page.goto(here)
    page.locator(".messages", has_text="kwam geen antwoord").locator("a", has_text="zoeken.csv").wait_for()
    assert batches(home) == [] and page.locator(".notice").count() == 0

    # While it is looked at: the page says that it waits, and goes on by itself.
    page.set_input_files("#files", file)
    page.click(".bring button")
    page.wait_for_url("**/data/check/")
    server.kill()
    page.locator("[role=status]", has_text="De server antwoordt even niet").wait_for()
    server.start()
    page.locator(TAKE).wait_for(timeout=120_000)
    assert batches(home) == [], "nothing counts before it is confirmed"

    # While it is taken: it is taken once, and whole.
    page.click(TAKE)
    page.locator(".card.taking, .card.taken").first.wait_for()
    server.kill()
    server.start()
    page.locator(".card.taken").wait_for(timeout=120_000)
    [came] = batches(home)
    assert came.rows["exposures"] == ROWS
    context.close()
