"""The agency's marketer in a real Chromium: overview, client, story, a change; and what is not theirs."""

from __future__ import annotations

import pytest

from talentloop.store.app.models import Invitation
from talentloop.workspace import Workspace
from web.conftest import World

from .conftest import WORK, Tab, menu, opened_by_hand, sent_by_hand

pytestmark = pytest.mark.browser


def test_from_the_overview_to_a_change_in_a_client_s_loop(tab: Tab, world: World) -> None:
    page = tab("agency marketer")
    assert sorted(page.locator(".client h2").all_inner_texts()) == ["Bakker", "Kustzorg", "Merelhof"]
    assert page.locator("a[href^='/begin/'], a[href^='/installation/']").count() == 0
    page.click("#client-merelhof h2 a")
    page.wait_for_url("**/c/merelhof/")
    assert menu(page) == WORK
    page.click("a[href$='/kpi/visits/'] >> nth=0")
    page.wait_for_url("**/kpi/visits/")
    page.locator("svg.wide").wait_for()
    page.keyboard.press("c")
    page.locator("#log [name=day]").fill("2026-10-01")
    page.select_option("#log [name=kind]", "other")
    page.locator("#log .effect", has_text="Zelfde loop").wait_for()
    page.locator("#log .htmx-request").wait_for(state="detached")  # day and kind are answered one by one
    page.fill("#log [name=what]", "Nieuwe collega op de redactie")
    page.click("#log .effect .button")
    page.locator(".messages").wait_for()
    assert [c.what for c in world.home.loop(5).changes if c.day.isoformat() == "2026-10-01"] == [
        "Nieuwe collega op de redactie"
    ]
    page.click(".own a[href='/?all=1']")
    page.locator("#client-merelhof").wait_for()


def test_what_is_the_privacy_officer_s_the_admin_s_or_another_agency_s_stays_shut(tab: Tab, world: World) -> None:
    page = tab("agency marketer")
    for address in ("privacy/", "privacy/requests/", "privacy/log/", "settings/people/", "settings/keys/"):
        assert opened_by_hand(tab, page, f"/c/merelhof/{address}") == 403
    for address in ("/installation/", "/begin/client/"):
        assert opened_by_hand(tab, page, address) == 403
    for address in ("/c/elders/", "/c/elders/data/", "/standing/elders"):
        assert opened_by_hand(tab, page, address) == 404
    page.goto("/c/merelhof/")
    assert sent_by_hand(page, "/c/merelhof/settings/people/invite/", email="ik@example.org", role="admin") == 403
    assert sent_by_hand(page, "/c/merelhof/privacy/requests/", contact="a@example.org", do="erase", sure="1") == 403
    assert sent_by_hand(page, "/c/elders/plan/start/", strategy="Van mij", focus="reach") == 404
    assert sent_by_hand(page, "/pin/merelhof") == 302, "a form sent in this way does arrive"
    assert not Invitation.objects.exists() and not Workspace(world.elders.folder).plan.loops
