"""What is told of people beside the KPIs: conversion per pool, what those who rose had read, time and credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from ..core.kpis.conversion import COMPLETED, TRACEABLE
from ..core.measure import Count, Flows, Lags, Primitive, Total, where
from ..core.measure import Rises as Asked
from ..core.measurement import CannotSay
from ..core.moves import MERGED
from ..core.people import Credit, FirstTouch, People, PoolConversion, Rise, Rises
from ..core.period import Period
from ..privacy.small_cells import enough_for, suppressed
from ..stats.among import ratios
from ..stats.shares import wilson
from ..stats.survival import kaplan_meier
from .scope import Engine

RISEN_WITHIN = 30  # days after reading
Way = Literal["content", "evp_theme", "channel"]
BY: tuple[Way, ...] = ("content", "evp_theme", "channel")  # what those who rose may have read, or come by
FIRST = Count("evidence", (where("nr", "is", 1),))
LINEAR = Total("evidence", columns=("part_micros",))
SPREAD = ((0, 0), (1, 7), (8, 30), (31, 90), (91, 180), (181, None))
EDGE = timedelta(days=30)  # who was there in the first month of measuring may have been there before
Counts = Mapping[str, int]


def people(engine: Engine, period: Period, covered: float | None, smallest: int, bounds: tuple[int, ...]) -> People:
    """Everything about the people of one loop; groups of fewer than `smallest` are left out."""
    flows = Flows("touches", bounds=bounds)
    asked = [Asked("touches", by=by, bounds=bounds, days=RISEN_WITHIN) for by in BY]
    found = engine.measure([flows, *asked], [period], daily=False)
    moves = found.parts(flows, period)
    told = {one.by: found.parts(one, period) for one in asked}
    return People(
        covered, () if isinstance(moves, CannotSay) else conversions(moves, smallest),
        {by: risen for by, parts in told.items() if not isinstance(parts, CannotSay)
         and (risen := rises(by, parts, smallest))},
        first_touch(engine, period, smallest), credits(engine, period, smallest))


def conversions(moves: tuple[tuple[int, int, int, int], ...], smallest: int) -> tuple[PoolConversion, ...]:
    """Per pool on the eve: how many people, how many of them applied; ids that were somebody else's are not people.

    Fewer of those than `smallest` are left in: less the pool's size, which is told elsewhere, it would be seen how many.
    """
    found: dict[int, list[int]] = {}
    for before, after, n, applied in moves:
        if before > 0 and (after != MERGED or n < smallest):
            cell = found.setdefault(before, [0, 0])
            cell[0] += n
            cell[1] += applied
    hidden = suppressed({str(pool): n for pool, (n, _) in found.items()}, smallest)
    each = [_conversion(pool, n, applied, smallest) for pool, (n, applied) in sorted(found.items())
            if n and str(pool) not in hidden]
    if all(c.applied is not None for c in each) or not each:
        return tuple(each)
    higher = [cells for pool, cells in found.items() if pool > 1]
    together = _conversion(2, sum(n for n, _ in higher), sum(applied for _, applied in higher), smallest)
    return (*(c for c in each if c.pool == 1), *([replace(together, upward=True)] if together.people >= smallest else []))


def _conversion(pool: int, n: int, applied: int, smallest: int) -> PoolConversion:
    if 0 < applied < smallest or 0 < n - applied < smallest:
        return PoolConversion(pool, n, None)
    return PoolConversion(pool, n, applied, *(wilson(applied, n) or (None, None)))


def rises(by: str, parts: tuple[tuple[str, int, int, int], ...], smallest: int) -> Rises | None:
    """Each value beside all readers who stood in the same pools, drawn towards them; those of too few are one value, for
    what is shown of the others rests on them too."""
    told: dict[str, dict[int, tuple[int, int]]] = {}
    for value, pool, n, risen in parts:
        if value and value not in ("unknown", "direct"):
            told.setdefault(value, {})[pool] = (n, risen)
    pools = {pool for cells in told.values() for pool in cells}
    usual = {pool: _rate([cells.get(pool, (0, 0)) for cells in told.values()]) for pool in pools}
    observed = {value: (sum(r for _, r in cells.values()), sum(n * usual[pool] for pool, (n, _) in cells.items()))
                for value, cells in told.items()}
    readers = {value: sum(n for n, _ in cells.values()) for value, cells in told.items()}
    shown = _risen(observed, readers, smallest)
    if not shown:
        return None
    mean = sum(r for r, _ in observed.values()) / sum(readers.values())
    rest = [pair for value, pair in observed.items() if value not in shown]
    beside = {**{value: observed[value] for value in observed if value in shown},
              **({"": (sum(r for r, _ in rest), sum(e for _, e in rest))} if rest else {})}
    found = [Rise(value, readers[value], 1000 * mean * x.ratio, 1000 * mean * x.low, 1000 * mean * x.high, x.stands)
             for value, x in ratios(beside).items() if value in shown]
    return Rises(by, 1000 * mean, RISEN_WITHIN, tuple(sorted(found, key=lambda r: -r.per_thousand)),
                 len(told) - len(found))


def _risen(observed: Mapping[str, tuple[int, float]], readers: Counts, smallest: int) -> set[str]:
    """Values of which enough people rose and enough did not; what is left out is more than one value, and enough too."""
    risen = {value: r for value, (r, _) in observed.items()}
    hidden = suppressed(risen, smallest) | suppressed({v: readers[v] - r for v, r in risen.items()}, smallest)
    return {value for value, r in risen.items() if value not in hidden and r >= smallest}


def _rate(cells: list[tuple[int, int]]) -> float:
    n = sum(n for n, _ in cells)
    return sum(r for _, r in cells) / n if n else 0.0


def first_touch(engine: Engine, period: Period, smallest: int) -> FirstTouch | None:
    """How long applications had been coming; those whose first touch lies at the edge of measuring are censored.

    Nothing where few have no touch known before them: they would be what all applications are less these.
    """
    starts = [known.start for fact in ("visits", "leads", "interactions") if (known := engine.days(fact))]
    asked = Lags("counted_applications", since="first_touch_day", sure_from=min(starts, default=date.min + EDGE) + EDGE)
    found = engine.measure([asked, COMPLETED], [period], daily=False)
    lags, whole = found.parts(asked, period), found.parts(COMPLETED, period)
    if isinstance(lags, CannotSay) or isinstance(whole, CannotSay):
        return None
    known = sum(sure + more for _, sure, more in lags)
    unknown = whole[0] - known
    if known < smallest or 0 < unknown < smallest:
        return None
    curve = kaplan_meier(lags)
    cells = {str(first): sum(sure + more for days, sure, more in lags if first <= days and (last is None or days <= last))
             for first, last in SPREAD}
    hidden = suppressed(cells, smallest)
    spread = tuple((first, last, None if str(first) in hidden else cells[str(first)]) for first, last in SPREAD)
    at_least = sum(more for _, _, more in lags)
    few = any(0 < n < smallest for n in (at_least, known - at_least))
    half, most = (curve.quantile(share) if known >= enough_for(share, smallest) else None for share in (0.5, 0.9))
    return FirstTouch(known, unknown, None if few else at_least, half, most, spread,
                      enough_for(0.5, smallest))


def credits(engine: Engine, period: Period, smallest: int) -> tuple[Credit, ...]:
    """Traceable applications per channel by three rules; channels with too few by any of them go together."""
    last, first, linear = (by_channel(engine, asked, period) for asked in (TRACEABLE, FIRST, LINEAR))
    names = sorted({*last, *first, *linear}, key=lambda c: (-last.get(c, 0), c))
    whole = {c: linear.get(c, 0) // 1_000_000 for c in names}
    hidden = set().union(*(suppressed({c: n.get(c, 0) for c in names}, smallest) for n in (last, first, whole)))
    hidden |= {c for c in names if 0 < linear.get(c, 0) < smallest * 1_000_000}
    shown = [Credit(c, last.get(c, 0), first.get(c, 0), linear.get(c, 0) / 1e6) for c in names
             if c not in hidden and linear.get(c)]
    rest = [sum(counts.get(c, 0) for c in hidden) for counts in (last, first, linear)]
    if shown and all(smallest <= n for n in (rest[0], rest[1], rest[2] / 1e6)):
        shown.append(Credit("", rest[0], rest[1], rest[2] / 1e6))
    return tuple(shown)


def by_channel(engine: Engine, asked: Primitive, period: Period) -> Counts:
    found = engine.measure([asked], [period], by="channel", daily=False)
    parts = {c: found.parts(asked, period, c) for c in found.segments(period)}
    return {c: told[0] for c, told in parts.items() if not isinstance(told, CannotSay)}
