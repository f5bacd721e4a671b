"""One KPI taken apart: which parts may be shown, so that no answer and no two answers together tell of a few people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..core.dimension import DIMENSIONS, column_for, splittable
from ..core.errors import UnknownName
from ..core.kpi import Kpi, Unit
from ..core.kpis import KPIS
from ..core.measure import Count, Primitive, Reach, Total, Unique, primitives
from ..core.measurement import CannotSay, Figure, Reason
from ..core.period import Period
from ..core.standing import Pieces, Standing
from .health import Coverage, coverage, covered_figure
from .scope import Engine
from .tables import Table, Tables, few_in_the_middle, of_people

Cells = tuple[tuple[str, Figure | CannotSay], ...]


def split(engine: Engine, kpi: Kpi, period: Period, by: str, standing: Standing) -> Cells:
    """One KPI per value of a dimension; cells of too few people are not shown, nor what would give them away."""
    if not splittable(kpi, by) and not kpi.split:
        raise UnknownName("not_splittable", kpi=kpi.id, by=by)
    return _taken_apart(engine, [kpi], [period], by, standing)[kpi.id, period]


def splits(engine: Engine, kpis: Sequence[Kpi], period: Period, by: str, standing: Standing) -> Mapping[str, Cells]:
    """What `split` says of each of these KPIs, by its id; those that rest on the same facts are asked together."""
    alike: dict[frozenset[tuple[str, str, bool]], list[Kpi]] = {}
    for kpi in kpis:
        # The parts that are told are those in any row of these facts: KPIs on other facts would bring in others.
        rests_on = frozenset((p.fact, p.day, isinstance(p, Reach)) for p in (*kpi.primitives, *_beside(kpi, by)))
        alike.setdefault(rests_on, []).append(kpi)
    found = [_taken_apart(engine, together, [period], by, standing) for together in alike.values()]
    return {id: cells for each in found for (id, _), cells in each.items()}


def part(engine: Engine, kpis: Sequence[Kpi], periods: Sequence[Period], by: str, segment: str,
         standing: Standing) -> Mapping[tuple[str, Period], Figure | CannotSay]:
    """Several KPIs for one value of a dimension, by the id of the KPI and the period; shown as `split` would show it."""
    found = _taken_apart(engine, kpis, periods, by, standing)
    return {(kpi.id, period): dict(found[kpi.id, period]).get(segment, CannotSay(Reason.NO_DATA_IN_PERIOD, kpi.facts[0]))
            for kpi in kpis for period in periods}


def about_people(kpi: Kpi) -> bool:
    """Do figures of this KPI tell of people: visitors known again, pools, leads, applicants, hires, employees?"""
    return kpi.people or kpi.small_cell or any(of_people(p) for p in primitives(kpi.measure))


# ---- what may be shown ---------------------------------------------------------------------------------------------


def _taken_apart(engine: Engine, kpis: Sequence[Kpi], periods: Sequence[Period], by: str,
                 standing: Standing) -> dict[tuple[str, Period], Cells]:
    made_of = {period: standing.pieces(standing.clipped(period)) for period in periods}
    asked = dict.fromkeys(p for kpi in kpis for p in (*kpi.primitives, *_beside(kpi, by)))
    known = [days for fact in {p.fact for p in asked} if (days := engine.days(fact))]
    windows = dict.fromkeys([*periods, *(w for made in made_of.values() if made for w in made.windows
                                         if any(w.overlaps(days) for days in known))])
    found = Tables(engine, list(asked), list(windows), by)
    told = {}
    for period in periods:
        covered = coverage(engine, period)
        for kpi in kpis:
            told[kpi.id, period] = _cells(kpi, found, period, by, made_of[period], covered, standing)
    return told


def _cells(kpi: Kpi, tables: Tables, period: Period, by: str, made: Pieces | None, covered: Coverage,
           standing: Standing) -> Cells:
    """The figure of each part, or why it may not be shown."""
    found = tables.found
    figures = {segment: covered_figure(kpi, kpi.value(found, period, segment), covered)
               for segment in found.segments(period)}
    if about_people(kpi):
        if made is None or not (_adds_up(kpi) or made.standing):
            near = standing.near(standing.clipped(period), _adds_up(kpi)) if figures else period
            return tuple((name, CannotSay(Reason.NOT_A_WINDOW, str(near))) for name in figures)
        hidden = _hidden(kpi, tables, by, made, standing.smallest)
        middle = few_in_the_middle(found, standing.smallest)
        figures = {name: CannotSay(Reason.TOO_FEW, str(standing.smallest)) if name in hidden
                   else next((middle[p, period, name] for p in kpi.primitives if (p, period, name) in middle), figure)
                   for name, figure in figures.items()}
    return tuple(figures.items())


def _adds_up(kpi: Kpi) -> bool:
    """Is it made of what may be added over weeks? People counted once, medians and states are not."""
    return all(p.additive for p in primitives(kpi.measure))


def _hidden(kpi: Kpi, tables: Tables, by: str, made: Pieces, smallest: int) -> frozenset[str]:
    """Parts that are too few in any piece of the window: what is shown of a window can always be told of its pieces."""
    return frozenset(name for window in made.windows for table in _told(kpi, tables, window, by)
                     for name in table.hidden(smallest))


def _told(kpi: Kpi, tables: Tables, period: Period, by: str) -> Iterator[Table]:
    """Everything that the shown figures tell of people, part by part: those counted, and those of a larger count who
    were not among them, for both counts can be asked."""
    for primitive in primitives(kpi.measure):
        if of_people(primitive):
            counts = tables.of(primitive, period)
            yield counts
            for wider in _wider(primitive, by):
                yield tables.of(wider, period).less(counts)
    both = primitives(kpi.measure)
    if len(both) == 2 and kpi.unit is Unit.PERCENT and all(isinstance(p, Count | Unique | Total) for p in both):
        above, below = (tables.of(p, period) for p in both)
        if all(above.cells.get(name, 0) <= n for name, n in below.cells.items()):
            yield below.less(above)


def _beside(kpi: Kpi, by: str) -> Iterator[Primitive]:
    for primitive in primitives(kpi.measure):
        yield from _wider(primitive, by)


@cache
def _wider(primitive: Primitive, by: str) -> tuple[Primitive, ...]:
    """Counts of the same kind with fewer conditions that can be asked by the same dimension."""
    every = dict.fromkeys(p for kpi in KPIS.values() for p in primitives(kpi.measure))
    if by not in DIMENSIONS or not isinstance(primitive, Count | Unique) or not of_people(primitive):
        return ()
    return tuple(p for p in every if _alike(p, primitive) and set(p.where) < set(primitive.where)
                 and column_for(by, p.fact))


def _alike(one: Primitive, other: Primitive) -> bool:
    return (type(one), one.fact, one.on, getattr(one, "of", "")) == (
        type(other), other.fact, other.on, getattr(other, "of", ""))
