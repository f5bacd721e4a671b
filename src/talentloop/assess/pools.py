"""Moves between pools during a loop, and what part of each pool applied; small groups left out, derivable ones too."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.findings import PoolMove
from ..core.kpis.pools import BOUNDS
from ..core.measure import Flows
from ..core.measurement import CannotSay
from ..core.period import Period
from .scope import Engine

POOL_MOVES = Flows("touches", bounds=BOUNDS)
Move = tuple[int, int]  # pool before, pool after


def pool_moves(engine: Engine, period: Period, smallest: int) -> tuple[PoolMove, ...]:
    """Moves between pools; how many of them applied only where that is nobody or enough people."""
    found = engine.measure([POOL_MOVES], [period], daily=False).parts(POOL_MOVES, period)
    if isinstance(found, CannotSay):
        return ()
    moves: dict[Move, tuple[int, int]] = {(before, after): (people, applied) for before, after, people, applied in found}
    hidden = hidden_moves({move: people for move, (people, _) in moves.items()}, smallest)
    return tuple(PoolMove(*move, people, applied if applied == 0 or smallest <= applied <= people - smallest else None)
                 for move, (people, applied) in moves.items() if move not in hidden)


def hidden_moves(people: Mapping[Move, int], smallest: int) -> frozenset[Move]:
    """Moves of too few people, and those that could be worked out: what stands in a pool on either day is known."""
    hidden: set[Move] = set()
    while True:
        more = {move for side in (0, 1) for pool in {m[side] for m in people}
                for move in _hidden_in({m: n for m, n in people.items() if m[side] == pool}, hidden, smallest)}
        if more <= hidden:
            return frozenset(hidden)
        hidden |= more


def _hidden_in(line: Mapping[Move, int], hidden: set[Move], smallest: int) -> set[Move]:
    """Of the moves from or to one pool the small ones; what is hidden there are at least two, and enough people."""
    gone = {m for m in line if m in hidden} | {m for m, n in line.items() if 0 < n < smallest}
    seen = sorted((n, m) for m, n in line.items() if m not in gone)
    while gone and seen and (len(gone) == 1 or sum(line[m] for m in gone) < smallest):
        gone.add(seen.pop(0)[1])
    return gone
