"""Quality: were they the right people, how long did it take, and do they stay (semantics §3.24–3.28)."""

from __future__ import annotations

from ..kpi import Direction, Kind, Kpi, Pillar, Unit
from ..measure import Count, Mean, Median, Share, Survival, Total, where
from .conversion import COMPLETED

QUALIFIED = Count("counted_applications", (where("days_to_invite", "<", 31),))
LEFT = ("fit", "other", "unknown")


def employed(horizon: int) -> Survival:
    """Employment counted from the first day; the end of a planned fixed term is censoring, not leaving."""
    return Survival("jobs", ended="end_day", reason="end_reason", failures=LEFT, horizon=horizon)


KPIS = (
    Kpi("qualified_rate", Pillar.QUALITY, Kind.RATIO, Unit.PERCENT, Direction.UP, Share(QUALIFIED, COMPLETED),
        section="3.25", matures=30, small_cell=True),
    Kpi("time_to_hire", Pillar.QUALITY, Kind.DISTRIBUTION, Unit.DAYS, Direction.DOWN,
        Median("counted_applications", (where("hired_day", "known"),), on="hired_day", column="days_to_hire"),
        section="3.24"),
    Kpi("time_to_fill", Pillar.QUALITY, Kind.DISTRIBUTION, Unit.DAYS, Direction.DOWN,
        Median("vacancies", (where("filled_day", "known"),), on="filled_day", column="days_to_fill"), section="3.24"),
    Kpi("retention_90", Pillar.QUALITY, Kind.RATIO, Unit.PERCENT, Direction.UP, employed(90), section="3.26",
        small_cell=True),
    Kpi("retention_365", Pillar.QUALITY, Kind.RATIO, Unit.PERCENT, Direction.UP, employed(365), section="3.26",
        small_cell=True),
    Kpi("mishire_rate", Pillar.QUALITY, Kind.RATIO, Unit.PERCENT, Direction.DOWN,
        Survival("jobs", ended="end_day", reason="end_reason", failures=("fit",), perhaps=("unknown",), lost=True),
        section="3.27", small_cell=True),
    Kpi("quality_of_hire", Pillar.QUALITY, Kind.RATIO, Unit.POINTS, Direction.UP,
        Mean(Total("quality_scores", columns=("score_sum",)), Total("quality_scores", columns=("people",))),
        section="3.28", per=100, small_cell=True),
)
