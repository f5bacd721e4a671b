"""The demo's files: the same for the same seed, read by the sources without a problem, and about nobody."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import duckdb
import pytest

from talentloop.core.intake import Context, Reading
from talentloop.demo import HISTORY, OUTAGE, PLAN, DemoTruth, client_toml, write_demo
from talentloop.demo.networks import windows
from talentloop.sources.recognise import recognise
from talentloop.store.settings import read_settings

Demo = tuple[Path, DemoTruth]
SOURCE_OF = {"ga4_events": "ga4_bigquery", "meta": "meta_export", "linkedin": "linkedin_ads_csv",
             "google_ads": "google_ads_csv", "greenhouse": "greenhouse", "kosten": "mapping", "leads": "mapping",
             "doelgroep": "mapping", "dienstverbanden": "mapping", "vacatures": "mapping"}
EXPECTED_WARNINGS = {"only_window"}  # a file of reach has no days: so it is meant


def pseudonym(kind: str, value: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind}|{value}".encode(), digest_size=8).digest(), "big", signed=True)


@pytest.fixture(scope="module")
def context(small: Demo) -> Context:
    s = read_settings(small[0] / "client.toml")
    assert s.as_of
    return Context(s.zone, pseudonym, s.as_of, s.currency, s.own_hosts, s.internal_addresses, s.pages, s.files, s.stages,
                   s.channels)


@pytest.fixture(scope="module")
def taken(small: Demo, context: Context) -> tuple[dict[str, Reading], dict[str, dict[str, list[object]]]]:
    """Every file read by the source that knows it, and all facts together."""
    readings: dict[str, Reading] = {}
    facts: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((small[0] / "exports").iterdir()):
        source = recognise(path, context)
        assert hasattr(source, "read"), source
        readings[path.name] = source.read(path, context)
        for rows in readings[path.name].rows:
            for name, values in rows.columns.items():
                facts[rows.fact][name] += values
    return readings, facts


def digests(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    first = write_demo(tmp_path / "a", seed=5, scale=0.02)
    again = write_demo(tmp_path / "b", seed=5, scale=0.02)
    other = write_demo(tmp_path / "c", seed=6, scale=0.02)
    assert first == again
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a") != digests(tmp_path / "c")
    assert other.files == first.files


def test_progress_runs_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    write_demo(tmp_path, scale=0.01, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[0] == 0.0 and told[-1] == ("done", 1.0)


def test_every_file_is_recognised(taken: tuple[dict[str, Reading], object]) -> None:
    readings, _ = taken
    for name, reading in readings.items():
        assert reading.source == next(s for start, s in SOURCE_OF.items() if name.startswith(start)), name


def test_no_file_has_a_problem_or_a_wrong_check_sum(taken: tuple[dict[str, Reading], object]) -> None:
    readings, _ = taken
    odd = {name: [(p.code, p.line, p.column, p.found) for p in r.problems if p.code not in EXPECTED_WARNINGS]
           for name, r in readings.items()}
    assert {name: found for name, found in odd.items() if found} == {}
    assert [(name, c) for name, r in readings.items() for c in r.checks if not c.agrees] == []


def test_every_fact_that_the_kpis_need_is_there(small: Demo, taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    _, facts = taken
    assert set(facts) == {"web_hits", "exposures", "reach", "applications", "leads", "costs", "target_groups", "jobs",
                          "vacancies"}
    truth = small[1]
    assert len(facts["web_hits"]["event"]) == len(set(facts["web_hits"]["event"])) == truth.events
    applications = facts["applications"]["application"]
    assert len(applications) == len(set(applications)) == truth.applications
    assert sum(d is not None for d in facts["applications"]["hired_day"]) == truth.hires
    assert set(facts["web_hits"]["kind"]) >= {"page_view", "engage", "scroll", "apply_click", "application_start",
                                              "application_complete", "lead_submit", "job_search"}
    assert set(facts["web_hits"]["page_type"]) == {"home", "content", "team", "job_list", "job", "form", "thank_you"}


def test_refusers_have_no_identity(taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    hits = taken[1]["web_hits"]
    assert set(zip(hits["consent"], hits["identity"], strict=True)) == {("full", "persistent"), ("limited", "none")}
    assert all((v is None) == (c == "limited") for v, c in zip(hits["visitor"], hits["consent"], strict=True))


def test_the_outage_has_no_events_but_the_day_around_it_has(taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    days = Counter(taken[1]["web_hits"]["day"])
    assert days[OUTAGE] == 0
    assert {d for d in HISTORY if not days[d]} == {OUTAGE}


def test_applications_made_during_the_outage_still_reached_the_ats() -> None:
    from talentloop.demo import imagine

    found = [a for seed in range(4) for a in imagine(seed).applications if a.at.date() == OUTAGE and a.visit >= 0]
    assert found


def test_reach_is_there_for_exactly_the_loops_windows_and_never_for_search(
        taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    reach, exposures = taken[1]["reach"], taken[1]["exposures"]
    account = {(n, s, e) for n, c, s, e in zip(reach["network"], reach["scope"], reach["window_start"],
                                              reach["window_end"], strict=True) if c == "account"}
    wanted = [PLAN.baseline, *(x.period for x in PLAN.loops)]
    assert {("meta", p.start, p.end) for p in wanted} <= account
    assert {("linkedin", p.start, p.end) for p in wanted} <= account
    assert account == {(n, p.start, p.end) for n in ("meta", "linkedin") for p in windows()}
    assert "google_search" in exposures["network"] and "google_search" not in reach["network"]


def test_clicks_and_prices_are_believable(taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    shown = taken[1]["exposures"]
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for network, impressions, clicks, spend in zip(shown["network"], shown["impressions"], shown["link_clicks"],
                                                  shown["spend_micros"], strict=True):
        for i, value in enumerate((impressions, clicks, spend)):
            sums[network][i] += value
    for network, ctr, cpm in (("meta", 0.0095, 6.6), ("linkedin", 0.005, 32.0), ("google_search", 0.062, 103.0)):
        impressions, clicks, spend = sums[network]
        assert clicks / impressions == pytest.approx(ctr, rel=0.35)
        assert spend / 1e6 / impressions * 1000 == pytest.approx(cpm, rel=0.12)


def test_costs_per_hire_are_those_of_a_dutch_employer() -> None:
    """On the full demo's own costs: about € 4,800 a hire (semantics §6)."""
    from talentloop.demo import imagine, office
    from talentloop.demo.write import stream

    story = imagine(2024)
    rows = office.costs(story.applications, HISTORY, 1.0, stream(2024, 9))
    hires = sum(a.hired is not None for a in story.applications)
    assert 3_500 < sum(float(str(r[4])) for r in rows) / hires < 6_500


def test_a_lead_who_applies_is_known_by_the_same_address(taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    facts = taken[1]
    assert set(facts["leads"]["person"]) & set(facts["applications"]["person"])
    assert set(facts["leads"]["kind"]) == {"job_alert", "lead_ad", "event"}


def test_the_site_tells_the_number_of_the_application(taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    facts = taken[1]
    told = {a for a in facts["web_hits"]["application"] if a is not None}
    assert told and told <= set(facts["applications"]["application"])


def test_names_are_in_the_raw_file_and_nowhere_in_the_facts(
        small: Demo, taken: tuple[object, dict[str, dict[str, list]]]) -> None:
    raw = "".join(p.read_text() for p in (small[0] / "exports").glob("greenhouse*"))
    assert '"first_name"' in raw and "@example.org" in raw and "06-00000000" in raw
    words = {str(v) for columns in taken[1].values() for values in columns.values() for v in values if isinstance(v, str)}
    assert not [w for w in words if "@" in w or "Verzonnen" in w or "06-0000" in w]


def test_nobody_real_is_in_any_file(small: Demo) -> None:
    """Addresses are at example.org, sites under .example or a public service's own."""
    for path in (small[0] / "exports").iterdir():
        if path.suffix in (".csv", ".json", ".jsonl"):
            text = path.read_bytes().decode("utf-16" if path.name.startswith("linkedin") else "utf-8-sig")
            assert set(re.findall(r"[\w.+-]+@([\w.-]+)", text)) <= {"example.org"}, path.name


def test_ga4_files_have_the_shape_of_the_export(small: Demo) -> None:
    files = str(small[0] / "exports" / "*.parquet")
    con = duckdb.connect()
    columns = dict(r[:2] for r in con.execute(f"DESCRIBE SELECT * FROM read_parquet('{files}')").fetchall())
    assert columns["event_date"] == "VARCHAR" and columns["event_timestamp"] == "BIGINT"
    assert re.fullmatch(r'STRUCT\("?key"? VARCHAR, "?value"? STRUCT\(string_value VARCHAR, int_value BIGINT, '
                        r"float_value DOUBLE, double_value DOUBLE\)\)\[\]", columns["event_params"])
    dates = con.execute(f"SELECT min(event_date), max(event_date), count(*) FILTER (user_pseudo_id IS NULL) * 1.0 / "
                        f"count(*) FROM read_parquet('{files}')").fetchall()[0]
    assert dates[:2] == ("20250601", "20261031") and 0.3 < dates[2] < 0.5


def test_client_toml_names_the_seed_and_is_understood(tmp_path: Path) -> None:
    (tmp_path / "client.toml").write_text(client_toml(77), encoding="utf-8")
    settings = read_settings(tmp_path / "client.toml")
    assert "seed 77" in client_toml(77)
    assert settings.name == "Zorggroep Merelhof" and settings.as_of == date(2026, 11, 5)
    assert {f.fact for f in settings.files} == {"costs", "leads", "target_groups", "vacancies", "jobs"}
