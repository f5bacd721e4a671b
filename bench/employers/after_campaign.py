"""How often the loop after a proven campaign rings though nothing was done in it: its figure only falls back.

    python -m bench.employers.after_campaign [worlds]     # about half a minute for 300

Invented visits: counts around a level that wanders, with weekdays and a season; a loop of two months lifts them, the
next does nothing. Three readings of the same days: campaign not known, known without doubt, as shipped.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from talentloop.assess.known import known_changes
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Change, ChangeKind, Loop
from talentloop.core.period import Period
from talentloop.stats.judge import judge
from talentloop.stats.series import Series

CAMPAIGN, AFTER = (Period.of_months(date(2026, month, 1), 2) for month in (3, 5))
BOUGHT = Change(CAMPAIGN.start, "a campaign", ChangeKind.CAMPAIGN, True)
LOOP = Loop(1, CAMPAIGN, Focus.REACH, "visits", "strategy", changes=(BOUGHT,))
ALPHA = 0.05
WEEK = np.array([1.1, 1.1, 1.1, 1.0, 1.0, 0.7, 0.6])


def world(seed: int, history: int, size: float) -> Series:
    """Visits from `history` days before the campaign to the end of the loop after it; `size`: log of what it did."""
    draw = np.random.default_rng(seed)
    start = CAMPAIGN.start - timedelta(days=history)
    days = (AFTER.end - start).days
    wander, step = np.zeros(days), draw.normal(0, 0.06, days)
    for day in range(1, days):
        wander[day] = 0.9 * wander[day - 1] + step[day]
    season = 0.15 * np.sin(2 * np.pi * np.arange(days) / 364 + draw.uniform(0, 2 * np.pi))
    rate = 40 * WEEK[np.arange(days) % 7] * np.exp(wander + season)
    rate[history : (CAMPAIGN.end - start).days] *= np.exp(size)
    return Series(start, draw.poisson(rate).astype(float))


def rings(series: Series, known: tuple, against: Period) -> bool:
    found = judge(series, (AFTER.start, AFTER.end), (against.start, against.end), known=known)
    return isinstance(found, Lift) and found.p <= ALPHA and (found.low > 0 or found.high < 0)


def main() -> None:
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    print("history  campaign  against    proven  not known  without doubt  as shipped")
    for history in (180, 500):
        for size in (0.6, 1.6):
            for against, name in ((CAMPAIGN, "previous"), (AFTER.year_before(), "last year"))[: 1 + (history > 400)]:
                told = []
                for seed in range(worlds):
                    series = world(seed, history, size)
                    if known := known_changes(KPIS["visits"], series, (LOOP,), None, AFTER):
                        sure = tuple(replace(one, doubt=0.0) for one in known)
                        told.append([rings(series, one, against) for one in ((), sure, known)])
                shares = np.mean(told, axis=0)
                told_shares = "  ".join(f"{x:12.1%}" for x in shares)
                print(f"{history:7} {np.expm1(size):+9.0%}  {name:9} {len(told):7}  {told_shares}", flush=True)


if __name__ == "__main__":
    main()
