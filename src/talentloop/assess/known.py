"""What closed loops are proven to have done to a figure: a later loop's expectation reads its past without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import exp, expm1, isfinite

from ..core.breakpoint import breaks_between
from ..core.decision import Decision
from ..core.kpi import Kpi
from ..core.lift import Lift
from ..core.loop import ChangeKind, Loop, compared_period
from ..core.measurement import Measurement
from ..core.period import Period
from ..core.purity import spoilers
from ..core.readaway import ReadAway, Settled
from ..stats.judge import base_of, judge
from ..stats.known import Known, read_away
from ..stats.pair import on_log_scale, p_by_margin
from ..stats.prior import Prior
from ..stats.series import Floats, Series, Window
from .combined import proven
from .compare import networks
from .scope import Scope
from .widening import widened

BOUGHT = (ChangeKind.CAMPAIGN, ChangeKind.BUDGET)  # is over when the money is
DECIDED = {Decision.GO_ON: Settled.WENT_ON, Decision.STOP: Settled.STOPPED}


def known_changes(kpi: Kpi, series: Series | None, loops: Iterable[Loop], baseline: Period | None, until: Period,
                  prior: Prior | None = None, weights: Floats | None = None,
                  in_use: Iterable[str] = ()) -> tuple[Known, ...]:
    """What loops that were over before `until` did to this KPI, each proven by itself, read without those before it.

    Every loop is judged on the days up to its own end against what it was compared with, as it was then. Of a figure
    that ripens after its loop nothing is known. `in_use`: the networks whose breakpoints count.
    """
    found: list[Known] = []
    if series is not None and not kpi.cohort and not kpi.matures:
        every = tuple(loops)
        for loop in sorted((x for x in every if x.period.end <= until.start), key=lambda x: x.period.start):
            found += _done(kpi, series, loop, every, baseline, prior, weights, tuple(in_use), tuple(found))
    return tuple(found)


def known_in(kpi: Kpi, series: Series | None, scope: Scope, measurement: Measurement,
             weights: Floats | None = None) -> tuple[Known, ...]:
    """The same for the loop of a report or a plan."""
    return known_changes(kpi, series, scope.loops, scope.baseline.period if scope.baseline else None,
                         scope.loop.period, scope.prior, weights, networks(measurement, scope))


def settled(loop: Loop) -> Settled | None:
    """Did what was done in this loop stay? As the client decided at its close; without a word on it what is bought is
    over and what was made stays, and None where both were done."""
    if loop.closing is not None and loop.closing.way in DECIDED:
        return DECIDED[loop.closing.way]
    bought = _bought(loop)
    return None if bought is None else Settled.BOUGHT if bought else Settled.MADE


def _bought(loop: Loop) -> bool | None:
    """Was what the loop did bought, and nothing made? None where both were done, or nothing."""
    bought = {change.kind in BOUGHT for change in loop.changes if change.planned}
    return bought.pop() if len(bought) == 1 else None


def told(known: Sequence[Known], loops: Iterable[Loop], loop: Period, against: Period | None) -> tuple[ReadAway, ...]:
    """What of it a loop's comparison with `against` was read without, as a reader is told it; latest first."""
    if against is None:
        return ()
    window = loop.start, loop.end
    done = {one.window: one for one in read_away(known, window, base_of(window, (against.start, against.end)))}
    return tuple(ReadAway(x.number, expm1(done[of].log), why) for x in sorted(loops, key=lambda x: -x.number)
                 if (of := (x.period.start, x.period.end)) in done and (why := settled(x)) is not None)


def _done(kpi: Kpi, series: Series, loop: Loop, loops: tuple[Loop, ...], baseline: Period | None, prior: Prior | None,
          weights: Floats | None, in_use: tuple[str, ...], known: tuple[Known, ...]) -> Iterator[Known]:
    why = settled(loop)
    base = compared_period(loop, loop.compared_with, baseline)
    changes = [change for x in loops for change in x.changes]
    if why is None or base is None or spoilers(kpi, loop.period, base, changes):
        return
    if breaks_between(kpi, loop.period, base, in_use):
        return
    days = max(0, series.index(loop.period.end))
    then = series.until(days)
    window = loop.period.start, loop.period.end
    lift = judge(then, window, (base.start, base.end), prior=prior, known=known,
                 day_weights=None if weights is None else weights[:days])
    if isinstance(lift, Lift):
        lift = beyond(widened(lift, kpi, then, (loop.period, base), changes), known, window, (base.start, base.end))
        log, doubt = on_log_scale(lift)
        if proven(lift) and isfinite(log):
            yield Known(window, log, why.lasts, doubt, not why.lasts and _bought(loop) is True)


def beyond(lift: Lift, known: Sequence[Known], loop: Window, against: Window) -> Lift:
    """The lift without what earlier loops are known to have made of the difference between it and its comparison.

    A campaign that is over makes the loop after it look worse, and a form that stayed makes every loop look better than
    the 0-meting. That is part of such a lift, and known already: to read it away twice would make a wobble of it.
    The margin moves along and gets no wider, though what is known is known with a doubt: what was measured of both
    loops shares most of its error (stats/pair.py), and of two errors alike for .75 the difference is no larger than
    the one, unless the other is more than one and a half times as large.
    """
    base = base_of(loop, against)
    done = read_away(known, loop, base)
    more = sum(one.within(loop) - one.within(base) for one in known if one not in done)
    if not more:
        return lift
    low, centre, high = ((1 + x) * exp(-more) - 1 for x in (lift.low, lift.lift, lift.high))
    moved = replace(lift, low=low, lift=centre, high=high)
    return replace(moved, p=p_by_margin(moved))
