"""Two loops in a row that point the same way, judged as one: what neither can show alone, both together may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..core.breakpoint import breaks_between
from ..core.findings import Combined, Comparison
from ..core.kpi import Direction, Kpi, Move
from ..core.lift import Lift
from ..core.loop import Against, Loop, compared_period
from ..core.measure import Count
from ..core.measurement import Measurement
from ..core.period import Period
from ..core.purity import spoilers
from ..core.verdict import ALPHA, Evidence, decide
from ..stats.judge import judge
from ..stats.known import Known
from ..stats.many import benjamini_hochberg
from ..stats.pair import combine
from ..stats.prior import Prior
from ..stats.series import Series
from ..store.settings import StatedControl
from .compare import all_changes, networks, same_sources
from .controls import Controls, Elsewhere, controls_of
from .reach_back import out_of_reach
from .scope import Engine, Scope

TOLD_BY = (Count("visits"), Count("page_reads"))
Candidate = tuple[Kpi, Series | None, Comparison | None]
Both = tuple[Controls, Controls]  # of the loop before and of this one
NONE: Both = (Controls(), Controls())


@dataclass(frozen=True)
class Pair:
    """The loop before and this one as one `period`, and the `base` before both that they are judged against."""

    before: Loop
    period: Period
    base: Period


def pair_of(scope: Scope) -> Pair | None:
    """This loop with the one directly before it; None without one, or while this loop runs.

    The base is what the first of the two was compared with (for last year: the period before it). Both loops are held
    against it, so that no day stands on both sides: where each was compared with the loop before it, the one in the
    middle would pull the first lift up and the second down.
    """
    before = next((x for x in scope.loops if x.period.end == scope.loop.period.start), None)
    if before is None or scope.running:
        return None
    against = Against.PREVIOUS if before.compared_with is Against.LAST_YEAR else before.compared_with
    base = compared_period(before, against, scope.baseline.period if scope.baseline else None)
    if base is None or base.end > before.period.start:
        return None
    return Pair(before, Period(before.period.start, scope.loop.period.end), base)


def controls_of_pair(engine: Engine, scope: Scope, stated: Sequence[StatedControl],
                     elsewhere: Mapping[str, Elsewhere]) -> Both:
    """The controls that may speak in both loops, looked at in each against the base of both."""
    pair = pair_of(scope)
    if pair is None or not stated:
        return NONE
    before = replace(scope, loop=pair.before, measured=pair.before.period,
                     compared={pair.before.compared_with: pair.base})
    found = [controls_of(engine, x, stated, elsewhere)
             for x in (before, replace(scope, compared={scope.loop.compared_with: pair.base}))]
    names = [{c.stated.name for c in controls.able} for controls in found]
    first, second = (Controls(tuple(c for c in x.able if c.stated.name in names[0] & names[1])) for x in found)
    return first, second


def with_pair(engine: Engine, scope: Scope, measurement: Measurement) -> Measurement:
    """The measurement, which also knows from which sources the days of the pair and of its base come."""
    pair = pair_of(scope)
    if pair is None:
        return measurement
    found = engine.measure(TOLD_BY, [pair.period, pair.base], daily=False)
    return Measurement(measurement.measured, {**found.origins, **measurement.origins})


def together(scope: Scope, measurement: Measurement, candidates: Sequence[Candidate],
             controls: Both = NONE, known: Mapping[str, tuple[Known, ...]] | None = None) -> Mapping[str, Combined]:
    """KPI → the two loops judged as one, where both point the same way and neither is proven alone.

    Every KPI that could be combined counts in the correction for looking at many, also those that are not shown:
    choosing first and correcting afterwards would let chance through. `controls` stand beside both loops or neither;
    `known`: KPI → what earlier loops did to it.
    """
    pair = pair_of(scope)
    if pair is None:
        return {}
    done = known or {}
    lifts = {kpi.id: lift for kpi, series, chosen in candidates
             if (lift := _lift(kpi, series, chosen, pair, scope, measurement, controls, done.get(kpi.id, ())))}
    rails = [id for id in lifts if id != scope.loop.primary]
    stands = dict(zip(rails, benjamini_hochberg([lifts[id].p for id in rails]), strict=True))
    return {kpi.id: _combined(kpi, lifts[kpi.id], stands.get(kpi.id, True), pair, scope)
            for kpi, series, chosen in candidates
            if kpi.id in lifts and _same_way(kpi, series, chosen, pair, scope, controls[0], done.get(kpi.id, ()))}


def _lift(kpi: Kpi, series: Series | None, chosen: Comparison | None, pair: Pair, scope: Scope,
          measurement: Measurement, controls: Both, known: tuple[Known, ...] = ()) -> Lift | None:
    """The lift of both loops together; None where it cannot be said or would compare unlike things."""
    if series is None or chosen is None or not chosen.comparable or not isinstance(chosen.lift, Lift):
        return None
    if kpi.direction not in (Direction.UP, Direction.DOWN):
        return None  # neither way would be better
    if kpi.cohort or kpi.matures or out_of_reach(kpi, pair.base, scope.known):
        return None
    if (spoilers(kpi, pair.period, pair.base, all_changes(scope))
            or breaks_between(kpi, pair.period, pair.base, networks(measurement, scope))
            or not same_sources(kpi, measurement, pair.period, pair.base)):
        return None
    first, second = (_judged(series, period, pair.base, scope.prior, known)
                     for period in (pair.before.period, scope.loop.period))
    if first is None or second is None:
        return None
    beside = [c.beside(kpi, series, period, pair.base, lift, scope.prior) for c, period, lift in
              ((controls[0], pair.before.period, first), (controls[1], scope.loop.period, second))]
    if all(steering is not None for _, steering in beside):
        (first, _), (second, _) = beside
    return combine(first, second)


def _judged(series: Series, loop: Period, base: Period, prior: Prior | None, known: tuple[Known, ...]) -> Lift | None:
    found = judge(series, (loop.start, loop.end), (base.start, base.end), prior=prior, known=known)
    return found if isinstance(found, Lift) else None


def _same_way(kpi: Kpi, series: Series | None, chosen: Comparison | None, pair: Pair, scope: Scope,
              controls: Controls, known: tuple[Known, ...]) -> bool:
    """Do both loops point the same way, each judged by what it was compared with, and is neither proven alone?"""
    before = pair.before
    against = compared_period(before, before.compared_with, scope.baseline.period if scope.baseline else None)
    if series is None or chosen is None or against is None or not isinstance(chosen.lift, Lift):
        return False
    first = _judged(series, before.period, against, scope.prior, known)
    if first is None:
        return False
    first, _ = controls.beside(kpi, series, before.period, against, first, scope.prior)
    if proven(first) or proven(chosen.lift):
        return False
    return first.lift * chosen.lift.lift > 0


def proven(lift: Lift) -> bool:
    """Does it hold by itself?"""
    return lift.p <= ALPHA and (lift.low > 0 or lift.high < 0)


def _combined(kpi: Kpi, lift: Lift, stands: bool, pair: Pair, scope: Scope) -> Combined:
    moves = {kpi.move(pair.before.focus), kpi.move(scope.loop.focus)}
    move = Move.MAY_SINK if Move.MAY_SINK in moves else kpi.move(scope.loop.focus)
    evidence = Evidence(lift, None, move, kpi.id == scope.loop.primary, stands, None, scope.band)
    loops = (pair.before.number, scope.loop.number)
    return Combined(loops, pair.period, pair.base, lift, decide(kpi, evidence))
