"""All that can be said of each KPI of one loop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ..core.expectation import expectation
from ..core.findings import Comparison, KpiFinding
from ..core.kpi import Kpi, Unit
from ..core.kpis import KPIS
from ..core.lift import Lift, Mix
from ..core.maturity import Maturity
from ..core.measure import Count, Reach, Share, Size
from ..core.measurement import CannotSay, Figure, Measurement, Origin
from ..core.period import Period
from ..core.verdict import Evidence, decide
from ..stats.known import Known
from ..stats.many import benjamini_hochberg
from ..stats.series import Floats, Series
from ..stats.shares import cost_per, poisson, wilson
from .cohort import Lag, maturity_of
from .combined import NONE, Both, together
from .compare import comparisons
from .controls import Controls
from .health import LAG, Coverage, covered_figure
from .known import known_in, told
from .obstacles import BEARABLE_GAPS, obstacle
from .reach_back import told_too_long_ago
from .scope import Scope
from .series import series_in, shown_per_day
from .targets import target_state

Splits = Mapping[str, tuple[tuple[str, Figure | CannotSay], ...]]
SIZE = Size("target_groups")


@dataclass(frozen=True)
class Desk:
    """Everything measured for one report, laid out for looking at KPI by KPI."""

    measurement: Measurement
    scope: Scope
    lag: Lag
    mixes: Mapping[str, Mix]
    splits: Splits
    covered: Mapping[Period, Coverage]  # of the loop and of each period beside it
    foreseen: Mapping[str, float] = field(default_factory=dict)  # by-effects, from the days before the loop
    controls: Controls = field(default_factory=Controls)
    controls_of_pair: Both = NONE

    @property
    def coverage(self) -> Coverage:
        return self.covered[self.scope.measured]


@dataclass(frozen=True)
class _Looked:
    """One KPI half-way: looked at by itself, not yet beside the others."""

    kpi: Kpi
    figure: Figure | CannotSay
    series: Series | None
    compared: tuple[Comparison, ...]
    maturity: Maturity | None
    known: tuple[Known, ...] = ()

    @property
    def chosen(self) -> Comparison | None:
        return next((c for c in self.compared if c.chosen), None)

    @property
    def lift(self) -> Lift | None:
        found = self.chosen.lift if self.chosen else None
        return found if isinstance(found, Lift) else None


def findings(desk: Desk, kpis: tuple[Kpi, ...]) -> tuple[KpiFinding, ...]:
    """Each KPI by itself first, then all guardrails together: looking at many finds something by chance."""
    looked = [_look(desk, kpi) for kpi in kpis]
    stands = _standing(looked, desk.scope.loop.primary)
    pairs = together(desk.scope, desk.measurement, [(x.kpi, x.series, x.chosen) for x in looked],
                     desk.controls_of_pair, {x.kpi.id: x.known for x in looked})
    return tuple(replace(_finding(desk, one, stands.get(one.kpi.id, True)), combined=pairs.get(one.kpi.id))
                 for one in looked)


def _look(desk: Desk, kpi: Kpi) -> _Looked:
    scope, measurement = desk.scope, desk.measurement
    figure = covered_figure(kpi, kpi.value(measurement, scope.measured), desk.coverage)
    figure = (told_too_long_ago(kpi, scope.measured, scope.known, scope.running)
              or _bounded(kpi, figure, measurement, scope))
    series = series_in(kpi, measurement, scope)
    weights = cohort_weights(kpi, series, desk.lag)
    maturity = maturity_of(scope.measured, measurement, scope.history, desk.lag) if kpi.cohort else None
    known = known_in(kpi, series, scope, measurement, weights)
    compared = comparisons(kpi, measurement, scope, series, weights, desk.controls, known, desk.covered)
    return _Looked(kpi, figure, series, compared, maturity, known)


def cohort_weights(kpi: Kpi, series: Series | None, lag: Lag) -> Floats | None:
    """Young days of a cohort weigh what they can have shown by now; costs ÷ hires have their own days."""
    return lag.weights(series) if kpi.cohort and series is not None and series.den is None else None


def _bounded(kpi: Kpi, figure: Figure | CannotSay, measurement: Measurement, scope: Scope) -> Figure | CannotSay:
    """Reach together is at most the target group too, where its size is known and not plainly too small."""
    if not isinstance(kpi.measure, Reach) or isinstance(figure, CannotSay) or figure.high is None:
        return figure
    size = measurement.parts(SIZE, scope.measured)
    if isinstance(size, CannotSay) or size[1] < figure.value:
        return figure
    return replace(figure, high=min(figure.high, float(size[1])))


def _standing(looked: list[_Looked], primary: str) -> Mapping[str, bool]:
    """Which guardrails stand after Benjamini and Hochberg at q = .10; the primary KPI is one test by itself."""
    rails = [(x.kpi.id, x.lift.p) for x in looked if x.lift is not None and x.kpi.id != primary]
    return dict(zip((id for id, _ in rails), benjamini_hochberg([p for _, p in rails]), strict=True))


def _finding(desk: Desk, one: _Looked, stands: bool) -> KpiFinding:
    scope, kpi = desk.scope, one.kpi
    origin = origin_of(kpi, desk.measurement, scope.measured)
    until = origin.provisional_until if origin.provisional_until and origin.provisional_until >= scope.as_of else None
    gaps = _gaps(one, scope)
    blocked = obstacle(kpi, scope, one.figure, one.chosen, one.maturity, gaps)
    evidence = Evidence(
        one.chosen.lift if one.chosen else None, desk.mixes.get(kpi.id), kpi.move(scope.loop.focus),
        kpi.id == scope.loop.primary, stands, blocked, scope.band)
    return KpiFinding(
        kpi, scope.measured, one.figure, interval(kpi, one.figure), origin, desk.coverage.of(kpi), until, one.compared,
        target_state(kpi, scope, desk.measurement, one.figure, one.lift, one.series, desk.controls,
                     one.known, gaps > BEARABLE_GAPS),
        expectation(kpi, scope.loop.focus, desk.foreseen.get(kpi.id)),
        desk.mixes.get(kpi.id), decide(kpi, evidence), shown_per_day(kpi, one.series, scope.history, scope.standing),
        desk.splits.get(kpi.id, ()), companions(kpi, desk), one.maturity,
        read_away=told(one.known, scope.loops, scope.loop.period, scope.chosen) if one.lift else ())


def _gaps(one: _Looked, scope: Scope) -> float:
    """Share of the loop's days, or of the compared period's, on which this KPI was not measured; while the loop runs
    the last days may still come in."""
    if one.series is None or scope.chosen is None:
        return 0.0
    gone = scope.measured
    if scope.running:
        gone = Period(gone.start, max(gone.start, gone.end - timedelta(days=LAG)))
    shares = [float((one.series.window((p.start, p.end)) != one.series.window((p.start, p.end))).mean())
              for p in (gone, scope.chosen) if p.days and p.start >= one.series.start]
    return max(shares, default=0.0)


def origin_of(kpi: Kpi, measurement: Measurement, period: Period) -> Origin:
    """Where all parts of a KPI come from, taken together."""
    found = [o for fact in kpi.facts if (o := measurement.origins.get((fact, period)))]
    return Origin(
        tuple(dict.fromkeys(s for o in found for s in o.sources)),
        tuple(dict.fromkeys(p for o in found for p in o.provenances)),
        max((o.provisional_until for o in found if o.provisional_until), default=None),
        min((o.days_with_data for o in found), default=0),
        tuple(sorted({d for o in found if o.missing_days for d in o.missing_days})),
    )


def interval(kpi: Kpi, figure: Figure | CannotSay) -> tuple[float, float] | None:
    """The figure's own 95 % margin: of a count of rare events, a share of counts, a cost per count."""
    if isinstance(figure, CannotSay):
        return None
    if figure.low is not None and figure.high is not None:
        return (figure.low, figure.high)
    if kpi.unit is Unit.MONEY and figure.above is not None and figure.below:
        found = cost_per(figure.above, int(figure.below))
        return found and (found[1], found[2])
    if isinstance(kpi.measure, Share) and figure.above is not None and figure.below:
        return wilson(figure.above, figure.below)
    if isinstance(kpi.measure, Count) and kpi.small_cell:
        return poisson(int(figure.value))
    return None


def companions(kpi: Kpi, desk: Desk) -> tuple[tuple[str, Figure | CannotSay], ...]:
    """The figures that are printed beside it."""
    period, found = desk.scope.measured, desk.measurement
    return tuple((id, covered_figure(KPIS[id], KPIS[id].value(found, period), desk.coverage)) for id in kpi.companions)
