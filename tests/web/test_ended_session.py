"""A session that ended while somebody was typing: nothing is lost, nothing is kept here, and nobody else gets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session

from web.conftest import PASSWORD, World
from web.plan.conftest import PLAN
from web.test_in_browser import RULES

Tab = Callable[..., Any]
TYPED = "Wie ons kent,\nkomt <b>terug</b>."


def enter(page: Any, name: str) -> None:
    page.fill("#id_login", f"{name}@example.org")
    page.fill("#id_password", PASSWORD)
    page.click(".form .button")


def sent_too_late(tab: Tab, world: World) -> Any:
    """A marketer who drafted a loop in the evening, and sends it the next morning."""
    page = tab("marketer", 390)
    page.goto(f"{PLAN}start/")
    page.fill("[name=strategy]", TYPED)
    page.select_option("[name=focus]", "reach")
    Session.objects.all().delete()
    page.click("main form .button")
    page.locator(".unsent").wait_for()
    return page


def accessible(page: Any) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


@pytest.mark.browser
def test_a_planned_loop_survives_a_night(tab: Tab, world: World) -> None:
    loops = len(world.home.plan.loops)
    page = sent_too_late(tab, world)
    assert page.locator(".typed dd").first.inner_text() == TYPED
    assert "Bereik" in page.locator(".typed").inner_text() and PASSWORD not in page.content()
    assert page.locator(".unsent form").count() == 0, "nothing can be sent before somebody signed in"
    accessible(page)
    page.click(".failure .button")
    enter(page, "marketer")
    page.wait_for_url("**/unsent/")
    assert page.locator(".typed dd").first.inner_text() == TYPED
    accessible(page)
    assert len(world.home.plan.loops) == loops, "only a reader sends it"
    page.click(".unsent .button")
    page.wait_for_url(f"**{PLAN}")
    made = world.home.plan.loops[-1]
    assert len(world.home.plan.loops) == loops + 1 and made.focus.value == "reach"
    assert made.strategy.replace("\r", "") == TYPED
    page.goto("/unsent/")
    assert not page.locator(".unsent").is_visible() and page.locator("[data-nothing]").is_visible()


@pytest.mark.browser
def test_who_signs_in_next_in_that_tab_gets_nothing_of_it(tab: Tab, world: World) -> None:
    page = sent_too_late(tab, world)
    page.click(".failure .button")
    enter(page, "stranger")
    page.wait_for_url("**/unsent/")
    page.locator("[data-nothing]").wait_for()
    assert "Wie ons kent" not in page.content() and page.evaluate("sessionStorage.getItem('unsent')") is None


@pytest.mark.browser
def test_a_form_from_before_signing_in_anew_is_sent_again_at_once(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto(f"{PLAN}change/?day=2026-10-01")
    page.fill("[name=what]", "Nieuwe collega")
    Session.objects.all().delete()
    page.select_option("[name=kind]", "other")
    page.locator(".effect", has_text="Wat je typte blijft hier staan").wait_for()
    link = page.query_selector(".effect a")
    with page.expect_response("**/effect/*"):
        page.evaluate("dispatchEvent(new Event('focus'))")  # who clicks the link from another window gets here first
    page.locator(".htmx-request").wait_for(state="detached")
    assert link.evaluate("x => x.isConnected"), "the answer took the link away from under the click"
    with page.expect_popup() as opened:
        page.click(".effect a")
    enter(opened.value, "marketer")
    opened.value.wait_for_url(lambda url: "login" not in url)
    opened.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")  # back in this window
    page.click(".effect .button")
    page.locator(".unsent").wait_for()
    assert "Nieuwe collega" in page.locator(".typed").inner_text()
    tab.complaints.remove(*[x for x in tab.complaints if "403 (Forbidden)" in x])  # type: ignore[attr-defined]
    page.click(".unsent .button")
    page.locator(".messages").wait_for()
    assert [c.what for c in world.home.loop(5).changes if c.day.isoformat() == "2026-10-01"] == ["Nieuwe collega"]


@pytest.mark.browser
def test_passwords_and_people_of_requests_are_not_kept_in_the_tab(tab: Tab, world: World) -> None:
    page = tab("privacy officer")
    page.goto("/c/merelhof/privacy/requests/")
    page.fill("[name=contact]", "iemand@example.org")
    Session.objects.all().delete()
    page.click("button[value=find]")
    page.locator(".unsent").wait_for()
    assert "iemand" not in page.content() + page.evaluate("JSON.stringify(sessionStorage)")
    page.locator("[data-part=secret]").wait_for()


def test_what_nobody_sends_is_neither_done_nor_shown_nor_kept(world: World) -> None:
    loops, browser = len(world.home.plan.loops), world.browser(None)
    answer = browser.post(f"{PLAN}start/", {"strategy": "Geheim plan", "focus": "reach"})
    assert answer.status_code == 401 and "Geheim plan" not in answer.content.decode()
    assert len(world.home.plan.loops) == loops and not Session.objects.exists()
    there, nowhere = (browser.post(f"/c/{slug}/plan/start/").content for slug in ("merelhof", "bestaat-niet"))
    assert there == nowhere.replace(b"bestaat-niet", b"merelhof")
