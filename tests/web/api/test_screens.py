"""What programs read of journey, costs, content, links and data: what the screens show, as values, and no more of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client as Program

from talentloop.command.reading_content import links
from talentloop.content.library import library
from talentloop.core.period import Period
from talentloop.engine.told import told
from talentloop.ledger.book import book
from talentloop.ledger.by_hand import Cost, add
from talentloop.report.journey import journey as steps_of
from talentloop.store.app import keys
from talentloop.store.app.roles import Role
from talentloop.website.campaigns import Seen
from web.conftest import World

BEGIN = "/api/v1/clients/merelhof"


@pytest.fixture
def read(world: World) -> Any:
    secret = keys.make(world.merelhof, "rapport", Role.VIEWER, world.person("admin"))[1]
    program = Program(headers={"Authorization": f"Bearer {secret}"})

    def answered(path: str, **asked: Any) -> Any:
        answer = program.get(BEGIN + path, asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return answered


def test_the_journey_has_the_steps_the_leak_the_form_and_the_moves_of_its_report(read: Any, world: World) -> None:
    told, report = read("/loops/4/journey", lang="en"), world.home.findings(4)
    assert [(s["id"], s["people"], s["before"]) for s in told["steps"]] == [
        (s.id, s.people, s.before) for s in steps_of(report)] and len(told["steps"]) > 5
    by_id = {s["id"]: s for s in told["steps"]}
    assert by_id["visited"]["onward"] == pytest.approx(by_id["visited"]["people"] / by_id["reached"]["people"])
    assert [(s["id"], s["people"]) for s in told["form_steps"]] == [(s.id, s.people) for s in report.form_steps]
    assert told["pool_moves"] and sum(m["people"] for m in told["pool_moves"]) == sum(
        m.people for m in report.pool_moves)
    assert told["people"]["rises"].keys() == report.people.rises.keys()
    leaks = [q for q in report.questions if q.code in ("largest_leak", "possible_leak")]
    assert [told["leak"]["code"]] * len(leaks) == [q.code for q in leaks] if leaks else told["leak"] is None
    assert {s["id"] for s in told["sections"]} >= {"journey", "pools"}


def test_the_ledger_adds_up_and_each_hire_has_its_way_of_counting(read: Any, world: World) -> None:
    told, found = read("/costs"), book(world.home)
    assert sum(sum(line["amounts"]) for line in told["ledger"]) == pytest.approx(found.total) == told["total"]
    assert all(sum(line["amounts"]) == pytest.approx(line["total"]) for line in told["ledger"])
    assert [x["kpi"] for x in told["per_hire"]] == ["cph_media", "cph_marketing", "cph_full"]
    full = told["per_hire"][2]
    assert full["figure"]["low"] < full["figure"]["value"] < full["figure"]["high"] and full["hires"] > 0
    assert told["roi"]["total_costs"] == pytest.approx(world.home.roi().total_costs)


def test_a_cost_by_hand_is_told_and_not_who_wrote_it(read: Any, world: World) -> None:
    home, officer = world.home, world.person("marketer")
    home.who = f"user:{officer.pk}"
    day = home.today
    add(home, Cost(Period.of_days(day, 1), "Beursstand", "content", "external", 1_250_500_000), "hand-0001")
    told = read("/costs")["by_hand"]
    assert [(x["line"], x["kind"], x["amount"]) for x in told] == [("Beursstand", "content", 1250.5)]
    assert officer.email not in str(told) and f"user:{officer.pk}" not in str(told)


def test_how_often_a_page_was_read_is_only_told_from_the_smallest_group_on(read: Any, world: World) -> None:
    told, found, smallest = read("/content"), library(world.home), world.home.settings.smallest_cell
    assert [p["path"] for p in told["pages"]] == [p.path for p in found.pages] and len(told["rules"]) == len(found.rules)
    views = [p["views"] for p in told["pages"]]
    assert [v.get("value") for v in views] == [p.views if p.views >= smallest else None for p in found.pages]
    assert any("value" in v for v in views)


def test_few_visits_through_a_link_are_not_told() -> None:
    seen = [Seen("Zomer", "paid_social", "meta", 40, source="facebook", medium="paid_social"),
            Seen("zomer", "paid_social", "meta", 8, source="facebook", medium="paid_social"),
            Seen("WINTER", "paid_social", "meta", 4, source="facebook", medium="paid_social")]
    told = links(seen, 10, "nl")
    assert [(x["code"], x["visits"]) for x in told["noticed"] if x["code"] == "two_spellings"] == [("two_spellings", 48)]
    assert "WINTER" not in str(told) and told["too_few_to_show"]
    assert told["visits"]["value"] == 52 and "few" not in str(told["visits"])
    few = links([Seen("WINTER", "paid_social", "meta", 4)], 10, "nl")
    assert few["noticed"] == [] and few["visits"]["cannot_say"] == few["visits_untold"]["cannot_say"] == "too_few"


def test_the_data_tells_every_source_its_breaks_and_what_came(read: Any, world: World) -> None:
    said, found = read("/data"), told(world.home.lake)
    assert {s["id"] for s in said["sources"]} == {t.source for t in found}
    assert sum(s["rows"] for s in said["sources"]) == sum(t.rows for t in found)
    assert all(s["days_ago"] >= 0 and s["totals"] in ("agree", "off", "none") for s in said["sources"])
    assert [s["last_day"] for s in said["sources"]] == sorted((s["last_day"] for s in said["sources"]), reverse=True)
    assert {b["source"] for b in said["batches"]} == {t.source for t in found}
    page = world.browser("marketer").get("/c/merelhof/data/").content.decode()
    assert said["breaks"] and all(b["sentence"].split(" ")[0] in page for b in said["breaks"])
    assert all(a["sentence"] for a in said["advice"])


def test_the_screens_say_the_same(read: Any, world: World) -> None:
    """Not worked out twice: what a program reads stands in the file that the screen offers."""
    browser = world.browser("marketer")
    own, of_screen = read("/loops/2/journey"), browser.get("/c/merelhof/journey/2/export.json").json()
    assert own == of_screen
    tables = {t["id"]: t["rows"] for t in browser.get("/c/merelhof/costs/export.json").json()}
    for row, way in zip(tables["per-hire"], read("/costs")["per_hire"], strict=True):
        assert row[1] == way["figure"].get("value")
    sources = {t["id"]: t["rows"] for t in browser.get("/c/merelhof/data/export.json").json()}["sources"]
    assert [row[0] for row in sources] == [s["name"] for s in sorted(
        read("/data")["sources"], key=lambda s: (-date.fromisoformat(s["last_day"]).toordinal(), s["name"]))]
