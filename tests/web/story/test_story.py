"""The story of one KPI: the report's own words, its comparisons and its splits, at an address that can be shared."""

from __future__ import annotations

from talentloop.report.cells import cell
from talentloop.report.changes import marks
from talentloop.report.scale import common_scale
from talentloop.report.words import Words
from web.conftest import World


def test_it_says_what_the_report_says(world: World) -> None:
    report = world.home.findings(2)
    finding = report.finding("visits")
    assert finding
    told = cell(Words("nl"), report, finding, common_scale(marks(f) for f in report.findings))
    text = world.browser("viewer").get("/c/merelhof/loop/2/kpi/visits/").content.decode()
    assert told.figure in text and told.definition in text
    assert all(row.period in text for row in told.compared)


def test_a_split_has_an_address_of_its_own(world: World) -> None:
    browser = world.browser("viewer")
    whole = browser.get("/c/merelhof/loop/2/kpi/visits/?by=device").content.decode()
    table = world.home.kpi(["visits"], "device", number=2, lang="nl").cells()
    figures = [figure for _, segment, figure in table if segment]
    assert figures and all(figure in whole for figure in figures)
    part = browser.get("/c/merelhof/loop/2/kpi/visits/?by=device", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and figures[0] in part


def test_a_way_that_does_not_exist_shows_no_figures(world: World) -> None:
    answer = world.browser("viewer").get("/c/merelhof/loop/2/kpi/visits/?by=shoe_size")
    assert answer.status_code == 200


def test_a_kpi_that_does_not_exist_is_not_found(world: World) -> None:
    assert world.browser("viewer").get("/c/merelhof/loop/2/kpi/shoe_size/").status_code == 404


def test_every_kpi_of_the_board_has_its_story(world: World) -> None:
    browser = world.browser("viewer")
    for finding in world.home.findings(2).findings:
        answer = browser.get(f"/c/merelhof/loop/2/kpi/{finding.kpi.id}/")
        assert answer.status_code == 200, finding.kpi.id
