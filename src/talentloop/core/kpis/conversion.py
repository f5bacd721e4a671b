"""Conversion: applications, leads, hires and what a hire costs (semantics §3.14–3.19)."""

from __future__ import annotations

from ..kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from ..measure import Count, Ratio, Share, Total, Unique, where
from .reach import CLICKS, MICROS
from .traffic import HUMAN, VISITS

STARTS = Total("visits", (HUMAN,), columns=("application_starts",))
COMPLETES_SEEN = Total("visits", (HUMAN,), columns=("application_completes",))
COMPLETED = Count("counted_applications")
TRACEABLE = Count("counted_applications", (where("tier", "known"),))
REAL = where("test", "not in", 1)
LEADS = Count("leads", (REAL,))
HIRED = where("hired_day", "known")
HIRES = Count("counted_applications", (HIRED,), on="hired_day")
# Costs of marketing: everything up to the application. Agency fees and recruiters' hours are recruiting costs.
MARKETING = where("kind", "in", "ads", "agency_marketing", "content", "tooling", "jobboard")
ADS = where("kind", "is", "ads")

GROWS = {Focus.CONVERSION: Move.RISE}

KPIS = (
    Kpi("applications_started", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.UP, STARTS, section="3.14",
        expects=GROWS, companions=("apply_clicks",)),
    Kpi("applications_completed", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.UP, COMPLETED, section="3.15",
        expects=GROWS, small_cell=True, companions=("completion_rate", "site_conversion")),
    Kpi("applications_traceable", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.NONE, TRACEABLE, section="3.16",
        small_cell=True, companions=("traceable_share",)),
    Kpi("leads", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.UP, LEADS, section="3.17", expects=GROWS,
        small_cell=True),
    Kpi("hires", Pillar.CONVERSION, Kind.FLOW, Unit.PEOPLE, Direction.UP, HIRES, section="3.18", cohort=True,
        small_cell=True, judged_on=Count("counted_applications", (HIRED,)), companions=("hires_cohort",),
        on_application="hires_cohort"),
    Kpi("cph_marketing", Pillar.CONVERSION, Kind.RATIO, Unit.MONEY, Direction.DOWN,
        Ratio(Total("ledger", (MARKETING,), columns=("amount_micros",)), HIRES), section="3.19", per=MICROS,
        cohort=True, companions=("cph_media", "cph_full", "cph_cohort"), on_application="cph_cohort"),
    Kpi("apply_clicks", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.UP,
        Total("visits", (HUMAN,), columns=("apply_clicks",)), headline=False, section="3.14", expects=GROWS),
    Kpi("completion_rate", Pillar.CONVERSION, Kind.RATIO, Unit.PERCENT, Direction.UP, Ratio(COMPLETES_SEEN, STARTS),
        headline=False, section="3.15", expects=GROWS),
    Kpi("site_conversion", Pillar.CONVERSION, Kind.RATIO, Unit.PERCENT, Direction.UP, Ratio(COMPLETED, VISITS),
        headline=False, section="3.15", expects={Focus.REACH: Move.MAY_SINK, Focus.CONVERSION: Move.RISE}),
    Kpi("apply_rate", Pillar.CONVERSION, Kind.RATIO, Unit.PERCENT, Direction.UP, Ratio(COMPLETED, CLICKS),
        headline=False, section="3.15"),
    Kpi("traceable_share", Pillar.CONVERSION, Kind.RATIO, Unit.PERCENT, Direction.NONE, Share(TRACEABLE, COMPLETED),
        headline=False, section="3.16"),
    Kpi("leads_people", Pillar.CONVERSION, Kind.DISTINCT, Unit.PEOPLE, Direction.UP,
        Unique("leads", (REAL,), of="person"), headline=False, section="3.17", small_cell=True),
    Kpi("leads_confirmed", Pillar.CONVERSION, Kind.FLOW, Unit.COUNT, Direction.UP,
        Count("leads", (REAL, where("confirmed", "is", 1))), headline=False, section="3.17", small_cell=True),
    Kpi("hires_cohort", Pillar.CONVERSION, Kind.FLOW, Unit.PEOPLE, Direction.UP, Count("counted_applications", (HIRED,)),
        headline=False, section="3.18", cohort=True, small_cell=True),
    Kpi("cph_cohort", Pillar.CONVERSION, Kind.RATIO, Unit.MONEY, Direction.DOWN,
        Ratio(Total("ledger", (MARKETING,), columns=("amount_micros",)), Count("counted_applications", (HIRED,))),
        headline=False, section="3.19", per=MICROS, cohort=True),
    Kpi("cph_media", Pillar.CONVERSION, Kind.RATIO, Unit.MONEY, Direction.DOWN,
        Ratio(Total("ledger", (ADS,), columns=("amount_micros",)),
              Count("counted_applications", (HIRED, where("tier", "known")), on="hired_day")), headline=False,
        section="3.19", per=MICROS, cohort=True),
    Kpi("cph_full", Pillar.CONVERSION, Kind.RATIO, Unit.MONEY, Direction.DOWN,
        Ratio(Total("ledger", columns=("amount_micros",)), HIRES), headline=False, section="3.19", per=MICROS,
        cohort=True),
)
