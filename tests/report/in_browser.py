"""A page opened in a real Chromium and watched: what it asks for, what it complains of, how readable it is."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
ABSENT = "no Chromium here: make test-browser finds or installs one"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WIDE, NARROW = 1360, 390
# Relative luminance and contrast as WCAG 2.2 defines them, of an element's text on the nearest painted background.
CONTRAST = """(element) => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const linear = (v) => v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  const weigh = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const light = (c) => weigh(parse(c).map(linear));
  let behind = element;
  while (behind && /rgba?\\(0, 0, 0, 0\\)/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const both = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(light);
  const [a, b] = both.sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05) }"""


@cache
def driver() -> Any:
    """Playwright, started once: a second one beside it is refused."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@contextmanager
def launched() -> Iterator[Any]:
    """The browser itself."""
    browser = driver().chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@contextmanager
def watched(chromium: Any, file: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page; afterwards nothing may have been asked for but the page, nor complained of."""
    asked: list[str] = []
    complaints: list[str] = []
    contexts: list[Any] = []

    def go(width: int = WIDE, scheme: str = "light") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda r: asked.append(r.url))
        tab.on("console", lambda m: complaints.append(m.text))
        tab.on("pageerror", lambda e: complaints.append(str(e)))
        tab.goto(file.as_uri())
        return tab

    yield go
    for context in contexts:
        context.close()
    assert {url for url in asked if not url.startswith("data:")} == {file.as_uri()}
    assert complaints == []
