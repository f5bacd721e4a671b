"""What a report shows beside the KPIs: evidence of applications, the cost ledger, where a running loop is heading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..core.findings import Forecast, LedgerLine, Traceability
from ..core.kpi import Kpi
from ..core.kpis import KPIS
from ..core.kpis.conversion import COMPLETED
from ..core.measure import Total
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..core.vocabulary import CHANNELS, TIERS
from ..privacy.small_cells import suppressed
from ..stats.pace import pace
from .scope import Engine, Scope
from .series import series_in

LEDGER = Total("ledger", columns=("amount_micros",))
MICROS = 1_000_000


def traceability(engine: Engine, period: Period, smallest: int) -> Traceability | None:
    """Completed applications by evidence; the sources that the ATS names are no evidence and stand beside it."""
    whole = engine.measure([COMPLETED], [period], daily=False).parts(COMPLETED, period)
    if isinstance(whole, CannotSay):
        return None
    tiers = {tier: n for tier, n in _counts(engine, COMPLETED, period, "tier").items() if tier in TIERS}
    said = {name: n for name, n in _counts(engine, COMPLETED, period, "source_said").items() if name in CHANNELS}
    said.pop("unknown", None)
    parts = {"traceable": sum(tiers.values()), "said": sum(said.values())}
    parts["unknown"] = whole[0] - sum(parts.values())
    hidden = suppressed(parts, smallest)
    told = {name: None if name in hidden else n for name, n in parts.items()}
    return Traceability(
        whole[0], told["traceable"], told["said"], told["unknown"],
        _told(tiers, smallest) if told["traceable"] else {}, _told(said, smallest) if told["said"] else {})


def _told(cells: Mapping[str, int], smallest: int) -> Mapping[str, int]:
    hidden = suppressed(cells, smallest)
    return {name: n for name, n in sorted(cells.items()) if name not in hidden}


def _counts(engine: Engine, primitive: Total | object, period: Period, by: str) -> Mapping[str, int]:
    found = engine.measure([primitive], [period], by=by, daily=False)  # type: ignore[list-item]
    counts = {}
    for segment in found.segments(period):
        parts = found.parts(primitive, period, segment)  # type: ignore[arg-type]
        if not isinstance(parts, CannotSay):
            counts[segment] = parts[0]
    return counts


def ledger(engine: Engine, period: Period) -> tuple[LedgerLine, ...]:
    """Costs of the period by kind, largest first, in whole currency units."""
    sides = {"recruiter_time": "internal", "manager_time": "internal", "referral_bonus": "internal"}
    amounts = _counts(engine, LEDGER, period, "cost_kind")
    return tuple(LedgerLine(kind, sides.get(kind, "external"), amount / MICROS)
                 for kind, amount in sorted(amounts.items(), key=lambda item: -item[1]))


def forecasts(measurement: Measurement, scope: Scope, kpis: list[Kpi]) -> tuple[Forecast, ...]:
    """Where a running loop is heading, for the KPIs that add up over days."""
    if not scope.running:
        return ()
    made = [f for kpi in kpis if (f := _forecast(kpi, measurement, scope))]
    return tuple(made)


def _forecast(kpi: Kpi, measurement: Measurement, scope: Scope) -> Forecast | None:
    series = series_in(kpi, measurement, scope)
    if series is None or kpi.judged_on is not None or not kpi.measure.additive:
        return None
    found = pace(series, (scope.loop.period.start, scope.loop.period.end))
    if found is None:
        return None
    return Forecast(kpi.id, found.so_far / kpi.per, found.low / kpi.per, found.high / kpi.per, None)


def visits_per_day(measurement: Measurement, scope: Scope) -> tuple[Mapping[date, float], tuple[date, ...]]:
    """The line of the whole history, and the days on which nothing was measured."""
    visits = KPIS["visits"].primitives[0]
    found = measurement.measured.get((visits, scope.history, None))
    origin = measurement.origins.get(("visits", scope.history))
    daily = {day: float(parts[0]) for day, parts in found.daily.items()} if found else {}
    return daily, origin.missing_days if origin else ()
