"""The page in a real Chromium: nothing is fetched or scrolls sideways, everything can be read and reached by key."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from report import example

from talentloop.report.html import page

pytestmark = pytest.mark.browser
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
if CHROMIUM is None:
    pytest.skip("no Chromium here: make test-browser finds or installs one", allow_module_level=True)
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
READ = ("h1", ".strategy", ".facts dt", ".facts dd", ".summary", ".summary strong.better", ".summary strong.worse",
        ".summary strong.expected", ".health", ".col > header p", ".kpi h4", ".figure b", ".figure small",
        ".better .delta", ".worse .delta", ".expected .delta", ".unsure .delta", ".says", ".unsure > .says .word",
        ".mark", ".tag", ".key",
        ".sub", ".note", ".behind > summary", "footer p", ".legend dt")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "loop.html"
    made.write_text(page(example.report(), "nl"), encoding="utf-8")
    return made


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[Callable[..., Any]]:
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_scrolls_sideways_and_everything_can_be_read(opened: Callable[..., Any], width: int, scheme: str) -> None:
    tab = opened(width, scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    weak = {name: tab.locator(name).first.evaluate(CONTRAST) for name in READ}
    assert {name: round(ratio, 2) for name, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("width", [WIDE, 800, NARROW])
def test_no_text_of_a_cell_lies_over_another(opened: Callable[..., Any], width: int) -> None:
    tab = opened(width)
    overlapping = tab.evaluate("""() => [...document.querySelectorAll('.figure')].filter((p) => {
      const boxes = [...p.children].map((e) => e.getBoundingClientRect()).filter((b) => b.width);
      return boxes.some((a, i) => boxes.slice(i + 1).some((b) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)) })
      .map((p) => p.innerText)""")
    assert overlapping == []


def test_its_own_typeface_is_in_use(opened: Callable[..., Any]) -> None:
    tab = opened()
    fonts = tab.evaluate("document.fonts.ready.then(() => [...document.fonts].map((f) => f.family + ' ' + f.status))")
    assert fonts == ["Inter loaded"]


def test_headings_do_not_skip_a_level_and_landmarks_are_there(opened: Callable[..., Any]) -> None:
    tab = opened()
    levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tab.locator("main").count() == 1 and tab.locator("body > footer").count() == 1
    assert tab.locator("html").get_attribute("lang") == "nl"


def test_every_picture_says_its_point_and_every_large_one_has_its_table(opened: Callable[..., Any]) -> None:
    tab = opened()
    said = tab.evaluate("[...document.querySelectorAll('svg[role=img]')].map((s) => s.getAttribute('aria-label') || '')")
    assert len(said) > 30 and all(len(text) > 15 for text in said)
    assert tab.locator("figure").count() == tab.locator("figure table").count() >= 6
    assert tab.locator("svg:not([role=img]):not([aria-hidden=true])").count() == 0


def test_a_figure_opens_by_key_and_tells_window_source_coverage_and_status(opened: Callable[..., Any]) -> None:
    tab = opened()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    summary = tab.locator("#kpi-time_on_site summary")
    summary.focus()
    tab.keyboard.press("Enter")
    more = tab.locator("#kpi-time_on_site .more")
    assert more.is_visible()
    text = more.inner_text()
    labels = ("Periode", "Bron", "Dekking", "Status", "Vorige loop", "0-meting", "vorig jaar")
    assert [label for label in labels if label not in text] == []
    below = tab.locator("#kpi-time_on_site .says").bounding_box()["y"]
    assert more.bounding_box()["y"] > below


def test_focus_goes_through_the_columns_in_the_paper_s_order(opened: Callable[..., Any]) -> None:
    tab = opened()
    order = tab.evaluate("""[...document.querySelectorAll('a[href],summary,[tabindex="0"]')]
      .map((e) => e.closest('.col')?.id).filter((id, i, all) => id && id !== all[i - 1])""")
    assert order == ["pools", "reach", "traffic", "conversion", "quality", "roi"]


def test_on_a_phone_there_is_one_column_with_the_focus_first(opened: Callable[..., Any]) -> None:
    tab = opened(NARROW)
    places = {id: tab.locator(f"#{id}").bounding_box() for id in ("pools", "reach", "traffic", "conversion")}
    assert min(places, key=lambda id: places[id]["y"]) == "reach"
    assert len({round(box["x"]) for box in places.values()}) == 1
    assert tab.locator(".chart.narrow").first.is_visible() and not tab.locator(".chart.wide").first.is_visible()


def test_it_prints(opened: Callable[..., Any]) -> None:
    tab = opened()
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"
    assert not tab.locator(".behind").first.is_visible()
    assert len(tab.pdf(format="A4", landscape=True)) > 10_000
