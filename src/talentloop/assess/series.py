"""The days of a KPI as the statistics want them: numerators, denominators, and gaps where nothing was measured."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

import numpy as np

from ..core.kpi import Kpi, Unit
from ..core.measure import (
    PER_DAY,
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
)  # fmt: skip
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..core.standing import Standing
from ..privacy.small_cells import suppressed
from ..stats.series import Floats, Kind, Series
from .parts import about_people
from .scope import Scope
from .silence import stopped_on_purpose, untold


def series_in(kpi: Kpi, measurement: Measurement, scope: Scope) -> Series | None:
    """The series over all that a report looks back on; ads that were stopped are zeros."""
    return series_of(kpi, measurement, scope.history, stopped_on_purpose(scope))


def series_of(kpi: Kpi, measurement: Measurement, history: Period, stopped: Collection[str] = ()) -> Series | None:
    """The series that a KPI is judged on; None when it has no figures per day. `stopped`: facts that have no more rows
    because somebody wanted it so (assess/silence.py)."""
    measure = kpi.judged_on or kpi.measure
    first = first_day(measure, measurement, history)
    if first is None:
        return None
    days = Period(first, history.end)
    match measure:
        case Mean(a, b) | Share(a, b) | Ratio(a, b):
            return _pair(a, b, measurement, history, days, "mean" if isinstance(measure, Mean) else "ratio", stopped)
        case Shortfall(a, b):
            return _left_over(_pair(a, b, measurement, history, days, "ratio", stopped))
        case Primitive() if isinstance(measure, PER_DAY):
            kind: Kind = "amount" if kpi.unit is Unit.MONEY else "count"
            return Series(first, _values(measure, measurement, history, days, stopped), kind)
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
          kind: Kind, stopped: Collection[str]) -> Series | None:
    if not isinstance(above, PER_DAY) or not isinstance(below, PER_DAY):
        return None
    return Series(days.start, _values(above, measurement, history, days, stopped), kind,
                  _values(below, measurement, history, days, stopped))


def _left_over(pair: Series | None) -> Series | None:
    """What a share leaves: the whole less the part, of the whole."""
    if pair is None or pair.den is None:
        return None
    return Series(pair.start, pair.den - pair.values, "ratio", pair.den)


def _values(primitive: Primitive, measurement: Measurement, history: Period, days: Period,
            stopped: Collection[str]) -> Floats:
    """One figure per day; a day without rows is zero, or not measured."""
    daily = measurement.measured[(primitive, history, None)].daily
    gaps = untold(primitive.fact, measurement, history, stopped)
    return np.array([np.nan if day in gaps else _number(daily.get(day)) for day in days], dtype=np.float64)


def _number(parts: tuple[int | None, ...] | None) -> float:
    return 0.0 if parts is None or parts[0] is None else float(parts[0])


def shown_per_day(kpi: Kpi, series: Series | None, within: Period, standing: Standing) -> Mapping[date, float]:
    """The figure per day in the KPI's unit, for pictures; days that were not measured are left out.

    Of people the days are too few to be told: each has the mean of its week, and weeks of a few are left out.
    """
    if series is None:
        return {}
    days = Period.of_days(series.start, len(series)).clipped(within)
    spans = _weeks(series, days, standing) if about_people(kpi) else [Period.of_days(day, 1) for day in days]
    shown = {}
    for span in spans:
        value = _mean(series, span)
        if value is not None:
            shown.update({day: value / kpi.per for day in span})
    return shown


def _weeks(series: Series, days: Period, standing: Standing) -> Iterator[Period]:
    """The weeks in which nobody or enough people are counted, so that what its stretch comes to tells of no other."""
    day = days.start
    while day < days.end:
        stretch = standing.stretch(day)
        weeks = [w for week in standing.weeks(stretch) if (w := week.clipped(days)).days]
        hidden = {name for told in _told_of(series) for name in suppressed(
            {str(w): int(np.nansum(told[_at(series, w)])) for w in weeks}, standing.smallest)}
        yield from (w for w in weeks if str(w) not in hidden)
        day = max(stretch.end, day + timedelta(days=1))


def _told_of(series: Series) -> list[Floats]:
    """What is counted, what it is a part of, and those who are in the second only."""
    if series.den is None:
        return [series.values]
    rest = series.den - series.values
    return [series.values, series.den, *([rest] if (np.nan_to_num(rest) >= 0).all() else [])]


def _at(series: Series, span: Period) -> slice:
    first = (span.start - series.start).days
    return slice(first, first + span.days)


def _mean(series: Series, span: Period) -> float | None:
    """The mean per day, or both sums divided; None where nothing was measured."""
    values = series.values[_at(series, span)]
    if np.isnan(values).all():
        return None
    if series.den is None:
        return float(np.nanmean(values))
    below = float(np.nansum(series.den[_at(series, span)]))
    return float(np.nansum(values)) / below if below > 0 else None
