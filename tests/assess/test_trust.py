"""Placebo loops of a series in which nothing happens, what their tallies say, and promises put to the test."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from talentloop.assess.trust import STEP, Placebo, placebos, tally
from talentloop.core.kpis import KPIS
from talentloop.core.period import Period
from talentloop.core.trust import Alarm, Judged, alarm
from talentloop.stats.series import Kind, Series

MONDAY = date(2024, 1, 1)


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
