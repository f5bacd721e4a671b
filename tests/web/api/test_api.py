"""What programs read: figures with all that must stand beside them, reasons instead of numbers, and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import JsonResponse
from django.test import Client as Program
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from talentloop.core.kpis import KPIS
from talentloop.core.period import Period
from talentloop.store.app import keys
from talentloop.store.app.roles import Role
from talentloop.web.api import door
from web.conftest import World

BEGIN = "/api/v1"


@pytest.fixture(autouse=True)
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is slowed by what another asked."""
    for name in ("of_a_key", "of_a_guess"):
        monkeypatch.setattr(door, name, door.Rates(0))


@pytest.fixture
def secret(world: World) -> str:
    return keys.make(world.merelhof, "rapport", Role.VIEWER, world.person("admin"))[1]


@pytest.fixture
def read(secret: str) -> Any:
    """`read("/clients")`: the answer to that question with merelhof's key."""
    program = Program(headers={"Authorization": f"Bearer {secret}"})
    return lambda path, **asked: program.get(BEGIN + path, asked)


def test_a_program_finds_its_client_the_loops_and_the_definitions(read: Any) -> None:
    assert [c["id"] for c in read("/clients").json()] == ["merelhof"]
    assert [x["number"] for x in read("/clients/merelhof/loops").json()] == [1, 2, 3, 4, 5]
    visits = read("/kpis/visits", lang="en").json()
    assert visits["name"] == "Website visits" and "channel" in visits["splits"]
    assert visits in read("/kpis", lang="en").json()


def test_a_figure_comes_with_its_window_source_and_coverage(read: Any, world: World) -> None:
    loop = world.home.loop(2).period
    told = read("/clients/merelhof/kpis/visits/figure", start=loop.start, end=loop.end, by="channel").json()
    assert told["window"] == {"start": loop.start.isoformat(), "end": loop.end.isoformat()}
    assert told["sources"] and 0 < told["coverage"] <= 1 and told["days_with_data"] == loop.days
    assert told["figure"]["value"] == read("/clients/merelhof/loops/2/board").json()["pillars"]["traffic"][0]["figure"][
        "value"] == world.home.kpi(["visits"], number=2).rows[0][2].value
    assert sum(s["figure"]["value"] for s in told["segments"] if "value" in s["figure"]) <= told["figure"]["value"]


def test_a_figure_of_people_says_who_is_one_person_in_it(read: Any) -> None:
    """By itself, on the board and in its story; and what counts nobody again says nothing of it."""
    pillars = read("/clients/merelhof/loops/2/board", lang="en").json()["pillars"]
    cells = {cell["kpi"]: cell["identity"] for column in pillars.values() for cell in column}
    assert {kpi for kpi, known in cells.items() if known} == {kpi for kpi in cells if KPIS[kpi].people} != set(cells)
    told = read("/clients/merelhof/loops/2/kpis/pool_2", lang="en").json()["identity"]
    assert (told["person"], told["id_days"], told["window_days"]) == ("joined", 395, 180)
    assert "13 months" in told["sentence"]
    journey = read("/clients/merelhof/loops/2/journey", lang="en").json()
    assert journey["people"]["identity"] == told
    alone = read("/clients/merelhof/kpis/unique_visitors/figure", start="2026-01-01", end="2026-03-01").json()
    assert alone["identity"]["person"] == "browser" and alone["identity"]["window_days"] is None


def test_what_cannot_be_said_is_an_object_with_a_reason_and_never_a_number(read: Any) -> None:
    told = read("/clients/merelhof/kpis/visits/figure", start="2019-01-01", end="2019-02-01", lang="en").json()
    assert set(told["figure"]) == {"cannot_say", "about", "sentence"}
    assert told["figure"]["cannot_say"] == "no_data_in_period" and told["figure"]["sentence"]


def test_a_figure_of_few_people_is_told_of_their_loop_and_not_of_a_week_in_it(read: Any, world: World) -> None:
    period, smallest = world.home.loop(2).period, world.home.settings.smallest_cell

    def hires(window: Period) -> dict[str, Any]:
        asked = read("/clients/merelhof/kpis/hires/figure", start=window.start, end=window.end).json()
        return dict(asked["figure"])

    assert 0 < hires(period)["value"] == world.home.kpi(["hires"], number=2).rows[0][2].value < smallest
    weeks = [hires(week) for week in world.home.standing.weeks(period)]
    assert any(w.get("cannot_say") == "too_few" for w in weeks)
    assert not any(0 < w.get("value", 0) < smallest for w in weeks)


def test_report_story_and_plan_are_those_of_the_command_line(read: Any, world: World) -> None:
    assert read("/clients/merelhof/loops/2/report").json() == through_json(world.home.report(2, "nl").to_dict())
    story = read("/clients/merelhof/loops/2/kpis/visits").json()
    assert story["verdict"]["sentence"] and story["comparisons"]
    assert [x["number"] for x in story["loops"]] == [1, 2, 3, 4, 5]
    assert read("/clients/merelhof/plan").json()["loop"]["number"] == world.home.plan_report(False).loop.number
    assert any(e.what == "export" and e.who.startswith("key:") for e in world.home.audit.entries())


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def test_another_client_is_not_there(read: Any) -> None:
    for path in ("/loops", "/plan", "/loops/1/report", "/loops/1/board", "/loops/1/kpis/visits", "/kpis/visits/figure",
                 "/loops/1/journey", "/costs", "/content", "/links", "/data"):
        theirs, nobodys = (read(f"/clients/{slug}{path}") for slug in ("elders", "nergens"))
        assert theirs.status_code == nobodys.status_code == 404 and theirs.json() == nobodys.json()


@pytest.mark.parametrize("header", [None, "Bearer tl_verzonnen", "Basic abc", "Bearer", "tl_x"])
def test_without_a_good_key_nobody_comes_in_anywhere(world: World, header: str | None) -> None:
    program = Program(headers={"Authorization": header} if header else {})
    for path in described(program)["paths"]:
        answer = program.get(path.format(client="merelhof", number=1, kpi="visits"))
        assert answer.status_code == 401 and answer.json()["sentence"] and answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_in_the_browser_is_no_key(world: World) -> None:
    assert world.browser("admin").get(f"{BEGIN}/clients").status_code == 401


def test_a_key_in_an_address_opens_nothing(world: World, secret: str) -> None:
    for name in ("key", "token", "api_key", "access_token", "authorization"):
        assert Program().get(f"{BEGIN}/clients", {name: secret}).status_code == 401
    assert Program(headers={"Authorization": f"Bearer {secret}"}).get(f"{BEGIN}/clients").status_code == 200


def test_a_revoked_key_opens_nothing(read: Any, secret: str) -> None:
    keys.revoke(keys.find(secret))
    assert read("/clients").status_code == 401


def test_who_asks_too_often_waits(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "of_a_key", door.Rates(2))
    monkeypatch.setattr(door, "of_a_guess", door.Rates(1))
    monkeypatch.setattr(door, "monotonic", lambda: 1.0)
    assert [read("/kpis/visits").status_code for _ in range(3)] == [200, 200, 429]
    assert read("/kpis/visits").headers["Retry-After"] == "10"
    assert [Program().get(f"{BEGIN}/kpis").status_code for _ in range(2)] == [401, 429]


@pytest.mark.parametrize(("path", "asked", "status", "code"), [
    ("/kpis/visit", {}, 404, "unknown_kpi"), ("/kpis/bezoekjes", {}, 404, "no_such_kpi"),
    ("/clients/merelhof/loops/99/board", {}, 404, "unknown_loop"),
    ("/clients/merelhof/kpis/visits/figure", {"start": "2026-02-02", "end": "2026-01-01"}, 422, "not_a_period"),
    ("/clients/merelhof/kpis/visits/figure", {"start": "gisteren"}, 422, "misspelt"),
    ("/clients/merelhof/kpis/visits/figure", {"by": "sterrenbeeld"}, 422, "unknown_dimension"),
    ("/clients/merelhof/kpis/visits/figure", {"by": "tier"}, 422, "not_splittable")])
def test_a_wrong_question_is_told_in_words(read: Any, path: str, asked: dict[str, str], status: int, code: str) -> None:
    answer = read(path, **asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code) and answer.json()["sentence"][-1] in ".?"


def described(program: Program) -> dict[str, Any]:
    answer = program.get(f"{BEGIN}/openapi.json")
    assert isinstance(answer, JsonResponse)
    return dict(answer.json())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests end without closing the connection that the test's own transaction is in, as in Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_whatever_is_asked_it_answers_as_it_describes_and_never_breaks(world: World, secret: str) -> None:
    """Schemathesis makes up questions from the API's own description; the same ones each time."""
    from django.core.wsgi import get_wsgi_application

    schema = from_wsgi(f"{BEGIN}/openapi.json", get_wsgi_application())
    seen: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        assert operation.method == "get"

        @settings(max_examples=12, derandomize=True, deadline=None, database=None,
                  suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), client=st.sampled_from(["merelhof", "elders", None]),
               number=st.sampled_from([1, 3, None]), kpi=st.sampled_from(["visits", "hires", None]))
        def asked(case: Any, **places: Any) -> None:
            for name, value in places.items():
                if value is not None and name in (case.path_parameters or {}):
                    case.path_parameters[name] = value
            answer = case.call(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
            case.validate_response(answer, checks=[not_a_server_error, response_schema_conformance,
                                                   status_code_conformance])
            seen.add(answer.status_code)

        asked()
    assert {200, 404, 422} <= seen
