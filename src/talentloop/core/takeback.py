"""The loops as they were before the last change to the plan; what was promised or judged is never taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .errors import LoopRule
from .loop import Loop


def taken_back(now: Sequence[Loop], then: Sequence[Loop], today: date) -> tuple[Loop, ...]:
    """The loops of `then` instead of those of `now`.

    Errors: LoopRule when there is no difference, when it would open a closed loop, or change what was promised for one
    that is over.
    """
    if tuple(now) == tuple(then):
        raise LoopRule("nothing_to_undo")
    before = {loop.number: loop for loop in then}
    for loop in now:
        old = before.get(loop.number)
        if loop.closed and old != loop:
            raise LoopRule("loop_closed", number=loop.number)
        if loop.period.end <= today and (old is None or _promised(old) != _promised(loop)):
            raise LoopRule("targets_too_late", number=loop.number, end=loop.period.last)
    return tuple(then)


def _promised(loop: Loop) -> tuple[object, ...]:
    """What was written down before the figures were known."""
    return loop.focus, loop.primary, loop.compared_with, loop.targets, dict(loop.planned_visits)
