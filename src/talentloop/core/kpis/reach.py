"""Reach: how often it was shown, to how many people, and what part of the target group that is (semantics §3.2–3.6)."""

from __future__ import annotations

from ..kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from ..measure import Ratio, Reach, Share, Size, Total

PEOPLE = Reach("reach")
IMPRESSIONS = Total("exposures", columns=("impressions",))
CLICKS = Total("exposures", columns=("link_clicks",))
SPEND = Total("exposures", columns=("spend_micros",))
# Built from the components: the networks' own totals overlap and differ.
ENGAGEMENTS = Total("exposures", columns=("reactions", "comments", "shares", "saves", "follows"))
MICROS = 1_000_000

GROWS_WITH_REACH = {Focus.REACH: Move.RISE, Focus.TRAFFIC: Move.MAY_SINK}

KPIS = (
    Kpi("impressions", Pillar.REACH, Kind.FLOW, Unit.COUNT, Direction.UP, IMPRESSIONS, section="3.2",
        expects=GROWS_WITH_REACH),
    Kpi("reach_total", Pillar.REACH, Kind.DISTINCT, Unit.PEOPLE, Direction.UP, PEOPLE, judged_on=IMPRESSIONS,
        section="3.3", expects=GROWS_WITH_REACH),
    Kpi("engagements", Pillar.REACH, Kind.FLOW, Unit.COUNT, Direction.UP, ENGAGEMENTS, section="3.4",
        expects={Focus.REACH: Move.RISE, Focus.CONVERSION: Move.MAY_SINK}, companions=("engagement_rate",)),
    Kpi("frequency", Pillar.REACH, Kind.RATIO, Unit.TIMES, Direction.BAND,
        Ratio(Reach("reach", give="impressions"), PEOPLE), section="3.5", healthy=(3, 8)),
    Kpi("reach_network", Pillar.REACH, Kind.DISTINCT, Unit.PEOPLE, Direction.UP, PEOPLE, judged_on=IMPRESSIONS,
        section="3.3", expects=GROWS_WITH_REACH, split="network"),
    Kpi("target_group_share", Pillar.REACH, Kind.RATIO, Unit.PERCENT, Direction.UP, Share(PEOPLE, Size("target_groups")),
        judged_on=IMPRESSIONS, section="3.6", expects=GROWS_WITH_REACH),
    Kpi("engagement_rate", Pillar.REACH, Kind.RATIO, Unit.PERCENT, Direction.UP, Ratio(ENGAGEMENTS, IMPRESSIONS),
        headline=False, section="3.4"),
    Kpi("link_clicks", Pillar.REACH, Kind.FLOW, Unit.COUNT, Direction.UP, CLICKS, headline=False, section="3.21",
        expects=GROWS_WITH_REACH),
    Kpi("ctr", Pillar.REACH, Kind.RATIO, Unit.PERCENT, Direction.UP, Ratio(CLICKS, IMPRESSIONS), headline=False,
        section="3.20", expects={Focus.REACH: Move.MAY_SINK}),
    Kpi("spend", Pillar.REACH, Kind.FLOW, Unit.MONEY, Direction.NONE, SPEND, headline=False, section="3.20", per=MICROS),
    Kpi("cpm", Pillar.REACH, Kind.RATIO, Unit.MONEY, Direction.DOWN, Ratio(SPEND, IMPRESSIONS, scale=1000),
        headline=False, section="3.20", per=MICROS),
    Kpi("cpc", Pillar.REACH, Kind.RATIO, Unit.MONEY, Direction.DOWN, Ratio(SPEND, CLICKS), headline=False,
        section="3.20", per=MICROS),
)
