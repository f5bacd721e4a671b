"""Hits become page reads, in SQL: one row per browser, local day and page."""

from __future__ import annotations

from ..core.facts import FACTS
from .bench import Bench, counted_hits, month_before, slices
from .visits import AT_ONCE, HITS, VISITS, badness, class_of, first_known, number_of

READS = FACTS["page_reads"]


def reads(hits: str, visits: str) -> str:
    """SELECT of page reads from a relation of hits and one of their visits: a reading is of the visit it began in."""
    return f"""
WITH numbered AS (
  SELECT *, row_number() OVER (PARTITION BY visitor, day, page ORDER BY "at", event) AS n
  FROM {hits} WHERE page IS NOT NULL),
told AS (
  SELECT visitor, day, page, min("at") AS began, arg_max(identity, n) AS identity, arg_max(consent, n) AS consent,
    max({badness()}) AS worst, {first_known('page_type')} AS page_type, {first_known('content')} AS content,
    {first_known('evp_theme')} AS evp_theme, {first_known('persona')} AS persona, {first_known('vacancy')} AS vacancy,
    {first_known('device')} AS device,
    {number_of('page_view')} AS views, sum(engaged_ms) AS engaged_ms, max(scroll_pct) AS scroll_pct,
    max(scroll_90) AS passed
  FROM numbered GROUP BY visitor, day, page)
SELECT t.visitor, t.day, page, t.identity, t.consent, {class_of('worst')} AS traffic_class, page_type, content, evp_theme,
  persona, vacancy, t.device, v.channel, v.new_returning, views, CAST(t.engaged_ms AS BIGINT) AS engaged_ms, scroll_pct,
  CASE WHEN passed = 1 OR scroll_pct >= 90 THEN 1
       WHEN passed IS NOT NULL OR scroll_pct IS NOT NULL THEN 0 END AS scroll_90
FROM told AS t LEFT JOIN {visits} AS v ON v.visitor = t.visitor AND t.began BETWEEN v.start_at AND v.end_at"""


class PageReads:
    """The derivation of `page_reads`: what a browser read is made anew from the day on which its visits change."""

    table, version, bases = READS, 3, READS.derived_from

    def rebuild(self, bench: Bench) -> None:
        hits = counted_hits(bench, bench.source(HITS))
        for i, piece in enumerate(slices(bench.rows(HITS), AT_ONCE)):
            (bench.extend if i else bench.keep)("new_reads", reads(
                f"(SELECT * FROM {hits} WHERE {piece})", f"(SELECT * FROM {bench.source(VISITS)} WHERE {piece})"))
        bench.replace_all(READS, "new_reads")

    def refresh(self, bench: Bench) -> None:
        first = bench.has("changed_visits") and bench.ask("SELECT min(day) FROM changed_visits")[0][0]
        if not first:
            return
        months = {m for row in bench.ask("SELECT DISTINCT month FROM affected_months") for m in row}
        of_them = "JOIN changed_visits AS c ON c.visitor = e.visitor"
        hits = f"(SELECT e.* FROM {counted_hits(bench, bench.source(HITS, months))} AS e {of_them} AND e.day >= c.day)"
        visits = bench.source(VISITS, bench.months_from(VISITS, month_before(first, 1)))  # one may cross midnight
        bench.keep("new_reads", reads(hits, f"(SELECT e.* FROM {visits} AS e {of_them})"))
        bench.patch(READS, months, "new_reads",
                    "EXISTS (SELECT 1 FROM changed_visits AS c WHERE c.visitor = e.visitor AND e.day >= c.day)")
