"""Placebo loops: stretches of the past judged as loops, each beside the controls that would have spoken in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..core.kpi import Kpi
from ..core.lift import Lift
from ..core.loop import Loop
from ..core.period import Period
from ..core.trust import Judged
from ..stats.controls import MOST, Scores, standard_score, steered
from ..stats.judge import judge
from ..stats.known import Known
from ..stats.prior import Prior
from ..stats.series import Floats, Series
from ..store.settings import StatedControl
from .controls import CAMPAIGN, CLEARLY, FOLLOWS, Control, Elsewhere, planned_channels

STEP = 30  # days from one placebo loop to the next
Span = Callable[[date], Period]  # the loop that would start on a day, in the client's rhythm
Stretches = Mapping[Period, Lift]


@dataclass(frozen=True)
class Placebo:
    """One loop of the past in which nothing is known to have been done, judged as a loop would be.

    `beside`: the controls whose part was taken off its lift; none where they explain nothing.
    """

    kpi: str
    period: Period
    judged: Judged
    p: float
    beside: tuple[str, ...] = ()


def placebos(kpi: Kpi, series: Series, span: Span, prior: Prior | None = None, weights: Floats | None = None,
             controls: Controls | None = None, known: Sequence[Known] = ()) -> Iterator[Placebo]:
    """Every loop, STEP days apart, that has its comparison before it, judged against the equal period before it with
    nothing later in sight. Where statistics refuse there is none. `known`: what loops did; those after it know of it."""
    found = stretches(series, series.start, span, prior, weights, known)
    for period, lift in found.items():
        kind = (Judged.RATIO if series.den is not None else
                Judged.SMALL_COUNT if lift.method == "counts" else Judged.COUNT)
        names: tuple[str, ...] = ()
        if controls is not None:
            lift, names = controls.taken_off(kpi, series.start, found, period)
        yield Placebo(kpi.id, period, kind, lift.p, names)


def stretches(series: Series, start: date, span: Span, prior: Prior | None, weights: Floats | None = None,
              known: Sequence[Known] = ()) -> Stretches:
    """The lift of each stretch from `start` on, STEP days apart, as long as a loop that would start there."""
    found: dict[Period, Lift] = {}
    while (period := span(start)).end <= series.end:
        if start >= series.start and (lift := _judged(series, period, prior, weights, known)) is not None:
            found[period] = lift
        start += timedelta(days=STEP)
    return found


def _judged(series: Series, period: Period, prior: Prior | None, weights: Floats | None,
            known: Sequence[Known]) -> Lift | None:
    days = series.index(period.end)
    seen = series.until(days)
    before = period.previous()
    found = judge(seen, (period.start, period.end), (before.start, before.end), prior=prior,
                  day_weights=None if weights is None else weights[:days], known=known)
    return found if isinstance(found, Lift) else None


@dataclass
class Controls:
    """The control series of all of history, for every placebo loop: who may speak is settled as in a real loop.

    Stretches start on the same days for the figure and its controls, so every surprise is worked out once. `shown`:
    the days of paid impressions.
    """

    stated: Sequence[StatedControl]
    days: Mapping[str, Elsewhere]
    shown: Series | None
    loops: Sequence[Loop]
    span: Span
    prior: Prior | None
    _known: dict[tuple[str, date], Stretches] = field(default_factory=dict)

    def taken_off(self, kpi: Kpi, start: date, figure: Stretches, period: Period) -> tuple[Lift, tuple[str, ...]]:
        """The lift of a placebo loop less what the controls explain, and which these are."""
        spoken = [(one.name, self._untouched(one, start, period), score) for one in self.stated
                  if (away := self.days.get(one.name)) is not None and away.series is not None
                  and Control(one, away.series).fits(kpi)
                  and (score := self._score(one.name, away.series, start, period)) is not None
                  and not self._touched(one, away, start, period)]
        lift = figure[period]
        found = steered(lift, past(figure, period), [(scores, now) for _, scores, now in spoken],
                        period.days) if spoken else None
        return (lift, ()) if found is None else (found.lift, tuple(name for name, _, _ in spoken))

    def _touched(self, one: StatedControl, away: Elsewhere, start: date, period: Period) -> bool:
        """Would this control have been refused in a loop over these days (as assess.controls refuses it)?"""
        during = [x for x in self.loops if x.period.overlaps(period)]
        if any(x.number in one.touched_in or set(one.channels) & planned_channels(x) for x in during):
            return True
        if set(one.channels) & set(CAMPAIGN):
            return True
        if away.campaign is not None and (self._score(f"{one.name}/", away.campaign, start, period) or 0) >= CLEARLY:
            return True
        return away.series is not None and self._follows(one.name, away.series, start, period)

    def _follows(self, name: str, series: Series, start: date, period: Period) -> bool:
        """Has it gone along with advertising before, and did both clearly rise?"""
        pressure = None if self.shown is None else self._score("", self.shown, start, period)
        own = self._of(name, series, start)
        if self.shown is None or pressure is None or pressure < CLEARLY or (standard_score(own[period]) or 0) <= 0:
            return False
        beside = [(past(self._of("", self.shown, start), period), pressure)]
        found = steered(own[period], past(own, period), beside, period.days)
        return found is not None and found.weights[0] >= FOLLOWS

    def _untouched(self, one: StatedControl, start: date, period: Period) -> Scores:
        worked_on = [x.period for x in self.loops if x.number in one.touched_in]
        series = self.days[one.name].series
        assert series is not None
        own = {p: lift for p, lift in self._of(one.name, series, start).items()
               if not any(p.overlaps(x) for x in worked_on)}
        return past(own, period)

    def _score(self, name: str, series: Series, start: date, period: Period) -> float | None:
        return standard_score(self._of(name, series, start).get(period))

    def _of(self, name: str, series: Series, start: date) -> Stretches:
        if (name, start) not in self._known:
            self._known[name, start] = stretches(series, start, self.span, self.prior)
        return self._known[name, start]


def past(found: Stretches, period: Period) -> Scores:
    """Surprises of the stretches that were over before the loop began, the last ones first to count."""
    over = [(p.start, score) for p, lift in found.items()
            if p.end <= period.start and (score := standard_score(lift)) is not None]
    return dict(sorted(over)[-MOST:])
