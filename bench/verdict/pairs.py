"""Two loops in a row on the public bench: how alike their errors are, and what judging them together is worth.

python pairs.py    prints the figures of docs/explanation/beside-the-verdict.md (about two minutes)
"""

from __future__ import annotations

from datetime import date, timedelta

import corpus
import numpy as np
import pandas as pd

from talentloop.stats.judge import Lift, judge
from talentloop.stats.pair import combine
from talentloop.stats.series import Series

DAYS, BEFORE, EFFECTS = 61, 1461, (0.0, 0.1, 0.2, 0.4)


def raised(daily: pd.Series, kind: str, start: date, effect: float) -> Series:
    """The series up to the end of both loops, with the effect in both."""
    first = max(daily.index[0].date(), start - timedelta(BEFORE))
    values = daily[str(first) : str(start + timedelta(2 * DAYS - 1))].astype(float)
    values[str(start) :] *= 1 + effect
    return corpus.as_series(values.round() if kind == "count" else values, kind)


def judged(series: Series, start: date) -> dict[str, Lift] | None:
    """Each loop against the period before both, the two joined, and as one loop of double length."""
    middle, end, base = start + timedelta(DAYS), start + timedelta(2 * DAYS), (start - timedelta(DAYS), start)
    windows = {"first": (start, middle), "second": (middle, end), "double": (start, end)}
    found = {name: judge(series, loop, base) for name, loop in windows.items()}
    if not all(isinstance(x, Lift) for x in found.values()):
        return None
    both = combine(found["first"], found["second"])
    return None if both is None else {**found, "both": both}


def main() -> None:
    meta, daily = corpus.load()
    rows = []
    for r in corpus.core.windows(meta, daily, loop=2 * DAYS, min_pre=425, per_series=2).itertuples():
        for effect in EFFECTS:
            found = judged(raised(daily[r.series_id], r.kind, r.start.date(), effect), r.start.date())
            if found is not None:
                rows += [(r.series_id, r.start, effect, name, np.log1p(x.lift), x.p, x.low <= effect <= x.high,
                          np.log1p(x.high) - np.log1p(x.low)) for name, x in found.items()]
    table = pd.DataFrame(rows, columns=["series", "start", "effect", "loop", "lift", "p", "covered", "width"])
    told = table.groupby(["loop", "effect"]).agg(n=("p", "size"), found=("p", lambda p: (p <= 0.05).mean()),
                                                 covered=("covered", "mean"), width=("width", "median"))
    print(told.round(3).to_string())
    wide = table.pivot_table(index=["series", "start", "effect"], columns="loop", values=["lift", "p"])
    still = wide.xs(0.0, level="effect")
    print("correlation of the errors:", still["lift"].corr().loc["first", "second"].round(3))
    same = (wide["lift"]["first"] * wide["lift"]["second"] > 0) & (wide["p"][["first", "second"]] > 0.05).all(axis=1)
    print("pairs that are combined, and proven together, by effect:")
    proven = same & (wide["p"]["both"] <= 0.05)
    print(pd.DataFrame({"combined": same, "proven": proven}).groupby(level="effect").mean().round(3).to_string())


if __name__ == "__main__":
    main()
