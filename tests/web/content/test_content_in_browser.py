"""In a Chromium: a marketer makes a content rule and sees what it catches; and builds a campaign link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.browser
def test_a_rule_tells_what_it_catches_while_it_is_typed(tab: Callable[..., Any]) -> None:
    page = tab("marketer")
    page.goto("/c/merelhof/content/")
    page.click("#rule > summary")
    page.fill("#id_path", "/teams/")
    page.wait_for_selector("#catches .examples")
    assert "Past op 4 gelezen" in page.inner_text("#catches")
    page.fill("#id_theme", "samen sterk")
    page.click("#rule form .button")
    page.wait_for_selector(".messages .success")
    first = page.inner_text(".rules tbody tr:first-child")
    assert "/teams/…" in first and "samen sterk" in first
    page.click(".rules tbody tr:first-child button")
    page.locator(".messages", has_text="De regel is weg").wait_for()
    assert "samen sterk" not in page.inner_text(".rules")
    page.click(".messages .undo button")
    page.locator(".messages", has_text="De regel staat er weer").wait_for()
    assert "samen sterk" in page.inner_text(".rules tbody tr:first-child")


@pytest.mark.browser
def test_a_link_is_built(tab: Callable[..., Any]) -> None:
    page = tab("viewer", width=390, scheme="dark")
    page.goto("/c/merelhof/content/links/")
    for name, text in (("source", "Facebook"), ("medium", "paid_social"), ("campaign", "Loop 4")):
        page.fill(f"#id_{name}", text)
    page.click("section[aria-labelledby=h-make] .button")
    page.wait_for_selector("#made-link")
    assert page.input_value("#made-link").endswith("?utm_source=facebook&utm_medium=paid_social&utm_campaign=loop-4")
    page.click("[data-copies]")
    page.wait_for_selector("[data-copies]:has-text('Gekopieerd')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
