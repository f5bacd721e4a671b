"""A marketer in a real Chromium: connect a source, fetch it, ask for a period again, pause it and let it go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from connect.vendors import KEY, Vendor, meta, serving, teamtailor

from talentloop.command.batches import batches
from talentloop.web import jobs
from talentloop.workspace import Workspace
from web.conftest import World

from .test_connected import near
from .test_data_in_browser import clean

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    near(monkeypatch)
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (390, "dark")])
def test_choose_try_mend_the_key_and_connect(tab: Callable[..., Any], world: World, width: int, scheme: str) -> None:
    home, page = Workspace(world.bakker.folder), tab("agency marketer", width, scheme)
    page.goto("/c/bakker/data/")
    clean(page, width)
    page.click("#connected .button")
    clean(page, width)
    page.click(".choices a:text-is('Teamtailor')")
    clean(page, width)
    assert page.get_attribute("#id_token", "type") == "password"
    page.click(".usual summary")
    with serving(Vendor(teamtailor(3))) as vendor:
        page.fill("#id_address", vendor.url)
        page.fill("#id_token", f"{KEY}-oud")
        page.keyboard.press("Enter")
        page.locator(".trial .wrong, .trial p.wrong").first.wait_for()
        assert "weigert de sleutel" in page.inner_text(".trial")
        clean(page, width)
        assert page.input_value("#id_token") == "" and f"{KEY}-oud" not in page.content()
        page.fill("#id_token", KEY)
        page.keyboard.press("Enter")
        page.locator(".actions .button:text-is('Koppel deze bron')").wait_for()
        clean(page, width)
        assert batches(home) == [] and KEY not in page.content()
        page.dblclick(".actions .button:text-is('Koppel deze bron')")
        page.locator(".messages .success").wait_for()
        assert [b.rows["applications"] for b in batches(home)] == [3]
    clean(page, width)
    page.goto("/c/bakker/data/")
    assert "gaat goed" in page.inner_text(".connections")
    clean(page, width)


def test_a_period_again_then_undo_pause_and_disconnect(tab: Callable[..., Any], world: World) -> None:
    home, page = Workspace(world.bakker.folder), tab("agency marketer")
    since = home.today - timedelta(days=9)
    with serving(Vendor(meta(lambda day, name: 100))) as vendor:
        id = home.connect("meta_insights_json", {"account": "123456", "token": KEY, "address": vendor.url}, since).id
        home.fetch(id)
        page.goto(f"/c/bakker/data/connection/{id}/")
        clean(page, 1360)
        page.fill("#id_first", str(since))
        page.fill("#id_last", str(since))
        page.click(".days .button")
        assert "maken plaats" in page.inner_text(".notice")
        clean(page, 1360)
        vendor.answers = meta(lambda day, name: 900)
        page.click(".notice .button")
        page.locator(".card .button:text-is('Maak het laatste ophalen ongedaan')").wait_for()
        assert len(batches(home)) == 2
        page.click(".card .button:text-is('Maak het laatste ophalen ongedaan')")
        page.locator(".messages .success").wait_for()
        assert len(batches(home)) == 1
        page.goto(f"/c/bakker/data/connection/{id}/")
        page.click(".card .button:text-is('Pauzeer')")
        page.locator(".card .button:text-is('Hervat')").wait_for()
        page.focus(".sure summary")
        page.keyboard.press("Enter")
        page.click(".sure .button")
        page.locator(".messages .success").wait_for()
    assert home.connections.all() == () and home.connections.secrets.of(id) == {} and len(batches(home)) == 1
