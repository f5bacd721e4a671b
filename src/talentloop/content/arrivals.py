"""Campaign links as visits really came through them in the last twelve months, from the facts."""

from __future__ import annotations

from datetime import timedelta

from ..core.facts import FACTS
from ..website.campaigns import Seen
from ..workspace import Workspace

YEAR, DAY = timedelta(days=365), timedelta(days=1)


def seen_campaigns(home: Workspace) -> tuple[Seen, ...]:
    """Each visit once, by the link that it counts for; and links that were told while a visit was going on already."""
    since = home.today - YEAR
    with home.lake.asking() as (ask, now):
        visits, hits = now.source(FACTS["visits"]), now.source(FACTS["web_hits"])
        ask(f"""CREATE OR REPLACE TEMP TABLE told_links AS
            SELECT v.visit, v.campaign, v.channel, coalesce(v.network, '') AS network, h.campaign AS said,
              h.utm_source, h.utm_medium, row_number() OVER (PARTITION BY v.visit ORDER BY h.at, h.event) AS n
            FROM {hits} AS h JOIN {visits} AS v ON h.visitor = v.visitor AND h.at BETWEEN v.start_at AND v.end_at
            WHERE h.channel IS NOT NULL AND v.traffic_class = 'human' AND v.day >= DATE '{since}'
              AND h.day >= DATE '{since - DAY}'""")
        counted = ask("SELECT campaign, channel, network, utm_source, utm_medium, count(*) FROM told_links WHERE n = 1 "
                      "AND (campaign IS NOT NULL OR utm_source IS NOT NULL) GROUP BY ALL ORDER BY ALL").fetchall()
        inside = dict(ask("SELECT said, count(DISTINCT visit) FROM told_links WHERE n > 1 AND said IS NOT NULL AND "
                          "said IS DISTINCT FROM campaign GROUP BY ALL ORDER BY ALL").fetchall())
    found = [Seen(campaign, channel, network, n, inside.pop(campaign, 0), source, medium)
             for campaign, channel, network, source, medium, n in counted]
    return (*found, *(Seen(campaign, "direct", "", 0, n) for campaign, n in inside.items()))
