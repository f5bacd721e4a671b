"""What a marketer does with the plan: log a change, start a loop, close one; and who may not."""

from __future__ import annotations

from datetime import timedelta

from talentloop.core.kpi import Focus
from talentloop.core.loop import Loop
from talentloop.workspace import Workspace
from web.conftest import World

PLAN = "/c/merelhof/plan/"


def open_loop(home: Workspace) -> Loop:
    """The loop of the demo that nobody has closed, or one that is planned now."""
    found = next((x for x in home.plan.loops if not x.closed), None)
    return found or home.start_loop(Focus.REACH, "Gezien worden")


def test_it_shows_targets_and_what_can_be_proven(world: World) -> None:
    text = world.browser("viewer").get(PLAN).content.decode()
    assert world.home.plan_report(freeze=False).loop.strategy in text
    assert 'action="/c/merelhof/plan/change/"' not in text, "a viewer is offered nothing that it may not do"


def test_a_change_is_logged_in_the_loop_of_its_day(world: World) -> None:
    home = world.home
    loop = open_loop(home)
    answer = world.browser("marketer").post(f"{PLAN}change/", {
        "version": home.plan_version, "day": loop.period.start.isoformat(), "what": "Nieuw formulier", "kind": "form"})
    assert answer.status_code == 302
    assert [c.what for c in home.loop(loop.number).changes if c.what == "Nieuw formulier" and not c.planned]


def test_what_was_typed_stays_when_somebody_else_was_first(world: World) -> None:
    home = world.home
    loop = open_loop(home)
    ours = {"version": home.plan_version, "day": loop.period.start.isoformat(), "what": "De eerste", "kind": "site"}
    assert world.browser("marketer").post(f"{PLAN}change/", ours).status_code == 302
    late = world.browser("agency marketer").post(f"{PLAN}change/", {**ours, "what": "De tweede"})
    assert late.status_code == 409 and "De tweede" in late.content.decode()
    assert "De tweede" not in [c.what for c in home.loop(loop.number).changes]


def test_a_loop_is_planned_once(world: World) -> None:
    home = world.home
    start = home.next_start()
    asked = {"version": home.plan_version, "strategy": "Verhalen van collega's", "focus": Focus.TRAFFIC.value,
             "start": start.isoformat(), "against": "previous"}
    browser = world.browser("marketer")
    assert browser.post(f"{PLAN}start/", asked).status_code == 302
    assert home.plan.loops[-1].strategy == "Verhalen van collega's" and home.plan.loops[-1].period.start == start
    many = len(home.plan.loops)
    assert browser.post(f"{PLAN}start/", asked).status_code == 409, "a double click plans no second loop"
    assert len(home.plan.loops) == many


def test_deciding_against_the_verdict_asks_why(world: World) -> None:
    home = world.home
    answer = world.browser("marketer").post(f"{PLAN}close/", {
        "version": home.plan_version, "number": "1", "lesson": "Door", "against_verdict": "on"})
    assert answer.status_code == 400


def test_a_day_outside_every_loop_is_told_in_words(world: World) -> None:
    home = world.home
    day = home.plan.loops[0].period.start - timedelta(days=900)
    answer = world.browser("marketer").post(f"{PLAN}change/", {
        "version": home.plan_version, "day": day.isoformat(), "what": "Iets", "kind": "other"})
    assert answer.status_code == 400 and day.isoformat() in answer.content.decode()


def test_a_viewer_may_not_write(world: World) -> None:
    assert world.browser("viewer").post(f"{PLAN}start/", {}).status_code == 403


def test_earlier_loops_can_be_searched(world: World) -> None:
    closed = [x for x in world.home.plan.loops if x.closed]
    lesson = closed[0].closing.lesson
    text = world.browser("viewer").get(f"{PLAN}archive/?q={lesson.split()[-1].strip('.')}").content.decode()
    assert lesson in text
    assert lesson not in world.browser("viewer").get(f"{PLAN}archive/?q=nietbestaandwoord").content.decode()
