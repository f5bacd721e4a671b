"""The same figures as an analyst would ask DuckDB for them by hand, with its own median and ranges of dates."""

from __future__ import annotations

from collections.abc import Sequence

from talentloop.core.facts import FACTS
from talentloop.core.period import Period
from talentloop.engine.snapshot import Snapshot

VISITS = """
  count(*) FILTER (WHERE human), sum(page_views) FILTER (WHERE human), sum(engaged_ms) FILTER (WHERE human),
  median(engaged_ms) FILTER (WHERE human), count(*) FILTER (WHERE human AND engaged = 1),
  sum(page_views) FILTER (WHERE human AND known_again),
  count(DISTINCT visitor) FILTER (WHERE human AND known_again),
  count(DISTINCT visitor) FILTER (WHERE human AND known_again AND new_returning = 'returning'),
  count(DISTINCT visitor) FILTER (WHERE human AND known_again AND organic), count(*) FILTER (WHERE human AND organic),
  count(*) FILTER (WHERE human AND channel IN ('organic_search', 'google_for_jobs')),
  sum(application_starts) FILTER (WHERE human), sum(application_completes) FILTER (WHERE human),
  sum(apply_clicks) FILTER (WHERE human)"""
READS = """
  median(scroll_pct) FILTER (WHERE scroll_pct IS NOT NULL), sum(scroll_pct), count(scroll_pct),
  count(*) FILTER (WHERE scroll_pct >= 75), sum(scroll_90), sum(views)"""


def _placed(periods: Sequence[Period], source: str) -> str:
    ranges = ", ".join(f"({i}, DATE '{p.start}', DATE '{p.end}')" for i, p in enumerate(periods))
    return f"{source} AS f JOIN (VALUES {ranges}) AS p(period, first, after) ON f.day >= p.first AND f.day < p.after"


def by_hand(snapshot: Snapshot, periods: Sequence[Period], daily: bool = True) -> list[str]:
    """Statements for the web facts of one loop and its comparisons."""
    months = sorted({f"{d:%Y-%m}" for p in periods for d in p})
    sets = "GROUPING SETS ((period), (period, day))" if daily else "(period)"
    visits, reads = (snapshot.source(FACTS[f], months) for f in ("visits", "page_reads"))
    return [
        f"""WITH v AS (SELECT *, traffic_class = 'human' AS human, identity = 'persistent' AS known_again,
            channel IN ('organic_search', 'google_for_jobs', 'organic_social', 'ai_assistant') AS organic
          FROM {_placed(periods, visits)}) SELECT period{', day' if daily else ''}, {VISITS} FROM v GROUP BY {sets}""",
        f"""SELECT period{', day' if daily else ''}, {READS} FROM {_placed(periods, reads)}
          WHERE traffic_class = 'human' AND page_type IN ('content', 'team', 'job') GROUP BY {sets}""",
        *_pools(snapshot, periods, daily),
    ]


def _pools(snapshot: Snapshot, periods: Sequence[Period], daily: bool) -> list[str]:
    touches = snapshot.source(FACTS["touches"])
    sets = "GROUPING SETS ((period), (period, day))" if daily else "(period)"
    stock = [f"""SELECT count(*) FILTER (WHERE n < 3), count(*) FILTER (WHERE n >= 3 AND n < 6),
          count(*) FILTER (WHERE n >= 6 AND n < 16), count(*) FILTER (WHERE n >= 16)
        FROM (SELECT person, count(*) AS n FROM {touches}
              WHERE day >= DATE '{p.end}' - 180 AND day < DATE '{p.end}' GROUP BY person)""" for p in periods]
    rises = f"""SELECT period{', day' if daily else ''}, count(*) FILTER (WHERE nth = 1), count(*) FILTER (WHERE nth = 3),
        count(*) FILTER (WHERE nth = 6), count(*) FILTER (WHERE nth = 16)
        FROM {_placed(periods, touches)} GROUP BY {sets}"""
    return [*stock, rises]
