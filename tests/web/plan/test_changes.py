"""A change is logged: first it is told what it does to the comparison, then it is saved; and two people lose nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser

from talentloop.core.loop import Loop
from talentloop.workspace import Workspace
from web.conftest import World
from web.plan.conftest import CHANGE, open_loop


def asked(home: Workspace, loop: Loop, **more: str) -> dict[str, str]:
    day = loop.period.start + timedelta(days=loop.period.days // 2)
    return {"version": home.plan_version, "day": day.isoformat(), "what": "Nieuw formulier", "kind": "site", **more}


def confirmed(browser: Browser, form: dict[str, str]) -> dict[str, str]:
    """The form with what was shown before it may be saved."""
    known = {k: form[k] for k in ("day", "kind", "planned") if k in form}
    shown = browser.get(f"{CHANGE}effect/", known).content.decode()
    return {**form, "seen": shown.split('name="seen" value="')[1].split('"')[0]}


@pytest.mark.parametrize(("more", "advice"), [
    ({"kind": "site"}, "Liever een nieuwe loop"), ({"kind": "site", "planned": "on"}, "Zelfde loop"),
    ({"kind": "other"}, "raakt geen enkel cijfer"), ({"kind": "form"}, "andere niet")])
def test_before_it_is_saved_it_says_what_it_does(world: World, more: dict[str, str], advice: str) -> None:
    home, browser = world.home, world.browser("marketer")
    form = asked(home, open_loop(home), **more)
    first = browser.post(CHANGE, form)
    assert first.status_code == 200 and advice in first.content.decode() and form["what"] in first.content.decode()
    assert form["what"] not in [c.what for x in home.plan.loops for c in x.changes], "nothing is saved yet"
    assert advice in browser.get(f"{CHANGE}effect/", {k: v for k, v in form.items() if k != "version"}).content.decode()


def test_what_was_shown_is_saved_at_once(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = open_loop(home)
    answer = browser.post(CHANGE, confirmed(browser, asked(home, loop, back="/c/merelhof/loop/2/")))
    assert answer.status_code == 302 and answer.url == "/c/merelhof/loop/2/", "back to where it was asked from"
    assert [c.what for c in home.loop(loop.number).changes if c.what == "Nieuw formulier" and not c.planned]


def test_nobody_is_sent_to_another_site(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    form = confirmed(browser, asked(home, open_loop(home), back="https://example.com/"))
    assert browser.post(CHANGE, form).url == "/c/merelhof/plan/"


def test_a_new_loop_begins_on_the_day_of_the_change(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    loop = open_loop(home)
    form = confirmed(browser, asked(home, loop, then="new_loop"))
    draft = browser.post(CHANGE, form)
    text = browser.get(draft.url).content.decode()
    assert f'value="{form["day"]}"' in text and "Nieuw formulier" in text
    made = browser.post("/c/merelhof/plan/start/", {
        "version": home.plan_version, "strategy": "Verder op de nieuwe site", "focus": "traffic", "against": "previous",
        "start": form["day"], "last": (loop.period.end + timedelta(days=20)).isoformat(), "cut": "on",
        "what": form["what"], "kind": "site"})
    assert made.status_code == 302
    before, after = home.plan.loops[-2:]
    assert before.number == loop.number and before.period.end.isoformat() == form["day"] == after.period.start.isoformat()
    assert [(c.what, c.planned) for c in after.changes] == [("Nieuw formulier", True)]


def test_what_was_typed_stays_and_what_the_other_changed_is_shown(world: World) -> None:
    home, ours, theirs = world.home, world.browser("marketer"), world.browser("agency marketer")
    loop = open_loop(home)
    page = theirs.get(CHANGE).content.decode()
    trace = page.split('name="trace" value="')[1].split('"')[0]
    first = confirmed(ours, asked(home, loop, what="De eerste"))
    late = {**first, "what": "De tweede", "trace": trace}
    assert ours.post(CHANGE, first).status_code == 302
    moved = theirs.post(CHANGE, late)
    text = moved.content.decode()
    assert moved.status_code == 409 and 'value="De tweede"' in text and "De eerste" in text
    assert text.count("<li>") and "De tweede" not in [c.what for c in home.loop(loop.number).changes]
    again = {**late, "version": text.split('name="version" value="')[1].split('"')[0]}
    assert theirs.post(CHANGE, again).status_code == 302
    assert {"De eerste", "De tweede"} <= {c.what for c in home.loop(loop.number).changes}


def test_a_day_outside_every_loop_is_told_in_words(world: World) -> None:
    home = world.home
    day = home.plan.loops[0].period.start - timedelta(days=900)
    answer = world.browser("marketer").post(CHANGE, {
        "version": home.plan_version, "day": day.isoformat(), "what": "Iets", "kind": "other", "seen": "outside"})
    assert answer.status_code == 400 and "Op deze dag loopt er geen loop" in answer.content.decode()


def test_what_was_saved_is_taken_back_with_the_button_beside_the_message(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    before = home.plan
    browser.post(CHANGE, confirmed(browser, asked(home, open_loop(home), what="Per ongeluk")))
    text = browser.get("/c/merelhof/plan/").content.decode()
    form = text.split('action="/c/merelhof/plan/undo/"')[1].split("</form>")[0]
    version = form.split('name="version" value="')[1].split('"')[0]
    assert "Ongedaan maken" in form and version == home.plan_version
    assert browser.post("/c/merelhof/plan/undo/", {"version": version}).status_code == 302
    assert home.plan == before
    assert "teruggenomen" in browser.get("/c/merelhof/plan/").content.decode()


def test_an_undo_comes_too_late_once_somebody_else_changed_the_plan(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    browser.post(CHANGE, confirmed(browser, asked(home, open_loop(home), what="De mijne")))
    seen = home.plan_version
    theirs = world.browser("agency marketer")
    theirs.post(CHANGE, confirmed(theirs, asked(home, open_loop(home), what="De hunne")))
    browser.post("/c/merelhof/plan/undo/", {"version": seen})
    assert {"De mijne", "De hunne"} <= {c.what for x in home.plan.loops for c in x.changes}
    assert "Iemand anders heeft het plan" in browser.get("/c/merelhof/plan/").content.decode()


def test_a_change_can_be_logged_from_every_screen_by_who_may_plan(world: World) -> None:
    for screen in ("", "journey/", "plan/", "content/", "costs/", "data/"):
        marketer, viewer = (world.browser(role).get(f"/c/merelhof/{screen}").content for role in ("marketer", "viewer"))
        assert b'data-logs="/c/merelhof/plan/change/"' in marketer and marketer.count(b'id="log"') == 1, screen
        assert b"data-logs" not in viewer and b'id="log"' not in viewer, screen
