"""A sheet of one's own in a real Chromium: what its columns are is looked over, its words are said, and it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from talentloop.web import jobs
from web.conftest import World
from web.data.test_data import DATA
from web.data.test_tables import COSTS, MARKETER

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def clean(page: Any) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == []


@pytest.mark.parametrize("width", [1360, 390])
def test_the_columns_of_a_sheet_are_said_once(world: World, tab: Callable[..., Any], tmp_path: Path, width: int,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.queue, "immediate", True)
    sheet = tmp_path / "kosten-2026-09.csv"
    sheet.write_text(COSTS, encoding="utf-8")
    page = tab(MARKETER, width=width)
    page.goto(DATA)
    page.set_input_files("input[type=file]", str(sheet))
    page.click("form.bring button")
    page.locator(".card.unsaid a.button").click()
    page.locator("#fact").wait_for()
    clean(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.select_option("#fact", "leads")
    page.locator("#c-confirmed").wait_for(state="attached")
    page.select_option("#fact", "costs")
    page.locator("#c-amount_micros").wait_for()
    assert page.locator("[name='k.line']").is_hidden(), "what is the same for all rows is asked where no column is chosen"
    page.select_option("#c-line", "")
    assert page.locator("[name='k.line']").is_visible()
    page.select_option("#c-line", "Omschrijving")
    page.click("form.columns .button:not(.plain)")
    page.locator(".meanings select").wait_for()
    clean(page)
    page.select_option(".meanings select", "content")
    page.click("form.columns .button:not(.plain)")
    page.locator(".card.waiting .state").wait_for()
    page.click(".card.waiting .actions .button:not(.plain)")
    page.locator(".card.taken").wait_for()
    page.goto(f"{DATA}tables/")
    clean(page)
    assert "kosten-*.csv" in page.inner_text("main")


def test_the_last_of_two_quick_choices_counts(world: World, tab: Any, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.queue, "immediate", True)
    sheet = tmp_path / "kosten-2026-09.csv"
    sheet.write_text(COSTS, encoding="utf-8")
    page = tab(MARKETER)
    page.goto(DATA)
    page.set_input_files("input[type=file]", str(sheet))
    page.click("form.bring button")
    page.locator(".card.unsaid a.button").click()
    page.locator("#fact").wait_for()
    page.route("**/columns/**fact=leads**", lambda route: (page.wait_for_timeout(600), route.continue_()))
    page.select_option("#fact", "leads")
    page.select_option("#fact", "costs")
    page.locator("main:not(:has(.htmx-request))").wait_for()
    page.wait_for_timeout(1500)
    assert (page.input_value("#fact"), page.locator("#c-amount_micros").count()) == ("costs", 1)
    assert [c.split(",")[0] for c in tab.complaints] == ["htmx:afterRequest", "htmx:sendAbort"], "the first is given up"
    tab.complaints.clear()
