"""What a browser sees of a screen on its first visit: bytes transferred, and how far things moved about."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.report.in_browser import launched

PICTURES = "vega"  # in the address of the code that draws pictures
SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.moved += e.value; })
  .observe({type: "layout-shift", buffered: true});"""
SETTLED_MS = 400


@dataclass(frozen=True)
class Loaded:
    """Bytes over the wire, headers included: of everything but the code of pictures, and of that; `moved`: the sum of
    layout shifts."""

    bytes: int
    pictures: int
    moved: float


@contextmanager
def served(data: Path) -> Iterator[str]:
    """`talentloop serve` on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = "import sys; from talentloop.cli import main; main()"
    run = subprocess.Popen([sys.executable, "-c", code, "serve", "--data", str(data), "--port", str(port)],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        run.terminate()
        run.wait()


def _wait(port: int, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def loaded(data: Path, paths: list[str], cookie: tuple[str, str]) -> dict[str, Loaded]:
    """Each path in a browser that was never here before."""
    with served(data) as address, launched() as chromium:
        return {path: _one(chromium, address, path, cookie) for path in paths}


def _one(chromium: Any, address: str, path: str, cookie: tuple[str, str]) -> Loaded:
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, base_url=address)
    try:
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
        context.add_init_script(SHIFTS)
        page = context.new_page()
        wire, urls, sizes = context.new_cdp_session(page), dict[str, str](), dict[str, int]()
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda e: urls.__setitem__(e["requestId"], e["response"]["url"]))
        wire.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], int(e["encodedDataLength"])))
        page.goto(path, wait_until="load")
        page.wait_for_timeout(SETTLED_MS)
        drawing = sum(n for id, n in sizes.items() if PICTURES in urls.get(id, ""))
        return Loaded(sum(sizes.values()) - drawing, drawing, float(page.evaluate("window.moved")))
    finally:
        context.close()
