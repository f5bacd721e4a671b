"""Control series of one loop: which may speak, which not and why, and what they say beside a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from ..core.control import ControlSeen, Steering, Unfit
from ..core.findings import KpiFinding
from ..core.kpi import Kpi, Pillar
from ..core.kpis.traffic import HUMAN
from ..core.lift import Lift
from ..core.loop import Loop
from ..core.measure import Count, Total, where
from ..core.measurement import CannotSay
from ..core.period import Period
from ..stats.controls import Scores, foreseen, past_scores, standard_score, steered
from ..stats.judge import judge
from ..stats.prior import Prior
from ..stats.series import Series
from ..store.settings import StatedControl
from .scope import Engine, Scope, history_of
from .series import series_of

# Channels that campaigns pay for: what moves in them is the loop's own doing.
CAMPAIGN = ("paid_social", "paid_search", "display_video", "jobboard_paid")
HELPED = (Pillar.TRAFFIC, Pillar.CONVERSION)  # what is shown is bought: no market carries it along
FIGURE = Total("controls", columns=("value_micros",))
SHOWN = Total("exposures", (where("paid", "is", "paid"),), columns=("impressions",))
MICROS = 1_000_000
CLEARLY = 1.96  # standard scores by which something clearly rose
FOLLOWS = 0.5  # share of advertising's surprises that a control follows, above which it is no control


@dataclass(frozen=True)
class Elsewhere:
    """A control that another workspace tells: its days, and the visits that campaigns brought there."""

    series: Series | None
    campaign: Series | None = None


@dataclass(frozen=True)
class Control:
    """One control that may speak: its own surprises in the past and, per comparison, in this loop."""

    stated: StatedControl
    series: Series
    past: Scores = field(default_factory=dict)

    def fits(self, kpi: Kpi) -> bool:
        """Is this control beside that KPI anything but itself?"""
        if kpi.pillar not in HELPED or kpi.cohort or (self.stated.only and kpi.id not in self.stated.only):
            return False
        return not self.stated.channels or not any(w.column == "channel" for p in kpi.primitives for w in p.where)


@dataclass(frozen=True)
class Controls:
    """The controls of one loop: those that may speak, and all of them as the reader is told."""

    able: tuple[Control, ...] = ()
    seen: tuple[ControlSeen, ...] = ()

    def beforehand(self, kpi: Kpi, series: Series, loop: Period, prior: Prior | None) -> tuple[float, tuple[str, ...]]:
        """New margin ÷ old margin to expect of a loop, from the days before it, and whose doing that is; 1 and nobody's
        where controls will not help."""
        fit = [c for c in self.able if c.fits(kpi)]
        if not fit:
            return 1.0, ()
        past = past_scores(series, (loop.start, loop.end), prior)
        narrower = foreseen(past, [c.past for c in fit], loop.days)
        return (1.0, ()) if narrower is None else (narrower, tuple(c.stated.name for c in fit))

    def beside(self, kpi: Kpi, series: Series, loop: Period, against: Period, lift: Lift,
               prior: Prior | None) -> tuple[Lift, Steering | None]:
        """The lift with what the controls explain taken off; the same lift where they explain nothing."""
        fit = [(c, score) for c in self.able if c.fits(kpi)
               and (score := _score(c.series, loop, against, prior)) is not None]
        if not fit:
            return lift, None
        window = (loop.start, loop.end)
        found = steered(lift, past_scores(series, window, prior), [(c.past, score) for c, score in fit], loop.days)
        if found is None:
            return lift, None
        weights = {c.stated.name: w for (c, _), w in zip(fit, found.weights, strict=True)}
        return found.lift, Steering(weights, found.carried, found.narrower, found.loops)


def controls_of(engine: Engine, scope: Scope, stated: Sequence[StatedControl],
                elsewhere: Mapping[str, Elsewhere]) -> Controls:
    """Every control that client.toml names, looked at for this loop; while it runs only what they were before it."""
    if not stated or scope.chosen is None:
        return Controls()
    if scope.running:
        return controls_before(engine, scope, stated, elsewhere)
    shown = shown_days(engine, scope.history)
    able, seen = [], []
    for one in stated:
        away = elsewhere.get(one.name) if one.workspace else Elsewhere(_own(engine, scope.history, one))
        unfit = _unfit(one, away, shown, scope)
        lift = _lift(away.series, scope.loop.period, scope.chosen, scope.prior) if away and away.series else None
        seen.append(ControlSeen(one.name, lift.lift if lift else None, unfit))
        if unfit is None and away is not None and away.series is not None:
            able.append(Control(one, away.series, _untouched(away.series, one, scope)))
    return Controls(tuple(able), tuple(seen))


def controls_before(engine: Engine, scope: Scope, stated: Sequence[StatedControl],
                    elsewhere: Mapping[str, Elsewhere]) -> Controls:
    """Controls that may speak in this loop as far as can be known before it starts: not yet what campaigns will move."""
    able = []
    for one in stated:
        away = elsewhere.get(one.name) if one.workspace else Elsewhere(_own(engine, scope.history, one))
        if _declared(one, scope) is None and away is not None and away.series is not None:
            able.append(Control(one, away.series, _untouched(away.series, one, scope)))
    return Controls(tuple(able))


def told_elsewhere(engine: Engine, kpi: Kpi, today: date) -> Elsewhere:
    """What this workspace tells another: the days of a KPI, and of the visits that its own campaigns bring."""
    history = history_of(engine, today)
    if not history.days:
        return Elsewhere(None)
    paid = daily(engine, Count("visits", (HUMAN, where("channel", "in", *CAMPAIGN))), history)
    return Elsewhere(series_of(kpi, engine.measure(kpi.primitives, [history]), history), paid)


def with_helped(controls: Controls, found: Sequence[KpiFinding]) -> tuple[ControlSeen, ...]:
    """The controls, each with the KPIs whose verdict it took part in."""
    return tuple(replace(c, helps=tuple(f.kpi.id for f in found if f.steering and f.steering.weights.get(c.name)))
                 for c in controls.seen)


def known_days(engine: Engine, history: Period, stated: Sequence[StatedControl],
               elsewhere: Mapping[str, Elsewhere]) -> Mapping[str, Elsewhere]:
    """The days of every control of which there are any, over all of history."""
    found = {one.name: elsewhere.get(one.name) if one.workspace else Elsewhere(_own(engine, history, one))
             for one in stated}
    return {name: away for name, away in found.items() if away is not None and away.series is not None}


def _own(engine: Engine, history: Period, one: StatedControl) -> Series | None:
    """Days of a control in the client's own facts: its visits through some channels, or a table of its own."""
    if one.channels:
        return daily(engine, Count("visits", (HUMAN, where("channel", "in", *one.channels))), history)
    found = daily(engine, FIGURE, history, one.name) if engine.days("controls") else None
    return None if found is None else Series(found.start, found.values / MICROS, "amount")


def shown_days(engine: Engine, history: Period) -> Series | None:
    """Paid impressions per day."""
    return daily(engine, SHOWN, history) if engine.days("exposures") else None


def daily(engine: Engine, primitive: Count | Total, history: Period, segment: str | None = None) -> Series | None:
    """The days of one figure from its first row on. A day without visits is a gap in measuring or a zero; of a table of
    somebody else a day without a row is not known."""
    found = engine.measure([primitive], [history], by="control" if segment else None)
    measured = found.measured.get((primitive, history, segment))
    if measured is None or isinstance(measured.whole, CannotSay) or not measured.daily:
        return None
    origin = found.origins.get((primitive.fact, history))
    gaps = set(origin.missing_days) if origin and primitive.fact == "visits" else set()
    start, empty = min(measured.daily), np.nan if segment else 0.0
    values = [np.nan if day in gaps else float((measured.daily.get(day) or (empty,))[0] or empty)
              for day in Period(start, history.end)]
    return Series(start, np.array(values), "count")


def _unfit(one: StatedControl, away: Elsewhere | None, shown: Series | None, scope: Scope) -> Unfit | None:
    """The first reason for which this control may not speak in this loop."""
    if (declared := _declared(one, scope)) is not None:
        return declared
    if away is None or away.series is None:
        return Unfit.NO_DATA
    loop, against = scope.loop.period, scope.chosen
    assert against is not None
    if _score(away.series, loop, against, scope.prior) is None:
        return Unfit.SHORT
    if away.campaign is not None and (_score(away.campaign, loop, against, scope.prior) or 0.0) >= CLEARLY:
        return Unfit.CAMPAIGN_MOVED
    return Unfit.FOLLOWS_CAMPAIGN if shown is not None and _follows(away.series, shown, scope) else None


def _declared(one: StatedControl, scope: Scope) -> Unfit | None:
    """The reason that is known before the loop starts."""
    if scope.loop.number in one.touched_in:
        return Unfit.DECLARED
    campaign = set(one.channels) & set(CAMPAIGN) or set(one.channels) & planned_channels(scope.loop)
    return Unfit.CAMPAIGN_CHANNEL if campaign else None


def planned_channels(loop: Loop) -> set[str]:
    """Channels that the plan sends visits through."""
    return {name.partition("/")[2] for name in loop.planned_visits}


def _follows(series: Series, shown: Series, scope: Scope) -> bool:
    """Has this control gone along with advertising before, and did both clearly rise now?

    What is shown is decided by a budget and not by the market, so a control that goes along with it is moved by it.
    """
    loop, against = scope.loop.period, scope.chosen
    assert against is not None
    lift = _lift(series, loop, against, scope.prior)
    pressure = _score(shown, loop, against, scope.prior)
    if lift is None or pressure is None or pressure < CLEARLY or (standard_score(lift) or 0.0) <= 0:
        return False
    window = (loop.start, loop.end)
    found = steered(lift, past_scores(series, window, scope.prior),
                    [(past_scores(shown, window, scope.prior), pressure)], loop.days)
    return found is not None and found.weights[0] >= FOLLOWS


def _untouched(series: Series, one: StatedControl, scope: Scope) -> Scores:
    """Its surprises of the past, without stretches in which it was worked on as well."""
    worked_on = [x.period for x in scope.loops if x.number in one.touched_in]
    found = past_scores(series, (scope.loop.period.start, scope.loop.period.end), scope.prior)
    return {day: score for day, score in found.items() if not _within(day, scope.loop.period.days, worked_on)}


def _within(day: date, days: int, periods: Sequence[Period]) -> bool:
    return any(Period.of_days(day, days).overlaps(p) for p in periods)


def _lift(series: Series, loop: Period, against: Period, prior: Prior | None) -> Lift | None:
    found = judge(series, (loop.start, loop.end), (against.start, against.end), prior=prior)
    return found if isinstance(found, Lift) else None


def _score(series: Series, loop: Period, against: Period, prior: Prior | None) -> float | None:
    return standard_score(_lift(series, loop, against, prior))
