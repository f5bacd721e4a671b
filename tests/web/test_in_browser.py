"""The app in a real Chromium: signing in, the keyboard, the phone, the dark, and what axe finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from talentloop.web import figures
from web.conftest import World

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(autouse=True)
def prepared(world: World) -> None:
    figures.prepare(world.home)


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (1360, "dark"), (390, "light")])
def test_pages_are_accessible_and_never_wider_than_the_screen(tab: Callable[..., Any], width: int, scheme: str) -> None:
    page = tab("agency marketer", width, scheme)
    for address in ("/?all=1", "/c/merelhof/", "/c/bakker/", "/me"):
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


MOVED = """window.moved = [];
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput)
  window.moved.push(e.value + " " + e.sources.map((s) => s.node && s.node.parentElement && s.node.nodeName + " in "
    + s.node.parentElement.className).join(", ")); }).observe({type: "layout-shift", buffered: true});"""
LETTERS = """performance.getEntriesByType("resource").filter((e) => e.name.includes("woff2"))
  .map((e) => e.initiatorType)"""
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 500_000, "uploadThroughput": 500_000}


@pytest.mark.parametrize("width", [1360, 390])
def test_nothing_moves_while_a_page_comes_in_and_its_letter_comes_with_it(tab: Callable[..., Any], width: int) -> None:
    page = tab("agency marketer", width)
    page.add_init_script(MOVED)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    for address in ("/?all=1", "/c/merelhof/", "/c/merelhof/loop/5/kpi/visits/"):
        wire.send("Network.clearBrowserCache")
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("document.fonts.size > 0 && document.fonts.status") == "loaded", address
        assert page.evaluate("window.moved") == [], address
        assert page.evaluate(LETTERS) == ["link"], address


TRICKLE = {"offline": False, "latency": 40, "downloadThroughput": 8_000, "uploadThroughput": 500_000}


@pytest.mark.parametrize("width", [1360, 390])
def test_nothing_moves_while_the_page_itself_trickles_in(tab: Callable[..., Any], width: int) -> None:
    page = tab("agency marketer", width)
    page.goto("/c/merelhof/", wait_until="networkidle")  # style and letter are there; only what is read comes slowly
    page.add_init_script(MOVED)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", TRICKLE)
    for address in ("/c/merelhof/", "/c/merelhof/loop/5/kpi/visits/", "/c/merelhof/data/"):
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.moved") == [], address


def test_keys_lead_to_search_help_and_pinned_clients(tab: Callable[..., Any]) -> None:
    page = tab("agency marketer")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    first = page.evaluate("document.activeElement.textContent")
    assert [first, second] == page.locator(".client h2").all_inner_texts()[:2]
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("merel")
    page.locator("#client-bakker").wait_for(state="detached")
    assert page.locator(".client").count() == 1
    page.click(".pin")
    page.locator(".pin[aria-pressed=true]").first.wait_for()
    page.wait_for_load_state()
    page.keyboard.press("?")
    page.locator("dialog#keys").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.wait_for_url("**/c/merelhof/")


def test_the_first_tab_is_a_way_past_the_navigation(tab: Callable[..., Any]) -> None:
    page = tab("viewer")
    page.goto("/c/merelhof/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


BROKEN = """[...document.querySelectorAll("td button")].filter((b) => { const r = document.createRange();
  r.selectNodeContents(b); return new Set([...r.getClientRects()].map((x) => Math.round(x.top))).size > 1; })
  .map((b) => b.textContent)"""


@pytest.mark.parametrize("width", [390, 768])
def test_the_words_of_a_button_in_a_table_stay_on_one_line(tab: Callable[..., Any], width: int) -> None:
    page = tab("marketer", width)
    for address in ("/c/merelhof/data/", "/c/merelhof/content/"):
        page.goto(address)
        assert page.locator("td button").count(), address
        assert page.evaluate(BROKEN) == [], address
