"""Hits become page reads, in SQL: one row per browser, local day and page."""

from __future__ import annotations

from ..core.facts import FACTS
from .bench import Bench, counted_hits, slices
from .visits import AT_ONCE, HITS, badness, class_of, first_known, number_of

READS = FACTS["page_reads"]


def reads(hits: str) -> str:
    """SELECT of page reads from a relation of hits."""
    return f"""
WITH numbered AS (
  SELECT *, row_number() OVER (PARTITION BY visitor, day, page ORDER BY "at", event) AS n
  FROM {hits} WHERE page IS NOT NULL),
told AS (
  SELECT visitor, day, page, arg_max(identity, n) AS identity, arg_max(consent, n) AS consent,
    max({badness()}) AS worst, {first_known('page_type')} AS page_type, {first_known('content')} AS content,
    {first_known('evp_theme')} AS evp_theme, {first_known('persona')} AS persona, {first_known('vacancy')} AS vacancy,
    {first_known('device')} AS device,
    {number_of('page_view')} AS views, sum(engaged_ms) AS engaged_ms, max(scroll_pct) AS scroll_pct,
    max(scroll_90) AS passed
  FROM numbered GROUP BY visitor, day, page)
SELECT visitor, day, page, identity, consent, {class_of('worst')} AS traffic_class, page_type, content, evp_theme,
  persona, vacancy, device, views, CAST(engaged_ms AS BIGINT) AS engaged_ms, scroll_pct,
  CASE WHEN passed = 1 OR scroll_pct >= 90 THEN 1
       WHEN passed IS NOT NULL OR scroll_pct IS NOT NULL THEN 0 END AS scroll_90
FROM told"""


class PageReads:
    """The derivation of `page_reads`: what one browser did on a day is made anew when a hit of that day comes."""

    table, version, bases = READS, 2, READS.derived_from

    def rebuild(self, bench: Bench) -> None:
        hits = counted_hits(bench, bench.source(HITS))
        for i, piece in enumerate(slices(bench.rows(HITS), AT_ONCE)):
            (bench.extend if i else bench.keep)("new_reads", reads(f"(SELECT * FROM {hits} WHERE {piece})"))
        bench.replace_all(READS, "new_reads")

    def refresh(self, bench: Bench) -> None:
        if bench.rows_added(HITS) * 2 > bench.rows(HITS):
            bench.rebuilt.add(READS.name)
            return self.rebuild(bench)
        bench.keep("changed_days", f"SELECT DISTINCT visitor, day FROM {counted_hits(bench, bench.added(HITS))}")
        months = bench.touched(HITS)
        hits = counted_hits(bench, bench.source(HITS, months))
        bench.keep("new_reads", reads(
            f"(SELECT h.* FROM {hits} AS h JOIN changed_days AS c ON c.visitor = h.visitor AND c.day = h.day)"))
        bench.patch(READS, months, "new_reads",
                    "EXISTS (SELECT 1 FROM changed_days AS c WHERE c.visitor = e.visitor AND c.day = e.day)")
