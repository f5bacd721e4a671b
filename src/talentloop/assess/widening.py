"""Days that are not like the others make a verdict less sure: gaps, and an unplanned change at the edge of a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import exp, expm1, hypot, isfinite, log, log1p
from statistics import NormalDist

import numpy as np

from ..core.kpi import Kpi
from ..core.lift import Lift
from ..core.loop import Change
from ..core.period import Period
from ..core.purity import edge_share
from ..stats.series import Series

# One standard deviation of what such days may have been: half or double what they seem. Of a loop in which a tenth of
# the days is affected, the level is then unsure by .1 · ln 2 = 7 % on top of what it was.
DOUBLED = log(2)
POWER = 2.8  # standard deviations of a change that is found in 80 %
NORMAL = NormalDist()


def widened(lift: Lift, kpi: Kpi, series: Series, periods: Iterable[Period], changes: Iterable[Change]) -> Lift:
    """The lift with the doubt that affected days add, on the log scale and in quadrature; the middle stays.

    Per period the share of its days that are affected (measured by nobody, or on the small side of an unplanned
    change at its edge) times ln 2 is one more standard deviation. The interval and the z behind p are stretched
    alike, so that words and picture agree. Larger gaps and changes in the midst never come here: they make the
    comparison one of unlike things.
    """
    known = tuple(changes)
    shares = [missing_share(series, p) + edge_share(kpi, p, known) for p in periods]
    more = hypot(*shares) * DOUBLED
    if more <= 0 or not isfinite(lift.high) or min(lift.low, lift.lift) <= -1:
        return lift
    low, centre, high = log1p(lift.low), log1p(lift.lift), log1p(lift.high)
    before = (high - low) / (2 * NORMAL.inv_cdf(0.975))
    times = hypot(before, more) / before if before > 0 else 1.0
    z = NORMAL.inv_cdf(1 - min(max(lift.p, 1e-12), 1.0) / 2)
    return replace(
        lift, low=expm1(centre - (centre - low) * times), high=expm1(centre + (high - centre) * times),
        p=2 * NORMAL.cdf(-z / times), mde80=exp(hypot(log1p(lift.mde80), POWER * more)) - 1, affected=max(shares))


def missing_share(series: Series, period: Period) -> float:
    """Share of a period's days on which nothing was measured; days from before the series do not count."""
    if not period.days or period.start < series.start:
        return 0.0
    return float(np.isnan(series.window((period.start, period.end))).mean())
