"""The page in a real Chromium: nothing is fetched or scrolls sideways, everything can be read and reached by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from report import example
from report.in_browser import ABSENT, CHROMIUM, CONTRAST, NARROW, WIDE, launched, watched

from talentloop.report.html import page

pytestmark = pytest.mark.browser
if CHROMIUM is None:
    pytest.skip(ABSENT, allow_module_level=True)
READ = ("h1", ".strategy", ".facts dt", ".facts dd", ".summary", ".summary strong.better", ".summary strong.worse",
        ".summary strong.expected", ".health", ".col > header p", ".kpi h4", ".figure b", ".figure small",
        ".better .delta", ".worse .delta", ".expected .delta", ".unsure .delta", ".says", ".unsure > .says .word",
        ".mark", ".tag", ".key",
        ".sub", ".note", ".behind > summary", "footer p", ".legend dt")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / "loop.html"
    made.write_text(page(example.report(), "nl"), encoding="utf-8")
    return made


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[Callable[..., Any]]:
    with watched(chromium, file) as go:
        yield go


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
