"""What the fact store promises: once, whole, replaced where restated, and readable as it was."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable

from talentloop.core.errors import StoreTrouble, UnknownName
from talentloop.core.facts import FACTS, Rows
from talentloop.core.intake import Batch
from talentloop.core.kpis import KPIS
from talentloop.core.period import Period
from talentloop.engine import delta, footers
from talentloop.engine.catalog import Catalog
from talentloop.engine.connection import connect, reading
from talentloop.engine.coverage import COVERAGE
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.engine.snapshot import Snapshot
from talentloop.people import DERIVATIONS

from .worlds import FETCHED, START, Row, application, batch, hits, leads, world

SPRING = Period(date(2026, 3, 1), date(2026, 5, 1))


def rows(snapshot: Snapshot, fact: str, columns: str = "*") -> list[tuple]:
    with connect(snapshot.root / "tmp" / "test") as con:
        found = con.execute(f"SELECT {columns} FROM {snapshot.source(FACTS[fact])} ORDER BY ALL").fetchall()
    return found


def exposure(day: date, campaign: str, shown: int, ad: str | None = None) -> Row:
    return {"day": day, "network": "linkedin", "account": None, "paid": "paid", "campaign_id": None,
            "campaign": campaign, "ad": ad, "impressions": shown, "provenance": "platform_estimate"}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "facts")


def test_the_same_batch_twice_changes_nothing(lake: Lake) -> None:
    told = world(1)
    first = lake.take(batch("a", told), DERIVATIONS)
    before = lake.now()
    again = lake.take(batch("a", told), DERIVATIONS)
    assert first.rows["web_hits"] == len(told["web_hits"]) and not first.repeated
    assert again.repeated and lake.now() == before and len(lake.history()) == 1


def test_events_that_come_again_in_another_batch_are_dropped(lake: Lake) -> None:
    told = hits(random.Random(1), 60)
    lake.take(batch("a", {"web_hits": told[:40]}))
    taken = lake.take(batch("b", {"web_hits": told[20:] + told[50:]}))
    assert taken.rows == {"web_hits": 20}
    assert [r[0] for r in rows(lake.now(), "web_hits", "event")] == sorted(h["event"] for h in told)


def test_rows_with_the_same_key_are_the_same_thing_told_again(lake: Lake) -> None:
    lead: Row = {"lead": 1, "day": date(2026, 1, 30), "kind": "contact", "provenance": "measured"}
    lake.take(batch("a", {"leads": [lead, {**lead, "lead": 2}]}))
    told = [{**lead, "kind": "event"}, {**lead, "day": date(2026, 2, 2), "kind": "whatsapp"}]
    taken = lake.take(batch("b", {"leads": told}))
    assert rows(lake.now(), "leads", "lead, day, kind, batch") == [
        (1, date(2026, 2, 2), "whatsapp", "b"), (2, date(2026, 1, 30), "contact", "a")]
    assert taken.replaced == {"leads": 1}


def test_a_restated_window_replaces_its_campaigns_and_no_others(lake: Lake) -> None:
    march = [exposure(date(2026, 3, d), "spring", 100, "x") for d in (1, 2, 3)]
    lake.take(batch("a", {"exposures": [*march, exposure(date(2026, 3, 2), "autumn", 7),
                                        exposure(date(2026, 4, 1), "spring", 9, "x")]}))
    restated = [exposure(date(2026, 3, 2), "spring", 80, "y")]
    taken = lake.take(batch("b", {"exposures": restated}, window=Period(date(2026, 3, 1), date(2026, 4, 1))))
    assert rows(lake.now(), "exposures", "day, campaign, impressions") == [
        (date(2026, 3, 2), "autumn", 7), (date(2026, 3, 2), "spring", 80), (date(2026, 4, 1), "spring", 9)]
    assert taken.replaced == {"exposures": 3} and lake.history()[-1].instead_of == {"a": 3}


def test_without_a_window_the_rows_own_days_bound_what_is_replaced(lake: Lake) -> None:
    lake.take(batch("a", {"exposures": [exposure(date(2026, 3, d), "spring", d, "x") for d in range(1, 6)]}))
    lake.take(batch("b", {"exposures": [exposure(date(2026, 3, d), "spring", 50, "y") for d in (2, 4)]}))
    assert rows(lake.now(), "exposures", "day, impressions") == [
        (date(2026, 3, 1), 1), (date(2026, 3, 2), 50), (date(2026, 3, 4), 50), (date(2026, 3, 5), 5)]


def test_what_was_reported_then_stays_readable(lake: Lake) -> None:
    lake.take(batch("a", {"exposures": [exposure(SPRING.start, "spring", 100)]}))
    between = lake.history()[-1].at
    lake.take(batch("b", {"exposures": [exposure(SPRING.start, "spring", 60)]}))
    shown = KPIS["impressions"]

    def told(snapshot: Snapshot) -> object:
        found = shown.value(DuckEngine(snapshot).measure(shown.primitives, [SPRING]), SPRING)
        return getattr(found, "value", found)

    assert (told(lake.at(1)), told(lake.at(between)), told(lake.now())) == (100, 100, 60)
    assert rows(lake.at(datetime(2000, 1, 1)), "exposures") == []


def test_undoing_the_last_batch_brings_everything_back(lake: Lake) -> None:
    told = world(3)
    half = {fact: own[: len(own) // 2] for fact, own in told.items()}
    lake.take(batch("a", half), DERIVATIONS)
    before = {fact: rows(lake.now(), fact) for fact in FACTS}
    lake.take(batch("b", told), DERIVATIONS)
    lake.undo("b")
    assert {fact: rows(lake.now(), fact) for fact in FACTS} == before
    assert not lake.take(batch("b", told), DERIVATIONS).repeated
    with pytest.raises(UnknownName):
        lake.undo("a")


def test_a_cancelled_batch_leaves_nothing(lake: Lake) -> None:
    told = batch("a", world(1))
    refused = Batch("a", "ga4", FETCHED, told.rows, cancelled=lambda: True)
    assert lake.take(refused, DERIVATIONS).refused
    assert not lake.history() and not lake.take(batch("a", world(1))).repeated


def test_a_source_that_breaks_off_leaves_nothing(lake: Lake) -> None:
    def broken() -> Iterator[Rows]:
        yield from batch("", world(1)).rows
        raise RuntimeError("the file ends here")

    with pytest.raises(RuntimeError):
        lake.take(Batch("a", "ga4", FETCHED, broken()), DERIVATIONS)
    assert not lake.history() and not list((lake.root / "tmp").iterdir())


def test_compaction_and_vacuum_change_no_figure(lake: Lake) -> None:
    told = hits(random.Random(2), 120, days=20)
    for i in range(6):
        lake.take(batch(str(i), {"web_hits": told[i * 20:(i + 1) * 20]}), DERIVATIONS)
    before = {fact: rows(lake.now(), fact) for fact in FACTS}
    files = len(lake.now().parts(FACTS["web_hits"]))
    assert lake.compact(files=3) > 0
    assert lake.vacuum(hours=0) > 0
    assert {fact: rows(lake.now(), fact) for fact in FACTS} == before
    assert len(lake.now().parts(FACTS["web_hits"])) < files
    on_disk = {p.name for p in (lake.root / "web_hits").rglob("*.parquet") if "_delta_log" not in p.parts}
    assert on_disk == {Path(p.path).name for p in lake.now().parts(FACTS["web_hits"])}
    lake.take(batch("later", {"web_hits": hits(random.Random(9), 20, first_event=1000, days=20)}), DERIVATIONS)


def test_only_the_source_of_record_counts(tmp_path: Path) -> None:
    told = hits(random.Random(4), 80)
    other = [{**h, "event": h["event"] + 10_000} for h in told]
    lake = Lake(tmp_path)
    lake.take(batch("a", {"web_hits": told}, source="ga4"), DERIVATIONS)
    visits = rows(lake.now(), "visits")
    lake.take(batch("b", {"web_hits": other}, source="log"), DERIVATIONS)
    assert rows(lake.now(), "visits") == visits and len(rows(lake.now(), "web_hits")) == 160
    chosen = Lake(tmp_path, record={"web_hits": "log"})
    assert chosen.refresh(DERIVATIONS) and not chosen.refresh(DERIVATIONS)
    assert {r[0] for r in rows(chosen.now(), "visits", "visit")} == {v[0] + 10_000 for v in visits}
    assert DuckEngine(chosen).sources()["web_hits"] == ("log",)


def test_coverage_tells_days_and_sources(lake: Lake) -> None:
    lake.take(batch("a", {"exposures": [exposure(date(2026, 3, d), "spring", d) for d in (1, 2, 5)]}, source="li"))
    engine = DuckEngine(lake)
    assert engine.days("exposures") == Period(date(2026, 3, 1), date(2026, 3, 6)) and engine.days("visits") is None
    assert engine.sources() == {"exposures": ("li",)}
    counted = engine.ask(f"SELECT sum(rows) FROM {lake.now().source(COVERAGE)}")
    assert counted == [(3,)]


def test_a_reader_keeps_its_state_while_a_batch_comes_in(lake: Lake) -> None:
    told = hits(random.Random(5), 200)
    lake.take(batch("a", {"web_hits": told[:100]}), DERIVATIONS)
    held, before = lake.now(), rows(lake.now(), "visits")
    seen: set[tuple[int, int]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            now = lake.now()
            seen.add((len(rows(now, "web_hits")), sum(r[0] for r in rows(now, "visits", "page_views"))))

    reader = threading.Thread(target=read)
    reader.start()
    lake.take(batch("b", {"web_hits": told[100:]}), DERIVATIONS)
    done.set()
    reader.join()
    whole = [(len(rows(s, "web_hits")), sum(r[0] for r in rows(s, "visits", "page_views"))) for s in (held, lake.now())]
    assert seen <= set(whole) and rows(held, "visits") == before


def hold(root: Path, seconds: float, ready: object) -> None:
    with Catalog(root).writing():
        ready.set()  # type: ignore[attr-defined]
        time.sleep(seconds)


def test_a_second_writer_waits_and_then_gives_up_with_a_reason(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, told = context.Event(), []
    other = context.Process(target=hold, args=(tmp_path, 1.5, ready))
    other.start()
    ready.wait(20)
    with pytest.raises(StoreTrouble, match="store_locked"):
        Lake(tmp_path, patience=0.2).take(batch("a", world(1)))
    lake = Lake(tmp_path, patience=20, waiting=lambda: told.append("waiting"))
    assert lake.take(batch("a", {"web_hits": hits(random.Random(1), 5)})).rows == {"web_hits": 5}
    other.join()
    assert told == ["waiting"]


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    told = hits(random.Random(6), 80)
    errors: list[BaseException] = []

    def write(name: str, own: list[Row]) -> None:
        try:
            for i in range(0, len(own), 10):
                Lake(tmp_path).take(batch(f"{name}{i}", {"web_hits": own[i:i + 10]}))
        except BaseException as error:
            errors.append(error)

    writers = [threading.Thread(target=write, args=(n, told[i * 40:(i + 1) * 40])) for i, n in enumerate("ab")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not errors and len(Lake(tmp_path).history()) == 8
    assert [r[0] for r in rows(Lake(tmp_path).now(), "web_hits", "event")] == sorted(h["event"] for h in told)


def test_numbers_and_moments_come_back_as_they_were_told(lake: Lake) -> None:
    told = {"event": 2 ** 63 - 1, "at": datetime(1969, 12, 31, 23, 59, 59, 999_999), "day": date(1970, 1, 1),
            "visitor": -(2 ** 63), "identity": "daily", "consent": "full", "traffic_class": "human", "kind": "other",
            "page": "/'é\"", "provenance": "measured"}
    lake.take(batch("a", {"web_hits": [told]}))
    assert rows(lake.now(), "web_hits", 'event, "at", day, visitor, page, network, fetched_at') == [
        (told["event"], told["at"], told["day"], told["visitor"], told["page"], None, FETCHED)]
    assert START < FETCHED


def test_files_from_before_a_column_say_unknown(lake: Lake) -> None:
    """Old months lack the column, new ones have it, and asking for it finds both; so does asking where none has it."""
    hit = {"at": FETCHED, "identity": "persistent", "consent": "full", "traffic_class": "human", "kind": "page_view",
           "visitor": 7, "page": "/", "provenance": "measured"}
    lake.take(batch("old", {"web_hits": [{**hit, "event": 1, "day": date(2026, 1, 5)}]}), DERIVATIONS)
    for path in lake.now().files(FACTS["web_hits"]):
        whole = duckdb.sql(f"SELECT * FROM read_parquet('{path}', hive_partitioning = false)").fetchall()
        assert whole
        duckdb.sql(f"COPY (SELECT * EXCLUDE (utm_source, utm_medium, persona) FROM read_parquet('{path}', "
                   f"hive_partitioning = false)) TO '{path}.new' (FORMAT parquet)")
        Path(f"{path}.new").replace(path)
    footers._known.clear()
    assert rows(lake.now(), "web_hits", "event, utm_source, persona") == [(1, None, None)]
    lake.take(batch("new", {"web_hits": [{**hit, "event": 2, "day": date(2026, 2, 5), "utm_source": "fb",
                                       "persona": "starter"}]}), DERIVATIONS)
    assert rows(lake.now(), "web_hits", "event, utm_source, persona") == [(1, None, None), (2, "fb", "starter")]
    assert [r[1] for r in rows(lake.now(), "page_reads", "day, persona")] == [None, "starter"]


def test_files_that_all_have_every_column_are_read_without_a_detour(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each footer is looked at once; a file that is gone is no reason to fail before anybody reads it."""
    hit = {"at": FETCHED, "identity": "persistent", "consent": "full", "traffic_class": "human", "kind": "page_view",
           "visitor": 7, "page": "/", "provenance": "measured"}
    for month in (1, 2):
        lake.take(batch(str(month), {"web_hits": [{**hit, "event": month, "day": date(2026, month, 5)}]}))
    looked: list[str] = []
    look = footers._look
    monkeypatch.setattr(footers, "_look", lambda files: looked.extend(files) or look(files))
    footers._known.clear()
    for _ in range(2):
        assert lake.now().source(FACTS["web_hits"]) == reading(lake.now().files(FACTS["web_hits"]))
    assert sorted(looked) == sorted(lake.now().files(FACTS["web_hits"]))
    footers._known.clear()
    Path(looked[0]).unlink()
    with pytest.raises(duckdb.IOException):
        duckdb.sql(f"SELECT count(*) FROM {lake.now().source(FACTS['web_hits'])}").fetchall()


def test_a_table_that_gets_a_column_says_so_to_whoever_else_reads_it(tmp_path: Path) -> None:
    whole = FACTS["costs"]
    narrow = replace(whole, columns=tuple(c for c in whole.columns if c.name != "side"))
    first = delta.commit(tmp_path / "costs", narrow, None, delta.Change(), {})
    delta.commit(tmp_path / "costs", whole, first, delta.Change(), {})
    assert "side" in [f.name for f in DeltaTable(tmp_path / "costs").schema().fields]


def employment(number: int, application: int) -> Row:
    return {"job": number, "application": application, "day": date(2026, 4, 1), "provenance": "measured"}


def test_what_takes_the_place_of_a_file_leaves_nothing_of_it(lake: Lake) -> None:
    """Nor of facts that it does not tell itself: who is hired no more has no employment, whoever told of that one."""
    told = application(random.Random(1), 500) | {"hired_day": date(2026, 3, 1), "rejected_day": None}
    lake.take(batch("hr", {"jobs": [employment(1, 500), employment(2, 777)]}), DERIVATIONS)
    lake.take(batch("a", {"applications": [told, {**told, "application": 501, "candidate": 9}],
                          "jobs": [employment(3, 500), employment(4, 501)], "leads": leads(random.Random(1), 5)}),
              DERIVATIONS)
    taken = lake.take(batch("b", {"applications": [{**told, "hired_day": None}]}), DERIVATIONS, instead="a")
    assert rows(lake.now(), "jobs", "job, application") == [(2, 777)]
    assert rows(lake.now(), "leads") == [] and len(rows(lake.now(), "applications")) == 1
    assert len(rows(lake.now(), "counted_applications")) == 1
    assert taken.replaced == {"applications": 2, "jobs": 2, "leads": 5} and lake.history()[-1].instead_of == {"a": 9}
    assert "leads" not in lake.catalog.state().first_source
    lake.undo("b", DERIVATIONS)
    assert [n for n, in rows(lake.now(), "jobs", "job")] == [1, 2, 3, 4]


def test_what_was_told_by_a_clock_ahead_does_not_keep_exports_out(lake: Lake) -> None:
    told = application(random.Random(1), 500) | dict.fromkeys(("hired_day", "rejected_day", "withdrawn_day"))
    lake.take(batch("hook", {"applications": [{**told, "known_at": datetime(2031, 1, 1)}]}))
    lake.take(batch("older", {"applications": [{**told, "hired_day": FETCHED.date() - timedelta(days=1)}]}))
    assert rows(lake.now(), "applications", "hired_day") == [(None,)], "it is as old as what was known when it was taken"
    lake.take(batch("export", {"applications": [{**told, "hired_day": FETCHED.date() + timedelta(days=1)}]}))
    assert rows(lake.now(), "applications", "hired_day") == [(FETCHED.date() + timedelta(days=1),)]


def test_an_export_s_row_is_told_anew_by_the_next_export(lake: Lake) -> None:
    """However long after everything that it tells it was taken: only a webhook's moment keeps an export out."""
    told = application(random.Random(1), 500) | dict.fromkeys(("hired_day", "rejected_day", "withdrawn_day"))
    lake.take(batch("first", {"applications": [told]}))
    lake.take(batch("next", {"applications": [{**told, "candidate": 99}]}))
    assert rows(lake.now(), "applications", "candidate") == [(99,)]
