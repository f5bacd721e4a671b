"""The client page: the same figures as the report, in the framework as the paper prints it."""

from __future__ import annotations

import pytest

from talentloop.core.kpis import headline
from talentloop.core.kpis.pools import USUAL
from talentloop.report.summary import title
from talentloop.report.words import Words
from talentloop.web import figures
from web.conftest import World


def test_it_has_every_kpi_and_the_title_of_the_report(world: World) -> None:
    text = world.browser("viewer").get("/c/merelhof/").content.decode()
    assert all(f'id="kpi-{kpi.id}"' in text for kpi in headline(USUAL))
    assert f"<h1>{title(Words('nl'), world.home.findings())}</h1>" in text


def test_an_earlier_loop_has_an_address_of_its_own(world: World) -> None:
    text = world.browser("viewer").get("/c/merelhof/loop/2/").content.decode()
    assert world.home.loop(2).strategy in text


def test_any_loop_can_be_taken_along_as_a_report_by_who_may(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "house_report_for", lambda home, report, lang: f"loop {report.loop.number} {lang}")
    page, address = "/c/merelhof/loop/2/", "/c/merelhof/loop/2/report"
    assert f'href="{address}" download' in world.browser("marketer").get(page).content.decode()
    answer = world.browser("marketer").get(address)
    assert answer.content == b"loop 2 nl" and "merelhof-loop-2.html" in answer["Content-Disposition"]
    assert address not in world.browser("viewer").get(page).content.decode()
    assert world.browser("viewer").get(address).status_code == 403


def test_without_facts_it_says_where_to_begin(world: World) -> None:
    assert "Naar je eerste loop" in world.browser("agency marketer").get("/c/bakker/").content.decode()
