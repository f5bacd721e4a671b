r"""Several sites as one on the public bench: neighbours of one kind in the same loop, judged alone and together.

    VERDICT_BENCH=<folder of the public bench> PYTHONPATH=src \
        bench/results/verdict/.venv/bin/python -m bench.sites.run --per-group 6
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from bench.controls.real import DAYS, cut, neighbour
from bench.controls.run import EFFECTS
from bench.verdict import corpus
from bench.verdict.measure import chosen
from talentloop.core.lift import Lift
from talentloop.stats.controls import past_scores
from talentloop.stats.judge import judge
from talentloop.stats.pooled import pool, shared_error

SIZES = (1, 2, 3, 5)


def sites(meta: pd.DataFrame, daily: dict[str, pd.Series], id: str, start: date, rng: np.random.Generator) -> list[str]:
    """The series and up to four of its neighbours, drawn by lot."""
    found = [id]
    for _ in range(12):
        other = neighbour(meta, daily, id, start, rng)
        if other is not None and other not in found and len(found) < max(SIZES):
            found.append(other)
    return found


def judged(meta: pd.DataFrame, daily: dict[str, pd.Series], ids: list[str],
           start: date) -> Iterator[tuple[int, float, Lift]]:
    """(sites, effect, lift) with the same effect put in at every site."""
    kinds = dict(zip(meta.series_id, meta.kind, strict=True))
    loop, base = (start, start + timedelta(DAYS)), (start - timedelta(DAYS), start)
    pasts = [past_scores(cut(daily[i], kinds[i], start), loop) for i in ids]
    for effect in EFFECTS:
        lifts = [judge(cut(daily[i], kinds[i], start, effect), loop, base) for i in ids]
        for size in SIZES:
            some = [x for x in lifts[:size] if isinstance(x, Lift)]
            found = pool(some, shared_error(pasts[:size])) if len(some) == size > 1 else None
            if found is not None or len(some) == size == 1:
                yield size, effect, found.lift if found else some[0]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--per-group", type=int, default=0, help="windows per kind of series; 0 takes all")
    a = ask.parse_args()
    meta, daily = corpus.load()
    rng, rows = np.random.default_rng(9), []
    windows = corpus.core.windows(meta, daily, loop=DAYS, min_pre=425, per_series=2)
    for r in chosen(windows, a.per_group).itertuples():
        start = r.start.date()
        rows += [(size, effect, x.p <= 0.05, x.low <= effect <= x.high, x.mde80)
                 for size, effect, x in judged(meta, daily, sites(meta, daily, r.series_id, start, rng), start)]
    table = pd.DataFrame(rows, columns=["sites", "effect", "found", "covered", "mde80"])
    told = table.groupby(["sites", "effect"]).agg(
        n=("found", "size"), found=("found", "mean"), covered=("covered", "mean"), mde80=("mde80", "median"))
    print(told.round(3).to_string())


if __name__ == "__main__":
    main()
