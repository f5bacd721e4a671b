"""How far this client's verdicts may be trusted, from its own past: loops in which nothing was done, and promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..core.archive import Archived, Given
from ..core.baseline import Baseline
from ..core.kpi import Kpi
from ..core.kpis import headline
from ..core.kpis.pools import USUAL
from ..core.loop import Loop
from ..core.measure import Measure
from ..core.measurement import Measurement
from ..core.period import Period
from ..core.trust import SHIPPED, Judged, KindTrust, Missing, PriorUsed, Promises, Tally, Trust
from ..core.verdict import ALPHA
from ..core.workdays import Workdays
from ..stats.prior import Prior, shipped
from ..stats.series import Series
from ..stats.shares import wilson
from ..store.settings import StatedControl
from .cohort import lag_of
from .controls import Elsewhere, known_days, shown_days
from .experience import SAYS_NOTHING
from .findings import cohort_weights
from .known import known_changes
from .placebo import STEP, Controls, Placebo, Span, placebos
from .planning import plan_rows
from .scope import Engine, all_primitives, history_of, measure, scope_of
from .series import series_of


def trust(engine: Engine, client: str, currency: str, span: Span, loops: Sequence[Loop], baseline: Baseline | None,
          archived: Sequence[Archived], as_of: date, workdays: Workdays, prior: Prior | None = None,
          origin: str = SHIPPED, pools: str = USUAL, stated: Sequence[StatedControl] = (),
          elsewhere: Mapping[str, Elsewhere] | None = None) -> Trust:
    """Everything that the past says of the verdicts; what it is too short for is named in `missing`.

    Placebo loops stand beside the `stated` control series as verdicts do; `elsewhere` are those of other workspaces.
    Holds no opinion on what caused an alarm: where the history has real loops in it, an alarm may well be a true one,
    which is why those before the first loop are counted apart.
    """
    history = history_of(engine, as_of)
    controls = Controls(stated, known_days(engine, history, stated, elsewhere or {}), shown_days(engine, history), loops,
                        span, prior) if stated and history.days else None
    told = _Told(loops, baseline.period if baseline else None, prior, pools)
    found = list(_all_placebos(engine, history, span, as_of, told, controls)) if history.days else []
    first = min((x.period.start for x in loops), default=None)
    promises = promises_kept(engine, archived, loops, baseline, workdays, prior, pools)
    days = span(history.start).days
    return Trust(
        client, currency, as_of, history.start if history.days else None, days, STEP, ALPHA,
        _kinds(found, first, days), tally(_clean(found, first), days), tally(found, days), promises,
        prior_used(prior or shipped(), origin),
        tuple(_missing(history, found, first, archived, promises)), tuple(_beside(found)))


def _beside(found: Iterable[Placebo]) -> Iterator[tuple[str, int]]:
    """Control → placebo loops in which its part was taken off, in the order in which they first spoke."""
    names = [name for x in found for name in x.beside]
    yield from ((name, names.count(name)) for name in dict.fromkeys(names))


@dataclass(frozen=True)
class _Told:
    """What the client told: the loops, the 0-meting, the prior in use and the classes of the pools."""

    loops: Sequence[Loop]
    baseline: Period | None
    prior: Prior | None
    pools: str


def _all_placebos(engine: Engine, history: Period, span: Span, as_of: date, told: _Told,
                  controls: Controls | None) -> Iterator[Placebo]:
    measurement = engine.measure(all_primitives(told.pools), [history], daily=True)
    lag = lag_of(engine, as_of)
    for kpi, series in _with_days(measurement, history, told.pools):
        weights, after = cohort_weights(kpi, series, lag), Period(as_of, as_of)
        known = known_changes(kpi, series, told.loops, told.baseline, after, told.prior, weights)
        yield from placebos(kpi, series, span, told.prior, weights, controls, known)


def daily_series(engine: Engine, as_of: date, pools: str = USUAL) -> list[Series]:
    """The days of every KPI of the framework, to learn from; cohorts that may still grow are left out."""
    history = history_of(engine, as_of)
    if not history.days:
        return []
    measurement = engine.measure(all_primitives(pools), [history], daily=True)
    return [series for kpi, series in _with_days(measurement, history, pools) if not kpi.cohort]


def _with_days(measurement: Measurement, history: Period, pools: str) -> Iterator[tuple[Kpi, Series]]:
    for kpi in _looked_at(pools):
        series = series_of(kpi, measurement, history)
        if series is not None:
            yield kpi, series


def _looked_at(pools: str) -> Iterable[Kpi]:
    """The KPIs of the framework; of those judged on the same days only the first, or one alarm would count thrice."""
    looked: dict[Measure, Kpi] = {}
    for kpi in headline(pools):
        looked.setdefault(kpi.judged_on or kpi.measure, kpi)
    return looked.values()


def _kinds(found: Sequence[Placebo], first: date | None, days: int) -> tuple[KindTrust, ...]:
    """Each kind that was met, in their fixed order."""
    kinds = []
    for kind in Judged:
        of_kind = [x for x in found if x.judged is kind]
        if of_kind:
            kpis = tuple(dict.fromkeys(x.kpi for x in of_kind))
            kinds.append(KindTrust(kind, kpis, tally(_clean(of_kind, first), days), tally(of_kind, days)))
    return tuple(kinds)


def _clean(found: Sequence[Placebo], first: date | None) -> list[Placebo]:
    """Those that were over before anything was done on purpose."""
    return [x for x in found if first is None or x.period.end <= first]


def tally(found: Iterable[Placebo], days: int) -> Tally:
    """Loops that start every STEP days share days with each other: they count for STEP / days of one, and no KPI for
    less than one loop."""
    loops = list(found)
    alarms = sum(x.p <= ALPHA for x in loops)
    per_kpi: dict[str, int] = {}
    for x in loops:
        per_kpi[x.kpi] = per_kpi.get(x.kpi, 0) + 1
    apart = sum(max(1.0, n * min(1.0, STEP / days)) for n in per_kpi.values())
    interval = wilson(alarms / len(loops) * apart, apart) if loops else None
    return Tally(len(loops), alarms, apart, *(interval or (None, None)))


def promises_kept(engine: Engine, archived: Sequence[Archived], loops: Sequence[Loop], baseline: Baseline | None,
                  workdays: Workdays, prior: Prior | None = None, pools: str = USUAL) -> Promises:
    """What plans called provable, worked out from the days before each loop, beside the verdict as it was given."""
    called = came = proven = 0
    for one in archived:
        for change, given in _promised(engine, one, loops, baseline, workdays, prior, pools):
            big = given.lift is not None and given.lift * (1 if change > 0 else -1) >= abs(change)
            called, came = called + 1, came + big
            proven += big and given.p is not None and given.p <= ALPHA
    return Promises(called, came, proven)


def _promised(engine: Engine, one: Archived, loops: Sequence[Loop], baseline: Baseline | None,
              workdays: Workdays, prior: Prior | None, pools: str) -> Iterator[tuple[float, Given]]:
    """Changes that were wanted and called provable, each with its verdict; loops that could not be compared aside."""
    if not one.loop.targets:
        return
    scope = scope_of(one.loop, loops, baseline, one.loop.period.start, engine, workdays, 0.0, prior=prior,
                     pools=pools)
    wanted = {t.kpi for t in one.loop.targets}
    kpis = tuple(k for k in headline(pools) if k.id in wanted)
    for row in plan_rows(kpis, measure(engine, scope), scope, {}, {}):
        given = one.kept.verdicts.get(row.kpi.id)
        if row.provable and row.wanted_change and given is not None and given.word not in SAYS_NOTHING:
            yield row.wanted_change, given


def prior_used(prior: Prior, origin: str) -> PriorUsed:
    """The prior's own account of itself."""
    said: Mapping[str, object] = prior.provenance
    groups, series = said.get("trained_on", ()), said.get("series")
    return PriorUsed(
        origin, str(said.get("trained_at", "")), tuple(map(str, groups)) if isinstance(groups, list | tuple) else (),
        series if isinstance(series, int) else None, sum(m.learned_from for m in prior.models),
        tuple(sorted({m.days for m in prior.models})))


def _missing(history: Period, found: Sequence[Placebo], first: date | None, archived: Sequence[Archived],
             promises: Promises) -> Iterator[Missing]:
    if not history.days:
        yield Missing.NO_FACTS
    elif not found:
        yield Missing.SHORT_HISTORY
    elif not _clean(found, first):
        yield Missing.NOTHING_BEFORE
    if not archived:
        yield Missing.NO_CLOSED_LOOPS
    elif not promises.called:
        yield Missing.NO_PROMISES
