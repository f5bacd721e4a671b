"""How often a verdict rings falsely across Dutch holidays and breaks, with them in the day weights and without.

    nice python -m bench.holidays.run --series 200
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from talentloop.assess.day_weights import calendar_of, day_weights
from talentloop.calendars.nl import workdays
from talentloop.core.lift import Lift
from talentloop.core.workdays import Workdays
from talentloop.stats.judge import judge
from talentloop.stats.series import Floats, Series, Window

START = date(2023, 12, 1)  # the listed school breaks begin this month
END = date(2026, 7, 1)
WEEK = np.array([1.15, 1.2, 1.1, 1.05, 0.9, 0.5, 0.55])
LOOPS: Mapping[str, tuple[Window, Window]] = {
    "December and January against October and November":
        ((date(2025, 12, 1), date(2026, 2, 1)), (date(2025, 10, 1), date(2025, 12, 1))),
    "15 December to 12 January against the four weeks before":
        ((date(2025, 12, 15), date(2026, 1, 12)), (date(2025, 11, 17), date(2025, 12, 15))),
    "May against April": ((date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 3, 31), date(2026, 5, 1))),
    "September and October against July and August":
        ((date(2025, 9, 1), date(2025, 11, 1)), (date(2025, 7, 1), date(2025, 9, 1))),
    "quiet: 7 March to 4 April against the four weeks before":
        ((date(2026, 3, 7), date(2026, 4, 4)), (date(2026, 2, 7), date(2026, 3, 7))),
}


def invented(draw: np.random.Generator, calendar: Workdays, dips: bool) -> Series:
    """A level of 5 to 300 a day, weekdays, a season, a wobble from week to week; holidays cost 40–80 %, breaks 0–30 %.

    Without dips the calendar means nothing: whatever is learned from it then can only do harm.
    """
    empty = Series(START, np.zeros((END - START).days))
    at = np.arange(len(empty))
    days = [START + timedelta(days=int(i)) for i in at]
    usual = np.exp(draw.uniform(np.log(5), np.log(300))) * WEEK[[d.weekday() for d in days]]
    season = draw.uniform(0, 0.3) * np.cos(2 * np.pi * at / 365.25 + draw.uniform(0, 2 * np.pi))
    mean = usual * np.exp(season + _wobble(draw, len(at)))
    if dips:
        known = calendar_of(empty, calendar)
        mean = mean * np.exp(known.off * np.log(1 - draw.uniform(0.4, 0.8))
                             + known.school * np.log(1 - draw.uniform(0, 0.3)))
    return replace(empty, values=draw.poisson(mean).astype(np.float64))


def _wobble(draw: np.random.Generator, days: int) -> Floats:
    """Weeks that stay alike: an autoregression of .6 with steps of 6 %."""
    weeks = np.zeros(days // 7 + 1)
    for i in range(1, len(weeks)):
        weeks[i] = 0.6 * weeks[i - 1] + draw.normal(0, 0.06)
    return np.repeat(weeks, 7)[:days]


def alarms(series: list[Series], loop: Window, against: Window, calendar: Workdays) -> tuple[float, float]:
    """Share of the series on which the verdict rings, without and with day weights."""
    pairs = list(_judged(series, loop, against, calendar))
    plain, weighed = (np.array([x.p <= 0.05 for x in side]).mean() for side in zip(*pairs, strict=True))
    return float(plain), float(weighed)


def lifted(one: Series, loop: Window) -> Series:
    """The same series with a fifth more on every day of the loop."""
    values = one.values.copy()
    values[one.index(loop[0]) : one.index(loop[1])] *= 1.2
    return replace(one, values=np.round(values))


def _judged(series: list[Series], loop: Window, against: Window, calendar: Workdays) -> Iterator[tuple[Lift, Lift]]:
    for whole in series:
        one = replace(whole, values=whole.values[: whole.index(loop[1])])
        plain = judge(one, loop, against)
        weighed = judge(one, loop, against, day_weights=day_weights(one, loop[0], calendar))
        if isinstance(plain, Lift) and isinstance(weighed, Lift):
            yield plain, weighed


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--series", type=int, default=200)
    ask.add_argument("--seed", type=int, default=20261123)
    told = ask.parse_args()
    calendar = workdays(range(START.year, END.year + 1))
    for dips in (True, False):
        draw = np.random.default_rng(told.seed)
        series = [invented(draw, calendar, dips) for _ in range(told.series)]
        print("with holiday dips" if dips else "without any dip", f"({told.series} series)")
        for name, (loop, against) in LOOPS.items():
            plain, weighed = alarms(series, loop, against, calendar)
            found, more = alarms([lifted(one, loop) for one in series], loop, against, calendar)
            print(f"  {name:<58} false alarms {plain:5.1%} → {weighed:5.1%}   +20 % found {found:4.0%} → {more:4.0%}",
                  flush=True)


if __name__ == "__main__":
    main()
