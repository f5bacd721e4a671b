"""Talent pools: how many people stand how close to the employer, by their interactions in 180 days (semantics §3.1)."""

from __future__ import annotations

from collections.abc import Mapping

from ..kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from ..measure import Count, Stock, where

# The paper's pools 1–3, 3–6 and 6–15 overlap; classes are disjoint, and keep either its lower or its upper bounds. What
# is called so in client.toml, with the lower bounds of the classes; the last is all that the paper leaves out above.
CLASSES: Mapping[str, tuple[int, ...]] = {"1-2 3-5 6-15": (1, 3, 6, 16), "1-3 4-6 7-15": (1, 4, 7, 16)}
USUAL = "1-2 3-5 6-15"
# A client has the pools of one choice: those of two beside each other would tell who stands between their bounds.
IDS: Mapping[str, tuple[str, ...]] = {
    "1-2 3-5 6-15": ("pool_1", "pool_2", "pool_3", "pool_4"),
    "1-3 4-6 7-15": ("pool_1_to_3", "pool_4_to_6", "pool_7_to_15", "pool_4")}


def entered(low: int) -> Count:
    """Touches with which a person came up to this pool: the flow behind the stock, which has days to judge by."""
    return Count("touches", (where("nth", "is", low),))


def pool(id: str, low: int, high: int, expects: dict[Focus, Move], headline: bool = True, version: int = 2) -> Kpi:
    return Kpi(id, Pillar.POOLS, Kind.STOCK, Unit.PEOPLE, Direction.UP if headline else Direction.NONE,
               Stock("touches", low=low, high=high), judged_on=entered(low), headline=headline, people=True,
               small_cell=True, section="3.1", expects=expects, version=version)


KPIS = (
    pool("pool_1", 1, 3, {Focus.REACH: Move.RISE}),
    pool("pool_2", 3, 6, {Focus.TRAFFIC: Move.RISE}),
    pool("pool_3", 6, 16, {Focus.TRAFFIC: Move.RISE}),
    pool("pool_1_to_3", 1, 4, {Focus.REACH: Move.RISE}, version=1),
    pool("pool_4_to_6", 4, 7, {Focus.TRAFFIC: Move.RISE}, version=1),
    pool("pool_7_to_15", 7, 16, {Focus.TRAFFIC: Move.RISE}, version=1),
    pool("pool_4", 16, 0, {}, headline=False),
)
