"""A hundred invented employers, each loop judged with the product's own test, beside what the invention knows to be true.

    nice python -m bench.employers.run --employers 100 --processes 2 [--scale 1.0]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from talentloop.assess.combined import proven
from talentloop.assess.known import known_changes
from talentloop.assess.widening import widened
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Against, Loop, compared_period
from talentloop.core.period import Period
from talentloop.core.purity import spoilers
from talentloop.demo import PLAN, Story, imagine
from talentloop.stats.judge import judge
from talentloop.stats.series import Series
from talentloop.stats.shares import wilson

from .days import series_of
from .truth import NOTHING_HAPPENED, true_lift

RESULTS = Path(__file__).resolve().parents[1] / "results" / "employers"
COLUMNS = "n | mean fact | mean expected | mean lift | median margin"
CHANGES = [change for loop in PLAN.loops for change in loop.changes]


@dataclass(frozen=True)
class Judged:
    """One KPI of one loop of one employer; `refused` says why there is no lift, `now` and `then` are (above, below)."""

    seed: int
    kpi: str
    loop: int
    now: tuple[float, float]
    then: tuple[float, float]
    true: float | None
    refused: str = ""
    fact: float = 0.0
    expected: float = 0.0
    lift: float = 0.0
    low: float = 0.0
    high: float = 0.0
    proven: bool = False

    @property
    def holds(self) -> bool:
        return self.true is not None and self.low <= self.true <= self.high

    @property
    def found(self) -> bool:
        """Proven, and in the direction of what really happened."""
        return self.proven and self.true is not None and self.lift * self.true > 0


def employer(seed: int, scale: float) -> list[Judged]:
    """Every loop of one employer on every KPI."""
    return loops_of(seed, imagine(seed, scale))


def loops_of(seed: int, story: Story) -> list[Judged]:
    return [_judged(seed, kpi, loop, days) for kpi, days in series_of(story).items() for loop in PLAN.loops]


def _judged(seed: int, kpi: str, loop: Loop, series: Series) -> Judged:
    against = compared_period(loop, loop.compared_with, PLAN.baseline)
    assert against is not None
    base = loop.period.previous() if loop.compared_with is Against.LAST_YEAR else against
    found = Judged(seed, kpi, loop.number, _totals(series, loop.period), _totals(series, base),
                   true_lift(kpi, loop.number))
    if spoilers(KPIS[kpi], loop.period, against, CHANGES):
        return replace(found, refused="not comparable")
    until = Series(series.start, series.values[: series.index(loop.period.end)], series.kind,
                   None if series.den is None else series.den[: series.index(loop.period.end)])
    known = known_changes(KPIS[kpi], series, PLAN.loops, PLAN.baseline, loop.period)
    lift = judge(until, (loop.period.start, loop.period.end), (against.start, against.end), known=known)
    if not isinstance(lift, Lift):
        return replace(found, refused=lift.reason.value)
    lift = widened(lift, KPIS[kpi], until, (loop.period, against), CHANGES)
    return replace(found, fact=lift.fact, expected=lift.expected, lift=lift.lift, low=lift.low, high=lift.high,
                   proven=proven(lift))


def _totals(series: Series, period: Period) -> tuple[float, float]:
    """Numerator and denominator of the measured days; days are what a count is divided by."""
    a, b = series.index(period.start), series.index(period.end)
    seen = np.isfinite(series.values[a:b])
    below = seen.sum() if series.den is None else series.den[a:b][seen].sum()
    return float(series.values[a:b][seen].sum()), float(below)


def with_pooled_truth(found: Sequence[Judged]) -> list[Judged]:
    """Ratios that really moved by what all employers together show: season and chance of one fall away in it."""
    def together(kpi: str, loop: int) -> float:
        rows = [x for x in found if (x.kpi, x.loop) == (kpi, loop)]
        now, then = (np.array([getattr(x, side) for x in rows]).sum(axis=0) for side in ("now", "then"))
        return float((now[0] / now[1]) / (then[0] / then[1]) - 1)

    unknown = {(x.kpi, x.loop) for x in found if x.true is None}
    pooled = {pair: together(*pair) for pair in unknown}
    return [x if x.true is not None else replace(x, true=pooled[x.kpi, x.loop]) for x in found]


def share(rows: Sequence[Judged], of: Callable[[Judged], bool]) -> str:
    """Share with its Wilson interval, in percent."""
    hits = sum(map(of, rows))
    low, high = wilson(hits, len(rows)) or (0.0, 1.0)
    return f"{hits / len(rows):.1%} ({100 * low:.1f}–{100 * high:.1f})"


def table(found: Sequence[Judged]) -> Iterator[str]:
    """Markdown: nulls per KPI and per loop, then what really changed."""
    told = [x for x in found if not x.refused]
    yield f"| nothing happened | {COLUMNS} | false alarms | coverage of 0 |\n|{'---|' * 8}"
    for kpi, loops in NOTHING_HAPPENED.items():
        for chosen in (loops, *((n,) for n in loops)):
            rows = [x for x in told if x.kpi == kpi and x.loop in chosen]
            name = kpi if len(chosen) > 1 else f"— loop {chosen[0]}"
            yield _line(name, rows, f"{share(rows, lambda x: x.proven)} | {share(rows, lambda x: x.holds)}")
    yield f"\n| really changed | {COLUMNS} | truth | coverage of it | found |\n|{'---|' * 9}"
    for kpi, loop in sorted({(x.kpi, x.loop) for x in told if x.loop not in NOTHING_HAPPENED[x.kpi]}):
        rows = [x for x in told if (x.kpi, x.loop) == (kpi, loop)]
        yield _line(f"{kpi}, loop {loop}", rows, f"{rows[0].true:+.1%} | {share(rows, lambda x: x.holds)} | "
                    f"{share(rows, lambda x: x.found)}")
    refused = [f"{x.kpi} loop {x.loop}: {x.refused}" for x in found if x.refused]
    yield "\nnot judged: " + ", ".join(f"{what} ({refused.count(what)})" for what in dict.fromkeys(refused))


def _line(name: str, rows: Sequence[Judged], rest: str) -> str:
    fact, expected, lift = (f"{np.mean([getattr(x, of) for x in rows]):+.0%}" for of in ("fact", "expected", "lift"))
    low, high = (f"{np.median([getattr(x, of) for x in rows]):+.0%}" for of in ("low", "high"))
    told = f"| {name} | {len(rows)} | {fact} | {expected} | {lift} | {low} to {high} | {rest} |"
    return re.sub(r"(?<=\d)%", " %", told)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--employers", type=int, default=100)
    ask.add_argument("--first", type=int, default=1, help="seed of the first employer")
    ask.add_argument("--processes", type=int, default=1)
    ask.add_argument("--scale", type=float, default=1.0, help="1 has about 1,600 measured visits a month")
    a = ask.parse_args()
    began = time.perf_counter()
    with get_context("spawn").Pool(a.processes) as pool:
        each = pool.map(partial(employer, scale=a.scale), range(a.first, a.first + a.employers), chunksize=5)
    found = with_pooled_truth([x for one in each for x in one])
    RESULTS.mkdir(parents=True, exist_ok=True)
    to = RESULTS / f"scale-{a.scale:g}-from-{a.first}.json"
    to.write_text(json.dumps([asdict(x) for x in found]), encoding="utf-8")
    print("\n".join(table(found)))
    print(f"\n{a.employers} employers at scale {a.scale:g} in {time.perf_counter() - began:.0f} s; {to.name} written")


if __name__ == "__main__":
    main()
