"""LinkedIn's advertising API as it behaves: no pages of figures, no totals, an empty answer where one may not look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from talentloop.core.errors import FetchTrouble
from talentloop.core.taking import Outcome
from talentloop.workspace import Workspace

from .conftest import TODAY, naps, rows
from .vendors import KEY, Vendor, as_json, linkedin, linkedin_days, serving


def connected(home: Workspace, vendor: Vendor, days: int = 20, account: str = "512345678") -> str:
    return home.connect("linkedin_ads_json", {"account": account, "token": KEY, "address": vendor.url},
                        TODAY - timedelta(days=days)).id


def asked_for(vendor: Vendor) -> list[tuple[object, object]]:
    return [linkedin_days(a) for a in vendor.asked if a.path.endswith("/adAnalytics")]


def test_figures_get_the_names_of_all_campaigns_and_the_account_s_currency(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 100 * n))) as vendor:
        taken = home.fetch(connected(home, vendor))
    assert taken.outcome is Outcome.TAKEN and taken.rows == {"exposures": 60, "reach": 60}
    assert rows(home, "exposures", "DISTINCT campaign, currency, account", "ORDER BY campaign") == [
        (f"Campagne {n}", "EUR", "Noordzorg") for n in (1, 2, 3)]
    assert rows(home, "exposures", "sum(impressions), sum(spend_micros)") == [(20 * 600, 60 * 12_500_000)]
    assert not any(KEY in f"{a.path}{a.query}" for a in vendor.asked)


def test_a_fortnight_is_asked_at_a_time_up_to_yesterday_and_every_day_once(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 1))) as vendor:
        home.fetch(connected(home, vendor, 30))
    yesterday = TODAY - timedelta(days=1)
    assert asked_for(vendor) == [
        (TODAY - timedelta(days=30), TODAY - timedelta(days=17)), (TODAY - timedelta(days=16), TODAY - timedelta(days=3)),
        (TODAY - timedelta(days=2), yesterday)]


def test_the_last_thirty_days_are_asked_again_and_what_is_gone_goes(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 100))) as vendor:
        id = connected(home, vendor, 60)
        home.fetch(id)
        seen = len(asked_for(vendor))
        vendor.answers = linkedin(lambda day, n: 50 if n < 3 else None)
        home.fetch(id)
    assert asked_for(vendor)[seen][0] == TODAY - timedelta(days=30)
    assert rows(home, "exposures", "impressions, count(*)", "GROUP BY ALL ORDER BY ALL") == [(50, 60), (100, 90)]


def test_a_quiet_account_is_no_trouble(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: None))) as vendor:
        id = connected(home, vendor)
        assert home.probe(id).would.outcome is Outcome.TAKEN
        assert home.fetch(id).outcome in (Outcome.TAKEN, Outcome.REPEATED)
    last = home.connections.get(id).last
    assert last and not last.failed and rows(home, "exposures") == []


def test_what_was_there_and_is_no_more_goes_when_the_account_falls_silent(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 100))) as vendor:
        id = connected(home, vendor, 5)
        home.fetch(id)
        vendor.answers = linkedin(lambda day, n: None)
        home.fetch(id)
    assert rows(home, "exposures") == []


def test_an_account_that_one_may_not_read_is_told_and_no_empty_answer_is_believed(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 1))) as vendor, pytest.raises(FetchTrouble) as found:
        home.fetch(connected(home, vendor, account="599999999"))
    assert found.value.code == "fetch_key" and asked_for(vendor) == []
    assert found.value.facts["said"] == "Not enough permissions"


@pytest.mark.parametrize(("status", "told", "code"), [
    (401, {"code": "EXPIRED_ACCESS_TOKEN", "message": "The token used in the request has expired"}, "fetch_key"),
    (426, {"code": "NONEXISTENT_VERSION", "message": "Requested version 20220101 is not active"}, "fetch_refused"),
    (429, {"code": "TOO_MANY_REQUESTS", "message": "Resource level throttle"}, "fetch_later"),
    (500, {"message": "Internal server error"}, "fetch_later"),
])
def test_its_errors_are_understood(home: Workspace, status: int, told: dict[str, str], code: str) -> None:
    with serving(Vendor(lambda vendor, asked: as_json(told, status))) as vendor, pytest.raises(FetchTrouble) as found:
        home.fetch(connected(home, vendor))
    assert found.value.code == code and found.value.facts["said"] == told["message"]


def test_too_often_without_a_word_on_when_is_waited_for_longer_each_time(home: Workspace) -> None:
    with serving(Vendor(linkedin(lambda day, n: 1), [as_json({}, 429)] * 3)) as vendor:
        assert home.fetch(connected(home, vendor)).outcome is Outcome.TAKEN
    waited = [n for n in naps(home) if n]
    assert len(waited) == 3 and waited[0] < waited[1] < waited[2]


def test_an_answer_that_was_cut_off_unsaid_is_not_believed(home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talentloop.sources.linkedin_ads_json.api.MOST", 30)
    with serving(Vendor(linkedin(lambda day, n: 1))) as vendor, pytest.raises(FetchTrouble, match="fetch_refused"):
        home.fetch(connected(home, vendor))
    assert rows(home, "exposures") == []
