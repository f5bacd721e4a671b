"""One figure of one KPI as text: in its unit, as a range where only bounds are known, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import floor, log10

from ..core.kpi import Kpi, Unit
from ..core.measurement import CannotSay, Figure, Reason
from ..core.period import Period
from .numbers import digits_for
from .words import Words

SCORES = frozenset({"quality_of_hire"})  # points of a score; all other points are percents of a page
CENTS_BELOW = 100  # amounts under this are written with cents
WHOLE = frozenset({Unit.COUNT, Unit.PEOPLE, Unit.DAYS})


def share_text(w: Words, share: float | None) -> str:
    """`46%`, or a dash where there is none."""
    return w("number.none") if share is None else w.numbers.share(share)


def figure_text(w: Words, kpi: Kpi, figure: Figure | CannotSay, interval: tuple[float, float] | None = None) -> str:
    """`3,9 mln.`, `48 s`, `41–66%`, or a dash where there is no figure."""
    if isinstance(figure, CannotSay):
        return w("number.none")
    if figure.is_range and figure.low is not None and figure.high is not None:
        return range_text(w, kpi, figure.low, figure.high)
    low, high = interval or (None, None)
    return value_text(w, kpi, figure.value, low, high)


def told_shortly(w: Words, kpi: Kpi, figure: Figure | CannotSay) -> str:
    """The figure, or in a few words why there is none."""
    return cannot_say(w, figure, short=True) if isinstance(figure, CannotSay) else figure_text(w, kpi, figure)


def value_text(w: Words, kpi: Kpi, value: float, low: float | None = None, high: float | None = None) -> str:
    """One value in the KPI's unit, with no more decimals than its margin allows."""
    n = w.numbers
    match kpi.unit:
        case Unit.COUNT | Unit.PEOPLE | Unit.DAYS:
            return n.compact(round(value))
        case Unit.MONEY:
            return n.money(value, 2 if abs(value) < CENTS_BELOW else 0)
        case Unit.SECONDS:
            return n.seconds(value)
        case Unit.PERCENT:
            return n.percent(value, _percent_digits(value * 100, _times(low, 100), _times(high, 100)))
        case Unit.POINTS if kpi.id not in SCORES:
            return n.percent(value / 100)
    return n.count(value, max(1, digits_for(value, low, high)) if value < 100 else 0)


def range_text(w: Words, kpi: Kpi, low: float, high: float) -> str:
    """`212.000–341.000`, `41–66%`: bounds bear three digits at most, rounded outward."""
    if kpi.unit in WHOLE:
        low, high = _outward(low, -1), _outward(high, 1)
    first, last = value_text(w, kpi, low, low, high), value_text(w, kpi, high, low, high)
    if kpi.unit in (Unit.PERCENT, Unit.POINTS):
        first = first.removesuffix("%")
    return first if first == last else w("number.range", low=first, high=last)


def bar_lengths(figures: Sequence[Figure | CannotSay]) -> list[int | None]:
    """Each figure as a percentage of the largest, to draw it by; None where there is no figure or nothing beside it."""
    known = [f.value for f in figures if isinstance(f, Figure)]
    most = max(known, default=0.0)
    if len(known) < 2 or most <= 0 or min(known) < 0:
        return [None for _ in figures]
    return [round(100 * f.value / most) if isinstance(f, Figure) else None for f in figures]


def amount_text(w: Words, value: float) -> str:
    return w.numbers.money(value, 2 if abs(value) < CENTS_BELOW else 0)


def cannot_say(w: Words, found: CannotSay, short: bool = False) -> str:
    """Why there is no figure; the whole sentence says what to do."""
    if found.reason is Reason.NOT_A_WINDOW:
        start, end = map(date.fromisoformat, found.about.split("/"))
        return w(reason_id(found.reason, short), window=w.numbers.period(Period(start, end)))
    about = w.of("fact", found.about) if found.about and w.has(f"fact.{found.about}") else w("reason.nothing")
    return w(reason_id(found.reason, short), about=about)


def reason_id(reason: Reason, short: bool = False) -> str:
    return f"reason.{reason.value}.short" if short else f"reason.{reason.value}"


def _percent_digits(value: float, low: float | None, high: float | None) -> int:
    if low is None or high is None:
        return 1 if abs(value) < 10 else 0
    return min(1, digits_for(value, low, high))


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _outward(value: float, way: int) -> float:
    """Rounded to three figures, down (−1) or up (+1)."""
    if value < 1000:
        return float(round(value))
    step = 10 ** (floor(log10(value)) - 2)
    return float(-(-value // step) * step if way > 0 else value // step * step)
