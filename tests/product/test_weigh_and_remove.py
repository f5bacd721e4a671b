"""What a batch would do is what it does; and one that is not the last can be taken out with all that was made of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from talentloop.command.batches import batches, take_back
from talentloop.core.errors import LoopRule, UnknownName
from talentloop.core.facts import FACTS
from talentloop.engine.told import told
from talentloop.taker import Taker
from talentloop.workspace import Workspace

HEAD = "Campaign report\n1 November 2026 - 2 November 2026\nDay,Campaign,Campaign type,Currency code,Cost,Impr.,Clicks\n"
ROWS = "2026-11-01,merk,Search,EUR,0.50,{first},2\n2026-11-02,merk,Search,EUR,0.25,12,1\n"


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "klant", "Klant")


def export(folder: Path, first: int, name: str = "ads.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + ROWS.format(first=first), "utf-8")
    return path


def test_a_trial_changes_nothing_and_says_what_taking_does(home: Workspace, tmp_path: Path) -> None:
    home.take([export(tmp_path, 30)])
    before, restated = home.lake.history(), export(tmp_path, 31)
    tried = Taker(home.lake, home.context).trial(restated)
    assert home.lake.history() == before
    done = home.take([restated])[0]
    assert (tried.would.rows, tried.would.replaced, tried.would.period) == (done.rows, done.replaced, done.period)
    assert tried.would.replaced == {"exposures": 2}
    assert tried.first[0].columns["impressions"] == [31, 12]


def test_a_trial_of_what_is_there_already_says_so(home: Workspace, tmp_path: Path) -> None:
    home.take([export(tmp_path, 30)])
    assert Taker(home.lake, home.context).trial(tmp_path / "ads.csv").would.outcome.value == "repeated"


def test_an_older_batch_leaves_with_what_was_made_of_it(home: Workspace, tmp_path: Path, built_demo: Path) -> None:
    hits = next((built_demo / "exports").glob("ga4_events_*.jsonl.gz"))
    home.take([hits, export(tmp_path, 30)])
    ads, web = batches(home)
    assert ads.undoes and not web.undoes and home.engine.days("visits") is not None
    assert take_back(home, web.id) is False
    assert home.engine.days("visits") is None and home.lake.now().rows(FACTS["web_hits"]) == 0
    assert [t.fact for t in told(home.lake)] == ["exposures"] and [b.id for b in batches(home)] == [ads.id]
    assert home.take([hits])[0].outcome.value == "taken"
    with pytest.raises(UnknownName):
        home.lake.remove("nooit ingelezen")


def test_who_told_a_fact_first_is_told_anew(home: Workspace, built_demo: Path, tmp_path: Path) -> None:
    """With the first teller gone the second one counts; else its rows would be there and count for nothing."""
    log = tmp_path / "access.log"
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36"
    log.write_text("".join(f'203.0.113.{n} - - [01/Nov/2026:10:{n:02}:00 +0100] "GET /vacatures HTTP/1.1" 200 5120 "-" '
                           f'"{agent}"\n' for n in range(1, 40)), "utf-8")
    home.take([shutil.copy(next((built_demo / "exports").glob("ga4_events_*.jsonl.gz")), tmp_path), log])
    sources = {b.source: b.id for b in batches(home)}
    assert home.lake.catalog.state().first_source["web_hits"] == "ga4_bigquery"
    take_back(home, sources["ga4_bigquery"])
    assert home.lake.catalog.state().first_source["web_hits"] == "access_log"
    assert home.engine.days("visits") is not None


def test_what_the_collector_brought_stays(home: Workspace, tmp_path: Path) -> None:
    home.take([export(tmp_path, 30)])
    with pytest.raises(LoopRule):
        take_back(home, "collector:1-2")


def test_totals_of_the_file_itself_stay_with_its_batch(home: Workspace, tmp_path: Path) -> None:
    path = export(tmp_path, 30)
    path.write_text(path.read_text("utf-8") + "Total: Campaigns,,,EUR,0.75,42,3\n", "utf-8")
    home.take([path])
    came = batches(home)[0]
    assert came.agrees and not came.off and came.totals
