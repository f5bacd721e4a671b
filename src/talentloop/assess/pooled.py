"""Several clients, sites or brands that did the same, judged as one: lifts are pooled, figures are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..core.findings import KpiFinding, LoopReport
from ..core.kpi import Direction, Kpi, Move
from ..core.kpis import KPIS
from ..core.lift import Lift
from ..core.period import Period
from ..core.pooled import Missed, PooledKpi, PooledReport, Site
from ..core.verdict import BAND, Evidence, Word, decide
from ..stats.controls import Scores, past_scores
from ..stats.many import benjamini_hochberg
from ..stats.pooled import pool, shared_error
from ..stats.series import Series

UNLIKE = frozenset({Word.NOT_COMPARABLE, Word.TOO_EARLY, Word.NO_DATA})


def pooled_report(reports: Sequence[LoopReport], band: float = BAND) -> PooledReport:
    """Every KPI that at least two of the sites can judge; guardrails are corrected for looking at many."""
    sites = tuple(Site(r.client, r.loop) for r in reports)
    ids = dict.fromkeys(f.kpi.id for r in reports for f in r.findings)
    found = [row for id in ids if (row := _pooled(KPIS[id], reports)) is not None]
    rails = [r for r in found if not r.primary]
    stands = dict(zip((r.kpi.id for r in rails), benjamini_hochberg([r.lift.p for r in rails]), strict=True))
    return PooledReport(sites, tuple(
        replace(r, verdict=decide(r.kpi, Evidence(r.lift, None, _move(r.kpi, reports), r.primary,
                                                  stands.get(r.kpi.id, True), None, band))) for r in found))


def _pooled(kpi: Kpi, reports: Sequence[LoopReport]) -> PooledKpi | None:
    if kpi.direction is Direction.NONE:
        return None
    told = [(r.client, f) for r in reports if (f := r.finding(kpi.id)) is not None]
    able = [(client, f, lift) for client, f in told if (lift := _lift(f)) is not None]
    shared = shared_error([_past(f) for _, f, _ in able])
    found = pool([lift for _, _, lift in able], shared)
    if found is None:
        return None
    missed = tuple(Missed(client, f.verdict.because) for client, f in told if _lift(f) is None)
    primary = all(r.loop.primary == kpi.id for r in reports)
    return PooledKpi(kpi, found.lift, tuple((client, lift) for client, _, lift in able), missed, found.shared,
                     found.apart, able[0][1].verdict, primary)


def _lift(finding: KpiFinding) -> Lift | None:
    """The lift of a site that compares like with like; None where its own verdict rests on no test."""
    chosen = finding.chosen
    if finding.verdict.word in UNLIKE or chosen is None or not chosen.comparable:
        return None
    return chosen.lift if isinstance(chosen.lift, Lift) else None


def _past(finding: KpiFinding) -> Scores:
    """Surprises of earlier stretches, for KPIs that are counted per day; those of others are not known here."""
    if finding.kpi.judged_on is not None or not finding.kpi.measure.additive or not finding.daily:
        return {}
    start, loop = min(finding.daily), finding.period
    days = [finding.daily.get(day, np.nan) * finding.kpi.per for day in Period(start, loop.end)]
    return past_scores(Series(start, np.array(days)), (loop.start, loop.end))


def _move(kpi: Kpi, reports: Sequence[LoopReport]) -> Move:
    """What the focus leads one to expect, where all sites had the same."""
    moves = {kpi.move(r.loop.focus) for r in reports}
    return moves.pop() if len(moves) == 1 else Move.NO_OPINION
