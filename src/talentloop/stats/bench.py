"""The verdict in the shape of the public bench: a pandas series in, four numbers out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from talentloop.core.lift import Refusal
from talentloop.stats.judge import judge
from talentloop.stats.prior import Prior
from talentloop.stats.series import Kind, Series

if TYPE_CHECKING:
    import pandas as pd


def bench_verdict(
    history: pd.Series,
    loop_start: pd.Timestamp,
    loop_end: pd.Timestamp,
    kind: Kind = "count",
    prior: Prior | None = None,
) -> tuple[float, float, float, float]:
    """(estimate, low, high, p) of a loop with inclusive dates against the previous equal period.

    `history`: daily values on a gap-free DatetimeIndex up to and including `loop_end`. A refusal is "can't tell".
    """
    start, end = loop_start.date(), loop_end.date() + timedelta(days=1)
    series = Series(history.index[0].date(), np.asarray(history.values, dtype=np.float64), kind)
    found = judge(series, (start, end), (start - (end - start), start), prior=prior)
    if isinstance(found, Refusal):
        return float("nan"), -1.0, float("inf"), 1.0
    return found.lift, found.low, found.high, found.p
