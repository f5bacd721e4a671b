"""Before a loop starts: what it wants, what it can prove at all, and what its focus will do to the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..core.expectation import Experience, expectation
from ..core.findings import PlanRow, Together
from ..core.kpi import Kpi
from ..core.measurement import Measurement
from ..stats.pooled import sites_for, together
from .controls import Controls
from .known import known_in, told
from .scope import Scope
from .series import series_in
from .targets import compared_figure, provable_beside, wanted_value

# The candidate journey from the first contact to the hire: where a target cannot be proven, an earlier step may be.
JOURNEY = ("impressions", "visits", "unique_visitors", "returning_visitors", "applications_started",
           "applications_completed", "hires", "cph_marketing")

SEVERAL = 5  # sites whose joint reach is told where no number of sites proves the target


def plan_rows(kpis: tuple[Kpi, ...], measurement: Measurement, scope: Scope,
              foreseen: Mapping[str, float], known: Mapping[str, Experience],
              controls: Controls | None = None) -> tuple[PlanRow, ...]:
    """One row per KPI; what can be proven, and what is foreseen, is worked out from the days before the loop only."""
    return tuple(replace(_row(kpi, measurement, scope, foreseen.get(kpi.id), controls or Controls()),
                         experience=known.get(kpi.id)) for kpi in kpis)


def _row(kpi: Kpi, measurement: Measurement, scope: Scope, foreseen: float | None, controls: Controls) -> PlanRow:
    base = compared_figure(kpi, scope, measurement) or kpi.value(measurement, scope.measured)
    target = scope.loop.target_for(kpi.id)
    wanted, change = wanted_value(kpi, target, base, scope) if target else (None, None)
    series = series_in(kpi, measurement, scope)
    done = known_in(kpi, series, scope, measurement)
    least, names = provable_beside(kpi, series, scope, controls, done)
    provable = None if least is None or change is None else abs(change) >= least
    return PlanRow(kpi, base, wanted, change, least, provable, expectation(kpi, scope.loop.focus, foreseen),
                   kpi.id == scope.loop.primary, controls=names,
                   read_away=told(done, scope.loops, scope.loop.period, scope.loop.period.previous()) if least else ())


def earlier_in_journey(rows: tuple[PlanRow, ...]) -> Mapping[str, str]:
    """For each target that one loop cannot prove, the nearest earlier KPI of the journey whose wobble is smaller."""
    least = {row.kpi.id: row.mde80 for row in rows}
    found = {}
    for row in rows:
        if row.provable is False and row.kpi.id in JOURNEY and row.wanted_change is not None:
            before = JOURNEY[: JOURNEY.index(row.kpi.id)]
            better = [id for id in before if (mde := least.get(id)) is not None and mde <= abs(row.wanted_change)]
            if better:
                found[row.kpi.id] = better[-1]
    return found


def with_other_sites(rows: tuple[PlanRow, ...]) -> Mapping[str, Together]:
    """For each target that one loop cannot prove, how many sites that do the same could; else what SEVERAL could."""
    found = {}
    for row in rows:
        if row.provable is False and row.mde80 is not None and row.wanted_change:
            enough = sites_for(row.mde80, row.wanted_change)
            sites = enough or SEVERAL
            found[row.kpi.id] = Together(sites, together(row.mde80, sites), enough is not None)
    return found
