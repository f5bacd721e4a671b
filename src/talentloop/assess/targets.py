"""A loop's target beside what came of it, and whether a loop of this length can prove it."""

from __future__ import annotations

from ..core.findings import Comparison
from ..core.kpi import Kind, Kpi
from ..core.lift import Lift
from ..core.measurement import CannotSay, Figure
from ..core.target import Target, TargetState, is_reached
from .scope import Scope


def target_state(kpi: Kpi, scope: Scope, figure: Figure | CannotSay, chosen: Comparison | None,
                 lift: Lift | None) -> TargetState | None:
    """None without a target for this KPI."""
    target = scope.loop.target_for(kpi.id)
    if target is None:
        return None
    base = chosen.figure.value if chosen and isinstance(chosen.figure, Figure) else None
    wanted, change = wanted_value(kpi, target, base, scope, chosen)
    mde = lift.mde80 if lift else None
    reached = None
    if wanted is not None and isinstance(figure, Figure) and not scope.running:
        reached = is_reached(kpi, figure.value, wanted)
    provable = None if mde is None or change is None else abs(change) >= mde
    return TargetState(wanted, change, reached, provable, mde)


def wanted_value(kpi: Kpi, target: Target, base: float | None, scope: Scope,
                 chosen: Comparison | None) -> tuple[float | None, float | None]:
    """The wish in the KPI's unit for this loop, and as a change; flows are scaled to the loop's number of days."""
    days = 1.0
    if kpi.kind is Kind.FLOW and chosen and chosen.period and chosen.period.days:
        days = scope.loop.period.days / chosen.period.days
    if target.change is not None:
        return (None if base is None else base * days * (1 + target.change)), target.change
    assert target.value is not None
    return target.value, (target.value / (base * days) - 1 if base else None)
