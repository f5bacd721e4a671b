"""Placebo loops of a series in which nothing happens, what their tallies say, and promises put to the test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from talentloop.assess import trust
from talentloop.assess.controls import Elsewhere, controls_of
from talentloop.assess.placebo import STEP, Controls, Placebo, placebos
from talentloop.assess.scope import Scope
from talentloop.assess.trust import promises_kept, tally
from talentloop.core.archive import Given
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Against, Loop
from talentloop.core.period import Period
from talentloop.core.trust import Alarm, Judged, Promises, alarm
from talentloop.core.verdict import Word
from talentloop.core.workdays import Workdays
from talentloop.stats.judge import judge
from talentloop.stats.series import Kind, Series
from talentloop.store.settings import StatedControl

from .test_controls import Nothing

MONDAY = date(2024, 1, 1)
NO_FACTS = Nothing()


def span(start: date) -> Period:
    return Period.of_days(start, 60)


def noise(mean: float, days: int = 800, seed: int = 1, den: float | None = None) -> Series:
    chance = np.random.default_rng(seed)
    kind: Kind = "count" if den is None else "ratio"
    below = None if den is None else chance.poisson(den, days).astype(float)
    return Series(MONDAY, chance.poisson(mean, days).astype(float), kind, below)


def test_loops_stand_a_step_apart_and_inside_the_history() -> None:
    series = noise(200)
    found = list(placebos(KPIS["visits"], series, span))
    starts = [x.period.start for x in found]
    assert len(found) > 15 and {(b - a).days for a, b in pairwise(starts)} == {STEP}
    assert found[0].period.previous().start >= series.start and found[-1].period.end <= series.end


def test_nothing_later_is_in_sight() -> None:
    """Days after a placebo loop change nothing of how it is judged."""
    series = noise(200)
    cut = Series(series.start, series.values[:400], series.kind)
    whole = {x.period: x.p for x in placebos(KPIS["visits"], series, span)}
    assert all(whole[x.period] == x.p for x in placebos(KPIS["visits"], cut, span))


def test_each_is_told_by_how_it_was_judged() -> None:
    kinds = [{x.judged for x in placebos(KPIS["visits"], one, span)}
             for one in (noise(200), noise(0.2), noise(40, den=400))]
    assert kinds == [{Judged.COUNT}, {Judged.SMALL_COUNT}, {Judged.RATIO}]


@pytest.mark.parametrize("series", [noise(200, 100), noise(0.0), Series(MONDAY, np.full(600, np.nan)), noise(3, 1)])
def test_short_empty_or_unmeasured_days_give_none(series: Series) -> None:
    assert list(placebos(KPIS["visits"], series, span)) == []


def test_alarms_stay_rare_where_nothing_happens() -> None:
    found = [x for seed in range(12) for x in placebos(KPIS["visits"], noise(80, 900, seed), span)]
    assert len(found) > 250 and sum(x.p <= 0.05 for x in found) / len(found) < 0.08


def test_a_real_jump_raises_an_alarm() -> None:
    series = noise(200)
    values = series.values.copy()
    values[500:] *= 2
    found = list(placebos(KPIS["visits"], Series(MONDAY, values), span))
    jump = MONDAY + timedelta(days=500)
    assert any(x.p <= 0.05 for x in found if x.period.start <= jump + timedelta(days=STEP) and x.period.end > jump)


def some(kpi: str, p: list[float]) -> list[Placebo]:
    return [Placebo(kpi, span(MONDAY + timedelta(days=STEP * i)), Judged.COUNT, x) for i, x in enumerate(p)]


def test_loops_that_share_days_do_not_count_as_whole_ones() -> None:
    found = tally(some("visits", [0.01, 0.5, 0.5, 0.5]), 60)
    assert (found.loops, found.alarms, found.apart, found.rate) == (4, 1, 2.0, 0.25)
    assert found.low is not None and found.high is not None and found.low < 0.05 and found.high > 0.8
    assert tally(some("visits", [0.5]), 60).apart == 1.0, "one loop is a loop"
    assert tally([*some("visits", [0.5]), *some("leads", [0.05])], 60).apart == 2.0


def test_what_a_tally_says() -> None:
    def says(alarms: int, loops: int) -> Alarm:
        return alarm(tally(some("visits", [0.01] * alarms + [0.5] * (loops - alarms)), STEP), 0.05)

    assert alarm(tally([], 60), 0.05) is Alarm.TOO_FEW
    assert says(1, 20) is says(0, 30) is Alarm.TOO_FEW
    assert says(15, 300) is Alarm.AS_PROMISED
    assert says(45, 300) is says(12, 20) is Alarm.MORE, "plainly more needs no long history"
    assert says(0, 300) is Alarm.FEWER


def alike(days: int = 800, seed: int = 5) -> tuple[Series, Series]:
    """Two series that feel the same shocks."""
    chance = np.random.default_rng(seed)
    shock = np.repeat(chance.normal(0, 0.25, days // 30 + 1), 30)[:days]
    mine, theirs = (chance.poisson(60 * np.exp(shock)).astype(float) for _ in range(2))
    return Series(MONDAY, mine), Series(MONDAY, theirs)


SISTER = StatedControl("zuster", workspace="../zuster", touched_in=(4,))
WORKED_ON = Loop(4, Period.of_days(MONDAY + timedelta(500), 60), Focus.REACH, "impressions", "zichtbaar")


def beside(theirs: Series, campaign: Series | None = None, loops: tuple[Loop, ...] = (WORKED_ON,)) -> list[Placebo]:
    controls = Controls([SISTER], {"zuster": Elsewhere(theirs, campaign)}, None, loops, span, None)
    return list(placebos(KPIS["visits"], alike()[0], span, controls=controls))


def test_a_placebo_loop_stands_beside_the_controls_that_a_verdict_would_stand_beside() -> None:
    """The same p as the loop over those days would have, to the last digit."""
    mine, theirs = alike()
    found = [x for x in beside(theirs, loops=()) if x.beside]
    assert len(found) > 5
    for one in (found[0], found[-1]):
        loop = Loop(9, one.period, Focus.CONVERSION, "visits", "")
        before = one.period.previous()
        scope = Scope(loop, (loop,), None, one.period.end, one.period, {Against.PREVIOUS: before},
                      Period(MONDAY, one.period.end), {}, Workdays({}), 0.10)
        seen = [Series(x.start, x.values[:x.index(one.period.end)]) for x in (mine, theirs)]
        controls = controls_of(NO_FACTS, scope, [SISTER], {"zuster": Elsewhere(seen[1])})
        alone = judge(seen[0], (one.period.start, one.period.end), (before.start, before.end))
        assert isinstance(alone, Lift)
        lift, steering = controls.beside(KPIS["visits"], seen[0], one.period, before, alone, None)
        assert steering is not None and lift.p == one.p != alone.p


def test_days_of_a_control_that_come_later_change_nothing() -> None:
    theirs = alike()[1]
    after = Series(MONDAY, np.where(np.arange(800) < 600, theirs.values, 3 * theirs.values))
    until = MONDAY + timedelta(600)
    early = [[x for x in beside(one) if x.period.end <= until] for one in (theirs, after)]
    assert early[0] == early[1] and any(x.beside for x in early[0]) and beside(theirs) != beside(after)


def test_a_control_that_was_worked_on_stays_out_of_those_days() -> None:
    theirs = alike()[1]
    touched = [x for x in beside(theirs) if x.period.overlaps(WORKED_ON.period)]
    assert touched and not any(x.beside for x in touched) and any(x.beside for x in beside(theirs))
    chance = np.random.default_rng(3)
    day = np.arange(800)
    paid = Series(MONDAY, chance.poisson(np.where((day >= 500) & (day < 560), 80.0, 20.0)).astype(float))
    heard, not_then = ({x.period.start for x in beside(theirs, campaign, ()) if x.beside} for campaign in (None, paid))
    assert not_then < heard and WORKED_ON.period.start - timedelta(20) in heard - not_then, "paid visits clearly rose"


def test_a_promise_came_when_as_much_was_left_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wanted and called provable, beside what was left: more of it and proven, less, as much the other way, a fall."""
    def promised(*_: object) -> Iterator[tuple[float, Given]]:
        for wanted, left, p in ((0.2, 0.25, 0.01), (0.2, 0.1, 0.01), (0.2, -0.25, 0.01), (-0.2, -0.3, 0.3),
                                (0.2, None, None)):
            yield wanted, Given(Word.BETTER, "", lift=left, p=p)

    monkeypatch.setattr(trust, "_promised", promised)
    one: Any = None
    assert promises_kept(one, [one], (), None, Workdays()) == Promises(called=5, came=2, proven=1)
    assert promises_kept(one, [one, one], (), None, Workdays()) == Promises(called=10, came=4, proven=2)
