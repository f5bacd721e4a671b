"""The plan page and the trust page in a real Chromium: nothing is fetched or hidden, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from report.in_browser import ABSENT, CHROMIUM, CONTRAST, NARROW, WIDE, launched, watched

from talentloop.core.kpi import Focus
from talentloop.core.target import Target
from talentloop.report.plan_page import plan_page
from talentloop.report.trust_page import ShownTrust
from talentloop.workspace import Workspace

pytestmark = pytest.mark.browser
if CHROMIUM is None:
    pytest.skip(ABSENT, allow_module_level=True)
PAGES = {"plan": "nl", "trust": "en"}
READ = ("h1", ".strategy", ".summary", "h2", ".sub", ".data thead th", ".data tbody th[scope=row]", ".data td",
        "footer h2", "footer p")
# Words of a table that lie, with nothing to say so, beyond the right edge of the box that it stands in.
BEYOND = """() => [...document.querySelectorAll('.stacked th, .stacked td')].filter((cell) => {
  const box = cell.closest('.scroll').getBoundingClientRect();
  const range = document.createRange(); range.selectNodeContents(cell);
  return range.getBoundingClientRect().right > box.right + 1 }).map((cell) => cell.innerText)"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def written(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both pages: a plan with one target that can be proven and one that cannot, and the demo's past."""
    room = tmp_path_factory.mktemp("pages")
    shutil.copytree(built_demo, room / "demo", ignore=shutil.ignore_patterns("exports"))
    home = Workspace(room / "demo")
    (room / "trust.html").write_text(ShownTrust(home.trust(), PAGES["trust"]).html(), encoding="utf-8")
    home.start_loop(Focus.CONVERSION, "Kort formulier", date(2026, 11, 10), targets=[
        Target("applications_completed", change=0.2), Target("visits", change=9.0)])
    (room / "plan.html").write_text(plan_page(home.plan_report(), PAGES["plan"]), encoding="utf-8")
    return room


@pytest.fixture(params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(chromium: Any, written: Path, name: str) -> Iterator[Callable[..., Any]]:
    with watched(chromium, written / f"{name}.html") as go:
        yield go


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_scrolls_sideways_and_everything_can_be_read(opened: Callable[..., Any], width: int, scheme: str) -> None:
    tab = opened(width, scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(BEYOND) == []
    weak = {name: tab.locator(name).first.evaluate(CONTRAST) for name in READ}
    assert {name: round(ratio, 2) for name, ratio in weak.items() if ratio < 4.5} == {}


def test_headings_language_and_landmarks(opened: Callable[..., Any], name: str) -> None:
    tab = opened()
    levels = tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) > 3
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tab.locator("main").count() == 1 and tab.locator("body > footer").count() == 1
    assert tab.locator("html").get_attribute("lang") == PAGES[name]
    assert tab.locator("main section").count() == tab.locator("main section[aria-labelledby] h2").count()


def test_every_picture_says_its_point_and_every_table_its_name(opened: Callable[..., Any], name: str) -> None:
    tab = opened()
    said = tab.evaluate("[...document.querySelectorAll('svg[role=img]')].map((s) => s.getAttribute('aria-label') || '')")
    assert len(said) == (2 if name == "plan" else 0) and all(len(text) > 40 for text in said)
    assert tab.locator("svg:not([role=img]):not([aria-hidden=true]), img:not([alt])").count() == 0
    assert tab.locator("table").count() == tab.locator("table > caption").count() >= 2
    assert tab.evaluate("[...document.querySelectorAll('caption')].filter((c) => !c.textContent.trim()).length") == 0


def test_on_a_phone_every_figure_stands_beside_the_name_of_its_column(opened: Callable[..., Any], name: str) -> None:
    tab = opened(NARROW)
    columns = tab.evaluate("""() => {
      const table = document.querySelector('.stacked');
      const shown = [...table.querySelectorAll('td')].filter((cell) => cell.offsetParent);
      return [[...table.querySelectorAll('thead th')].slice(1).map((th) => th.textContent),
        [...new Set(shown.map((cell) => getComputedStyle(cell, '::before').content.slice(1, -1)))]] }""")
    assert sorted(columns[0]) == sorted(columns[1]) and len(columns[0]) >= 4
    assert not tab.locator(".stacked thead").first.is_visible()
    if name == "plan":
        assert tab.locator(".chart.narrow").is_visible() and not tab.locator(".chart.wide").is_visible()
