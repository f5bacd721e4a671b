"""Traffic: how many come to the careers site, and how much interest they show there (semantics §3.7–3.13, 3.22)."""

from __future__ import annotations

from ..kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from ..measure import Count, Mean, Median, Ratio, Share, Shortfall, Total, Unique, Where, where
from ..vocabulary import ORGANIC_CHANNELS

HUMAN = where("traffic_class", "is", "human")
KNOWN_AGAIN = where("identity", "is", "persistent")  # people KPIs rest on consented, lasting identities only
RETURNING = where("new_returning", "is", "returning")
ORGANIC = where("channel", "in", *ORGANIC_CHANNELS)
# Pages that are made to be read; a form or a list of vacancies is not.
READ_PAGES = where("page_type", "in", "content", "team", "job")
SCROLLED = where("scroll_pct", "known")

VISITS = Count("visits", (HUMAN,))
PAGE_VIEWS = Total("visits", (HUMAN,), columns=("page_views",))
ENGAGED_TIME = Total("visits", (HUMAN,), columns=("engaged_ms",))
ENGAGED_VISITS = Count("visits", (HUMAN, where("engaged", "is", 1)))


def visitors(*also: Where) -> Unique:
    return Unique("visits", (HUMAN, KNOWN_AGAIN, *also), of="visitor")


QUALITY = {Focus.REACH: Move.MAY_SINK, Focus.TRAFFIC: Move.RISE, Focus.CONVERSION: Move.MAY_SINK}
VOLUME = {Focus.REACH: Move.RISE}
READS = Count("page_reads", (HUMAN, READ_PAGES, SCROLLED))

KPIS = (
    Kpi("visits", Pillar.TRAFFIC, Kind.FLOW, Unit.COUNT, Direction.UP, VISITS, section="3.7", expects=VOLUME,
        companions=("engaged_visits", "engaged_rate")),
    Kpi("time_on_site", Pillar.TRAFFIC, Kind.DISTRIBUTION, Unit.SECONDS, Direction.UP,
        Median("visits", (HUMAN,), column="engaged_ms"), judged_on=Mean(ENGAGED_TIME, VISITS), section="3.8",
        expects=QUALITY, per=1000, companions=("time_on_site_mean",)),
    Kpi("pageviews_per_visitor", Pillar.TRAFFIC, Kind.RATIO, Unit.TIMES, Direction.UP,
        Ratio(Total("visits", (HUMAN, KNOWN_AGAIN), columns=("page_views",)), visitors()),
        judged_on=Mean(PAGE_VIEWS, VISITS), section="3.9", expects=QUALITY, people=True,
        companions=("pageviews_per_visit",)),
    Kpi("scroll_depth", Pillar.TRAFFIC, Kind.DISTRIBUTION, Unit.POINTS, Direction.UP,
        Median("page_reads", (HUMAN, READ_PAGES, SCROLLED), column="scroll_pct"),
        judged_on=Mean(Total("page_reads", (HUMAN, READ_PAGES, SCROLLED), columns=("scroll_pct",)), READS),
        section="3.10", expects=QUALITY, companions=("scroll75", "scroll90_rate")),
    Kpi("returning_visitors", Pillar.TRAFFIC, Kind.DISTINCT, Unit.PEOPLE, Direction.UP, visitors(RETURNING),
        section="3.11", people=True, expects=QUALITY, companions=("returning_share",)),
    Kpi("organic_visitors", Pillar.TRAFFIC, Kind.DISTINCT, Unit.PEOPLE, Direction.UP, visitors(ORGANIC),
        judged_on=Count("visits", (HUMAN, ORGANIC)), section="3.12", people=True, companions=("organic_visits",)),
    Kpi("unique_visitors", Pillar.TRAFFIC, Kind.DISTINCT, Unit.PEOPLE, Direction.UP, visitors(), section="3.13",
        people=True, expects=VOLUME),
    Kpi("pageviews", Pillar.TRAFFIC, Kind.FLOW, Unit.COUNT, Direction.UP, PAGE_VIEWS, headline=False, section="3.9",
        expects=VOLUME),
    Kpi("pageviews_per_visit", Pillar.TRAFFIC, Kind.RATIO, Unit.TIMES, Direction.UP, Mean(PAGE_VIEWS, VISITS),
        headline=False, section="3.9", expects=QUALITY),
    Kpi("time_on_site_mean", Pillar.TRAFFIC, Kind.RATIO, Unit.SECONDS, Direction.UP, Mean(ENGAGED_TIME, VISITS),
        headline=False, section="3.8", expects=QUALITY, per=1000),
    Kpi("scroll75", Pillar.TRAFFIC, Kind.RATIO, Unit.PERCENT, Direction.UP,
        Share(Count("page_reads", (HUMAN, READ_PAGES, where("scroll_pct", ">=", 75))), READS), headline=False,
        section="3.10", expects=QUALITY),
    Kpi("scroll90_rate", Pillar.TRAFFIC, Kind.RATIO, Unit.PERCENT, Direction.UP,
        Ratio(Total("page_reads", (HUMAN, READ_PAGES), columns=("scroll_90",)),
              Total("page_reads", (HUMAN, READ_PAGES), columns=("views",))), headline=False, section="3.10",
        expects=QUALITY),
    Kpi("returning_share", Pillar.TRAFFIC, Kind.RATIO, Unit.PERCENT, Direction.UP, Share(visitors(RETURNING), visitors()),
        headline=False, section="3.11", people=True, expects=QUALITY),
    Kpi("organic_visits", Pillar.TRAFFIC, Kind.FLOW, Unit.COUNT, Direction.UP, Count("visits", (HUMAN, ORGANIC)),
        headline=False, section="3.12"),
    Kpi("organic_search_visits", Pillar.TRAFFIC, Kind.FLOW, Unit.COUNT, Direction.UP,
        Count("visits", (HUMAN, where("channel", "in", "organic_search", "google_for_jobs"))), headline=False,
        section="3.12"),
    Kpi("engaged_visits", Pillar.TRAFFIC, Kind.FLOW, Unit.COUNT, Direction.UP, ENGAGED_VISITS, headline=False,
        section="3.22", expects=VOLUME),
    Kpi("engaged_rate", Pillar.TRAFFIC, Kind.RATIO, Unit.PERCENT, Direction.UP, Share(ENGAGED_VISITS, VISITS),
        headline=False, section="3.22", expects=QUALITY),
    Kpi("bounce_rate", Pillar.TRAFFIC, Kind.RATIO, Unit.PERCENT, Direction.DOWN, Shortfall(ENGAGED_VISITS, VISITS),
        headline=False, section="3.22"),
)
