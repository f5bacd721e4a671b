"""One KPI beside each period it may be compared with: figure, change, what spoils it, and what statistics say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..core.breakpoint import breaks_between
from ..core.findings import Comparison
from ..core.kpi import Kind, Kpi
from ..core.lift import Lift, NoLift, Refusal
from ..core.loop import Against, Change
from ..core.measurement import CannotSay, Figure, Measurement
from ..core.period import Period
from ..core.purity import spoilers
from ..stats.judge import judge_each
from ..stats.known import Known
from ..stats.series import Floats, Series
from .consent_shift import other_consent
from .controls import Controls
from .health import Coverage
from .reach_back import out_of_reach, told_too_long_ago
from .scope import Scope
from .widening import widened


def comparisons(kpi: Kpi, measurement: Measurement, scope: Scope, series: Series | None,
                weights: Floats | None, controls: Controls, known: Sequence[Known],
                covered: Mapping[Period, Coverage]) -> tuple[Comparison, ...]:
    """The three comparisons that exist for this loop, the chosen one marked; `known`: what earlier loops did; `covered`:
    what consent covers of the loop and of each period beside it."""
    figures = {period: out_of_reach(kpi, period, scope.known) or kpi.value(measurement, period)
               for period in scope.beside.values()}
    told = [] if scope.running else [period for period, x in figures.items() if not isinstance(x, CannotSay)]
    lifts = _lifts(series, scope, told, weights, known)
    shifts = {p: other_consent(kpi, covered[p], covered[scope.measured], scope.band) for p in figures}
    return tuple(_comparison(kpi, measurement, scope, against, figures[period], lifts.get(period), series, controls,
                             shifts[period]) for against, period in scope.beside.items())


def _comparison(kpi: Kpi, measurement: Measurement, scope: Scope, against: Against, figure: Figure | CannotSay,
                lift: Lift | Refusal | None, series: Series | None, controls: Controls,
                consent: tuple[float, float] | None) -> Comparison:
    period, steering = scope.beside[against], None
    if isinstance(lift, Lift) and series is not None:
        lift, steering = controls.beside(kpi, series, scope.loop.period, period, lift, scope.prior)
        lift = widened(lift, kpi, series, (scope.loop.period, period), all_changes(scope))
    spoiled = spoilers(kpi, scope.loop.period, period, all_changes(scope))
    breaks = breaks_between(kpi, scope.loop.period, period, networks(measurement, scope))
    now = told_too_long_ago(kpi, scope.measured, scope.known, scope.running) or kpi.value(measurement, scope.measured)
    change = relative_change(kpi, now, figure, scope.measured, period, lift)
    chosen = against is scope.loop.compared_with
    alike = not consent and same_sources(kpi, measurement, scope.measured, period)
    comparable = alike and not spoiled and not breaks
    return Comparison(against, period, figure, change, chosen, comparable, spoiled, breaks, lift, steering, consent)


def _lifts(series: Series | None, scope: Scope, beside: Sequence[Period],
           weights: Floats | None, known: Sequence[Known]) -> Mapping[Period, Lift | Refusal]:
    if series is None:
        return dict.fromkeys(beside, Refusal(NoLift.NO_DAYS))
    loop = scope.loop.period
    found = judge_each(series, (loop.start, loop.end), [(p.start, p.end) for p in beside], day_weights=weights,
                       prior=scope.prior, known=known)
    return dict(zip(beside, found, strict=True))


def relative_change(kpi: Kpi, now: Figure | CannotSay, then: Figure | CannotSay, loop: Period, other: Period,
                    lift: Lift | Refusal | None) -> float | None:
    """The fact: per weekday-weighted day for flows, as it stands for everything that does not add up over days."""
    if isinstance(now, CannotSay) or isinstance(then, CannotSay) or not then.value:
        return None
    if kpi.kind is Kind.FLOW and kpi.judged_on is None and isinstance(lift, Lift):
        return lift.fact
    if kpi.kind is Kind.FLOW and loop.days and other.days:
        return (now.value / loop.days) / (then.value / other.days) - 1
    return now.value / then.value - 1


def all_changes(scope: Scope) -> Iterable[Change]:
    """The log of every loop: a change in an earlier one spoils the comparison with it."""
    return [change for loop in scope.loops for change in loop.changes]


def networks(measurement: Measurement, scope: Scope) -> tuple[str, ...]:
    """Networks whose delivery is in the facts, by the names of the sources that read it."""
    origin = next((o for p in (scope.history, scope.measured) if (o := measurement.origins.get(("exposures", p)))), None)
    return tuple(name.split("_")[0] for name in origin.sources) if origin else ()


def same_sources(kpi: Kpi, measurement: Measurement, one: Period, other: Period) -> bool:
    """Is the KPI told by the same sources in both periods? Another source is a break in the series."""
    for fact in kpi.facts:
        a, b = measurement.origins.get((fact, one)), measurement.origins.get((fact, other))
        if fact in ("visits", "page_reads") and a and b and a.sources and b.sources and set(a.sources) != set(b.sources):
            return False
    return True
