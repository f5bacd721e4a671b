"""Universal Analytics sessions: page views equal the sessions' own totals; other shapes are refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from golden import context, read

from talentloop.sources.source import Sample
from talentloop.sources.universal_analytics import SOURCE

SAMPLE = Path(__file__).parents[3] / "shared/fixtures/universal_analytics/ga_sessions_20170801.dev.parquet"
CLIENT = context(own_hosts=["shop.googlemerchandisestore.com"])


def test_page_views_equal_the_totals_of_the_sessions() -> None:
    if not SAMPLE.exists():
        pytest.skip("needs shared/fixtures/universal_analytics")
    views, sessions, people = duckdb.sql(
        f"SELECT sum(totals.pageviews)::BIGINT, count(*), count(DISTINCT fullVisitorId) FROM '{SAMPLE}'").fetchall()[0]
    reading, rows = read(SOURCE, SAMPLE, CLIENT)
    found = rows["web_hits"]
    assert Counter(r["kind"] for r in found)["page_view"] == views == 7626
    assert len({r["visitor"] for r in found}) == people
    assert [(c.ours, c.theirs) for c in reading.checks] == [(views, views)] and not reading.problems
    assert sum("channel" in r for r in found) < sessions, "a source stands on a session's first hit only"
    assert not any("engaged_ms" in r for r in found), "its durations are another metric"
    assert len({r["event"] for r in found}) == len(found)
    assert SOURCE.looks_like(Sample(SAMPLE), CLIENT).score == 1


def session(**more: Any) -> dict[str, Any]:
    return {"fullVisitorId": "1", "visitId": "1", "visitStartTime": "1680300000", "totals": {"pageviews": "1"},
            "hits": [{"type": "PAGE", "time": "0", "hitNumber": "1", "page": {"pagePath": "/a@b.example?x=1"}}], **more}


@pytest.mark.parametrize(("content", "code"), [
    (json.dumps(session(visitStartTime="0")), "most_events_out_of_range"),
    (json.dumps(session(visitStartTime=str(10**17))), "most_events_out_of_range"),
    (json.dumps(session(visitStartTime="x")), "most_events_out_of_range"),
    (json.dumps(session(hits="geen lijst")), "file_damaged"), (json.dumps(session(hits=[])), "no_rows"),
    (json.dumps(session())[:60], "file_damaged"), ("<xml/>", "file_damaged"), ("", "empty_file"),
])
def test_damaged_and_absurd_files_are_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "ga_sessions_20230401.json"
    path.write_text(content)
    reading, rows = read(SOURCE, path, CLIENT)
    assert reading.blocked and not rows and [p.code for p in reading.problems] == [code]


def test_no_query_and_no_address_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "ga_sessions_20230401.json"
    path.write_text(json.dumps(session()))
    assert read(SOURCE, path, CLIENT)[1]["web_hits"][0]["page"] == "/-"


def test_parquet_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ga_sessions_20230401.parquet"
    duckdb.sql(f"COPY (SELECT '1' AS fullVisitorId, 1 AS visitStartTime, 2 AS hits, 3 AS totals) TO '{path}'")
    assert {p.code for p in read(SOURCE, path, CLIENT)[0].problems} == {"column_type"}
