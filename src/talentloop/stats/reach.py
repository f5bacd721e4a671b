"""Reach over several networks: what the union can be, and what it would be if the networks were independent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Union:
    """People reached by at least one network: certain bounds, and Sainsbury's figure "only if independent"."""

    low: float
    high: float
    if_independent: float | None


def union(reached: Sequence[float], population: float | None = None) -> Union | None:
    """Bounds max R ≤ U ≤ min(N, Σ R) for each network's own reach over exactly the same window; None without any.

    `population` N is the size of the target group; without it there is no upper cap but the sum, and no
    Sainsbury figure N(1 − Π(1 − R/N)) (Sainsbury, in Sissors and Baron, Advertising Media Planning). A network that
    reports more than N is taken as N. Never feed the reach of successive days: days are not independent.
    """
    known = [max(0.0, float(r)) for r in reached if r == r]
    if not known:
        return None
    if population is None or not population > 0:
        return Union(max(known), sum(known), None)
    capped = [min(r, population) for r in known]
    missed = 1.0
    for r in capped:
        missed *= 1.0 - r / population
    return Union(max(capped), min(population, sum(capped)), population * (1.0 - missed))
