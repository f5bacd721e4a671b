"""Hires by the applications they stem from: how complete that cohort is, and what it will come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from ..core.kpis.conversion import COMPLETED
from ..core.maturity import Maturity
from ..core.measure import Count, Survival, where
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..stats.series import Floats, Series
from ..stats.survival import LagCurve, lag_curve, maturity, nowcast
from .scope import Engine

COHORT_HIRES = Count("counted_applications", (where("hired_day", "known"),))
# From application to acceptance, with those still in procedure as censored: the client's own lag.
LAG = Survival("counted_applications", ended="hired_day")


@dataclass(frozen=True)
class Lag:
    """The lag curve in use and the day it is asked on."""

    curve: LagCurve
    as_of: date

    def completeness(self, applied: date) -> float:
        """Expected share of the hires of that day's applications that has been accepted by now."""
        return self.curve.complete((self.as_of - applied).days)

    def weights(self, series: Series) -> Floats:
        """One factor per day of a series by day of application, so that young days count for what they can show."""
        days = Period.of_days(series.start, len(series))
        return np.maximum(np.array([self.completeness(day) for day in days]), 0.01)


def lag_of(engine: Engine, as_of: date) -> Lag:
    """The client's own curve once there are hires enough, the typical one until then."""
    until = Period(date(as_of.year - 2, as_of.month, 1), as_of)
    found = engine.measure([LAG], [until], daily=False).parts(LAG, until)
    triples = [] if isinstance(found, CannotSay) else [(float(d), float(e), float(p + g)) for d, e, p, g in found]
    return Lag(lag_curve(triples), as_of)


def maturity_of(period: Period, measurement: Measurement, history: Period, lag: Lag) -> Maturity | None:
    """How complete the hires of this period's applications are; None without applications."""
    applied = measurement.measured.get((COMPLETED, history, None))
    hired = measurement.parts(COHORT_HIRES, period)
    if applied is None or isinstance(applied.whole, CannotSay):
        return None
    days = [(day, parts[0]) for day, parts in applied.daily.items() if day in period]
    share = maturity([(lag.as_of - day).days for day, _ in days], lag.curve, [n for _, n in days])
    observed = 0 if isinstance(hired, CannotSay) else hired[0]
    now = nowcast(observed, share)
    if now is None:
        return Maturity(share, observed, None, None, None, lag.curve.source)
    return Maturity(share, observed, now.expected, now.low, now.high, lag.curve.source)
