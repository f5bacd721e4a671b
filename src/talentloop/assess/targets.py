"""A loop's target beside what came of it, and whether a loop of this length can prove it."""

from __future__ import annotations

from collections.abc import Sequence
from math import expm1, log1p

import numpy as np

from ..core.kpi import Kind, Kpi
from ..core.lift import Lift
from ..core.measurement import CannotSay, Figure, Measurement
from ..core.period import Period
from ..core.target import Target, TargetState, is_reached
from ..stats.judge import mde80
from ..stats.known import Known
from ..stats.prior import Prior
from ..stats.series import Series
from .controls import Controls
from .reach_back import out_of_reach
from .scope import Scope


def target_state(kpi: Kpi, scope: Scope, measurement: Measurement, figure: Figure | CannotSay,
                 lift: Lift | None, series: Series | None, controls: Controls,
                 known: Sequence[Known] = (), incomplete: bool = False) -> TargetState | None:
    """None without a target for this KPI. Before the verdict, what can be proven follows from the days before. Of a
    loop with too many days without data it cannot be said that it was missed."""
    target = scope.loop.target_for(kpi.id)
    if target is None:
        return None
    wanted, change = wanted_value(kpi, target, compared_figure(kpi, scope, measurement), scope)
    mde = lift.mde80 if lift and not incomplete else provable_beside(kpi, series, scope, controls, known)[0]
    reached = None
    if wanted is not None and isinstance(figure, Figure) and not scope.running and not incomplete:
        reached = is_reached(kpi, figure.value, wanted)
    provable = None if mde is None or change is None else abs(change) >= mde
    return TargetState(wanted, change, reached, provable, mde)


def compared_figure(kpi: Kpi, scope: Scope, measurement: Measurement) -> Figure | CannotSay | None:
    """The figure of the whole period that the loop is compared with; None when there is no such period."""
    if scope.chosen is None:
        return None
    return out_of_reach(kpi, scope.chosen, scope.known) or kpi.value(measurement, scope.chosen)


def wanted_value(kpi: Kpi, target: Target, base: Figure | CannotSay | None,
                 scope: Scope) -> tuple[float | None, float | None]:
    """The wish in the KPI's unit for this loop, and as a change; flows are scaled to the loop's number of days."""
    days = 1.0
    if kpi.kind is Kind.FLOW and scope.chosen and scope.chosen.days:
        days = scope.loop.period.days / scope.chosen.days
    before = base.value * days if isinstance(base, Figure) else None
    if target.change is not None:
        return (None if before is None else before * (1 + target.change)), target.change
    assert target.value is not None
    return target.value, (target.value / before - 1 if before else None)


def provable_beside(kpi: Kpi, series: Series | None, scope: Scope,
                    controls: Controls, known: Sequence[Known] = ()) -> tuple[float | None, tuple[str, ...]]:
    """The smallest change that the loop would show in four of five cases with the controls that are foreseen to help
    beside it, and their names."""
    least = provable_from(series, scope.loop.period, scope.prior, known)
    if least is None or series is None:
        return least, ()
    narrower, names = controls.beforehand(kpi, series, scope.loop.period, scope.prior)
    return expm1(log1p(least) * narrower), names


def provable_from(series: Series | None, loop: Period, prior: Prior | None = None,
                  known: Sequence[Known] = ()) -> float | None:
    """The smallest change that the loop would show in four of five cases, from the days before it that are told: of
    the last ones before a loop that is planned the exports are not there yet."""
    if series is None:
        return None
    told = np.flatnonzero(~np.isnan(series.values[:max(0, series.index(loop.start))]))
    if not len(told):
        return None
    days = int(told[-1]) + 1
    return mde80(series.until(days), loop.days, prior=prior, known=known)
