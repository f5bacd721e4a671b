"""Daily series to judge, invented: seeded, with weekdays, a year and noise."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from talentloop.stats import Lift, Refusal, Series, judge

MONDAY = date(2022, 1, 3)
WEEK = np.array([1.3, 1.2, 1.2, 1.1, 0.9, 0.6, 0.7])


def daily(days: int = 900, mean: float = 60.0, seed: int = 1) -> np.ndarray:
    """Counts with weekdays and a season."""
    t = np.arange(days)
    level = mean * WEEK[t % 7] * (1 + 0.2 * np.sin(2 * np.pi * t / 365.25))
    return np.random.default_rng(seed).poisson(level).astype(float)


def last_loop(series: Series, days: int = 60) -> tuple[tuple[date, date], tuple[date, date]]:
    """The last `days` days as the loop, and the equal period before it."""
    start = series.end - timedelta(days=days)
    return (start, series.end), (start - timedelta(days=days), start)


def verdict(values: np.ndarray, kind: str = "count", days: int = 60, den: np.ndarray | None = None) -> Lift | Refusal:
    series = Series(MONDAY, values, kind, den)  # type: ignore[arg-type]
    loop, before = last_loop(series, days)
    return judge(series, loop, before)
