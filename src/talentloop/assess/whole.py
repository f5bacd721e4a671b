"""What may be told of the whole: totals of one's own loops are business figures; pools and other windows are cells.

A pool is a group of people by their number of contacts, so it is hidden like any other part. A total over a loop or the
0-meting may be shown, also when it is small; over any other window it is a part of time, and told as parts are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..core.kpi import Kpi
from ..core.kpis import KPIS
from ..core.kpis.pools import IDS
from ..core.loop import Against
from ..core.measure import Primitive, Stock, primitives
from ..core.measurement import CannotSay, Figure, Measurement, Reason
from ..core.period import Period
from ..core.standing import Standing
from ..privacy.small_cells import suppressed
from .health import coverage, covered_figure
from .scope import Engine, Scope, all_primitives, measure
from .tables import Key, counted, few_in_the_middle, of_people

POOL_SIZES: Mapping[str, tuple[Primitive, ...]] = {
    pools: tuple(p for id in ids for p in primitives(KPIS[id].measure)) for pools, ids in IDS.items()}


def whole(engine: Engine, kpi: Kpi, period: Period, standing: Standing) -> tuple[Figure | CannotSay, Measurement]:
    """One KPI over any period, unsplit, and what it was measured from; why not, where it would tell of a few people."""
    gone_by = standing.clipped(period)
    wanted = dict.fromkeys((*kpi.primitives, *(POOL_SIZES[standing.pools] if _pool(kpi) else ())))
    windows = dict.fromkeys((period, *_windows(standing, gone_by)))
    found = engine.measure(list(wanted), list(windows), daily=False)
    told = guarded(found, standing, [period])
    return covered_figure(kpi, kpi.value(told, period), coverage(engine, period)), told


def measured(engine: Engine, scope: Scope) -> Measurement:
    """Everything that a report looks at, without what would tell of a few people."""
    free = [] if (chosen := scope.compared.get(Against.OTHER)) is None else list(
        dict.fromkeys((chosen, scope.beside[Against.OTHER])))
    standing = scope.standing
    windows = list(dict.fromkeys(w for window in free for w in _windows(standing, standing.clipped(window))))
    found = measure(engine, scope)
    if windows:
        pieces = engine.measure(all_primitives(scope.pools), windows, daily=False)
        found = Measurement({**pieces.measured, **found.measured}, found.origins)
    return guarded(found, standing, free)


def guarded(found: Measurement, standing: Standing, free: Iterable[Period] = ()) -> Measurement:
    """The measurement without pools of few people, and in `free` windows without totals that tell of a few.

    `free` are windows that somebody chose on the day; of the pieces they consist of the measurement must hold the counts.
    """
    hidden = {**_few_in_pools(found, standing), **few_in_the_middle(found, standing.smallest),
              **_few_in_windows(found, standing, free)}
    return replace(found, measured={
        key: replace(one, whole=hidden[key], daily={}) if key in hidden else one for key, one in found.measured.items()})


def _pool(kpi: Kpi) -> bool:
    return isinstance(kpi.measure, Stock)


def _few_in_pools(found: Measurement, standing: Standing) -> Mapping[Key, CannotSay]:
    """Pools of few people, and one more where a single one would follow from everybody who is known."""
    hidden: dict[Key, CannotSay] = {}
    for period in dict.fromkeys(period for _, period, _ in found.measured):
        pools = POOL_SIZES[standing.pools]
        sizes = {p: found.parts(p, period) for p in pools}
        names = {str(i): p for i, p in enumerate(pools)}
        counts = {name: parts[0] for name, p in names.items() if not isinstance(parts := sizes[p], CannotSay)}
        for name in suppressed(counts, standing.smallest):
            hidden[names[name], period, None] = CannotSay(Reason.TOO_FEW, str(standing.smallest))
    return hidden


def _few_in_windows(found: Measurement, standing: Standing, free: Iterable[Period]) -> Mapping[Key, CannotSay]:
    return {(primitive, window, None): reason for window in free for (primitive, period, segment) in found.measured
            if period == window and segment is None and _somebody(primitive)
            and (reason := _refused(primitive, found, standing, window))}


def _windows(standing: Standing, window: Period) -> tuple[Period, ...]:
    """The pieces that a window consists of, as far as there are any days in them."""
    made = standing.pieces(window)
    return () if made is None else tuple(w for w in made.windows if w.days)


def _somebody(primitive: Primitive) -> bool:
    """Does it count applicants, leads, hires, employees, people in pools? Visitors unsplit are no cell."""
    return of_people(primitive) and not (primitive.fact in ("visits", "page_reads") and hasattr(primitive, "of"))


def _refused(primitive: Primitive, found: Measurement, standing: Standing, window: Period) -> CannotSay | None:
    """Why a total may not be told of this window; None where it may."""
    gone_by = standing.clipped(window)
    made = standing.pieces(gone_by)
    if made is not None and not made.partly and all(standing.is_fixed(piece) for piece in made.whole):
        return None
    if made is None or not (primitive.additive or made.standing):
        return CannotSay(Reason.NOT_A_WINDOW, str(standing.near(gone_by, primitive.additive))) if gone_by.days else None
    pieces = [w for w in made.windows if w.days and not standing.is_fixed(w)]
    few = any(0 < counted(primitive, found.parts(primitive, w)) < standing.smallest for w in pieces)
    return CannotSay(Reason.TOO_FEW, str(standing.smallest)) if few else None
