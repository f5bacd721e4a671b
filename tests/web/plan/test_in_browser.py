"""The plan in a real Chromium: from draft to start, a change by right click, a double click on closing, two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from talentloop.core.verdict import Verdict, Word
from talentloop.web.screens.plan.closing import ClosePage
from web.conftest import World
from web.plan.conftest import PLAN
from web.test_in_browser import RULES

pytestmark = pytest.mark.browser
Tab = Callable[..., Any]
STORY = "/c/merelhof/loop/5/kpi/visits/"


def accessible(page: Any) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], n["html"]) for v in found for n in v["nodes"]] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_loop_from_its_draft_to_its_start(tab: Tab, world: World) -> None:
    page = tab("marketer", 390, "dark")
    page.goto(f"{PLAN}start/")
    accessible(page)
    page.fill("[name=strategy]", "Wie ons kent, komt terug.")
    page.select_option("[name=focus]", "reach")
    page.select_option("[name=primary]", "visits")
    page.click("main form .button")
    page.wait_for_url(f"**{PLAN}")
    accessible(page)
    page.click("text=Stel doelen")
    page.fill("[name=visits]", "+90%")
    page.click("main form .button")
    page.locator(".messages").wait_for()
    assert page.locator("tr.primary td").last.inner_text() == "ja"
    accessible(page)
    page.goto(f"{PLAN}visits/")
    page.fill("[name='new.paid_social']", "4000")
    page.click("main form .button")
    page.locator(".messages").wait_for()
    accessible(page)
    page.goto(PLAN)
    assert page.locator(".steps .open").count() == 1, "only the loop that is over is still to be closed"
    made = world.home.plan.loops[-1]
    assert made.running(world.home.today) and made.targets[0].change == 0.9 and made.planned_visits


def test_a_right_click_on_a_day_logs_a_change_there(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto(STORY)
    flag = page.locator(".flags li").count()
    place = page.locator("svg.wide text", has_text=re.compile(rf"^{flag}$")).last.bounding_box()
    page.mouse.click(place["x"] - 6, place["y"] + place["height"] / 2, button="right")
    day = page.locator("#log [name=day]")
    day.wait_for()
    logged = world.home.loop(5).changes[-1].day
    assert abs(date.fromisoformat(day.input_value()) - logged) <= timedelta(days=1), "the day under the pointer"
    middle = "2026-10-01"
    day.fill(middle)
    page.locator("#log .effect", has_text="Liever een nieuwe loop").wait_for()
    page.select_option("#log [name=kind]", "other")
    page.locator("#log .effect", has_text="Zelfde loop").wait_for()
    accessible(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#log [name=what]", "Nieuwe collega op de redactie")
    page.locator("#log [name=what]").blur()
    page.wait_for_timeout(50)
    assert asked == [], "what it is called changes nothing: no answer may come under the pointer that goes to the button"
    page.click("#log .effect .button")
    page.locator(".messages").wait_for()
    assert page.url.endswith(STORY)
    there = [c.what for c in world.home.loop(5).changes if c.day.isoformat() == middle]
    assert there == ["Nieuwe collega op de redactie"]
    page.keyboard.press("c")
    page.locator("#log [name=day]").wait_for()


def test_an_answer_while_the_button_is_pressed_waits_until_it_is_let_go(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto(f"{PLAN}change/?day=2026-10-01")
    page.select_option("[name=kind]", "other")
    page.locator(".effect", has_text="Zelfde loop").wait_for()
    page.fill("[name=what]", "Nieuwe collega op de redactie")
    page.locator(".effect .button").hover()
    page.mouse.down()
    with page.expect_response("**/effect/*") as answered:
        page.select_option("[name=kind]", "strategy")
    assert "Liever een nieuwe loop" in answered.value.text()
    page.locator(".htmx-request").wait_for(state="detached")
    assert "Zelfde loop" in page.inner_text(".effect"), "nothing moves under a finger"
    with page.expect_request(lambda request: request.method == "POST"):
        page.mouse.up()
    page.locator(".effect", has_text="Liever een nieuwe loop").wait_for()
    assert not [c for c in world.home.loop(5).changes if c.day.isoformat() == "2026-10-01"], "asked again, not logged"


def test_an_answer_comes_once_the_finger_is_lifted_elsewhere(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto(f"{PLAN}change/?day=2026-10-01")
    page.locator("[name=what]").hover()
    page.mouse.down()
    with page.expect_response("**/effect/*"):
        page.select_option("[name=kind]", "other")
    assert "Zelfde loop" not in page.inner_text("form.form")
    page.mouse.up()
    page.locator(".effect", has_text="Zelfde loop").wait_for()


def test_a_double_click_closes_a_loop_once(tab: Tab, world: World) -> None:
    page = tab("marketer")
    page.goto(f"{PLAN}close/5/")
    accessible(page)
    page.check("[name=way][value=adjust]")
    page.fill("[name=lesson]", "Het najaar trok nauwelijks.")
    page.dblclick("main form .button")
    page.wait_for_url(f"**{PLAN}start/")
    assert page.locator(".messages .error").count() == 0
    closing = world.home.loop(5).closing
    assert closing and closing.lesson == "Het najaar trok nauwelijks."
    page.goto(f"{PLAN}close/5/")
    page.wait_for_url("**/c/merelhof/loop/5/")
    page.locator(".messages", has_text="Loop 5 is al afgesloten.").wait_for()


def test_two_people_at_one_loop_lose_nothing(tab: Tab, world: World) -> None:
    first, second = tab("marketer"), tab("agency marketer")
    for page, what in ((first, "De eerste"), (second, "De tweede")):
        page.goto(f"{PLAN}change/?day=2026-10-01")
        page.check("[name=planned]")
        page.locator(".effect", has_text="Zelfde loop").wait_for()
        page.fill("[name=what]", what)
    first.click(".effect .button")
    first.locator(".messages").wait_for()
    second.click(".effect .button")
    second.locator(".moved", has_text="De eerste").wait_for()
    assert second.input_value("[name=what]") == "De tweede"
    second.click(".effect .button")
    second.locator(".messages").wait_for()
    assert {"De eerste", "De tweede"} <= {c.what for c in world.home.loop(5).changes}


def test_going_on_against_the_verdict_asks_for_a_reason_where_it_is_chosen(tab: Tab, world: World,
                                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    report = world.home.findings(5)
    verdict = Verdict(Word.WORSE, "within_usual_wobble")
    worse = {pillar: tuple(replace(f, verdict=verdict) if f.kpi.id == report.loop.primary else f for f in column)
             for pillar, column in report.pillars.items()}
    monkeypatch.setattr(ClosePage, "_report", replace(report, pillars=worse))
    page = tab("agency marketer")
    page.goto(f"{PLAN}close/5/")
    reason = page.locator("[name=because]")
    page.check("input[value=stop]")
    assert not reason.is_visible()
    page.check("input[value=go_on]")
    assert reason.is_visible()
    page.fill("[name=lesson]", "Het najaar trok nauwelijks.")
    page.click(".closing .button")
    page.locator(".field.wrong [name=because]").wait_for()
    tab.complaints.clear()  # type: ignore[attr-defined]  # the browser tells that the form came back
    assert world.home.loop(5).closing is None and page.input_value("[name=lesson]") == "Het najaar trok nauwelijks."
    page.fill("[name=because]", "De campagne liep maar half.")
    page.click(".closing .button")
    page.wait_for_url(f"**{PLAN}start/")
    closing = world.home.loop(5).closing
    assert closing and closing.against_verdict_because == "De campagne liep maar half."
