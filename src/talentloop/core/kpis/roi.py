"""Costs against what they bring: cost per step, and the total that ROI starts from (semantics §3.23, §4)."""

from __future__ import annotations

from ..kpi import Direction, Kind, Kpi, Pillar, Unit
from ..measure import Ratio, Total
from .conversion import COMPLETED, LEADS, MARKETING
from .quality import QUALIFIED
from .reach import MICROS

MARKETING_COSTS = Total("ledger", (MARKETING,), columns=("amount_micros",))

KPIS = (
    Kpi("recruiting_costs", Pillar.ROI, Kind.FLOW, Unit.MONEY, Direction.NONE,
        Total("ledger", columns=("amount_micros",)), section="3.29", per=MICROS, companions=("marketing_costs",)),
    Kpi("cost_per_application", Pillar.ROI, Kind.RATIO, Unit.MONEY, Direction.DOWN, Ratio(MARKETING_COSTS, COMPLETED),
        section="3.23", per=MICROS),
    Kpi("cost_per_lead", Pillar.ROI, Kind.RATIO, Unit.MONEY, Direction.DOWN, Ratio(MARKETING_COSTS, LEADS),
        section="3.23", per=MICROS),
    Kpi("cost_per_qualified", Pillar.ROI, Kind.RATIO, Unit.MONEY, Direction.DOWN, Ratio(MARKETING_COSTS, QUALIFIED),
        section="3.23", per=MICROS, matures=30),
    Kpi("marketing_costs", Pillar.ROI, Kind.FLOW, Unit.MONEY, Direction.NONE, MARKETING_COSTS, headline=False,
        section="3.29", per=MICROS),
)
