"""The agency home: every client in a row, whatever state it is in; found, pinned, and nobody else's."""

from __future__ import annotations

import shutil
from datetime import date

from talentloop.core.decision import Decision
from talentloop.core.loop import Closing
from talentloop.web import figures
from web.conftest import World


def test_an_agency_marketer_sees_every_client_of_the_agency(world: World) -> None:
    text = world.browser("agency marketer").get("/").content.decode()
    assert all(name in text for name in ("Merelhof", "Kustzorg", "Bakker")) and "Elders" not in text


def test_who_has_one_client_goes_straight_to_it(world: World) -> None:
    assert world.browser("marketer").get("/").url == "/c/merelhof/"


def test_a_row_waits_for_figures_and_then_tells_how_the_loop_stands(world: World) -> None:
    shutil.rmtree(world.home.path / "cache")
    browser = world.browser("agency marketer")
    assert 'hx-get="/standing/merelhof"' in browser.get("/").content.decode()
    figures.prepare(world.home)
    row = browser.get("/standing/merelhof").content.decode()
    assert "hx-get" not in row and "Loop 5" in row and "Bezoeken" in row


def test_anothers_row_is_not_there(world: World) -> None:
    assert world.browser("stranger").get("/standing/merelhof").status_code == 404
    assert world.browser("stranger").post("/pin/merelhof").status_code == 404


def test_search_keeps_what_has_these_letters(world: World) -> None:
    text = world.browser("agency marketer").get("/?q=kust", headers={"HX-Request": "true"}).content.decode()
    assert "Kustzorg" in text and "Merelhof" not in text and "<html" not in text


def test_a_report_is_due_once_its_figures_are_settled_and_the_overview_can_show_just_those(world: World) -> None:
    """Loop 5 ended on 31 October; its report is due since 4 November. A closed loop is due no more."""
    browser = world.browser("agency marketer")
    due = browser.get("/?only=due", headers={"HX-Request": "true"}).content.decode()
    assert "Merelhof" in due and "client-bakker" not in due
    assert "te maken sinds 4 nov 2026" in due.replace("\xa0", " ")
    assert "client-bakker" in browser.get("/?only=all").content.decode()
    world.home.close_loop(Closing(date(2026, 11, 5), "Geleerd.", way=Decision.GO_ON), 5)
    assert "client-merelhof" not in browser.get("/?only=due").content.decode()


def test_a_pinned_client_is_on_top_and_under_a_key(world: World) -> None:
    browser = world.browser("agency marketer")
    browser.post("/pin/merelhof")
    text = browser.get("/").content.decode()
    assert text.index("client-merelhof") < text.index("client-bakker") and 'data-key="1"' in text
    browser.post("/pin/merelhof")
    assert 'data-key="1"' not in browser.get("/").content.decode()


def test_who_has_no_client_yet_is_told_what_happens_next(world: World) -> None:
    world.person("viewer").memberships.all().delete()
    assert "Nog geen opdrachtgevers" in world.browser("viewer").get("/").content.decode()
