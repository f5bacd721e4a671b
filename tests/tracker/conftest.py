"""A Chromium, and the demo's careers site with a collector that records what the tracker sends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .sites import Sites, served

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         # Whole-browser, because a page that goes away sends with the browser's own name and not with the driver's.
         "--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"]


@pytest.fixture(scope="session")
def both() -> Iterator[Sites]:
    with served() as sites:
        yield sites


@pytest.fixture
def sites(both: Sites) -> Sites:
    both.fresh()
    return both


@pytest.fixture(scope="session")
def chromium_path() -> str:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: make test-browser finds or installs one")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    from report.in_browser import driver

    made = driver().chromium.launch(executable_path=chromium_path, args=FLAGS,
                                    ignore_default_args=["--disable-back-forward-cache"])
    yield made
    made.close()


@pytest.fixture
def visitor(browser: Any) -> Iterator[Callable[..., Any]]:
    """Makes a visitor with a browser of their own and hands out their tab; no page may have complained afterwards."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def come(url: str = "", **kind: Any) -> Any:
        context = browser.new_context(viewport={"width": 1000, "height": 800}, **kind)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        if url:
            tab.goto(url)
        return tab

    yield come
    for context in contexts:
        context.close()
    assert complaints == []
