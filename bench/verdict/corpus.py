"""The series of the public verdict bench as the product's own Series: to learn a prior from and to measure on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VERDICT_BENCH", ROOT.parent / "shared" / "bench" / "verdict"))
sys.path[:0] = [str(SHARED), str(ROOT / "src"), str(Path(__file__).parent)]
sys.dont_write_bytecode = True

import core  # noqa: E402  (the bench's own windows, injection and metrics)

from talentloop.stats.series import Series  # noqa: E402

GATE = core.COVID


def load() -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Meta data and daily series, as the bench reads them."""
    return core.load()


def without_covid(daily: pd.Series) -> list[pd.Series]:
    """The series in the pieces before and after the pandemic: no pseudo-loop runs through it."""
    parts = [daily.loc[: GATE[0] - pd.Timedelta(days=1)], daily.loc[GATE[1] + pd.Timedelta(days=1) :]]
    return [p for p in parts if len(p)]


def as_series(daily: pd.Series, kind: str, den: pd.Series | None = None) -> Series:
    return Series(daily.index[0].date(), daily.to_numpy(float), kind, None if den is None else den.to_numpy(float))


def levels(meta: pd.DataFrame, daily: dict[str, pd.Series]) -> list[tuple[str, str, Series]]:
    """(series id, group, Series) of every count and amount outside the pandemic."""
    return [
        (m.series_id, m.group, as_series(part, m.kind))
        for m in meta.itertuples()
        for part in without_covid(daily[m.series_id])
    ]


def pairs() -> list[tuple[str, str, str, str]]:
    """(name, group, numerator, denominator): the bench's ratio KPIs, and shares between neighbours of one kind."""
    out = [
        ("nomirror_share", "web", "pypi_icepyx_without_mirrors", "pypi_icepyx_with_mirrors"),
        ("casual_per_registered", "bike", "dcbike_casual", "dcbike_registered"),
        ("share_belmont", "transit", "chi_belmont", "chi_clark_lake_today"),
        ("share_polk", "transit", "chi_polk", "chi_monroe"),
        ("metro_per_bus", "transit", "madrid_metro", "madrid_bus"),
        ("pages_per_visitor", "site", "site_page_loads", "site_unique_visits"),
        ("returning_share", "site", "site_returning_visits", "site_unique_visits"),
    ]
    for project in ("icepyx", "nanomodbus", "awesomejupyter"):
        for what in ("views", "clones"):
            name = f"{project}_{what}_per_unique"
            out.append((name, "web", f"gh_{project}_total_{what}", f"gh_{project}_unique_{what}"))
    return out


def neighbours(meta: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Each series of a group over the next of the same group: shares that drift as real shares do."""
    out = []
    for group, ids in meta.groupby("group").series_id:
        ids = list(ids)[::3] if len(ids) > 60 else list(ids)
        out += [(f"{a}/{b}", group, a, b) for a, b in zip(ids, ids[1:] + ids[:1], strict=True)]
    return out


def ratio(daily: dict[str, pd.Series], num: str, den: str) -> tuple[pd.Series, pd.Series] | None:
    """Numerator and denominator on their common days (NaN where either is missing); None without overlap."""
    if num not in daily or den not in daily:
        return None
    both = pd.concat([daily[num], daily[den]], axis=1).dropna()
    both = both[both.iloc[:, 1] > 0]
    if len(both) < 200:
        return None
    both = both.reindex(pd.date_range(both.index[0], both.index[-1]))
    return both.iloc[:, 0], both.iloc[:, 1]


def ratios(meta: pd.DataFrame, daily: dict[str, pd.Series]) -> list[tuple[str, str, Series]]:
    """(name, group, Series) of every pair, once with its denominator and once as a plain daily ratio.

    The KPI pairs are a group of their own beside the far more numerous shares between neighbours.
    """
    out = []
    kpis = [(name, f"{group}+kpi", a, b) for name, group, a, b in pairs()]
    for name, group, a, b in kpis + neighbours(meta):
        found = ratio(daily, a, b)
        if found is None:
            continue
        num, den = found
        for part in without_covid(num):
            d = den.loc[part.index]
            out.append((name, group, as_series(part, "ratio", d)))
            with np.errstate(all="ignore"):
                out.append((name, group, as_series(part / d, "ratio")))
    return out
