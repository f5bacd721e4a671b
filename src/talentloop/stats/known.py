"""What earlier loops are known to have done to a figure, so that its past is read without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from talentloop.stats.series import Floats, Series, Window

EDGE = 0.1  # share of the comparison that a change may lie in without being part of it


@dataclass(frozen=True)
class Known:
    """A loop over `window` moved the figure's log level by `log`: from then on for good (`lasts`), or in it alone.
    `doubt`: the standard deviation of `log`. `spent`: it was bought, so that it surely ended with the loop."""

    window: Window
    log: float
    lasts: bool
    doubt: float = 0.0
    spent: bool = False

    def before(self, loop: Window, base: Window) -> bool:
        """Is the loop's past read without it?

        What was bought is over, also where the comparison lies in it: that the figure falls back is to be expected.
        What was made and stopped may linger, and what lasts may be what the lift is about: those must have been over
        before the comparison or there throughout, but for its EDGE (periods of two months seldom end on the same day).
        """
        start, end = self.window
        edge = base[0] + EDGE * (base[1] - base[0])
        return end <= loop[0] and (self.spent or (start if self.lasts else end) <= edge)

    def within(self, window: Window) -> float:
        """By how much it moved the mean log level of this window."""
        start, end = self.window
        share = (window[1] - max(start, window[0])) if self.lasts else (min(end, window[1]) - max(start, window[0]))
        return self.log * max(share.days, 0) / (window[1] - window[0]).days


def read_away(known: Iterable[Known], loop: Window, base: Window) -> tuple[Known, ...]:
    """Those that a loop's comparison with `base` is read without."""
    return tuple(one for one in known if one.before(loop, base))


def doubt_within(known: Iterable[Known], base: Window) -> float:
    """How unsure the log level of a comparison is of which these were taken off: a standard deviation."""
    ended = [one for one in known if one.spent and one.log]
    return float(np.sqrt(sum((one.doubt * one.within(base) / one.log) ** 2 for one in ended)))


def factors(series: Series, known: Sequence[Known]) -> Floats | None:
    """What each day weighs, so that all days stand at the level of the last; None where nothing is known.

    The weights, not the values: counts stay the events that were counted, with the chance that belongs to them.
    """
    if not known:
        return None
    log = np.zeros(len(series))
    for one in known:
        first, last = (min(max(series.index(day), 0), len(series)) for day in one.window)
        if one.lasts:
            log[:first] -= one.log
        else:
            log[first:last] += one.log
    return np.exp(log)
