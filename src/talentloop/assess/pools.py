"""Moves between pools during a loop, and what part of each pool applied; small groups left out, derivable ones too."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from ..core.findings import PoolMove
from ..core.measure import Flows
from ..core.measurement import CannotSay
from ..core.moves import FEW, Move
from ..core.period import Period
from ..privacy.small_cells import suppressed
from .scope import Engine


def pool_moves(engine: Engine, period: Period, smallest: int, bounds: tuple[int, ...]) -> tuple[PoolMove, ...]:
    """Moves between pools; how many of them applied only where that is nobody or enough people.

    Moves of too few stand together, per pool that they left and per pool that they came to: so each pool adds up.
    """
    asked = Flows("touches", bounds=bounds)
    found = engine.measure([asked], [period], daily=False).parts(asked, period)
    if isinstance(found, CannotSay):
        return ()
    moves: dict[Move, tuple[int, int]] = {(before, after): (people, applied) for before, after, people, applied in found}
    hidden = hidden_moves({move: people for move, (people, _) in moves.items()}, smallest)
    untold = hidden | hidden_applied(moves, smallest)
    shown = [PoolMove(*move, people, None if move in untold else applied)
             for move, (people, applied) in moves.items() if move not in hidden]
    return (*shown, *too_few({move: people for move, (people, _) in moves.items()}, hidden, smallest))


def too_few(people: Mapping[Move, int], hidden: Collection[Move], smallest: int) -> list[PoolMove]:
    """Per pool what its hidden moves come to: its size less the moves that are shown, where its size may be told."""
    found = []
    for side in (0, 1):
        sizes = pool_sizes(people, side)
        told = sizes.keys() - suppressed(sizes, smallest)
        for pool in sorted(map(int, told)):
            rest = sum(n for move, n in people.items() if move[side] == pool and move in hidden)
            if rest >= smallest:
                found.append(PoolMove(FEW, pool, rest, None) if side else PoolMove(pool, FEW, rest, None))
    return found


def pool_sizes(people: Mapping[Move, int], side: int) -> dict[str, int]:
    """How many were in each pool before (0) or after (1)."""
    sizes: dict[str, int] = {}
    for move, n in people.items():
        if move[side] > 0:
            sizes[str(move[side])] = sizes.get(str(move[side]), 0) + n
    return sizes


def hidden_applied(moves: Mapping[Move, tuple[int, int]], smallest: int) -> frozenset[Move]:
    """Moves of which it is not told how many applied: too few did or did not; what a pool comes to is told too."""
    told = {move: applied for move, (_, applied) in moves.items()}
    few = {move for move, (people, applied) in moves.items() if applied and people - applied < smallest}
    return frozenset(m for pool in {before for before, _ in moves}
                     for m in _hidden_in({m: n for m, n in told.items() if m[0] == pool}, few, smallest))


def hidden_moves(people: Mapping[Move, int], smallest: int) -> frozenset[Move]:
    """Moves of too few people, and others with them so that none can be worked out from what stands in the pools."""
    small = {move for move, n in people.items() if 0 < n < smallest}
    hidden = small | _of_hidden_pools(people, smallest)
    while True:
        more = {m for line in lines(people).values() for m in _hidden_in(line, hidden, smallest)} - hidden
        given_away = small & determined(people, hidden, smallest) if not more else set()
        if given_away:
            beside = [(n, m) for m, n in people.items() if m not in hidden
                      and any(m[0] == g[0] or m[1] == g[1] for g in given_away)]
            rest = [(n, m) for m, n in people.items() if m not in hidden]
            more = {min(beside or rest)[1]} if rest else set()
        if not more:
            return frozenset(hidden)
        hidden |= more


def _of_hidden_pools(people: Mapping[Move, int], smallest: int) -> set[Move]:
    """One move from or to each pool that is hidden itself: all of its moves together would tell its size."""
    found = set()
    for side in (0, 1):
        for pool in suppressed(pool_sizes(people, side), smallest):
            line = [(n, m) for m, n in people.items() if str(m[side]) == pool and n > 0]
            found |= {min(line)[1]} if line else set()
    return found


def lines(people: Mapping[Move, int]) -> dict[tuple[int, int], dict[Move, int]]:
    """The moves from (0) each pool and those to (1) each: what the pools come to is told elsewhere in a report."""
    return {(side, pool): {m: n for m, n in people.items() if m[side] == pool}
            for side in (0, 1) for pool in sorted({m[side] for m in people})}


def determined(people: Mapping[Move, int], hidden: Collection[Move], smallest: int) -> set[Move]:
    """Hidden moves that follow from the totals of all lines that may be told: nothing else fits them.

    Told are the sizes of pools that are not hidden, never how many came from outside or left, by whatever way: were those
    held against them, one who was merged would hide everybody's moves.
    """
    told = [pool_sizes(people, side).keys() - suppressed(pool_sizes(people, side), smallest) for side in (0, 1)]
    cells, known = sorted(hidden), [line for (side, pool), line in lines(people).items() if str(pool) in told[side]]
    if not cells or not known:
        return set()
    totals = np.array([[float(cell in line) for cell in cells] for line in known])
    _, sizes, ways = np.linalg.svd(totals)
    free = ways[int((sizes > 1e-9).sum()):]
    return {cell for i, cell in enumerate(cells) if not (np.abs(free[:, i]) > 1e-9).any()}


def _hidden_in(line: Mapping[Move, int], hidden: Collection[Move], smallest: int) -> set[Move]:
    """Of the moves from or to one pool the small ones; what is hidden there are at least two, and enough people."""
    gone = {m for m, n in line.items() if m in hidden or 0 < n < smallest}
    seen = sorted((n, m) for m, n in line.items() if m not in gone)
    while gone and seen and (len(gone) == 1 or sum(line[m] for m in gone) < smallest):
        gone.add(seen.pop(0)[1])
    return gone
