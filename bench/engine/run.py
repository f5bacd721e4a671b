"""How fast the store takes hits, refreshes a day and fills the framework, beside a hand-written query in the same run.

    nice python -m bench.engine.run --hits 10000000 --months 18 [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

from bench.engine.by_hand import by_hand
from bench.engine.career_site import START, Site, batch, blocks, months
from talentloop.core.facts import FACTS
from talentloop.core.kpis import KPIS
from talentloop.core.measure import Primitive
from talentloop.core.period import Period, add_months
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS

WEB = ("visits", "page_reads", "touches")


@dataclass(frozen=True, order=True)
class Spent:
    """Seconds of the clock and of processor time; on a busy machine only the second means something."""

    wall: float
    cpu: float

    def over(self, other: Spent) -> str:
        return f"{self.wall / other.wall:.2f} (CPU {self.cpu / other.cpu:.2f})"

    def __str__(self) -> str:
        return f"{self.wall:.3f} s (CPU {self.cpu:.3f})"


def timed(work: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def mb(lake: Lake, facts: tuple[str, ...]) -> float:
    return sum(p.size for f in facts for p in lake.now().parts(FACTS[f])) / 1e6


def framework() -> list[Primitive]:
    """Every primitive of the KPIs over the web facts: what the four columns need of them."""
    return list(dict.fromkeys(p for k in KPIS.values() for p in k.primitives if p.fact in WEB))


def loop_periods(last: date) -> list[Period]:
    """A loop of two months, the one before, the same a year before, and the baseline of the first two months."""
    end = add_months(last.replace(day=1), 0)
    loop = Period(add_months(end, -2), end)
    return list(dict.fromkeys([loop, loop.previous(), loop.year_before(), Period(START, add_months(START, 2))]))


def build(lake: Lake, hits: int, count: int) -> None:
    print(f"history of {hits:,} hits in {count} months")
    made = timed(lambda: deque(months(Site(), hits, count), maxlen=0))
    taken = timed(lambda: lake.take(batch("history", months(Site(), hits, count))))
    rate("take", hits, Spent(taken.wall - made.wall, taken.cpu - made.cpu))
    rate("derive all", hits, timed(lambda: lake.refresh(DERIVATIONS)))
    for facts in (("web_hits",), ("visits",), ("page_reads",), ("touches",), ("web_hits", *WEB)):
        print(f"{mb(lake, facts) * 1e6 / hits:7.1f} MB per M hits: {' + '.join(facts)}")


def rate(name: str, hits: int, spent: Spent) -> None:
    print(f"{name:11} {spent}: {hits / spent.wall / 1e3:.0f} k hits/s, {hits / spent.cpu / 1e3:.0f} k per CPU second; "
          f"peak memory so far {peak_mb()} MB, the generator's included")


def refresh_days(lake: Lake, hits_a_day: int, name: str, first: date, count: int = 5) -> Spent:
    """Take days one by one; the median of a day."""
    site, times = Site(seed=11), []
    for i in range(count):
        day = Period.of_days(date.fromordinal(first.toordinal() + i), 1)
        today = batch(f"{name}-{i}", iter(list(blocks(site.hits(day, hits_a_day)))))
        times.append(timed(partial(lake.take, today, DERIVATIONS)))
    return Spent(median(t.wall for t in times), median(t.cpu for t in times))


def compare(lake: Lake, last: date) -> None:
    """The framework of a loop and its comparisons by the engine and by hand, cold (new connection) and warm."""
    primitives, periods = framework(), loop_periods(last)
    for name, daily in (("whole and days", True), ("whole only", False)):
        works: dict[str, Callable[[DuckEngine], object]] = {
            "hand": lambda e, d=daily: [e.ask(sql) for sql in by_hand(e.snapshot, periods, d)],
            "ours": lambda e, d=daily: e.measure(primitives, periods, daily=d)}  # type: ignore[misc]
        cold: dict[str, list[Spent]] = {who: [] for who in works}
        warm: dict[str, list[Spent]] = {who: [] for who in works}
        for who in ("hand", "ours", "hand", "ours"):
            engine = DuckEngine(lake)
            cold[who].append(timed(partial(works[who], engine)))
            warm[who] += [timed(partial(works[who], engine)) for _ in range(5)]
            engine.close()
        for how, found in (("cold", cold), ("warm", warm)):
            best = {w: Spent(min(t.wall for t in ts), min(t.cpu for t in ts)) for w, ts in found.items()}
            print(f"framework, {name}, {how}: {best['ours']}, by hand {best['hand']}, "
                  f"ratio {best['ours'].over(best['hand'])}")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--hits", type=int, default=2_000_000)
    asked.add_argument("--months", type=int, default=18)
    asked.add_argument("--keep", type=Path)
    options = asked.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-engine-"))
    try:
        measure(folder, options.hits, options.months)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, hits: int, count: int) -> None:
    lake, end = Lake(folder / "large"), add_months(START, count)
    if not lake.history():
        build(lake, hits, count)
    compare(lake, end)
    a_day = hits // count // 30
    small = Lake(folder / "small")
    if not small.history():
        start = add_months(START, count - 1)
        small.take(batch("history", blocks(Site().hits(Period(start, end), hits // count))), DERIVATIONS)
    marks = {"small": refresh_days(small, a_day, "day", end), "large": refresh_days(lake, a_day, "day", end)}
    print(f"daily refresh of {a_day:,} hits: {marks['small']} after one month of history, {marks['large']} "
          f"after {count}: ratio {marks['large'].over(marks['small'])}")


if __name__ == "__main__":
    main()
