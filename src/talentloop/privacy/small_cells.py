"""Small cells: counts of few people are not shown split, and neither is what would give them away."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST = 10  # default; configurable, never under 5
FLOOR = 5


def suppressed(cells: Mapping[str, int], smallest: int = SMALLEST) -> frozenset[str]:
    """Which cells of a split count may not be shown: small ones, and one more where a single one could be worked out
    from the total (secondary suppression). Empty cells are no people and may be shown.
    """
    small = {name for name, n in cells.items() if 0 < n < smallest}
    if len(small) == 1 or 0 < sum(cells[name] for name in small) < smallest:
        others = [name for name, n in cells.items() if name not in small and n > 0]
        if small and others:
            small.add(min(others, key=lambda name: (cells[name], name)))
    return frozenset(small)
