"""Reads one export of Universal Analytics sessions into web hits, for the years before Google Analytics 4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import duckdb

from ...core.facts import Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from ...core.moments import EPOCH, Days
from ...website.channels import ARRIVAL, UNTOLD, Channels, Said
from ...website.pages import ABOUT, Pages
from ...website.urls import path_of
from .. import bigquery
from ..bigquery import Shape
from ..refusals import refusal
from ..source import Sample

REQUIRED = ("fullVisitorId", "visitStartTime", "hits", "totals")
JSON_COLUMNS: Mapping[str, str] = {
    "fullVisitorId": "VARCHAR", "visitId": "VARCHAR", "visitStartTime": "VARCHAR",
    "totals": "STRUCT(pageviews VARCHAR)", "device": "STRUCT(deviceCategory VARCHAR)",
    "trafficSource": "STRUCT(source VARCHAR, medium VARCHAR, campaign VARCHAR, isTrueDirect VARCHAR)",
    "hits": "STRUCT(type VARCHAR, hitNumber VARCHAR, time VARCHAR, page STRUCT(pagePath VARCHAR, hostname VARCHAR))[]",
}
NEEDED = ("hits[].type", "hits[].time", "hits[].page.pagePath", "totals.pageviews")
DEVICES = frozenset(("desktop", "mobile", "tablet"))
COLUMNS = ("event", "at", "day", "visitor", "identity", "consent", "traffic_class", "kind", *ABOUT,
           *ARRIVAL, "device", "provenance")


class UniversalAnalytics:
    """Sessions of Universal Analytics (ga_sessions_YYYYMMDD): page hits are page views, other hits mark activity.

    Engaged time was never measured by it and stays empty: its session duration is another metric (semantics §3.8).
    Source and campaign stand on the session's first hit; a session that repeats an earlier campaign because it came
    directly (isTrueDirect) carries none.
    """

    name = "universal_analytics"
    title = "Universal Analytics (BigQuery-export)"
    version = 1
    facts: tuple[str, ...] = ("web_hits",)

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        return bigquery.likeness(sample, REQUIRED, "ga_sessions")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = bigquery.opened(reading, JSON_COLUMNS, lambda con, found: _rows(con, found, context, reading))
        return reading


def _rows(con: duckdb.DuckDBPyConnection, found: Shape, context: Context, reading: Reading) -> Iterator[Rows]:
    file = reading.path.name
    for name in found.missing(REQUIRED):
        reading.problems.append(refusal("column_missing", file, column=name))
    for path in () if reading.blocked else NEEDED:
        if not found.has(path):
            reading.problems.append(refusal("column_type", file, column=path.replace("[]", ""), found="not there"))
    if reading.blocked:
        return
    hits = _Hits(context)
    for piece in bigquery.pieces(con, _flat(found)):
        rows = [row for row in map(hits.row, piece) if row is not None]
        if rows:
            yield Rows("web_hits", dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
    stated = con.execute(f"SELECT sum(try_cast(totals.pageviews AS BIGINT)) FROM {found.table}").fetchall()[0][0]
    _conclude(reading, hits, int(stated or 0))


def _flat(found: Shape) -> str:
    """One row a hit; fields that an export lacks are empty."""
    def field(path: str, sql: str | None = None) -> str:
        return f"{sql or path}::VARCHAR" if found.has(path) else "NULL::VARCHAR"

    return f"""
SELECT fullVisitorId::VARCHAR, {field('visitId')}, try_cast(visitStartTime AS BIGINT), try_cast(h.time AS BIGINT),
  {field('hits[].hitNumber', 'h.hitNumber')}, h.type::VARCHAR, h.page.pagePath::VARCHAR,
  {field('hits[].page.hostname', 'h.page.hostname')}, {field('device.deviceCategory')}, {field('trafficSource.source')},
  {field('trafficSource.medium')}, {field('trafficSource.campaign')}, {field('trafficSource.isTrueDirect')}, n
FROM (SELECT *, unnest(hits) AS h, generate_subscripts(hits, 1) AS n FROM {found.table})"""


class _Hits:
    """Makes hits and counts them."""

    def __init__(self, context: Context) -> None:
        self.days = Days(context.zone, context.today)
        self.pages, self.channels, self.pseudonym = Pages(context), Channels(context), context.pseudonym
        self.visitor = lru_cache(200_000)(lambda browser: context.pseudonym("visitor", browser))
        self.seen = self.views = self.out_of_range = 0
        self.span: set[date] = set()

    def row(self, hit: tuple) -> tuple | None:
        (browser, visit, start, after, number, kind, path, host, device, source, medium, campaign, direct, nth) = hit
        self.seen += 1
        micros = None if start is None or abs(start) > 1 << 40 else start * 1_000_000 + (after or 0) * 1000
        day = self.days.of(micros) if micros is not None else None
        if day is None or micros is None:
            self.out_of_range += 1
            return None
        self.span.add(day)
        self.views += kind == "PAGE"
        page = self.pages.of(path_of(path)) if path else None
        came = UNTOLD
        if nth == 1 and (direct or "").lower() != "true":
            came = self.channels.columns(Said(source, medium, campaign, host=host))
        visitor = self.visitor(browser) if browser else None
        about = page.about if page else (None,) * len(ABOUT)
        return (
            self.pseudonym("event", f"{browser}|{visit}|{start}|{after}|{number or nth}|{kind}"),
            EPOCH + timedelta(microseconds=micros), day, visitor, "none" if visitor is None else "persistent",
            "unknown", "human", "page_view" if kind == "PAGE" else "other", *about,
            *came,
            device if device in DEVICES else "other" if device else None, "measured",
        )


def _conclude(reading: Reading, hits: _Hits, stated: int) -> None:
    file = reading.path.name
    if not hits.seen:
        reading.problems.append(refusal("no_rows", file, found="no hits"))
    if hits.out_of_range:
        most = hits.out_of_range * 100 > hits.seen
        reading.problems.append(refusal("most_events_out_of_range" if most else "event_time_out_of_range", file,
                                        column="visitStartTime", found=f"{hits.out_of_range} of {hits.seen} hits"))
    reading.checks.append(CheckSum("page views", hits.views, stated))
    reading.window = span(sorted(hits.span))
