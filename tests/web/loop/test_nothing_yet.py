"""A loop that has begun and of which no day came yet: said once, with what to do now, and every KPI is silent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from talentloop.core.kpi import Focus
from talentloop.core.kpis import headline
from talentloop.core.kpis.pools import USUAL
from talentloop.locale import LANGUAGES
from talentloop.store.app.models import Client, Membership
from talentloop.store.app.roles import Role
from talentloop.web.reader import words
from talentloop.workspace import Workspace
from web.conftest import World

PAGE = "/c/kustzorg/"
SAID = {"nl": "Er is <strong", "en": "There is <strong"}


@pytest.fixture
def begun(world: World) -> World:
    """An agency's client whose first loop begins today, without a source."""
    home = Workspace(Client.objects.get(slug="kustzorg").folder)
    home.start_loop(Focus.REACH, "Gezien worden", home.today)
    return world


def read(begun: World, who: str, lang: str) -> str:
    person = begun.person(who)
    person.language = lang
    person.save()
    return begun.browser(who).get(PAGE).content.decode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_said_once_and_each_kpi_has_its_reason_for_who_asks(begun: World, lang: str) -> None:
    text, w = read(begun, "agency marketer", lang), words(lang)
    assert text.count(SAID[lang]) == 1 and w("web.loop.to_data") in text
    cells = re.findall(r'<article class="kpi.*?</article>', text, re.DOTALL)
    assert len(cells) == len(headline(USUAL))
    for cell in cells:
        assert 'class="says"' not in cell and 'class="delta"' not in cell
        [why] = re.findall(r'<p class="figure silent" title="([^"]+)"><b aria-hidden="true">[^<]+</b>'
                           r'<span class="unseen">\1</span>', cell)
        assert why and cell.count(why) == 3, "where one points, to a screen reader, and where it is opened"


def test_only_who_may_bring_data_is_sent_to_it(begun: World) -> None:
    Membership.objects.create(user=begun.person("viewer"), client=begun.kustzorg, role=Role.VIEWER.value)
    text = read(begun, "viewer", "nl")
    assert SAID["nl"] in text and words("nl")("web.loop.to_data") not in text


def test_the_agency_sees_it_in_the_row_of_the_client(begun: World) -> None:
    read(begun, "agency marketer", "nl")
    text = begun.browser("agency marketer").get("/").content.decode()
    assert "nog geen bron" in text and words("nl")("header.data.none").capitalize() in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1360])
def test_the_reason_is_one_click_away(begun: World, tab: Callable[..., Any], width: int) -> None:
    page = tab("agency marketer", width=width)
    page.goto(PAGE)
    why = page.locator("#kpi-visits .more")
    assert not why.is_visible()
    page.locator("#kpi-visits summary").click()
    assert why.is_visible() and "Er is geen bron voor bezoeken aan je site" in why.inner_text()
    page.locator(".to-data .button").click()
    page.wait_for_url("**/kustzorg/data/")
