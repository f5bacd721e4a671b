"""In a Chromium: from the loop, a KPI's story and its definition are one click away; its parts stand in the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.browser
def test_a_story_and_a_definition_are_one_click_away_and_a_part_is_kept_in_the_address(tab: Callable[..., Any]) -> None:
    page = tab("viewer", width=390, scheme="dark")
    page.goto("/c/merelhof/loop/5/")
    page.click("#kpi-visits summary")
    assert page.locator("#kpi-visits .more dt").first.is_visible(), "definition, window, source"
    page.click("#kpi-visits h4 a")
    page.wait_for_url("**/loop/5/kpi/visits/")
    page.click("#split nav a:not([aria-current])")
    page.wait_for_url("**/kpi/visits/?by=*")
    chosen = page.inner_text("#split nav [aria-current]")
    page.reload()
    assert page.inner_text("#split nav [aria-current]") == chosen, "who is sent the address sees the same"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
