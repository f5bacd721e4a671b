"""Before the loop: what the visits that are planned will do to figures per visit, through the mix of visitors alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core.kpi import Kpi
from ..core.kpis.traffic import VISITS
from ..core.measure import Primitive
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..core.planned import HALVES
from ..stats.mix import SMALLEST, Cell, expected_mix
from .mixing import SPLIT_BY, half_of, may_sink_through_mix, quotient
from .scope import Engine, Scope


@dataclass(frozen=True)
class _Segment:
    """One segment before the loop: its visits, and the numerator and denominator of the figure at hand."""

    visits: float
    cell: Cell


def by_effects(engine: Engine, scope: Scope, kpis: Sequence[Kpi]) -> Mapping[str, float]:
    """Relative change to expect of each KPI that may sink, from the compared period's rates and the planned visits.

    Only days before the loop are looked at. Empty without a plan of visits, or without visits before.
    """
    wanted = {k.id: q for k in kpis if may_sink_through_mix(k, scope.loop.focus) and (q := quotient(k)) is not None}
    if not wanted or not scope.loop.planned_visits or scope.chosen is None:
        return {}
    parts = dict.fromkeys((VISITS, *(p for pair in wanted.values() for p in pair)))
    found = engine.measure([half_of(p, name) for p in parts for name in HALVES], [scope.chosen], by=SPLIT_BY, daily=False)
    length = scope.loop.period.days / scope.chosen.days
    changes = {id: foreseen(_segments(pair, found, scope.chosen), scope.loop.planned_visits, length)
               for id, pair in wanted.items()}
    return {id: change for id, change in changes.items() if change is not None}


def _segments(pair: tuple[Primitive, Primitive], found: Measurement, period: Period) -> Mapping[str, _Segment]:
    def total(primitive: Primitive, half: str, channel: str) -> float:
        parts = found.parts(half_of(primitive, half), period, channel)
        return 0.0 if isinstance(parts, CannotSay) else float(parts[0] or 0)

    return {f"{half}/{channel}": _Segment(total(VISITS, half, channel), Cell(total(pair[0], half, channel),
                                                                            total(pair[1], half, channel)))
            for half in HALVES for channel in found.segments(period)}


def foreseen(before: Mapping[str, _Segment], planned: Mapping[str, int], length: float) -> float | None:
    """The mix part to expect, relative to the figure before: what came before comes again, and the plan beside it.

    `length`: days of the loop ÷ days of the period before. A planned visit counts as its segment's visits did before:
    where the figure is one of people, with their consent and their visits per person. None without a figure before.
    """
    cells = {name: segment.cell for name, segment in before.items()}
    below = sum(cell.den for cell in cells.values())
    overall = sum(cell.num for cell in cells.values()) / below if below else 0.0
    extra = _spread(before, planned)
    expected = {name: s.cell.den * length + extra.get(name, 0.0) * (s.cell.den / s.visits if s.visits else 0.0)
                for name, s in before.items()}
    change = expected_mix(cells, expected)
    return None if change is None or not overall else change / overall


def _spread(before: Mapping[str, _Segment], planned: Mapping[str, int]) -> Mapping[str, float]:
    """Planned visits per segment that has a rate; those of a channel too small before behave as their half does."""
    extra: dict[str, float] = {}
    for name, visits in planned.items():
        if name in before and before[name].visits >= SMALLEST:
            alike = {name: before[name].visits}
        else:
            half = name.partition("/")[0]
            alike = {n: s.visits for n, s in before.items() if n.startswith(f"{half}/") and s.visits > 0}
        total = sum(alike.values())
        for like, weight in alike.items():
            extra[like] = extra.get(like, 0.0) + visits * weight / total
    return extra
