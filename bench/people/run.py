"""People with a hidden truth through the product: what talentloop, a daily salt and a monthly salt say of them.

    nice python -m bench.people.run                # the table, less than a minute
    nice python -m bench.people.run --match        # only how long it takes to connect two million ids
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from talentloop.assess.health import coverage
from talentloop.core.intake import Batch
from talentloop.core.kpis import KPIS
from talentloop.core.measurement import Figure
from talentloop.demo.identities import LOOP, Seen, Told, World, hits, imagine, salted, truth
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.people import DERIVATIONS
from talentloop.people.match import merges

CONSENT = (0.3, 0.5, 0.7, 0.9)
POOLS = ("pool_1", "pool_2", "pool_3", "pool_4")


@dataclass(frozen=True)
class Row:
    """What somebody says of the loop; `covered` is the share of page views it rests on, `true` the people behind them."""

    name: str
    told: Told
    covered: float
    true: Told


def measured(seen: Seen, name: str) -> Row:
    """The visits taken, derived and measured as anybody's."""
    with tempfile.TemporaryDirectory() as root:
        lake = Lake(Path(root))
        lake.take(Batch("people", "tracker", datetime(2026, 7, 2), hits(seen)), DERIVATIONS)
        engine = DuckEngine(lake)
        covered = coverage(engine, LOOP).people or 0.0
        found = {id: figure(engine, id) for id in ("unique_visitors", "returning_share", *POOLS)}
        engine.close()
    pools = tuple(round(found[id]) for id in POOLS)
    told = Told(round(found["unique_visitors"]), found["returning_share"], pools)
    return Row(name, told, covered, truth(seen, consented=True))


def figure(engine: DuckEngine, id: str) -> float:
    kpi = KPIS[id]
    found = kpi.value(engine.measure(kpi.primitives, [LOOP], daily=False), LOOP)
    assert isinstance(found, Figure), (id, found)
    return found.value


def rows(consents: Sequence[float], people: int, seed: int) -> Iterator[Row]:
    """The truth and both salts, which see everybody; then talentloop at each consent rate, by either kind of id."""
    everybody = imagine(World(people, seed=seed))
    true = truth(everybody)
    yield Row("the truth", true, 1.0, true)
    yield Row("daily salt", salted(everybody, monthly=False), 1.0, true)
    yield Row("monthly salt", salted(everybody, monthly=True), 1.0, true)
    for server, how in ((True, "server"), (False, "page")):
        for consent in consents:
            name = f"talentloop, id by the {how}, {consent:.0%} consent".replace("%", " %")
            yield measured(imagine(World(people, consent, server_set=server, seed=seed)), name)


def table(found: Sequence[Row]) -> Iterator[str]:
    """Markdown. `too many` is beside the people behind the page views that the teller sees."""
    yield ("| told by | rests on | unique visitors | of them truly | too many | returning | truly | 1–2 | 3–5 | 6–15 | "
           "16+ |")
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in found:
        pools = " | ".join(percent(n / sum(row.told.pools), 1) for n in row.told.pools)
        returning = [percent(x, 1) if x is not None else "–" for x in (row.told.returning, row.true.returning)]
        many = "" if row.told is row.true else f"{row.told.unique / row.true.unique - 1:+.0%}".replace("%", " %")
        yield (f"| {row.name} | {percent(row.covered)} | {row.told.unique:,} | {row.true.unique:,} | {many} | "
               f"{' | '.join(returning)} | {pools} |")


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def connect(ids: int = 2_000_000, links: int = 300_000, seed: int = 1) -> str:
    """How long it takes to find who is one person; two thirds of the links are forms, a third applications."""
    rng = np.random.default_rng(seed)
    every = rng.integers(-2**63, 2**63 - 1, ids)
    browsers, addresses = every[:ids // 2], every[ids // 2:]
    n, day = links * 2 // 3, lambda count: rng.integers(19_000, 19_700, count)
    forms = {"visitor": browsers[:n], "person": addresses[rng.integers(0, n // 2, n)], "day": day(n)}
    m = links - n
    applied = {"id": np.concatenate([addresses[:m // 2], browsers[n:n + m - m // 2]]),
               "candidate": rng.integers(0, m // 2, m), "day": day(m)}
    wall, cpu = time.perf_counter(), time.process_time()
    found = merges(forms, applied)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return f"{ids:,} ids, {links:,} links: {wall:.2f} s (CPU {cpu:.2f}), {len(found['person']):,} merges"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--match", action="store_true")
    options = asked.parse_args()
    print(connect())
    if not options.match:
        print(*table(list(rows(CONSENT, options.people, options.seed))), sep="\n")


if __name__ == "__main__":
    main()
