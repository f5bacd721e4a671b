"""What an engine hands back: whole-period and daily parts of each primitive, or the reason why it cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from .measure import (
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
    Survival,
)
from .period import Period
from .survival import surviving

Parts = tuple  # of integers (or of tuples of them, for Reach and Survival): see each measure's docstring


class Reason(Enum):
    """Why there is no figure. Each has a sentence in both languages that says what to do."""

    NOT_CONNECTED = "not_connected"  # no source gives this fact
    NOT_MEASURED = "not_measured"  # a source gives the fact, but never this column
    NO_DATA_IN_PERIOD = "no_data_in_period"  # connected, but nothing inside this window
    PARTLY_COVERED = "partly_covered"  # divided by what is measured of a part of the people only (consent)
    PARTLY_MISSING = "partly_missing"  # more than the bearable share of days has no data
    NOT_YET = "not_yet"  # available later (maturity, provisional)
    NO_DENOMINATOR = "no_denominator"  # divided by zero or by nothing
    TOO_FEW = "too_few"  # suppressed: fewer people than may be shown
    NOT_A_WINDOW = "not_a_window"  # parts are told over loops and whole weeks only; about: the nearest of those
    NO_SUCH_WINDOW = "no_such_window"  # the network gave no reach for exactly this window
    WRONG_DENOMINATOR = "wrong_denominator"  # e.g. reach larger than the target group
    NOT_OFFERED = "not_offered"  # this network never gives it (search has no reach)
    NOT_SPLITTABLE = "not_splittable"  # this KPI cannot be broken down that way


@dataclass(frozen=True)
class CannotSay:
    """In place of a figure: why there is none, and what it hangs on. It is no number and compares with none."""

    reason: Reason
    about: str = ""


@dataclass(frozen=True)
class Figure:
    """A value in the KPI's unit, or the range it lies in when only bounds are known; `n` is what it rests on."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None
    above: float | None = None  # numerator and denominator, where there are
    below: float | None = None

    def divided_by(self, units: int) -> Figure:
        """The same figure in a unit that is `units` times as large."""
        def part(x: float | None) -> float | None:
            return None if x is None else x / units

        return Figure(self.value / units, part(self.low), part(self.high), self.n, part(self.above), self.below)

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: sources, how they know, until when it may change, and how many days it covers.

    `span`: from the first to the last day that the fact has rows of at all, also outside the period.
    """

    sources: tuple[str, ...] = ()
    provenances: tuple[str, ...] = ()
    provisional_until: date | None = None
    days_with_data: int = 0
    missing_days: tuple[date, ...] = ()
    span: Period | None = None


@dataclass(frozen=True)
class Measured:
    """One primitive over one period: the whole and its days. Daily parts of non-additive primitives do not add up."""

    primitive: Primitive
    period: Period
    whole: Parts | CannotSay
    daily: Mapping[date, Parts] = field(default_factory=dict)
    segment: str | None = None  # value of the dimension asked by; None = everything


@dataclass(frozen=True)
class Measurement:
    """Everything an engine measured for a set of primitives and periods, with the origin per fact table and period."""

    measured: Mapping[tuple[Primitive, Period, str | None], Measured]
    origins: Mapping[tuple[str, Period], Origin]
    by: str | None = None

    def parts(self, primitive: Primitive, period: Period, segment: str | None = None) -> Parts | CannotSay:
        found = self.measured.get((primitive, period, segment))
        return found.whole if found else CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)

    def segments(self, period: Period) -> tuple[str, ...]:
        """Values of the dimension seen in a period, sorted."""
        return tuple(sorted({s for (_, p, s) in self.measured if p == period and s is not None}))


def figure(measure: Measure, measurement: Measurement, period: Period, segment: str | None = None) -> Figure | CannotSay:
    """The value of a measure from its parts; the first part that cannot say decides."""
    match measure:
        case Mean(a, b) | Ratio(a, b) | Share(a, b) | Shortfall(a, b):
            above = _single(a, measurement.parts(a, period, segment))
            below = _single(b, measurement.parts(b, period, segment))
            return _divide(measure, above, below)
        case _:
            return _single(measure, measurement.parts(measure, period, segment))


def _single(primitive: Primitive, parts: Parts | CannotSay) -> Figure | CannotSay:
    if isinstance(parts, CannotSay):
        return parts
    match primitive:
        case Median():
            return Figure((parts[0] + parts[1]) / 2, n=parts[2])
        case Reach(give=give):
            return _reached(parts, give)
        case Size():
            return Figure((parts[0] + parts[1]) / 2, parts[0], parts[1])
        case Survival():
            return _surviving(primitive, parts)
        case Flows() | Rises() | Lags():
            raise TypeError(f"{type(primitive).__name__.lower()} are a table, not one figure")
        case _:
            return Figure(float(parts[0]), n=parts[0])


def _reached(parts: Parts, give: str) -> Figure | CannotSay:
    """Together: at least the largest network, at most all of them added; the headline is the lower bound."""
    if not parts:
        return CannotSay(Reason.NO_SUCH_WINDOW)
    if give == "impressions":
        return Figure(float(sum(p[3] for p in parts)))
    low, high = max(p[1] for p in parts), sum(p[2] for p in parts)
    return Figure(float(low), float(low), float(high))


def _surviving(measure: Survival, parts: Parts) -> Figure | CannotSay:
    """Share still going at the horizon; a range when some ended for a reason that nobody wrote down."""
    began = sum(ended + perhaps + going for _, ended, perhaps, going in parts)
    if not began:
        return CannotSay(Reason.NO_DATA_IN_PERIOD)
    going_on = [days for days, _, _, going in parts if going]
    if going_on and max(days for days, *_ in parts) < measure.horizon:  # where all are gone, nobody is left to wait for
        return CannotSay(Reason.NOT_YET)
    most = surviving([(d, e, p + g) for d, e, p, g in parts], measure.horizon)
    least = surviving([(d, e + p, g) for d, e, p, g in parts], measure.horizon)
    if measure.lost:
        most, least = 1 - least, 1 - most
    return Figure(most if measure.lost is False else least, least, most, n=began)


def _divide(measure: Mean | Ratio | Share | Shortfall, above: Figure | CannotSay,
            below: Figure | CannotSay) -> Figure | CannotSay:
    if isinstance(above, CannotSay):
        return above
    if isinstance(below, CannotSay):
        return below
    if below.value == 0:
        return CannotSay(Reason.NO_DENOMINATOR)
    if isinstance(measure, Share) and isinstance(measure.whole, Size):
        return _share_of_size(above, below)
    scale = measure.scale if isinstance(measure, Ratio) else 1
    if above.is_range or below.is_range:
        return _divide_ranges(above, below, scale)
    value = scale * above.value / below.value
    if isinstance(measure, Shortfall):
        value = 1 - value
    return Figure(value, n=below.n, above=above.value, below=below.value)


def _share_of_size(above: Figure, below: Figure) -> Figure | CannotSay:
    """Part of a target group of uncertain size; more people than there are means that the size is wrong."""
    smallest, largest = _bounds(below)
    least, most = _bounds(above)
    if not smallest:
        return CannotSay(Reason.NO_DENOMINATOR)
    if least > largest:
        return CannotSay(Reason.WRONG_DENOMINATOR)
    return Figure(least / largest, least / largest, min(1.0, most / smallest), above=above.value, below=below.value)


def _divide_ranges(above: Figure, below: Figure, scale: int) -> Figure | CannotSay:
    """Bounds of a quotient of bounds; the middle of the range is no estimate, so the value is the lower bound."""
    (least, most), (smallest, largest) = _bounds(above), _bounds(below)
    if not smallest:
        return CannotSay(Reason.NO_DENOMINATOR)
    low, high = scale * least / largest, scale * most / smallest
    return Figure(low, low, high, above=above.value, below=below.value)


def _bounds(figure: Figure) -> tuple[float, float]:
    """Lowest and highest that a figure can be: itself where it is no range."""
    if figure.low is None or figure.high is None:
        return figure.value, figure.value
    return figure.low, figure.high
