"""The client's own expectation: what closed loops with the same focus did to each figure, once there are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.archive import Kept
from ..core.expectation import Experience
from ..core.loop import Loop
from ..core.verdict import Word
from ..stats.shrink import shrink

# A verdict of these kinds says that the change is no change of that figure.
SAYS_NOTHING = frozenset({Word.NO_DATA, Word.NOT_COMPARABLE, Word.TOO_EARLY})


def experience(loop: Loop, loops: Sequence[Loop], kept: Mapping[int, Kept]) -> Mapping[str, Experience]:
    """KPI → what to expect of it at this loop's focus; only loops that were closed and over before it count."""
    earlier = [kept[x.number] for x in loops if x.number in kept and x.closed and x.focus is loop.focus
               and x.period.end <= loop.period.start]
    changes: dict[str, list[float]] = {}
    for one in earlier:
        for kpi, given in one.verdicts.items():
            if given.word not in SAYS_NOTHING and given.fact is not None and given.fact > -1:
                changes.setdefault(kpi, []).append(given.fact)
    return {kpi: Experience(found.n, found.mean, found.change) for kpi, found in shrink(changes).items()}
