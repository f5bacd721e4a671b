r"""Control series on the public bench of real series: a neighbour of the same kind beside each figure.

    VERDICT_BENCH=<folder of the public bench> PYTHONPATH=src \
        bench/results/verdict/.venv/bin/python -m bench.controls.real
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from bench.controls.run import EFFECTS, Tried, summary
from bench.verdict import corpus
from talentloop.core.lift import Lift
from talentloop.stats.controls import past_scores, standard_score, steered
from talentloop.stats.judge import judge
from talentloop.stats.series import Series

DAYS, BEFORE = 61, 1461


def cut(daily: pd.Series, kind: str, start: date, effect: float = 0.0) -> Series:
    """The series up to the end of the loop, with the effect in it."""
    first = max(daily.index[0].date(), start - timedelta(BEFORE))
    values = daily[str(first) : str(start + timedelta(DAYS - 1))].astype(float)
    values[str(start) :] *= 1 + effect
    return corpus.as_series(values.round() if kind == "count" else values, kind)


def neighbour(meta: pd.DataFrame, daily: dict[str, pd.Series], id: str, start: date,
              rng: np.random.Generator) -> str | None:
    """Another series of the same group that has the loop and a year before it; None without one."""
    group = meta.loc[meta.series_id == id, "group"].iloc[0]
    able = [other for other in meta.loc[meta.group == group, "series_id"] if other != id
            and daily[other].index[0].date() <= start - timedelta(425)
            and daily[other].index[-1].date() >= start + timedelta(DAYS - 1)]
    return str(rng.choice(able)) if able else None


def main() -> None:
    meta, daily = corpus.load()
    kinds, rng, found = dict(zip(meta.series_id, meta.kind, strict=True)), np.random.default_rng(5), []
    for r in corpus.core.windows(meta, daily, loop=DAYS, min_pre=425, per_series=3).itertuples():
        start = r.start.date()
        other = neighbour(meta, daily, r.series_id, start, rng)
        if other is None:
            continue
        loop, base = (start, start + timedelta(DAYS)), (start - timedelta(DAYS), start)
        control = cut(daily[other], kinds[other], start)
        theirs, now = past_scores(control, loop), standard_score(judge(control, loop, base))
        mine = past_scores(cut(daily[r.series_id], r.kind, start), loop)
        for effect in EFFECTS:
            alone = judge(cut(daily[r.series_id], r.kind, start, effect), loop, base)
            if isinstance(alone, Lift) and now is not None:
                beside = steered(alone, mine, [(theirs, now)], DAYS)
                found.append((r.group, beside is not None, Tried(effect, alone, beside.lift if beside else alone)))
    for group in [None, *sorted({g for g, _, _ in found})]:
        rows = [t for g, _, t in found if group in (None, g)]
        used = np.mean([u for g, u, _ in found if group in (None, g)])
        row = summary(rows)
        print(f"{group or 'all':12s} n={len(rows) // len(EFFECTS):4d} used {used:.2f} " + "  ".join(
            f"{x} {row[f'alone {x}']:.3f}→{row[f'beside {x}']:.3f}" for x in
            ("alarms", "covers", "width", "+20%", "+40%", "+20% equal", "+40% equal")), flush=True)


if __name__ == "__main__":
    main()
