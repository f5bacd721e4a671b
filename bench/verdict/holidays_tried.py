"""Whether public holidays in the day weights help, tried on the real series of the bench whose country is known."""

# python holidays_tried.py: American and Spanish bike counters and transit; needs the package holidays.

from __future__ import annotations

from collections.abc import Callable

import corpus
import holidays
import numpy as np
import pandas as pd
from measure import chosen

from talentloop.stats import Lift, judge
from talentloop.stats.level import YEAR
from talentloop.stats.series import Floats

COUNTRIES = {"chi_": ("US", "IL"), "nycbike": ("US", "NY"), "dcbike": ("US", "DC"), "madrid": ("ES", "MD"),
             "bicimad": ("ES", "MD")}
NEAR = 21  # days to either side in which ordinary days on the same weekday are looked for
COLUMNS = ["history", "group", "starts", "way", "lift", "alarm", "found", "cover", "error", "winkler"]
BELIEVED = 4.0  # so many holidays without any effect are believed beforehand


def off(days: pd.DatetimeIndex, series: str) -> np.ndarray:
    """Which days are a public holiday on a working day."""
    country, part = next(where for start, where in COUNTRIES.items() if series.startswith(start))
    known = holidays.country_holidays(country, subdiv=part, years=range(days[0].year, days[-1].year + 1))
    return np.array([d.weekday() < 5 and d.date() in known for d in days])


def ratios(values: Floats, free: np.ndarray, before: int) -> Floats:
    """Log of every holiday over the median of ordinary days on its weekday nearby, in the three years before the loop."""
    logs = np.log(np.where(values > 0, values, np.nan))
    found = []
    for day in np.flatnonzero(free[:before]):
        if day < before - 3 * YEAR:
            continue
        near = np.array([day + 7 * k for k in range(-NEAR // 7, NEAR // 7 + 1) if k])
        near = near[(near >= 0) & (near < before)]
        near = near[~free[near]]
        found.append(logs[day] - np.nanmedian(logs[near]) if len(near) else np.nan)
    out = np.array(found)
    return out[np.isfinite(out)]


def shrunk(seen: Floats) -> float:
    """The mean effect, drawn to none by how few holidays were seen: the version that was taken back."""
    return float(seen.sum() / (len(seen) + BELIEVED))


def damped(seen: Floats) -> float:
    """The same, damped by how much holidays differ among themselves; nothing is said of fewer than five."""
    if len(seen) < 5:
        return 0.0
    doubt = seen.var(ddof=1) / len(seen) / max(float(np.mean(seen)) ** 2, 1e-9)
    return shrunk(seen) * max(0.0, 1.0 - 4 * doubt)


WAYS: dict[str, Callable[[Floats], float]] = {"as weekdays": lambda seen: 0.0, "shrunk": shrunk, "damped": damped}


def main() -> None:
    meta, daily = corpus.load()
    meta = meta[meta.series_id.str.startswith(tuple(COUNTRIES))]
    windows = chosen(corpus.core.windows(meta, daily, per_series=12), 0)
    rows = []
    for w in windows.itertuples():
        for regime, days in (("long", w.pre_days), ("short", 120)):
            values = daily[w.series_id].loc[w.start - pd.Timedelta(days=days) : w.end]
            free = off(values.index, w.series_id)
            seen = ratios(values.to_numpy(float), free, days)
            for lift in (0.0, 0.2):
                lifted = values.copy()
                lifted.iloc[days:] = corpus.core.inject(values.to_numpy()[days:], lift, w.kind, np.random.default_rng(1))
                series = corpus.as_series(lifted, w.kind)
                loop, before = w.start.date(), (w.start - pd.Timedelta(days=60)).date()
                for way, learn in WAYS.items():
                    weights = np.exp(learn(seen) * free) if len(seen) else np.ones(len(free))
                    one = judge(series, (loop, series.end), (before, loop), day_weights=np.clip(weights, 0.2, 1.5))
                    if isinstance(one, Lift):
                        month = "Nov–Jan" if w.start.month in (11, 12) else "other"
                        rows.append((regime, w.group, month, way, lift, one.p < 0.05, one.p < 0.05 and one.lift > 0,
                                     one.low <= lift <= one.high, abs(np.log1p(one.lift) - np.log1p(lift)),
                                     corpus.core.winkler(one.low, min(one.high, 5.0), lift)))
    table = pd.DataFrame(rows, columns=COLUMNS)
    for by in (["history", "way"], ["history", "group", "way"], ["history", "starts", "way"]):
        flat = table[table.lift == 0].groupby(by)[["alarm", "cover", "error", "winkler"]].mean()
        flat["found20"] = table[table.lift > 0].groupby(by).found.mean()
        flat["n"] = table[table.lift == 0].groupby(by).size()
        print(flat.round(3).to_string())


if __name__ == "__main__":
    main()
