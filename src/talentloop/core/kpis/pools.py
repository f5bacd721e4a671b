"""Talent pools: how many people stand how close to the employer, by their interactions in 180 days (semantics §3.1)."""

from __future__ import annotations

from ..kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from ..measure import Count, Stock, where

# Lower bounds of the classes 1–2, 3–5, 6–15 and 16+: disjoint, where the paper's 1–3, 3–6, 6–15 overlap.
BOUNDS = (1, 3, 6, 16)


def entered(low: int) -> Count:
    """Touches with which a person came up to this pool: the flow behind the stock, which has days to judge by."""
    return Count("touches", (where("nth", "is", low),))


def pool(id: str, low: int, high: int, expects: dict[Focus, Move], headline: bool = True) -> Kpi:
    return Kpi(id, Pillar.POOLS, Kind.STOCK, Unit.PEOPLE, Direction.UP if headline else Direction.NONE,
               Stock("touches", low=low, high=high), judged_on=entered(low), headline=headline, people=True,
               small_cell=True, section="3.1", expects=expects, version=2)


KPIS = (
    pool("pool_1", 1, 3, {Focus.REACH: Move.RISE}),
    pool("pool_2", 3, 6, {Focus.TRAFFIC: Move.RISE}),
    pool("pool_3", 6, 16, {Focus.TRAFFIC: Move.RISE}),
    pool("pool_4", 16, 0, {}, headline=False),
)
