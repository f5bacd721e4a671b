"""The GA4 export of the demo: events as BigQuery gives them, in monthly Parquet files and one month as JSON lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np

from ..core.period import Period
from .arrivals import Visits
from .behaviour import FORM, JOB, LIST, THANKS, Outcome, Views
from .employer import CAMPAIGNS, CHANNELS, HOST, PAGES, ZONE
from .plan import OUTAGE
from .season import Clock, Ints
from .vacancies import Vacancy

STREAM = 4086120771
JSON_MONTH = "202505"  # this month was fetched with `bq extract` as JSON lines, the others as Parquet
ON_SCROLL = 0.95  # share of pages whose engaged time GA4 sends along with the scroll event
KINDS = ("session_start", "first_visit", "page_view", "view_search_results", "scroll", "user_engagement",
         "select_content", "form_start", "application_complete", "generate_lead")
(START, FIRST, VIEW, SEARCH, SCROLL, ENGAGE, CLICK, FORM_START, COMPLETE, LEAD) = range(len(KINDS))
ROWS = 50_000


@dataclass
class Events:
    """One row an event: its view, what it is, milliseconds after the visit began, engaged time and depth."""

    view: Ints
    kind: Ints
    after_ms: Ints
    engaged_ms: Ints  # −1 none
    scroll: Ints  # −1 none


def events(visits: Visits, outcome: Outcome, views: Views, rng: np.random.Generator) -> Events:
    """All events of all visits, in no order."""
    begin = starts_of(views, rng)
    every = np.arange(len(views.visit))
    first = np.flatnonzero(views.nth == 0)
    new = first[(visits.number[views.visit[first]] == 1) | (visits.consent[views.visit[first]] == 0)]
    read = every[views.scroll > 0]
    with_scroll = rng.random(len(read)) < ON_SCROLL
    carried = np.zeros(len(every), dtype=bool)
    carried[read[with_scroll]] = True
    rest = every[~carried & (views.engaged_ms >= 1000)]
    done = begin + views.engaged_ms
    parts: tuple[tuple[Ints, Ints | int, Ints | int, Ints | int, Ints | int], ...] = (
        (first, START, begin[first], -1, -1),
        (new, FIRST, begin[new], -1, -1),
        (every, VIEW, begin + 20, -1, -1),
        *((r, SEARCH, begin[r] + 3000, -1, -1) for r in [some(views.kind == LIST, 0.15, rng)]),
        (read, SCROLL, done[read] - 5, np.where(with_scroll, views.engaged_ms[read], -1), views.scroll[read]),
        (rest, ENGAGE, done[rest], views.engaged_ms[rest], -1),
        *((r, CLICK, done[r] + 5, -1, -1) for r in [apply_clicks(views, outcome)]),
        *((r, FORM_START, begin[r] + 4000, -1, -1) for r in [np.flatnonzero(views.kind == FORM)]),
        *((r, COMPLETE, begin[r] + 40, -1, -1) for r in [np.flatnonzero(views.kind == THANKS)]),
        *((r, LEAD, done[r] + 6, -1, -1) for r in [first[outcome.lead[views.visit[first]] == 1]]),
    )
    return Events(*(np.concatenate([np.broadcast_to(p[i], len(p[0])) for p in parts]).astype(np.int64)
                    for i in range(5)))


def some(which: np.ndarray, share: float, rng: np.random.Generator) -> Ints:
    return np.flatnonzero(which & (rng.random(len(which)) < share))


def starts_of(views: Views, rng: np.random.Generator) -> Ints:
    """Milliseconds between the start of a visit and the start of each of its page views."""
    idle = rng.exponential(1800.0, len(views.visit)).astype(np.int64) + 50
    spent = np.cumsum(views.engaged_ms + idle) - (views.engaged_ms + idle)
    first = np.append(True, views.visit[1:] != views.visit[:-1])
    return spent - spent[np.flatnonzero(first)][np.cumsum(first) - 1]


def apply_clicks(views: Views, outcome: Outcome) -> Ints:
    """The last vacancy page of every visit that clicked apply."""
    rows = np.flatnonzero((views.kind == JOB) & (outcome.clicked[views.visit] == 1))
    last = np.append(views.visit[rows][1:] != views.visit[rows][:-1], True)
    return rows[last]


def tables(visits: Visits, views: Views, happened: Events, application: Ints,
           period: Period) -> dict[str, dict[str, Ints]]:
    """The three flat tables that SQL makes the nested events from: e (events), v (visits), w (views).

    `application` is the ATS number of the application made in each visit, 0 for none.
    """
    clock = Clock(period, ZoneInfo(ZONE))
    # A millisecond of its own for each visit: two may begin in the same second.
    start = clock.utc_micros(visits.day, visits.second) + np.arange(len(visits)) * 389 % 1000 * 1000
    at = start[views.visit[happened.view]] + happened.after_ms * 1000
    day = clock.local_day(at)
    keep = (day < period.days) & (day != (OUTAGE - period.start).days)
    order = np.lexsort((happened.kind, at))
    order = order[keep[order]]
    e = {"at": at[order], "day": day[order], "vw": happened.view[order], "kind": happened.kind[order],
         "engaged": happened.engaged_ms[order], "scroll": happened.scroll[order]}
    v = {"visit": np.arange(len(visits)), "started": start, "channel": visits.channel, "campaign": visits.campaign,
         "cookie": visits.cookie, "number": visits.number, "consent": visits.consent, "mobile": visits.mobile,
         "internal": visits.internal, "application": application, "seen": start[visits.first_seen],
         "came_by": visits.channel[visits.first_seen],
         "came_with": visits.campaign[visits.first_seen]}
    w = {"vw": np.arange(len(views.visit)), "visit": views.visit, "nth": views.nth, "page": views.page}
    return {"e": e, "v": v, "w": w}


def lookups(connection: duckdb.DuckDBPyConnection, vacancies: list[Vacancy], period: Period) -> None:
    """The small tables with words: pages, channels, campaigns, days and kinds of event."""
    pages = [(p[0], p[1]) for p in PAGES]
    for v in vacancies:
        pages += [(v.path, f"{v.name} | Werken bij Merelhof"),
                  (f"{v.path}/solliciteren", f"Solliciteer: {v.name} | Werken bij Merelhof")]
    fill(connection, "pages", "page BIGINT, path VARCHAR, title VARCHAR",
         [(i, path, title) for i, (path, title) in enumerate(pages)])
    fill(connection, "channels", "channel BIGINT, source VARCHAR, medium VARCHAR, referrer VARCHAR, campaign_0 VARCHAR",
         [(i, c.source, c.medium, c.referrer, c.campaigns[0] if c.campaigns else "") for i, c in enumerate(CHANNELS)])
    fill(connection, "campaigns", "campaign BIGINT, name VARCHAR", [(i, c.name) for i, c in enumerate(CAMPAIGNS)])
    fill(connection, "days", "day BIGINT, event_date VARCHAR",
         [(i, (period.start + timedelta(days=i)).strftime("%Y%m%d")) for i in range(period.days)])
    fill(connection, "kinds", "kind BIGINT, event_name VARCHAR", list(enumerate(KINDS)))


def fill(connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    connection.execute(f"CREATE TABLE {name} ({columns})")
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def text(key: str, value: str) -> str:
    return (f"{{'key': '{key}', 'value': {{'string_value': {value}, 'int_value': NULL::BIGINT, "
            f"'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}}}}")


def whole(key: str, value: str) -> str:
    return (f"{{'key': '{key}', 'value': {{'string_value': NULL::VARCHAR, 'int_value': {value}, "
            f"'float_value': NULL::DOUBLE, 'double_value': NULL::DOUBLE}}}}")


def given(condition: str, param: str) -> str:
    return f"CASE WHEN {condition} THEN {param} END"


TAGGED = "c.medium IN ('paid_social', 'organic_social', 'cpc', 'jobboard_paid', 'jobboard_free', 'email', " \
         "'referral_employee') OR c.source = 'google_jobs_apply'"
# GA4 knows a search engine by its referrer; everything else must carry a tag.
PARAMS = ", ".join((
    text("page_location", "location"),
    text("page_title", "title"),
    given("came_from <> ''", text("page_referrer", "came_from")),
    given("consent = 1", whole("ga_session_id", "started // 1000000")),
    given("consent = 1", whole("ga_session_number", "number")),
    given("engaged >= 0", whole("engagement_time_msec", "engaged")),
    given("event_name = 'scroll'", whole("percent_scrolled", "scroll")),
    given("event_name = 'page_view' AND nth = 0", whole("entrances", "1::BIGINT")),
    given("event_name IN ('page_view', 'first_visit') AND nth = 0 AND tagged", text("source", "source")),
    given("event_name IN ('page_view', 'first_visit') AND nth = 0 AND tagged", text("medium", "medium")),
    given("event_name IN ('page_view', 'first_visit') AND nth = 0 AND tagged AND campaign <> ''",
          text("campaign", "campaign")),
    given("event_name = 'select_content'", text("content_type", "'knop'")),
    given("event_name = 'select_content'", text("link_text", "'Solliciteer direct'")),
    given("event_name = 'application_complete' AND consent = 1 AND application > 0",
          text("application_id", "application::VARCHAR")),
    given("event_name = 'form_start'", text("form_id", "'sollicitatie'")),
    given("event_name = 'form_start'", text("form_destination", "location")),
    given("event_name = 'generate_lead'", text("lead_source", "'job alert'")),
    given("event_name = 'view_search_results'", text("search_term", "'zorg'")),
    given("internal = 1", text("traffic_type", "'internal'")),
    text("session_engaged", "CASE WHEN nth > 0 OR engaged >= 10000 THEN '1' ELSE '0' END"),
))
WIDE = f"""
CREATE TABLE wide AS
WITH arrived AS (
  SELECT v.*, c.source, c.medium, c.referrer, coalesce(k.name, c.campaign_0) AS campaign_name,
         ({TAGGED}) AS tagged, f.source AS first_source, f.medium AS first_medium,
         coalesce(g.name, f.campaign_0) AS first_campaign
  FROM v JOIN channels c USING (channel) LEFT JOIN campaigns k ON k.campaign = v.campaign
  JOIN channels f ON f.channel = v.came_by LEFT JOIN campaigns g ON g.campaign = v.came_with
), viewed AS (
  SELECT w.vw, w.nth, a.*, p.title,
         'https://{HOST}' || p.path || CASE WHEN w.nth = 0 AND a.tagged THEN
           '?utm_source=' || a.source || '&utm_medium=' || a.medium
           || CASE WHEN a.campaign_name <> '' THEN '&utm_campaign=' || a.campaign_name ELSE '' END
           ELSE '' END AS location,
         CASE WHEN w.nth = 0 THEN a.referrer
              ELSE 'https://{HOST}' || lag(p.path) OVER (PARTITION BY w.visit ORDER BY w.nth) END AS came_from
  FROM w JOIN arrived a USING (visit) JOIN pages p ON p.page = w.page
)
SELECT d.event_date, e.at AS event_timestamp, k.event_name, e.engaged, e.scroll, x.* EXCLUDE (campaign, campaign_name),
       x.campaign_name AS campaign,
       row_number() OVER (PARTITION BY x.visit ORDER BY e.at, e.kind) AS nth_of_visit
FROM e JOIN viewed x USING (vw) JOIN days d USING (day) JOIN kinds k USING (kind)
"""
EVENTS = f"""
SELECT event_date, event_timestamp, event_name,
  list_filter([{PARAMS}], lambda p: p IS NOT NULL) AS event_params,
  NULL::BIGINT AS event_previous_timestamp, started // 1000000 + nth_of_visit AS event_bundle_sequence_id,
  NULL::VARCHAR AS user_id,
  CASE WHEN consent = 1 THEN (1000000000 + cookie * 7919 % 1000000007)::VARCHAR || '.' || (seen // 1000000)::VARCHAR END
    AS user_pseudo_id,
  {{'analytics_storage': CASE WHEN consent = 1 THEN 'Yes' ELSE 'No' END,
    'ads_storage': CASE WHEN consent = 1 THEN 'Yes' ELSE 'No' END, 'uses_transient_token': 'No'}} AS privacy_info,
  CASE WHEN consent = 1 THEN seen END AS user_first_touch_timestamp,
  {{'category': CASE WHEN mobile = 1 THEN 'mobile' ELSE 'desktop' END,
    'operating_system': CASE WHEN mobile = 1 THEN 'iOS' ELSE 'Windows' END, 'language': 'nl-nl',
    'web_info': {{'browser': CASE WHEN mobile = 1 THEN 'Safari' ELSE 'Chrome' END, 'hostname': '{HOST}'}}}} AS device,
  {{'continent': 'Europe', 'sub_continent': 'Western Europe', 'country': 'Netherlands'}} AS geo,
  {{'name': CASE WHEN consent = 1 THEN nullif(first_campaign, '') END,
    'medium': CASE WHEN consent = 1 THEN coalesce(nullif(first_medium, ''), '(none)') END,
    'source': CASE WHEN consent = 1 THEN coalesce(nullif(first_source, ''), '(direct)') END}} AS traffic_source,
  {STREAM}::BIGINT AS stream_id, 'WEB' AS platform,
  {{'manual_campaign_id': NULL::VARCHAR,
    'manual_campaign_name': CASE WHEN nth = 0 AND tagged THEN nullif(campaign, '') END,
    'manual_source': CASE WHEN nth = 0 AND tagged THEN source END,
    'manual_medium': CASE WHEN nth = 0 AND tagged THEN medium END,
    'manual_term': NULL::VARCHAR, 'manual_content': NULL::VARCHAR, 'gclid': NULL::VARCHAR, 'dclid': NULL::VARCHAR,
    'srsltid': NULL::VARCHAR}} AS collected_traffic_source,
  started // 1000 AS batch_page_id, nth_of_visit AS batch_ordering_id, 1::BIGINT AS batch_event_index
FROM wide WHERE event_date LIKE ? ORDER BY event_date, event_timestamp, visit, nth_of_visit
"""


def write(folder: Path, flat: Mapping[str, Mapping[str, Ints]], vacancies: list[Vacancy], period: Period) -> int:
    """Write all months; the number of events. One thread, so that the same seed gives the same bytes."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute("SET enable_progress_bar = false")
    for name, columns in flat.items():
        connection.register(name, dict(columns))
    lookups(connection, vacancies, period)
    connection.execute(WIDE)
    months = [r[0] for r in connection.execute("SELECT DISTINCT event_date[1:6] FROM wide ORDER BY 1").fetchall()]
    for month in months:
        if month == JSON_MONTH:
            json_lines(connection, folder / f"ga4_events_{month}.jsonl.gz", month)
        else:
            query = EVENTS.replace("?", f"'{month}%'")
            path = str(folder / f"ga4_events_{month}.parquet").replace("'", "''")
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    count = connection.execute("SELECT count(*) FROM wide").fetchall()[0][0]
    connection.close()
    return int(count)


def json_lines(connection: duckdb.DuckDBPyConnection, path: Path, month: str) -> None:
    """Newline-delimited JSON as `bq extract` writes it: whole numbers as strings, empty fields left out."""
    found = connection.execute(EVENTS, [f"{month}%"])
    names = [c[0] for c in found.description]
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        while rows := found.fetchmany(ROWS):
            for row in rows:
                line = bare(dict(zip(names, row, strict=True)))
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def bare(value: object) -> object:
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [bare(v) for v in value]
    return str(value) if isinstance(value, int) else value


