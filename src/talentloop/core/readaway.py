"""What an earlier loop is proven to have done to a figure, so that the figure's past was read without it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Settled(Enum):
    """Why it is taken to have stayed or to be over."""

    WENT_ON = "went_on"  # the client went on with it when the loop was closed: it stayed
    MADE = "made"  # nothing was said, and what was changed is still there: it stayed
    STOPPED = "stopped"  # the client stopped it when the loop was closed: it is over
    BOUGHT = "bought"  # nothing was said, and what was bought is spent: it is over

    @property
    def lasts(self) -> bool:
        return self in (Settled.WENT_ON, Settled.MADE)


@dataclass(frozen=True)
class ReadAway:
    """Loop `loop` moved the figure by `change` (relative, beyond what was to be expected of it)."""

    loop: int
    change: float
    settled: Settled
