"""The first run in a real Chromium: the link from the terminal, an account, a client, and steps that tick themselves."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from talentloop.store.app.models import Client
from talentloop.web.place import Place

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def clean(page: Any) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == []


def test_from_the_link_to_the_second_step(chromium: Any, live_server: Any, transactional_db: None) -> None:
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, base_url=live_server.url, locale="nl-NL")
    page = context.new_page()
    page.goto(f"/start/{Place.here().make().first_run()}")
    page.fill("#id_email", "eerste@example.org")
    page.fill("#id_password", "een lange zin die niemand raadt")
    page.fill("#id_agency", "Bureau Noord")
    page.click(".form .button")
    page.locator(".two-ways").wait_for()
    clean(page)
    page.click(".speak button[lang=en]")
    page.locator("html[lang=en]").wait_for()
    page.click(".two-ways a.button")
    page.fill("#id_name", "Bakkerij Goud")
    page.click(".form .button")
    page.locator("#id_low").wait_for()
    clean(page)
    for name, value in (("group", "bakers in Zwolle"), ("low", "2000"), ("high", "3000"), ("source", "UWV 2026")):
        page.fill(f"#id_{name}", value)
    page.click(".form button.button")
    page.locator(".to-loop .next").wait_for()
    assert page.locator(".to-loop .done").count() == 1 and "Sources" in page.inner_text(".to-loop .next")
    clean(page)
    page.click(".to-loop .next a")
    page.wait_for_url(f"**/c/{Client.objects.get().slug}/data/")
    context.close()
