"""A marketer in a real Chromium: bring a file, see what it is, confirm, and think better of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from talentloop.command.batches import batches
from talentloop.web import jobs
from talentloop.workspace import Workspace
from web.conftest import World

from .test_data import ADS, DAMAGED

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


def clean(page: Any, width: int) -> None:
    """Nothing that axe complains of, and nothing wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_bring_look_confirm_and_undo(tab: Callable[..., Any], world: World, tmp_path: Path) -> None:
    home = Workspace(world.bakker.folder)
    for name, text in (("zoeken.csv", ADS), ("stuk.csv", DAMAGED)):
        (tmp_path / name).write_text(text, "utf-8")
    page = tab("agency marketer")
    page.goto("/c/bakker/data/")
    clean(page, 1360)
    page.set_input_files("#files", [tmp_path / "zoeken.csv", tmp_path / "stuk.csv"])
    assert "zoeken.csv, stuk.csv" in page.inner_text(".chosen")
    page.click(".bring button")
    page.wait_for_url("**/data/check/")
    page.locator(".card.refused .blocks").wait_for()
    assert "twaalf" in page.inner_text(".card.refused")
    assert "merelhof_search_merk" in page.inner_text(".card.waiting table")
    clean(page, 1360)
    assert batches(home) == []
    page.dblclick(".card.waiting .actions .button >> nth=0")
    page.locator(".card.taken").wait_for()
    assert len(batches(home)) == 1
    page.click(".card.taken .actions .button")
    page.wait_for_url("**/c/bakker/data/")
    page.locator(".messages .success").wait_for()
    assert batches(home) == []


@pytest.mark.parametrize(("width", "scheme"), [(1360, "dark"), (390, "light")])
def test_the_sources_of_a_client_are_readable(tab: Callable[..., Any], width: int, scheme: str) -> None:
    page = tab("agency marketer", width, scheme)
    page.goto("/c/merelhof/data/")
    page.locator(".stand").wait_for()
    clean(page, width)
    here = page.locator(".places [aria-current]").bounding_box()
    assert here["x"] >= 0 and here["x"] + here["width"] <= width, "where one is stands in sight, also on a phone"
