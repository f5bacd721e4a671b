"""The main job, read from top to bottom: everything measured, compared, judged and handed to the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from .assess.byeffect import by_effects
from .assess.cohort import lag_of
from .assess.combined import controls_of_pair, with_pair
from .assess.controls import Elsewhere, controls_before, controls_of, with_helped
from .assess.experience import experience
from .assess.extras import forecasts, ledger, traceability, visits_per_day
from .assess.findings import Desk, findings, interval, origin_of
from .assess.form_steps import form_leak, form_steps
from .assess.health import coverage, coverages, covered_figure, data_health, not_connected
from .assess.mixing import mixes
from .assess.parts import split
from .assess.people import people
from .assess.planning import earlier_in_journey, plan_rows, with_other_sites
from .assess.pools import pool_moves
from .assess.questions import questions, stands_out
from .assess.reach_back import sinks_by_itself, told_too_long_ago
from .assess.roi import break_even
from .assess.scope import Engine, all_primitives, known_days, scope_of
from .assess.whole import guarded, measured, whole
from .core.archive import Kept
from .core.baseline import Baseline, FrozenFigure
from .core.findings import LoopReport, PlanReport, PlanRow, Told, only_looked
from .core.kpi import Dated, Kpi, Pillar
from .core.kpis import KPIS, framework, headline, in_use
from .core.kpis.pools import CLASSES
from .core.loop import Against, Loop
from .core.measure import Flows
from .core.measurement import CannotSay
from .core.period import Period
from .core.purity import purity
from .core.standing import Standing
from .core.workdays import Workdays
from .stats.prior import Prior
from .store.settings import Settings

Progress = Callable[[str], None]


def loop_report(engine: Engine, settings: Settings, loop: Loop, loops: Sequence[Loop], baseline: Baseline | None,
                as_of: date, workdays: Workdays, progress: Progress = lambda step: None,
                prior: Prior | None = None, elsewhere: Mapping[str, Elsewhere] | None = None,
                against: Against | None = None, other: Period | None = None,
                dated: Dated = Dated.ACTIVITY) -> LoopReport:
    """One loop, measured, compared, judged and put beside what was expected of it.

    `elsewhere`: the days of control series that other workspaces tell, by the control's name. `against`: a comparison
    to look at instead of the one chosen beforehand, without verdicts; `other` is its period where nobody planned it.
    `dated`: the day that hires and what they cost count on.
    """
    chosen, loop = loop.compared_with, replace(loop, compared_with=against or loop.compared_with)
    scope = scope_of(loop, loops, baseline, as_of, engine, workdays, settings.band, settings.smallest_cell,
                     prior, other, settings.pools)

    standing = scope.standing
    progress("measure")
    measurement = with_pair(engine, scope, measured(engine, scope))
    covered = coverages(engine, list(dict.fromkeys((scope.measured, *scope.beside.values()))))
    columns = framework(settings.pools, dated)
    shown = tuple(kpi for kpis in columns.values() for kpi in kpis)

    progress("judge")
    splits = {k.id: split(engine, k, scope.measured, k.split, standing) for k in shown if k.split}
    desk = Desk(measurement, scope, lag_of(engine, as_of), mixes(engine, scope, list(shown)), splits, covered,
                by_effects(engine, scope, shown), controls_of(engine, scope, settings.controls, elsewhere or {}),
                controls_of_pair(engine, scope, settings.controls, elsewhere or {}))
    found = findings(desk, shown)

    progress("report")
    pure, bounds = purity(loop), CLASSES[settings.pools]
    daily, missing = visits_per_day(measurement, scope)
    steps = form_steps(engine, scope)
    moves = (() if sinks_by_itself(Flows("touches", bounds=bounds), scope.measured, scope.known)
             else pool_moves(engine, scope.measured, scope.smallest_cell, bounds))
    report = LoopReport(
        client=settings.name, currency=settings.currency, as_of=as_of, loop=loop, day_number=loop.day_number(as_of),
        baseline=baseline, purity=pure, health=data_health(engine, measurement, scope, desk.coverage),
        pillars={p: tuple(f for f in found if f.kpi.pillar is p) for p in Pillar},
        traceability=traceability(engine, scope.measured, scope.smallest_cell),
        ledger=ledger(engine, scope.measured), pool_moves=moves,
        stands_out=stands_out(found, scope), questions=questions(found, measurement, scope, pure), history=daily,
        history_missing=missing, others=tuple(loops), forecasts=forecasts(measurement, scope, list(shown)),
        break_even=break_even(KPIS["marketing_costs"].value(measurement, scope.measured), settings.agency_fee,
                              settings.first_year_salary),
        people=people(engine, scope.measured, desk.coverage.people, scope.smallest_cell, bounds),
        controls=with_helped(desk.controls, found), form_steps=steps, form_leak=form_leak(steps),
        pool_bounds=bounds,
    )
    return report if loop.compared_with is chosen else only_looked(report)


def told(engine: Engine, kpi: Kpi, period: Period, standing: Standing) -> Told:
    """One KPI over any period with all that must stand beside it; where it would tell of a few people, only why not."""
    figure, found = whole(engine, kpi, period, standing)
    figure = told_too_long_ago(kpi, period, known_days(engine), running=False) or figure
    covered = coverage(engine, period).of(kpi)
    return Told(kpi, period, figure, interval(kpi, figure), origin_of(kpi, found, period), covered)


def freeze_baseline(engine: Engine, period: Period, version: int, today: date, store: str,
                    standing: Standing) -> Baseline:
    """The 0-meting as it stands now, with everything needed to trust it later."""
    found = guarded(engine.measure(all_primitives(standing.pools), [period], daily=False), standing)
    figures = {}
    covered, known = coverage(engine, period), known_days(engine)
    for kpi in in_use(standing.pools).values():
        value = (told_too_long_ago(kpi, period, known, running=False)
                 or covered_figure(kpi, kpi.value(found, period), covered))
        figures[kpi.id] = (FrozenFigure(kpi.definition, None, reason=value.reason.value) if isinstance(value, CannotSay)
                           else FrozenFigure(kpi.definition, value.value, value.low, value.high))
    sources = {fact: o.sources for (fact, p), o in found.origins.items() if p == period and o.sources}
    gaps = {fact: o.missing_days for (fact, p), o in found.origins.items() if p == period and o.missing_days}
    return Baseline(version, period, today, figures, sources, covered.people, gaps, store)


def plan_report(engine: Engine, settings: Settings, loop: Loop | None, loops: Sequence[Loop], baseline: Baseline | None,
                newly_frozen: bool, as_of: date, workdays: Workdays,
                kept: Mapping[int, Kept] | None = None, prior: Prior | None = None,
                elsewhere: Mapping[str, Elsewhere] | None = None) -> PlanReport:
    """The loop as planned: where each KPI stands, what is wanted, and what a loop of this length can prove."""
    rows: tuple[PlanRow, ...] = ()
    foreseen: Mapping[str, float] = {}
    if loop is not None:
        scope = scope_of(loop, loops, baseline, min(as_of, loop.period.start), engine, workdays, settings.band,
                         settings.smallest_cell, prior, pools=settings.pools)
        shown = headline(settings.pools)
        foreseen = by_effects(engine, scope, tuple(in_use(settings.pools).values()))
        rows = plan_rows(shown, measured(engine, scope), scope, foreseen, experience(loop, loops, kept or {}),
                         controls_before(engine, scope, settings.controls, elsewhere or {}))
    return PlanReport(settings.name, settings.currency, as_of, baseline, newly_frozen, loop, rows,
                      earlier_in_journey(rows), foreseen, not_connected(engine), with_other_sites(rows))
