"""GA4 events: totals of a real export against counts made on the file itself, and input that is damaged or absurd."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from golden import context, read

from talentloop.core.vocabulary import HIT_KINDS
from talentloop.sources.ga4_bigquery import SOURCE
from talentloop.sources.ga4_bigquery.hits import KINDS, STORAGE
from talentloop.sources.source import Sample

SAMPLE = Path(__file__).parents[3] / "shared/fixtures/ga4/ga4_events_2020-11_12.dev.parquet"
CLIENT = context(own_hosts=["shop.googlemerchandisestore.com"])
Taken = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def sample() -> list[dict[str, Any]]:
    if not SAMPLE.exists():
        pytest.skip("needs shared/fixtures/ga4/ga4_events_2020-11_12.dev.parquet")
    reading, rows = read(SOURCE, SAMPLE, CLIENT)
    assert {p.code for p in reading.problems} == {"property_time_zone", "debug_mode_everywhere"}
    assert all(check.agrees for check in reading.checks)
    return rows["web_hits"]


def count(what: str, where: str = "true") -> int:
    found = duckdb.sql(f"SELECT {what} FROM '{SAMPLE}' WHERE {where}").fetchall()
    return int(found[0][0])


def test_page_views_users_and_engaged_time_equal_the_files_own(sample: list[dict[str, Any]]) -> None:
    kinds = Counter(r["kind"] for r in sample)
    assert len(sample) == count("count(*)")
    assert kinds["page_view"] == count("count(*)", "event_name = 'page_view'") == 5161
    assert kinds["scroll"] == count("count(*)", "event_name = 'scroll'")
    assert kinds["job_view"] == count("count(*)", "event_name = 'view_item'")
    assert len({r["visitor"] for r in sample}) == count("count(DISTINCT user_pseudo_id)") == 13526
    engaged = "list_filter(event_params, lambda p: p.key = 'engagement_time_msec')[1].value.int_value"
    assert sum(r.get("engaged_ms", 0) for r in sample) == count(f"sum({engaged})")
    assert len({r["event"] for r in sample}) == len(sample), "no two events may share a key"


def test_visits_of_the_sample_are_near_its_sessions(sample: list[dict[str, Any]]) -> None:
    """30 minutes without an event end a visit, by our rows and by SQL on the raw file alike; Google's own session ids
    (not cut by this sample's missing events) lie within 5 %."""
    moments = defaultdict(list)
    for row in sample:
        moments[row["visitor"]].append(row["at"])
    visits = sum(1 + sum(_apart(a, b) for a, b in pairwise(at)) for at in map(sorted, moments.values()))
    assert visits == _visits_by_sql()
    session = "list_filter(event_params, lambda p: p.key = 'ga_session_id')[1].value.int_value"
    assert visits == pytest.approx(count(f"count(DISTINCT (user_pseudo_id, {session}))"), rel=0.05)


def _visits_by_sql() -> int:
    found = duckdb.sql(f"""SELECT count(*) FILTER (gap IS NULL OR gap > 1800000000) FROM (
        SELECT event_timestamp - lag(event_timestamp) OVER (PARTITION BY user_pseudo_id ORDER BY event_timestamp) AS gap
        FROM '{SAMPLE}')""").fetchall()
    return int(found[0][0])


def _apart(a: str, b: str) -> bool:
    return datetime.fromisoformat(b) - datetime.fromisoformat(a) > timedelta(minutes=30)


def test_the_users_first_source_is_never_the_visits(sample: list[dict[str, Any]]) -> None:
    """Nearly every event carries traffic_source of its user; a channel only those that say how the visit came."""
    assert count("count(*)", "traffic_source.source IS NOT NULL") > 15_000
    assert 0 < sum("channel" in r for r in sample) < 3_000
    assert "employee_referral" not in {r.get("channel") for r in sample}


def test_nothing_that_could_name_somebody_is_kept(sample: list[dict[str, Any]]) -> None:
    texts = {v for r in sample for v in r.values() if isinstance(v, str)}
    browsers = {b for (b,) in duckdb.sql(f"SELECT DISTINCT user_pseudo_id FROM '{SAMPLE}'").fetchall()}
    assert not texts & browsers
    assert not any("?" in t or "@" in t for t in texts)


def test_kinds_and_consents_speak_the_contract() -> None:
    assert set(KINDS.values()) <= set(HIT_KINDS)
    assert set(STORAGE.values()) <= {"full", "limited"}


NOON = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC


def event(at: object = NOON, name: str = "page_view", **params: object) -> dict[str, Any]:
    given = {"page_location": "https://werkenbij.example/vacatures", **params}
    return {"event_date": "20261101", "event_timestamp": at, "event_name": name, "user_pseudo_id": "1.2",
            "event_params": [{"key": k, "value": {"string_value" if isinstance(v, str) else "int_value": v}}
                             for k, v in given.items()]}


def write(folder: Path, name: str, *events: object) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(e) + "\n" for e in events))
    return path


def codes(path: Path) -> list[str]:
    return [p.code for p in read(SOURCE, path, CLIENT)[0].problems]


def test_json_lines_packed_or_not_give_the_same(tmp_path: Path) -> None:
    plain = write(tmp_path, "events.json", event(), event(str(NOON + 1), "scroll"))
    packed = tmp_path / "events_20261101.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    odd_name = tmp_path / "export [1]*?.json"
    odd_name.write_bytes(plain.read_bytes())
    expected = read(SOURCE, plain, CLIENT)[1]
    assert [r["kind"] for r in expected["web_hits"]] == ["page_view", "scroll"]
    assert read(SOURCE, packed, CLIENT)[1] == read(SOURCE, odd_name, CLIENT)[1] == expected
    assert all(SOURCE.looks_like(Sample(p), CLIENT).score == 1 for p in (plain, packed, odd_name))


def test_parquet_and_json_of_the_same_events_give_the_same(tmp_path: Path) -> None:
    if not SAMPLE.exists():
        pytest.skip("needs shared/fixtures/ga4/ga4_events_2020-11_12.dev.parquet")
    piece, lines = tmp_path / "events_p.parquet", tmp_path / "events_j.json"
    duckdb.sql(f"COPY (FROM '{SAMPLE}' LIMIT 2000) TO '{piece}'")
    duckdb.sql(f"COPY (FROM '{SAMPLE}' LIMIT 2000) TO '{lines}' (FORMAT json)")
    assert read(SOURCE, piece, CLIENT)[1] == read(SOURCE, lines, CLIENT)[1]


def test_an_event_read_again_from_a_later_export_is_the_same_event(tmp_path: Path) -> None:
    """Late additions to a row (its session's campaign) leave its key alone."""
    early = event()
    late = {**early, "session_traffic_source_last_click": {"google_ads_campaign": {"campaign_name": "x"}}}
    first = read(SOURCE, write(tmp_path, "a.json", early), CLIENT)[1]["web_hits"][0]
    again = read(SOURCE, write(tmp_path, "b.json", late), CLIENT)[1]["web_hits"][0]
    assert first["event"] == again["event"]


@pytest.mark.parametrize(("name", "content", "code"), [
    ("xml.json", b'<?xml version="1.0"?><events/>', "file_damaged"),
    ("cut.json", json.dumps(event()).encode() + b"\n" + json.dumps(event()).encode()[:70], "file_damaged"),
    ("empty.json", b"", "empty_file"),
    ("list.json", b"[]", "no_rows"),
    ("number.json", b"3\n", "file_damaged"),
    ("bytes.json", b"\xff\xfe\x00\x01", "file_damaged"),
    ("params.json", json.dumps({**event(), "event_params": "geen lijst"}).encode(), "file_damaged"),
    ("time.json", json.dumps(event({"a": 1})).encode(), "no_event_time"),
    ("seconds.json", json.dumps(event(NOON // 1_000_000)).encode(), "most_events_out_of_range"),
    ("epoch.json", json.dumps(event(0)).encode(), "most_events_out_of_range"),
    ("end_of_time.json", json.dumps(event(2**63 - 1)).encode(), "most_events_out_of_range"),
    ("endless.json", json.dumps(event(10**30)).encode(), "no_event_time"),
    ("cut.json.gz", gzip.compress(json.dumps(event()).encode() * 500, mtime=0)[:-30], "file_damaged"),
    ("nothing.parquet", b"PAR1", "file_damaged"),
])
def test_damaged_and_absurd_files_are_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    reading, rows = read(SOURCE, path, CLIENT)
    assert reading.blocked and not rows
    assert code in [p.code for p in reading.problems]
    assert all(p.file == name and p.expected and p.todo for p in reading.problems)
    assert str(tmp_path) not in str(reading.problems), "a problem names the file, not where it lies"
    SOURCE.looks_like(Sample(path), CLIENT)


@pytest.mark.parametrize("damage", ["cut", "rotten", "no_params", "wrong_type"])
def test_damaged_parquet_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "events_20261101.parquet"
    columns = {"no_params": "SELECT 1::BIGINT AS event_timestamp, 'x' AS event_name, 'y' AS user_pseudo_id",
               "wrong_type": "SELECT 1::BIGINT AS event_timestamp, 'x' AS event_name, 'y' AS user_pseudo_id, "
                             "'z' AS event_params"}.get(damage, _PLAIN)
    duckdb.sql(f"COPY ({columns}) TO '{path}'")
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[:len(content) // 2])
    if damage == "rotten":
        path.write_bytes(content[:40] + b"\xff" * 200 + content[240:])
    reading, rows = read(SOURCE, path, CLIENT)
    assert reading.blocked and not rows
    assert reading.problems[0].code == {"no_params": "column_missing", "wrong_type": "column_type"}.get(
        damage, "file_damaged")


_PLAIN = f"""SELECT '20261101' AS event_date, {NOON} + i AS event_timestamp, 'page_view' AS event_name,
    [{{'key': 'page_location', 'value': {{'string_value': 'https://a.example/' || i, 'int_value': NULL::BIGINT}}}}]
    AS event_params, md5(i::VARCHAR) AS user_pseudo_id FROM range(5000) t(i)"""


def test_one_impossible_clock_among_many_is_left_out_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, "e.json", event(0), *(event(NOON + i) for i in range(150)))
    reading, rows = read(SOURCE, path, CLIENT)
    assert [p.code for p in reading.problems] == ["event_time_out_of_range"]
    assert len(rows["web_hits"]) == 150


@pytest.mark.parametrize("time", [10**18, -5, 86_400_001])
def test_absurd_engaged_time_is_left_out_and_told(tmp_path: Path, time: int) -> None:
    path = write(tmp_path, "e.json", event(engagement_time_msec=time), event(NOON + 1, engagement_time_msec=1200))
    reading, rows = read(SOURCE, path, CLIENT)
    assert [p.code for p in reading.problems] == ["engagement_out_of_range"]
    assert [r.get("engaged_ms") for r in rows["web_hits"]] == [None, 1200]


def test_the_clock_change_is_cut_at_the_right_midnight(tmp_path: Path) -> None:
    """25 October 2026 has 25 hours in Amsterdam: 22:59 UTC on the 25th is still that day, 23:00 is the next."""
    base = 1_792_879_140_000_000  # 2026-10-24 21:59 UTC = 23:59 in summer time
    path = write(tmp_path, "e.json", *({**event(base + m * 60_000_000), "event_date": "20261025"}
                                       for m in (0, 1, 1500, 1501)))
    days = [r["day"] for r in read(SOURCE, path, CLIENT)[1]["web_hits"]]
    assert days == ["2026-10-24", "2026-10-25", "2026-10-25", "2026-10-26"]


def test_visits_without_consent_have_no_visitor_and_stay_apart(tmp_path: Path) -> None:
    refused = {**event(), "privacy_info": {"analytics_storage": "No"}}  # an id all the same: it may not be used
    none = {**event(NOON + 1), "user_pseudo_id": None}
    unset = {**event(NOON + 2), "privacy_info": {"analytics_storage": "Unset"}}
    rows = read(SOURCE, write(tmp_path, "e.json", refused, none, unset), CLIENT)[1]["web_hits"]
    assert [(r["consent"], r["identity"], "visitor" in r) for r in rows] == [
        ("limited", "none", False), ("unknown", "none", False), ("unknown", "persistent", True)]
    assert len({r["event"] for r in rows}) == 3


@pytest.mark.parametrize(("name", "params", "kind"), [
    ("form_start", {"page_location": "https://a.example/vacatures/kok/solliciteren"}, "application_start"),
    ("form_start", {"page_location": "https://a.example/job-alert"}, "other"),
    ("form_start", {"page_location": "https://a.example/contact"}, "other"),
    ("click", {"link_url": "tel:0201234567"}, "contact_click"),
    ("click", {"link_url": "https://ats.example/apply/12"}, "apply_click"),
    ("select_content", {"link_text": "Solliciteer direct"}, "apply_click"),
    ("select_content", {"link_text": "Lees meer"}, "click"),
    ("generate_lead", {}, "lead_submit"), ("file_download", {}, "download"), ("first_visit", {}, "other"),
    ("purchase", {"transaction_id": "7"}, "other"),
])
def test_what_happened(tmp_path: Path, name: str, params: dict[str, str], kind: str) -> None:
    row = read(SOURCE, write(tmp_path, "e.json", event(name=name, **params)), CLIENT)[1]["web_hits"][0]
    assert row["kind"] == kind
    assert "application" not in row


def test_days_of_the_file_are_its_window(tmp_path: Path) -> None:
    reading, _ = read(SOURCE, write(tmp_path, "e.json", event(), event(NOON + 2 * 86_400_000_000)), CLIENT)
    assert reading.window is not None
    assert (reading.window.start, reading.window.end) == (date(2026, 11, 1), date(2026, 11, 4))
