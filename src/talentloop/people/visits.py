"""Hits become visits, in SQL: cut where half an hour passes, for all or only for the browsers that a batch touched."""

from __future__ import annotations

from ..core.facts import FACTS
from ..core.identity import ID_DAYS
from .bench import Bench, counted_hits, month_before, slices

HITS, VISITS = FACTS["web_hits"], FACTS["visits"]
GAP = "INTERVAL '30' MINUTE"  # more than this between two hits opens a new visit
LOOK_BACK = ID_DAYS
AT_ONCE = 3_000_000  # hits cut into visits in one statement
WORSE = ("human", "internal", "test", "bot_suspect", "bot_known")  # a visit is as bad as its worst hit
INTENT = "'apply_click', 'application_start', 'application_complete', 'lead_submit'"


def badness(column: str = "traffic_class") -> str:
    """A traffic class as a number, worse is more."""
    cases = " ".join(f"WHEN '{name}' THEN {i}" for i, name in enumerate(WORSE))
    return f"CASE {column} {cases} END"


def class_of(number: str) -> str:
    cases = " ".join(f"WHEN {i} THEN '{name}'" for i, name in enumerate(WORSE))
    return f"CASE {number} {cases} END"


def first_known(column: str) -> str:
    """Value of the first hit (by its number `n`) that knows this column."""
    return f"arg_min({column}, n) FILTER (WHERE {column} IS NOT NULL)"


def beside(column: str, known: str) -> str:
    """Value of `column`, perhaps none, of the first hit that knows `known`."""
    return f"nullif(arg_min(coalesce({column}, ''), n) FILTER (WHERE {known} IS NOT NULL), '')"


def number_of(kind: str) -> str:
    return f"count(*) FILTER (WHERE kind = '{kind}')"


def sessions(hits: str) -> str:
    """SELECT of visits, all columns but `new_returning`, from a relation of hits.

    A visit is named after its first hit: deterministic, unique, and the same on every engine.
    """
    return f"""
WITH marked AS (
  SELECT *, row_number() OVER w AS n,
    CASE WHEN "at" <= lag("at") OVER w + {GAP} THEN 0 ELSE 1 END AS opens
  FROM {hits} WINDOW w AS (PARTITION BY visitor ORDER BY "at", event)),
numbered AS (
  SELECT *, sum(opens) OVER (PARTITION BY visitor ORDER BY n ROWS UNBOUNDED PRECEDING) AS nr FROM marked),
cut AS (
  SELECT visitor, max(CASE WHEN opens = 1 THEN event END) AS visit,
    arg_max(identity, n) AS identity, arg_max(consent, n) AS consent, max({badness()}) AS worst,
    min("at") AS start_at, max("at") AS end_at, min(day) AS day,
    {first_known('channel')} AS channel, {beside('network', 'channel')} AS network,
    {beside('campaign', 'channel')} AS campaign, {first_known('page')} AS landing_page,
    {beside('page_type', 'page')} AS landing_type, {first_known('device')} AS device,
    {number_of('page_view')} AS page_views, sum(engaged_ms) AS engaged_ms,
    count(*) FILTER (WHERE kind IN ({INTENT})) AS intents,
    {number_of('application_start')} AS starts, {number_of('application_complete')} AS completes,
    count(DISTINCT CASE WHEN kind = 'application_complete' THEN application END) AS applications,
    {number_of('apply_click')} AS apply_clicks, {number_of('lead_submit')} AS leads
  FROM numbered GROUP BY visitor, nr)
SELECT visit, visitor, identity, consent, {class_of('worst')} AS traffic_class, start_at, end_at, day,
  coalesce(channel, 'direct') AS channel, network, campaign, landing_page, landing_type, device, page_views,
  CAST(engaged_ms AS BIGINT) AS engaged_ms,
  CASE WHEN coalesce(engaged_ms, 0) >= 10000 OR page_views >= 2 OR intents > 0 THEN 1 ELSE 0 END AS engaged,
  CASE WHEN starts > 0 THEN 1 ELSE 0 END AS application_starts,
  CASE WHEN completes > 0 AND applications = 0 THEN 1 ELSE applications END AS application_completes,
  apply_clicks, leads
FROM cut"""


def with_returning(visits: str, earlier: str = "") -> str:
    """SELECT of whole visits: returning when the day before this one on which the browser came lies near enough.

    `earlier` is a relation (visitor, day) of visits that are not made anew.
    """
    also = f" UNION SELECT visitor, day FROM {earlier}" if earlier else ""
    return f"""
WITH days AS (SELECT visitor, day FROM {visits}{also}),
once AS (SELECT DISTINCT visitor, day FROM days),
paced AS (SELECT visitor, day, lag(day) OVER (PARTITION BY visitor ORDER BY day) AS previous FROM once)
SELECT v.*, CASE WHEN p.previous >= v.day - INTERVAL '{LOOK_BACK}' DAY THEN 'returning' ELSE 'new' END AS new_returning
FROM {visits} AS v JOIN paced AS p ON p.visitor = v.visitor AND p.day = v.day"""


class Visits:
    """The derivation of `visits`. Leaves `changed_visits` (visitor, day): who changed, and from which day on."""

    table, version, bases = VISITS, 1, VISITS.derived_from

    def rebuild(self, bench: Bench) -> None:
        hits = counted_hits(bench, bench.source(HITS))
        for i, piece in enumerate(slices(bench.rows(HITS), AT_ONCE)):
            cut = bench.keep("cut_visits", sessions(f"(SELECT * FROM {hits} WHERE {piece})"))
            (bench.extend if i else bench.keep)("new_visits", with_returning(cut))
        bench.replace_all(VISITS, "new_visits")

    def refresh(self, bench: Bench) -> None:
        """Visits of the browsers in the batch, from the visit that their first new hit falls in or borders on."""
        if bench.rows_added(HITS) * 2 > bench.rows(HITS):
            bench.rebuilt.add(VISITS.name)
            return self.rebuild(bench)
        if not self._find_affected(bench):
            return
        months = {m for row in bench.ask("SELECT DISTINCT month FROM affected_months") for m in row}
        hits = counted_hits(bench, bench.source(HITS, months))
        cut = bench.keep("cut_visits", sessions(
            f"(SELECT h.* FROM {hits} AS h JOIN changed_visits AS c ON c.visitor = h.visitor AND h.at >= c.lower_at)"))
        kept = "(SELECT o.visitor, o.day FROM old_visits AS o JOIN changed_visits AS c ON c.visitor = o.visitor " \
               "AND o.start_at < c.lower_at)"
        bench.keep("new_visits", with_returning(cut, kept))
        gone = "EXISTS (SELECT 1 FROM changed_visits AS c WHERE c.visitor = e.visitor AND e.start_at >= c.lower_at)"
        bench.patch(VISITS, months, "new_visits", gone)

    def _find_affected(self, bench: Bench) -> bool:
        """Who has new hits, from which moment on visits must be made anew, and in which months those hits lie."""
        bench.keep("new_hits", "SELECT visitor, min(h.at) AS first_at, min(day) AS first_day "
                   f"FROM {counted_hits(bench, bench.added(HITS))} AS h GROUP BY visitor")
        first = bench.ask("SELECT min(first_day) FROM new_hits")[0][0]
        if first is None:
            return False
        months = bench.months_from(VISITS, month_before(first, LOOK_BACK))
        bench.keep("old_visits", "SELECT v.visitor, v.day, v.start_at, v.end_at, "
                   f"v.end_at + {GAP} >= n.first_at AS near "
                   f"FROM {bench.source(VISITS, months)} AS v JOIN new_hits AS n ON n.visitor = v.visitor")
        bench.keep("changed_visits", """
            SELECT n.visitor, least(min(n.first_at), coalesce(min(o.start_at), min(n.first_at))) AS lower_at,
              least(min(n.first_day), coalesce(min(o.day), min(n.first_day))) AS day
            FROM new_hits AS n LEFT JOIN old_visits AS o ON o.visitor = n.visitor AND o.near GROUP BY n.visitor""")
        # a visit's hits lie between its own day and the local date of its end, which may be a day off the UTC date
        bench.keep("affected_months", f"""
            WITH days AS (
              SELECT day FROM old_visits WHERE near UNION SELECT CAST(end_at AS DATE) FROM old_visits WHERE near
              UNION SELECT CAST(end_at + INTERVAL '1' DAY AS DATE) FROM old_visits WHERE near
              UNION SELECT day FROM {bench.added(HITS)})
            SELECT DISTINCT strftime(day, '%Y-%m') AS month FROM days""")
        return True
