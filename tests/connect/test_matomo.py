"""Matomo's API as it behaves: errors with status 200, pages by offset, late visits, and nothing kept of who it was."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from talentloop.core.errors import FetchTrouble
from talentloop.core.taking import Outcome
from talentloop.workspace import Workspace

from .conftest import TODAY, rows
from .vendors import KEY, Vendor, as_json, matomo, serving


def connected(home: Workspace, vendor: Vendor, days: int = 10, site: str = "1", key: str = KEY) -> str:
    return home.connect("matomo", {"address": f"{vendor.url}/index.php", "site": site, "token": key},
                        TODAY - timedelta(days=days)).id


def test_visits_become_hits_page_by_page_and_week_by_week(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 120))) as vendor:
        taken = home.fetch(connected(home, vendor))
    assert taken.outcome is Outcome.TAKEN and taken.rows == {"web_hits": 10 * 120 * 2}
    assert [(a.query["date"], a.query["filter_offset"]) for a in vendor.asked] == [
        ("2026-11-16,2026-11-22", "0"), ("2026-11-16,2026-11-22", "500"), ("2026-11-23,2026-11-25", "0")]
    assert rows(home, "web_hits", "channel, count(*)", "WHERE channel IS NOT NULL GROUP BY ALL") == [
        ("organic_social", 1200)], "how somebody came is told once a visit"
    assert rows(home, "visits", "count(*)") == [(1200,)]


def test_a_page_that_is_just_full_is_followed_by_an_empty_one(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 500 if day == TODAY - timedelta(days=1) else 0))) as vendor:
        assert home.fetch(connected(home, vendor, 3)).rows == {"web_hits": 1000}
    assert [a.query["filter_offset"] for a in vendor.asked] == ["0", "500"]


def test_the_token_is_in_the_body_and_never_in_an_address(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 1))) as vendor:
        home.fetch(connected(home, vendor))
    assert vendor.asked and not any(KEY in f"{a.path}{a.query}{a.headers}" for a in vendor.asked)


def test_late_visits_come_in_and_the_others_stay_as_they_are(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 2))) as vendor:
        id = connected(home, vendor)
        home.fetch(id)
        seen = len(vendor.asked)
        vendor.answers = matomo(lambda day: 3)
        again = home.fetch(id)
    assert [a.query["date"] for a in vendor.asked[seen:]] == ["2026-11-23,2026-11-25"], "the last three days"
    assert again.rows["web_hits"] == 3 * 2, "one visit a day more, of two hits"
    assert rows(home, "web_hits", "count(*)") == [(10 * 4 + 3 * 2,)]


def test_a_quiet_week_is_no_trouble(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 0))) as vendor:
        id = connected(home, vendor)
        assert home.probe(id).would.outcome is Outcome.TAKEN
        home.fetch(id)
    last = home.connections.get(id).last
    assert last and not last.failed


@pytest.mark.parametrize(("site", "key", "code", "said"), [
    ("1", "verlopen-sleutel-1234", "fetch_key", "Unable to authenticate"),
    ("99", KEY, "fetch_refused", "An unexpected website"),
])
def test_its_errors_come_with_status_200_and_are_understood(home: Workspace, site: str, key: str, code: str, said: str
                                                            ) -> None:
    with serving(Vendor(matomo(lambda day: 1))) as vendor, pytest.raises(FetchTrouble) as found:
        home.fetch(connected(home, vendor, site=site, key=key))
    assert found.value.code == code and found.value.facts["said"].startswith(said)
    assert rows(home, "web_hits") == []


def test_an_installation_that_is_being_updated_is_asked_again(home: Workspace) -> None:
    upgrading = 503, {"retry-after": "5"}, b"<html>Matomo is upgrading</html>"
    with serving(Vendor(matomo(lambda day: 1), [upgrading])) as vendor:
        assert home.fetch(connected(home, vendor)).outcome is Outcome.TAKEN


def test_a_page_that_is_none_is_told_by_its_number(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 1))) as vendor:
        id, whole = connected(home, vendor), vendor.answers
        vendor.answers = lambda v, asked: as_json({"value": 3}) if len(v.asked) == 2 else whole(v, asked)
        taken = home.fetch(id)
    assert taken.outcome is Outcome.REFUSED and taken.problems[0].line == 2 and rows(home, "web_hits") == []


def test_nothing_of_a_person_is_left_behind(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 3))) as vendor:
        home.fetch(connected(home, vendor))
    left = b"".join(p.read_bytes() for p in Path(home.path).rglob("*") if p.is_file())
    assert b"piet@" not in left and b"194.57.91" not in left and KEY.encode() not in left


def test_days_are_the_site_s_own_and_today_is_not_asked(home: Workspace) -> None:
    with serving(Vendor(matomo(lambda day: 1))) as vendor:
        home.fetch(connected(home, vendor))
    assert max(a.query["date"].split(",")[1] for a in vendor.asked) == str(TODAY - timedelta(days=1))
    assert rows(home, "web_hits", "max(day)") == [(date(2026, 11, 25),)]
