"""How fast the store takes hits, refreshes a day and fills the framework, beside a hand-written query in the same run.

    nice python -m bench.engine.run --hits 10000000 --months 18 [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bench.engine.by_hand import FRAMEWORK
from bench.engine.career_site import START, Site, batch, blocks, months
from talentloop.core.facts import FACTS
from talentloop.core.kpis import KPIS
from talentloop.core.measure import Primitive
from talentloop.core.period import Period, add_months
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS

WEB = ("visits", "page_reads", "touches")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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
    taking = timed(lambda: lake.take(batch("history", months(Site(), hits, count))))
    print(f"take        {taking:7.1f} s  {hits / taking / 1e3:7.0f} k hits/s   peak {peak_mb()} MB")
    deriving = timed(lambda: lake.refresh(DERIVATIONS))
    print(f"derive all  {deriving:7.1f} s  {hits / deriving / 1e3:7.0f} k hits/s   peak {peak_mb()} MB")
    per_million = 1e6 / hits
    for facts in (("web_hits",), ("visits",), ("page_reads",), ("touches",), ("web_hits", *WEB)):
        print(f"bytes       {mb(lake, facts) * per_million:7.1f} MB per M hits: {' + '.join(facts)}")


def refresh_days(lake: Lake, hits_a_day: int, name: str, first: date, count: int = 5) -> float:
    """Take days one by one; the median time of a day."""
    site, times = Site(seed=11), []
    for i in range(count):
        day = Period.of_days(date.fromordinal(first.toordinal() + i), 1)
        told = list(blocks(site.hits(day, hits_a_day)))
        rows: Iterator = iter(told)
        times.append(timed(lambda r=rows, n=i: lake.take(batch(f"{name}-{n}", r), DERIVATIONS)))  # type: ignore[misc]
    return sorted(times)[count // 2]


def compare(lake: Lake, last: date) -> None:
    """The framework of a loop and its comparisons by the engine and by hand, cold (new connection) and warm."""
    primitives, periods = framework(), loop_periods(last)

    def ours(engine: DuckEngine) -> object:
        return engine.measure(primitives, periods)

    def by_hand(engine: DuckEngine) -> object:
        return [engine.ask(sql) for sql in FRAMEWORK(engine.snapshot, periods)]

    for name, daily in (("whole and days", True), ("whole only", False)):
        runs: dict[str, list[float]] = {"ours": [], "hand": []}
        cold: dict[str, float] = {}
        for who in ("hand", "ours", "hand", "ours"):
            engine = DuckEngine(lake)
            if who == "ours":
                work = lambda e=engine: e.measure(primitives, periods, daily=daily)  # noqa: E731
            else:
                work = lambda e=engine: [e.ask(s) for s in FRAMEWORK(e.snapshot, periods, daily)]  # noqa: E731
            cold[who] = timed(work)
            runs[who] += [timed(work) for _ in range(5)]
            engine.close()
        warm = {who: min(found) for who, found in runs.items()}
        print(f"framework, {name}: warm {warm['ours']:.3f} s, by hand {warm['hand']:.3f} s, "
              f"ratio {warm['ours'] / warm['hand']:.2f}; cold {cold['ours']:.3f} s, by hand {cold['hand']:.3f} s, "
              f"ratio {cold['ours'] / cold['hand']:.2f}")


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
    print(f"daily refresh of {a_day:,} hits: {marks['small']:.2f} s after one month of history, {marks['large']:.2f} s "
          f"after {count}: ratio {marks['large'] / marks['small']:.2f}")


if __name__ == "__main__":
    main()
