"""Fetching: what the source says comes in once, what it says anew takes its place, and a bad day leaves nothing half."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from talentloop.core.errors import FetchTrouble
from talentloop.core.taking import Outcome
from talentloop.workspace import Workspace

from .conftest import TODAY, naps, rows
from .vendors import KEY, Vendor, as_json, costs, file, meta, serving, teamtailor

YESTERDAY = TODAY - timedelta(days=1)


def connected(home: Workspace, vendor: Vendor, source: str = "teamtailor", **more: str) -> str:
    given = {"address": f"{vendor.url}{'/kosten.csv' if source == 'address' else '/v1'}", **more}
    since = TODAY - timedelta(days=10) if source == "meta_insights_json" else None
    return home.connect(source, given if source == "address" else {"token": KEY, **given}, since).id


# ---- Teamtailor ------------------------------------------------------------------------------------------------------


def test_every_page_comes_in_and_the_vendor_s_own_count_agrees(home: Workspace) -> None:
    with serving(Vendor(teamtailor(5))) as vendor:
        taken = home.fetch(connected(home, vendor))
    assert taken.outcome is Outcome.TAKEN and taken.rows["applications"] == 5
    assert {c.name: (c.ours, c.theirs) for c in taken.checks} == {
        "candidates": (5, 5), "job-applications": (5, 5), "jobs": (1, 1)}
    assert [a.path for a in vendor.asked].count("/v1/job-applications") == 3
    assert rows(home, "applications", "DISTINCT job_family, interview_day IS NOT NULL") == [("Keuken", True)]
    assert naps(home) == [0.2] * len(vendor.asked), "its limit of 50 in 10 seconds is kept"


def test_the_same_again_changes_nothing_and_what_changed_takes_its_place(home: Workspace) -> None:
    with serving(Vendor(teamtailor(3))) as vendor:
        id = connected(home, vendor)
        first = home.fetch(id)
        assert home.fetch(id).outcome is Outcome.REPEATED
        vendor.answers = teamtailor(4, stage="Aanbod")
        assert home.fetch(id).replaced == {"applications": 3, "vacancies": 1}
        vendor.answers = teamtailor(3)
        back = home.fetch(id)
    assert back.outcome is Outcome.TAKEN and back.batch != first.batch, "what was said before counts again when said last"
    assert len(rows(home, "applications")) == 4, "an application that the ATS has let go of stays counted"


def test_throttling_is_waited_for_as_long_as_it_asks(home: Workspace) -> None:
    with serving(Vendor(teamtailor(1), [as_json({}, 429, retry_after="7"), as_json({}, 503)])) as vendor:
        assert home.fetch(connected(home, vendor)).outcome is Outcome.TAKEN
    patient, unwell, *_ = naps(home)
    assert 7 <= patient < 9 and 2 <= unwell < 20


def test_it_is_not_tried_for_ever(home: Workspace) -> None:
    with serving(Vendor(lambda vendor, asked: as_json({}, 429))) as vendor:
        id = connected(home, vendor)
        with pytest.raises(FetchTrouble) as found:
            home.fetch(id)
        assert len(vendor.asked) == 6
        vendor.answers = lambda vendor, asked: as_json({}, 429, retry_after="86400")
        with pytest.raises(FetchTrouble) as late:
            home.fetch(id)
    assert (found.value.code, late.value.code) == ("fetch_later", "fetch_took_long")
    last = home.connections.get(id).last
    assert last and last.failed and last.code == "fetch_took_long"


def test_a_key_that_expired_is_told_and_never_repeated(home: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(Vendor(teamtailor(1))) as vendor:
        id = home.connect("teamtailor", {"token": KEY + "-oud", "address": vendor.url}).id
        vendor.answers = lambda vendor, asked: as_json({"errors": [{"detail": f"no access for {KEY}-oud"}]}, 401)
        with pytest.raises(FetchTrouble) as found:
            home.fetch(id)
    assert found.value.code == "fetch_key" and len(vendor.asked) == 1
    assert KEY not in str(found.value) + "".join(p.read_text() for p in home.path.glob("*.json*"))


@pytest.mark.parametrize("body", [b'{"data": [{"id": "1", "ty', b"<html>Onderhoud</html>", b"", b"[]", b"null",
                                  b'{"message": "ok"}'])
def test_a_broken_page_in_the_middle_is_told_by_its_number_and_nothing_lands(home: Workspace, body: bytes) -> None:
    with serving(Vendor(teamtailor(3))) as vendor:
        id = connected(home, vendor)
        whole = vendor.answers
        vendor.answers = lambda v, asked: (200, {}, body) if "page[number]" in asked.query else whole(v, asked)
        taken = home.fetch(id)
    assert taken.outcome is Outcome.REFUSED and rows(home, "applications") == []
    told = taken.problems[0]
    assert (told.line, told.unit) == (2, "page")
    last = home.connections.get(id).last
    assert last and last.problem and last.problem["line"] == 2
    assert [c.id for c in home.due()] == [id], "it is asked again"


def test_a_next_page_elsewhere_does_not_get_the_key(home: Workspace) -> None:
    away = as_json({"data": [], "links": {"next": "https://evil.example/v1/job-applications"}})
    with serving(Vendor(lambda vendor, asked: away)) as vendor, pytest.raises(FetchTrouble, match="fetch_elsewhere"):
        home.fetch(connected(home, vendor))


def test_pages_that_go_round_end(home: Workspace) -> None:
    def round_and_round(vendor: Vendor, asked: object) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, json.dumps({"data": [], "links": {"next": f"{vendor.url}/v1/job-applications?x=1"}}).encode()

    with serving(Vendor(round_and_round)) as vendor, pytest.raises(FetchTrouble, match="fetch_endless"):
        home.fetch(connected(home, vendor))
    assert len(vendor.asked) == 2


# ---- Meta ------------------------------------------------------------------------------------------------------------


def test_days_that_may_still_change_are_asked_again_and_take_the_place_of_what_was_said(home: Workspace) -> None:
    with serving(Vendor(meta(lambda day, name: 100))) as vendor:
        id = connected(home, vendor, "meta_insights_json", account="act_1001")
        assert home.fetch(id).rows["exposures"] == 20
        later = Workspace(home.path)
        later.clock = home.clock
        settings = home.path / "client.toml"
        settings.write_text(settings.read_text().replace(str(TODAY), str(TODAY + timedelta(days=30))))
        gone = YESTERDAY - timedelta(days=1)
        vendor.answers = meta(lambda day, name: None if (day, name) == (gone, "B") else 50)
        taken = later.fetch(id)
    asked = json.loads(vendor.asked[-1].query["time_range"])
    assert asked == {"since": str(TODAY - timedelta(days=10)), "until": str(TODAY + timedelta(days=29))}
    assert taken.replaced["exposures"] == 20
    assert rows(later, "exposures", "DISTINCT impressions") == [(50,)]
    assert rows(later, "exposures", "count(*)", f"WHERE day = DATE '{gone}'") == [(1,)], "what it no longer says is gone"


def test_only_what_may_change_is_asked_again(home: Workspace) -> None:
    with serving(Vendor(meta(lambda day, name: 1), )) as vendor:
        id = home.connect("meta_insights_json", {"account": "1001", "token": KEY, "address": vendor.url},
                          TODAY - timedelta(days=200)).id
        home.fetch(id)
        windows = [json.loads(a.query["time_range"]) for a in vendor.asked if "after" not in a.query]
        assert windows[0]["since"] == str(TODAY - timedelta(days=200)) and windows[-1]["until"] == str(YESTERDAY)
        assert len(windows) == 3, "no more than 90 days at a time"
        before, seen = len(rows(home, "exposures")), len(vendor.asked)
        home.fetch(id)
        [again] = [json.loads(a.query["time_range"]) for a in vendor.asked[seen:] if "after" not in a.query]
    assert again["since"] == str(TODAY - timedelta(days=28))
    assert len(rows(home, "exposures")) == before


def test_the_token_is_never_in_an_address(home: Workspace) -> None:
    with serving(Vendor(meta(lambda day, name: 1))) as vendor:
        home.fetch(connected(home, vendor, "meta_insights_json", account="1001"))
    assert len(vendor.asked) > 3 and not any("access_token" in a.query for a in vendor.asked)


@pytest.mark.parametrize(("error", "code"), [
    ({"code": 190, "message": "Session has expired"}, "fetch_key"), ({"code": 200, "message": "ads_read"}, "fetch_key"),
    ({"code": 17, "message": "User request limit reached"}, "fetch_later"),
    ({"code": 80000, "message": "too many calls"}, "fetch_later"),
    ({"code": 100, "message": "Unsupported get request"}, "fetch_refused"),
])
def test_meta_s_own_errors_are_understood(home: Workspace, error: dict[str, object], code: str) -> None:
    told = as_json({"error": error}, 400)
    with serving(Vendor(lambda vendor, asked: told)) as vendor, pytest.raises(FetchTrouble) as found:
        home.fetch(connected(home, vendor, "meta_insights_json", account="1001"))
    assert found.value.code == code and found.value.facts["said"] == error["message"]


def test_near_its_limit_meta_is_left_alone_for_a_while(home: Workspace) -> None:
    def busy(vendor: Vendor, asked: object) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = meta(lambda day, name: 1)(vendor, asked)  # type: ignore[arg-type]
        return status, {**headers, "x-fb-ads-insights-throttle": '{"app_id_util_pct": 95.2, "acc_id_util_pct": 10}'}, body

    with serving(Vendor(busy)) as vendor:
        home.fetch(connected(home, vendor, "meta_insights_json", account="1001"))
    assert max(naps(home)) == 60


# ---- a plain address -------------------------------------------------------------------------------------------------


def test_a_file_at_an_address_is_read_like_any_file(home: Workspace) -> None:
    with serving(Vendor(file(costs(100, 200)))) as vendor:
        id = connected(home, vendor, "address", token="een-token-van-lengte")
        assert home.fetch(id).rows == {"costs": 2}
        assert vendor.asked[0].headers["authorization"] == "Bearer een-token-van-lengte"
        vendor.answers = file(costs(100, 250))
        assert home.fetch(id).outcome is Outcome.TAKEN
    assert rows(home, "costs", "sum(amount_micros)") == [(351_000_000,)]


def test_what_the_answer_calls_itself_decides_how_it_is_mapped(home: Workspace) -> None:
    with serving(Vendor(file(costs(7), content_disposition='attachment; filename="../../kosten oktober.csv"'))) as vendor:
        taken = home.fetch(home.connect("address", {"address": f"{vendor.url}/download?id=12"}).id)
    assert taken.path.name == "kosten oktober.csv" and taken.rows == {"costs": 1}


def test_a_file_that_nobody_knows_is_told_as_an_upload_is(home: Workspace) -> None:
    with serving(Vendor(file(b"Hier;Staat;Iets\n1;2;3\n"))) as vendor:
        id = home.connect("address", {"address": f"{vendor.url}/iets.csv"}).id
        assert home.fetch(id).outcome is Outcome.NOT_RECOGNISED
    last = home.connections.get(id).last
    assert last and last.problem and last.problem["code"] == "not_recognised"


# ---- bounds ----------------------------------------------------------------------------------------------------------


def test_a_body_that_does_not_end_is_cut_off(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talentloop.connect.pull.MOST", 1 << 20)
    with serving(Vendor(file(b"x" * (2 << 20)))) as vendor, pytest.raises(FetchTrouble, match="fetch_too_large"):
        home.fetch(connected(home, vendor, "address"))
    assert not list((home.path / "facts" / "tmp").iterdir())


def test_what_drips_in_is_not_waited_for(home: Workspace) -> None:
    from talentloop.connect.pull import Pull
    from talentloop.core.period import Period
    from talentloop.sources import apis

    with serving(Vendor(file(costs(1, 2, 3)), drip=0.05)) as vendor, home.lake.aside() as folder:
        begun = time.monotonic()
        with pytest.raises(FetchTrouble, match="fetch_too_slow"):
            Pull(apis()["address"], {"address": vendor.url}, seconds=0.5).into(folder, Period(YESTERDAY, TODAY))
    assert time.monotonic() - begun < 5


def test_two_at_once_are_refused(home: Workspace) -> None:
    with serving(Vendor(teamtailor(1))) as vendor:
        id = connected(home, vendor)
        with home.connections.asking(id), pytest.raises(FetchTrouble, match="fetch_running"):
            home.fetch(id)
        assert home.fetch(id).outcome is Outcome.TAKEN


def test_killed_in_the_middle_nothing_is_half(home: Workspace) -> None:
    """The second page drips in while the process is killed: no rows, no lock, no page left once somebody looks."""
    with serving(Vendor(teamtailor(5))) as vendor:
        id = connected(home, vendor)
        whole = vendor.answers

        def slower(v: Vendor, asked: object) -> tuple[int, dict[str, str], bytes]:
            v.drip = 0.05 if len(v.asked) == 2 else 0.0
            return whole(v, asked)  # type: ignore[arg-type, return-value]

        vendor.answers = slower
        run = subprocess.Popen([sys.executable, "-m", "talentloop", "fetch", "--workspace", str(home.path), "--json"],
                               env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while len(vendor.asked) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert len(vendor.asked) == 2 and rows(home, "applications") == []
        assert not any(p.is_file() for p in (home.path / "facts" / "tmp").rglob("*")), "the pages that had come are gone"
        vendor.answers, vendor.drip = whole, 0.0
        assert home.fetch(id).rows["applications"] == 5


# ---- every day -------------------------------------------------------------------------------------------------------


def test_what_was_asked_well_today_is_not_due(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from talentloop.workspace import connecting

    monkeypatch.setattr(connecting, "_now", lambda: __import__("datetime").datetime(2026, 11, 26, 1))
    with serving(Vendor(teamtailor(1))) as vendor:
        id = connected(home, vendor)
        assert [c.id for c in home.due()] == [id]
        home.fetch(id)
    assert home.due() == []


def test_a_batch_that_was_fetched_is_taken_back_like_any(home: Workspace) -> None:
    with serving(Vendor(teamtailor(2))) as vendor:
        id = connected(home, vendor)
        home.fetch(id)
        home.undo()
        assert rows(home, "applications") == []
        assert home.fetch(id).outcome is Outcome.TAKEN
    assert len(rows(home, "applications")) == 2


def test_nothing_of_a_person_is_left_behind(home: Workspace) -> None:
    with serving(Vendor(teamtailor(3))) as vendor:
        home.fetch(connected(home, vendor))
    left = b"".join(p.read_bytes() for p in Path(home.path).rglob("*") if p.is_file())
    assert b"kandidaat1@" not in left and b"Lieve lezer" not in left and KEY.encode() not in left


def test_a_trial_changes_nothing(home: Workspace) -> None:
    with serving(Vendor(teamtailor(5))) as vendor:
        tried = home.probe(connected(home, vendor))
    assert tried.would.rows["applications"] == 2 and rows(home, "applications") == []
    assert len(vendor.asked) == 3, "one page of each"
    assert date.fromisoformat("2026-10-01") == tried.would.period.start  # type: ignore[union-attr]
