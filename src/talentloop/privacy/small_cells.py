"""Small cells: counts of few people are not shown split, and neither is what would give them away."""

from __future__ import annotations

import math
from collections.abc import Mapping

SMALLEST = 10  # default; configurable, never under 5
FLOOR = 5
REST = "\0rest"  # what lies in no cell of a split


def enough_for(share: float, smallest: int = SMALLEST) -> int:
    """Of how many people a quantile must be, so that at least `smallest` of them lie on either side of it: any nearer to
    an end it is what one of a few took. Median: twice the smallest group; nine of ten: ten times."""
    return math.ceil(smallest / min(share, 1 - share) - 1e-9)


def suppressed(cells: Mapping[str, int], smallest: int = SMALLEST, total: int | None = None) -> frozenset[str]:
    """Which cells of a split count may not be shown: small ones, and one more where a single one could be worked out
    from the total (secondary suppression). Empty cells are no people and may be shown.

    With a `total` that is shown beside them, few people in no cell are one more small cell, for the total less the cells
    would tell it (differencing). Many in no cell hide nothing: another dimension may tell how many they are.
    """
    rest = max(0, total - sum(cells.values())) if total is not None else 0
    known = {**cells, REST: rest} if 0 < rest < smallest else dict(cells)
    small = {name for name, n in known.items() if 0 < n < smallest}
    hidden = set(small)
    while small and (len(hidden) < 2 or sum(known[name] for name in hidden) < smallest):
        others = [name for name, n in known.items() if name not in hidden and n > 0]
        if not others:  # all of it is few: empty cells would tell where they are not
            return frozenset(cells)
        hidden.add(min(others, key=lambda name: (known[name], name)))
    return frozenset(hidden - {REST})
