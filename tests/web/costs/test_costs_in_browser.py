"""In a Chromium: a marketer writes a cost down, sees it, undoes it, and undoes that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.browser
def test_a_cost_is_added_and_undone(tab: Callable[..., Any]) -> None:
    page = tab("marketer")
    page.goto("/c/merelhof/costs/")
    page.click("#cost > summary")
    page.fill("#id_line", "Fotograaf")
    page.fill("#id_amount", "1.250,50")
    page.fill("#id_first", "2026-10-01")
    page.click("#cost form button")
    page.wait_for_selector(".by-hand .just")
    assert "Fotograaf" in page.inner_text(".by-hand .just") and "1.250,50" in page.inner_text(".by-hand .just")
    page.click(".messages .undo button")
    page.locator(".messages", has_text="uit het kasboek").wait_for()
    assert page.locator(".by-hand").count() == 0
    page.click(".messages .undo button")
    page.wait_for_selector(".by-hand .just")
    assert "1.250,50" in page.inner_text(".by-hand .just")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "what was written by hand fits a phone"
