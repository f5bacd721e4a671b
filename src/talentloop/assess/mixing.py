"""Another mix of visitors or a real change: the split of a quality KPI over segments fixed beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from ..core.kpi import Focus, Kpi, Move
from ..core.lift import Mix, MixRow
from ..core.measure import Mean, Primitive, Ratio, Share, Where, where
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..core.planned import HALVES
from ..stats.mix import Cell, decompose, rate_change
from ..stats.series import Floats
from .scope import Engine, Scope

# What visits are split by: new or returning, times channel. Fixed beforehand, so that nobody picks a split to please.
SPLIT_BY = "channel"
OF_VISITORS = ("visits", "page_reads")  # facts whose rows know the channel and the newness of their visit
Daily = dict[str, tuple[Floats, Floats]]


def may_sink_through_mix(kpi: Kpi, focus: Focus) -> bool:
    """Can the fall of this KPI be split over visitors: a quotient of visits or readings that may sink at this focus?"""
    return kpi.move(focus) is Move.MAY_SINK and quotient(kpi) is not None


def quotient(kpi: Kpi) -> tuple[Primitive, Primitive] | None:
    """The two parts of a KPI, or of what it is judged on, that are both counted in visits or both in readings."""
    match kpi.judged_on or kpi.measure:
        case Mean(a, b) | Share(a, b) | Ratio(a, b) if a.fact == b.fact and a.fact in OF_VISITORS:
            return (a, b)
    return None


def mixes(engine: Engine, scope: Scope, kpis: list[Kpi]) -> Mapping[str, Mix]:
    """The split of every KPI that may sink through mix, against the chosen comparison; measured in one go."""
    wanted = {k.id: q for k in kpis if (q := quotient(k)) and k.move(scope.loop.focus) is Move.MAY_SINK}
    if not wanted or scope.chosen is None or scope.running:
        return {}
    halves = [half_of(p, name) for pair in wanted.values() for p in pair for name in HALVES]
    found = engine.measure(list(dict.fromkeys(halves)), [scope.chosen, scope.measured], by=SPLIT_BY)
    split = {k.id: _split(wanted[k.id], k.per, found, scope.chosen, scope.measured) for k in kpis if k.id in wanted}
    return {id: mix for id, mix in split.items() if mix is not None}


def half_of(primitive: Primitive, name: str) -> Primitive:
    """The same count among new or among returning visitors only."""
    condition: Where = where("new_returning", "is", name)
    return replace(primitive, where=(*primitive.where, condition))


def _split(pair: tuple[Primitive, Primitive], per: int, found: Measurement, before: Period,
           after: Period) -> Mix | None:
    """The split of one KPI; rates of segments in its shown unit, `per` stored ones, as its figure is."""
    days_before, days_after = _daily(pair, found, before), _daily(pair, found, after)
    parts = decompose(_totals(days_before), _totals(days_after))
    judged = rate_change(days_before, days_after)
    if parts is None or judged is None or not parts.before:
        return None
    base = parts.before
    rows = tuple(MixRow(s.name, s.share_before, s.share_after, s.rate_before / per, s.rate_after / per, s.mix / base,
                        s.rate / base) for s in parts.segments)
    return Mix(parts.mix / base, parts.rate / base, float(judged.low), float(judged.high), rows)


def _daily(pair: tuple[Primitive, Primitive], found: Measurement, period: Period) -> Daily:
    """Segment → (numerators, denominators) per day of the period."""
    return {f"{half}/{channel}": (_array(half_of(pair[0], half), found, period, channel),
                                  _array(half_of(pair[1], half), found, period, channel))
            for half, channel in _segments(found, period)}


def _segments(found: Measurement, period: Period) -> Iterator[tuple[str, str]]:
    return ((half, channel) for half in HALVES for channel in found.segments(period))


def _array(primitive: Primitive, found: Measurement, period: Period, channel: str) -> Floats:
    measured = found.measured.get((primitive, period, channel))
    if measured is None or isinstance(measured.whole, CannotSay):
        return np.zeros(period.days)
    return np.array([float((measured.daily.get(day) or (0,))[0] or 0) for day in period])


def _totals(daily: Daily) -> Mapping[str, Cell]:
    return {name: Cell(float(num.sum()), float(den.sum())) for name, (num, den) in daily.items()}
