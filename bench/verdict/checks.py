"""What the public bench does not ask: ratio KPIs, recruitment volumes, and whether the stated MDE is kept.

python checks.py ratio|small|mde|time [--per-group 80] [--priors DIR]
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import timedelta
from pathlib import Path

import corpus
import numpy as np
import pandas as pd
from measure import RESULTS, candidates, chosen

from talentloop.stats import Lift, Series, judge
from talentloop.stats.prior import Prior, parse, shipped


def previous(series: Series, days: int = 60) -> tuple:
    """The last `days` days as the loop and the equal period before it."""
    start = series.end - timedelta(days=days)
    return (start, series.end), (start - timedelta(days=days), start)


def windowed(daily: pd.Series, window: pd.Series, days: int) -> pd.Series:
    return daily.loc[window.start - pd.Timedelta(days=days) : window.end]


def seen(found: object, lift: float) -> dict:
    """One row of the result: alarm, coverage, and what was stated."""
    if not isinstance(found, Lift):
        return {
            "lift": lift,
            "alarm": False,
            "found": False,
            "cover": True,
            "method": "refused",
            "mde": np.nan,
            "width": np.nan,
        }
    return {
        "lift": lift,
        "alarm": found.p < 0.05,
        "found": found.p < 0.05 and found.lift > 0,
        "cover": found.low <= lift <= found.high,
        "method": found.method,
        "mde": found.mde80,
        "width": min(found.high, 5.0) - found.low,
    }


def ratio(priors: dict[str, Prior], per_group: int) -> pd.DataFrame:
    """The bench's ratio pairs: with denominators, as plain daily ratios, and as what a caller may call an amount.

    Beside them what others say of the plain daily ratio.
    """
    _, daily = corpus.load()
    kept, dens = {}, {}
    for name, group, num, den in corpus.pairs():
        both = corpus.ratio(daily, num, den)
        if both is not None:
            kept[name], dens[name] = both[0] / both[1], (group, *both)
    frame = pd.DataFrame({"series_id": list(kept), "group": "ratio", "kind": "amount"})
    windows = corpus.core.windows(frame, kept, per_series=8, max_missing=0.35)
    rows = []
    for w in windows.itertuples():
        group, num, den = dens[w.series_id]
        n, d = windowed(num, w, w.pre_days), windowed(den, w, w.pre_days)
        for lift in (0.0, 0.1, 0.2):
            up = np.ones(len(n))
            up[-60:] += lift
            forms = {
                "with denominators": corpus.as_series(n * up, "ratio", d),
                "plain ratio": corpus.as_series(n / d * up, "ratio"),
                "called an amount": corpus.as_series(n / d * up, "amount"),
            }
            for form, series in forms.items():
                for which, prior in (("shipped", shipped()), ("left out", priors.get(group, shipped()))):
                    found = judge(series, *previous(series), prior=prior)
                    rows.append({"form": form, "prior": which, "series": w.series_id, **seen(found, lift)})
    return pd.concat([pd.DataFrame(rows), others(windows, kept)], ignore_index=True)


def others(windows: pd.DataFrame, ratios: dict[str, pd.Series]) -> pd.DataFrame:
    """What CausalImpact and Welch's t say of plain daily ratios, in the columns of `seen`."""
    tried = candidates(["causalimpact", "welch"], RESULTS)
    found = corpus.core.run(tried, windows, ratios, lifts=(0.0, 0.1, 0.2))
    alarm = found.p < 0.05
    return pd.DataFrame(
        {
            "form": "plain ratio",
            "prior": found.candidate,
            "series": found.series_id,
            "lift": found.lift,
            "alarm": alarm,
            "found": alarm & (found.est > 0),
            "cover": (found.low <= found.lift) & (found.lift <= found.high),
            "width": np.minimum(found.high, 5.0) - found.low,
        }
    )


def small(priors: dict[str, Prior], per_group: int) -> pd.DataFrame:
    """The bench's series thinned to recruitment volumes: 8 to 2,000 events in a loop."""
    meta, daily = corpus.load()
    windows = chosen(corpus.core.windows(meta, daily), per_group)
    rng = np.random.default_rng(5)
    rows = []
    for w in windows[windows.kind == "count"].itertuples():
        values = windowed(daily[w.series_id], w, w.pre_days)
        for volume in (8, 40, 60, 120, 180, 400, 2000):
            keep = volume / 60 / max(float(np.nanmean(values.iloc[-120:-60])), 1e-9)
            if keep >= 1:
                continue
            for lift in (0.0, 0.2, 0.4):
                chance = np.full(len(values), keep)
                chance[-60:] *= 1 + lift
                events = rng.binomial(np.nan_to_num(values).astype(int), np.minimum(chance, 1))
                series = corpus.as_series(pd.Series(np.where(values.isna(), np.nan, events), values.index), "count")
                found = judge(series, *previous(series), prior=priors[w.group])
                rows.append({"volume": volume, "group": w.group, **seen(found, lift)})
    return pd.DataFrame(rows)


def mde(priors: dict[str, Prior], per_group: int) -> pd.DataFrame:
    """Windows whose stated MDE80 is within a fifth of the injected lift: how often is it found?"""
    meta, daily = corpus.load()
    windows = chosen(corpus.core.windows(meta, daily, per_series=12), per_group)
    rows = []
    for w in windows.itertuples():
        values = windowed(daily[w.series_id], w, w.pre_days)
        for lift in (0.1, 0.2, 0.4):
            rng = np.random.default_rng(int(lift * 100))
            lifted = values.copy()
            lifted.iloc[-60:] = corpus.core.inject(values.to_numpy()[-60:], lift, w.kind, rng)
            series = corpus.as_series(lifted, w.kind)
            for which, prior in (("shipped", shipped()), ("left out", priors[w.group])):
                found = judge(series, *previous(series), prior=prior)
                rows.append({"prior": which, "group": w.group, **seen(found, lift)})
    found = pd.DataFrame(rows)
    return found[(found.mde > found.lift / 1.2) & (found.mde < found.lift * 1.2)]


def clock() -> None:
    """Milliseconds of processor time per verdict and seconds per thousand, four years of days."""
    rng = np.random.default_rng(1)
    taken = []
    for _ in range(1000):
        series = Series(pd.Timestamp("2020-01-06").date(), rng.poisson(20, 1521).astype(float))
        start = time.process_time()
        judge(series, *previous(series))
        taken.append(time.process_time() - start)
    print(f"median {np.median(taken) * 1e3:.2f} ms, 1,000 verdicts in {sum(taken):.2f} s (processor time)")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=["ratio", "small", "mde", "time"])
    ask.add_argument("--per-group", type=int, default=80)
    ask.add_argument("--priors", type=Path, default=RESULTS / "left_out")
    a = ask.parse_args()
    if a.what == "time":
        return clock()
    priors = {p.stem: parse(json.loads(p.read_text())) for p in a.priors.glob("*.json")}
    found = {"ratio": ratio, "small": small, "mde": mde}[a.what](priors, a.per_group)
    keys = {"ratio": ["prior", "form", "lift"], "small": ["volume", "lift"], "mde": ["prior", "lift"]}[a.what]
    table = found.groupby(keys).agg(
        n=("alarm", "size"),
        alarm=("alarm", "mean"),
        found=("found", "mean"),
        cover=("cover", "mean"),
        width=("width", "median"),
    )
    print(table.round(3).to_string())
    if a.what == "small":
        print(found[found.lift == 0].groupby(["volume", "group"]).alarm.mean().unstack().round(3).to_string())
    return None


if __name__ == "__main__":
    main()
