"""The days of a KPI as the statistics want them: numerators, denominators, and gaps where nothing was measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from ..core.kpi import Kpi, Unit
from ..core.measure import (
    Count,
    Flows,
    Lags,
    Mean,
    Measure,
    Median,
    Primitive,
    Ratio,
    Reach,
    Rises,
    Share,
    Shortfall,
    Size,
    Stock,
    Survival,
    Total,
    Unique,
)  # fmt: skip
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..stats.series import Floats, Kind, Series

# Facts that have rows every day while they are measured: a day without any is a day without data, not a zero.
MEASURED_DAILY = frozenset({"visits", "page_reads", "touches", "web_hits"})
PER_DAY = (Count, Total, Unique)


def series_of(kpi: Kpi, measurement: Measurement, history: Period) -> Series | None:
    """The series that a KPI is judged on; None when it has no figures per day."""
    measure = kpi.judged_on or kpi.measure
    first = first_day(measure, measurement, history)
    if first is None:
        return None
    days = Period(first, history.end)
    match measure:
        case Mean(a, b) | Share(a, b) | Ratio(a, b):
            return _pair(a, b, measurement, history, days, "mean" if isinstance(measure, Mean) else "ratio")
        case Shortfall(a, b):
            return _left_over(_pair(a, b, measurement, history, days, "ratio"))
        case Primitive() if isinstance(measure, PER_DAY):
            kind: Kind = "amount" if kpi.unit is Unit.MONEY else "count"
            return Series(first, _values(measure, measurement, history, days), kind)
    return None


def first_day(measure: Measure, measurement: Measurement, history: Period) -> date | None:
    """First day on which every part has a row; the parts that have no days at all make None."""
    firsts = []
    for part in _parts(measure):
        found = measurement.measured.get((part, history, None))
        if found is None or isinstance(found.whole, CannotSay) or not found.daily:
            return None
        firsts.append(min(found.daily))
    return max(firsts, default=None)


def _parts(measure: Measure) -> tuple[Primitive, ...]:
    match measure:
        case Mean(a, b) | Share(a, b) | Ratio(a, b) | Shortfall(a, b):
            return (a, b)
        case Stock() | Reach() | Size() | Survival() | Flows() | Rises() | Lags() | Median():
            return (measure,)
        case _:
            return (measure,)


def _pair(above: Primitive, below: Primitive, measurement: Measurement, history: Period, days: Period,
          kind: Kind) -> Series | None:
    if not isinstance(above, PER_DAY) or not isinstance(below, PER_DAY):
        return None
    return Series(days.start, _values(above, measurement, history, days), kind,
                  _values(below, measurement, history, days))


def _left_over(pair: Series | None) -> Series | None:
    """What a share leaves: the whole less the part, of the whole."""
    if pair is None or pair.den is None:
        return None
    return Series(pair.start, pair.den - pair.values, "ratio", pair.den)


def _values(primitive: Primitive, measurement: Measurement, history: Period, days: Period) -> Floats:
    """One figure per day; a day without rows is zero, or not measured for facts that have rows every day."""
    daily = measurement.measured[(primitive, history, None)].daily
    origin = measurement.origins.get((primitive.fact, history))
    gaps = set(origin.missing_days) if origin and primitive.fact in MEASURED_DAILY else set()
    return np.array([np.nan if day in gaps else _number(daily.get(day)) for day in days], dtype=np.float64)


def _number(parts: tuple[int | None, ...] | None) -> float:
    return 0.0 if parts is None or parts[0] is None else float(parts[0])


def shown_per_day(kpi: Kpi, series: Series | None, within: Period) -> Mapping[date, float]:
    """The figure per day in the KPI's unit, for pictures; days that were not measured are left out."""
    if series is None:
        return {}
    shown = {}
    for i, day in enumerate(Period.of_days(series.start, len(series))):
        if day in within:
            value = _ratio(series, i)
            if value is not None:
                shown[day] = value / kpi.per
    return shown


def _ratio(series: Series, i: int) -> float | None:
    value = series.values[i]
    if np.isnan(value):
        return None
    if series.den is None:
        return float(value)
    return float(value / series.den[i]) if series.den[i] > 0 else None
