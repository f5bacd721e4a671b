"""A stranger in a real Chromium: the login and nothing else; and who is let in elsewhere finds nothing here."""

from __future__ import annotations

import pytest

from talentloop.store.app.models import Invitation
from web.conftest import World

from .conftest import WORK, Tab, menu, opened_by_hand, sent_by_hand

pytestmark = pytest.mark.browser
HERE = (
    "/c/merelhof/",
    "/c/merelhof/loop/5/kpi/visits/",
    "/c/merelhof/plan/",
    "/c/merelhof/data/",
    "/c/merelhof/privacy/",
    "/c/merelhof/settings/people/",
)


def test_who_is_not_known_sees_the_login_page_only(tab: Tab, world: World) -> None:
    page = tab()
    for address in ("/", *HERE, "/c/bestaat-niet/", "/installation/", "/me"):
        page.goto(address)
        assert page.url.split("?")[0].endswith("/account/login/"), address
        assert page.locator(".places, #keys").count() == 0 and "Merelhof" not in page.inner_text("body"), address
    offered = {a.get_attribute("href") for a in page.locator("a[href^='/']").all()}
    assert {x.split("?")[0] for x in offered} <= {"/", "/account/password/reset/", "/account/2fa/webauthn/login/"}
    page.fill("#id_login", "marketer@example.org")
    page.fill("#id_password", "geraden")
    page.click(".form .button")
    page.locator("[role=alert], .errorlist").first.wait_for()
    assert sent_by_hand(page, "/c/merelhof/plan/start/", strategy="Van mij", focus="reach") == 401
    assert page.request.get("/api/v1/clients").status == 401


def test_an_admin_of_another_client_finds_nothing_of_this_one(tab: Tab, world: World) -> None:
    page, loops = tab("stranger"), len(world.home.plan.loops)
    assert page.url.endswith("/c/elders/") and menu(page) == WORK
    page.goto("/?all=1")
    assert page.locator(".client h2").all_inner_texts() == ["Elders"]
    for address in (*HERE, "/c/merelhof/loop/5/export.csv", "/standing/merelhof"):
        assert opened_by_hand(tab, page, address) == 404
    page.goto("/c/elders/settings/")
    assert sent_by_hand(page, "/c/merelhof/plan/start/", strategy="Van mij", focus="reach") == 404
    assert sent_by_hand(page, "/c/merelhof/settings/people/invite/", email="ik@example.org", role="admin") == 404
    assert sent_by_hand(page, "/c/merelhof/data/undo/", batch="x") == 404
    assert len(world.home.plan.loops) == loops and not Invitation.objects.exists()
