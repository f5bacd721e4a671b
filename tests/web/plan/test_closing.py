"""The closing ritual: verdicts beside the decision, a reason against them, once and for all, then the next draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from talentloop.core.decision import Decision, against_verdict
from talentloop.core.kpi import Focus
from talentloop.core.loop import Closing
from talentloop.core.period import Period
from talentloop.core.verdict import Word
from talentloop.demo.plan import LOOPS
from talentloop.report.sentences import verdict_sentence
from talentloop.report.words import Words
from talentloop.store.planfile import write_plan
from talentloop.web.screens.plan.drafting import filled_from
from talentloop.workspace import PLAN, Workspace
from web.conftest import World
from web.plan.conftest import version_in

CLOSE = "/c/merelhof/plan/close/5/"


def ready(home: Workspace, **more: str) -> dict[str, str]:
    return {"version": home.plan_version, "way": "adjust", "lesson": "Het najaar trok nauwelijks.", **more}


def test_verdicts_then_the_draft_of_the_next_and_a_second_click_is_harmless(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    report, strategy = home.findings(5), home.loop(5).strategy
    primary = report.finding(report.loop.primary)
    assert primary
    text = browser.get(CLOSE).content.decode()
    assert verdict_sentence(Words("nl"), primary).split(".")[0] in text
    assert all(f"/loop/5/kpi/{f.kpi.id}/" in text for f in report.findings if f is not primary and not f.split)

    asked = ready(home)
    answer = browser.post(CLOSE, asked)
    assert (answer.status_code, answer.url) == (302, "/c/merelhof/plan/start/")
    closing = home.loop(5).closing
    assert closing and (closing.lesson, closing.way) == ("Het najaar trok nauwelijks.", Decision.ADJUST)
    assert strategy in browser.get(answer.url).content.decode()

    before = home.plan_version
    second = browser.post(CLOSE, asked, follow=True)
    assert second.redirect_chain == [("/c/merelhof/loop/5/", 302)]
    assert "Loop 5 is al afgesloten." in second.content.decode() and home.plan_version == before

    late = world.browser("agency marketer").post(CLOSE, {**asked, "lesson": "Mijn eigen les."})
    text = late.content.decode()
    assert late.status_code == 409 and "Mijn eigen les." in text and "Het najaar trok nauwelijks." in text
    assert home.loop(5).closing == closing, "who closes what another closed changes nothing, and keeps what was typed"


def test_a_strategy_that_was_stopped_is_not_drafted_again() -> None:
    loop = LOOPS[3]
    stopped = replace(loop, closing=Closing(loop.period.end, "Genoeg", way=Decision.STOP))
    assert filled_from(stopped)["strategy"] == "" and filled_from(loop)["strategy"] == loop.strategy


def test_a_plan_that_moved_meanwhile_shows_what_moved(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    held = version_in(browser.get(CLOSE).content)
    home.freeze_baseline(home.loop(1).period)
    moved = browser.post(CLOSE, {**ready(home), **held})
    text = moved.content.decode()
    assert moved.status_code == 409 and "De 0-meting loopt nu over" in text and "Het najaar trok nauwelijks." in text
    assert browser.post(CLOSE, {**ready(home), **version_in(moved.content)}).status_code == 302


@pytest.mark.parametrize(("word", "asks"), [
    (Word.BETTER, {Decision.STOP}), (Word.WORSE, {Decision.GO_ON}), (Word.NO_RELEVANT_CHANGE, {Decision.GO_ON}),
    (Word.CANNOT_TELL, set()), (Word.NOT_COMPARABLE, set()), (None, set())])
def test_which_decisions_go_against_a_verdict(word: Word | None, asks: set[Decision]) -> None:
    assert {d for d in Decision if against_verdict(word, d)} == asks


def proven(home: Workspace) -> int:
    """A loop that is judged better, opened again."""
    for one in home.archive():
        loop = one.loop
        if one.primary and one.primary.word is Word.BETTER:
            write_plan(home.path / PLAN, home.plan.with_loop(replace(loop, closing=None)))
            return loop.number
    raise AssertionError("no loop of the demo is judged better")


def test_deciding_against_the_verdict_asks_why(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    number = proven(home)
    address = CLOSE.replace("5", str(number))
    assert 'class="against"' in browser.get(address).content.decode()
    asked = ready(home, way="stop", lesson="Genoeg geweest.")
    answer = browser.post(address, asked)
    text = answer.content.decode()
    assert answer.status_code == 400 and "Schrijf op waarom jullie toch anders besluiten" in text
    assert "Genoeg geweest." in text and not home.loop(number).closed
    assert browser.post(address, {**asked, "because": "Het geld is op."}).status_code == 302
    assert home.loop(number).closing.against_verdict_because == "Het geld is op."


def test_a_loop_that_still_runs_is_not_closed(world: World) -> None:
    home, browser = world.home, world.browser("marketer")
    ahead = home.start_loop(Focus.REACH, "Later", home.next_start())
    assert browser.get(CLOSE.replace("5", str(ahead.number))).url == "/c/merelhof/plan/"
    assert browser.post(CLOSE.replace("5", str(ahead.number)), ready(home)).status_code == 400
    assert not home.loop(ahead.number).closed


@pytest.mark.parametrize(("last", "says"), [(date(2026, 10, 31), False), (date(2026, 11, 3), True)])
def test_a_loop_whose_last_days_have_not_come_in_is_not_closed_unwarned(world: World, last: date, says: bool) -> None:
    """The demo's exports end on 31 October; the verdicts would be fixed without the days after."""
    home, loop = world.home, world.home.loop(5)
    longer = replace(loop, period=Period(loop.period.start, last + timedelta(days=1)))
    write_plan(home.path / PLAN, replace(home.plan, loops=(*home.plan.loops[:4], longer)))
    text = world.browser("marketer").get(CLOSE).content.decode()
    assert ("Nog niet alles is er: " in text and "dagen zonder gegevens" in text) is says
