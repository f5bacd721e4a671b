"""What the used rows come to, per kind of measure, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ...core.measure import (
    Count,
    Flows,
    Lags,
    Median,
    Primitive,
    Reach,
    Rises,
    Size,
    Stock,
    Survival,
    Total,
    Unique,
)
from ...core.measurement import CannotSay, Parts, Reason
from ...core.period import Period
from . import pools
from .rows import Facts, Row

WITHOUT_REACH = ("google_search",)  # networks that never tell how many people they reached (semantics §3.3)
SCOPES = ("account", "campaign", "adset", "ad")  # from coarse to fine


def of(facts: Facts, primitive: Primitive, period: Period, rows: Sequence[Row]) -> Parts | CannotSay:
    """The parts of a primitive from the rows that it uses."""
    match primitive:
        case Count():
            return (len(rows),)
        case Total():
            return total(primitive, rows)
        case Unique():
            return unique(primitive, rows)
        case Median():
            return median(primitive, rows)
        case Stock():
            return pools.stock(facts, primitive, period, rows)
        case Flows():
            return pools.flows(facts, primitive, period, rows)
        case Rises():
            return pools.rises(facts, primitive, period, rows)
        case Lags():
            return lags(primitive, rows)
        case Size():
            return size(primitive, rows)
        case Survival():
            return survival(primitive, period, rows)
        case Reach():
            return reach(primitive, rows, facts.get("exposures", ()), period)
    raise TypeError(f"no such measure: {primitive!r}")


def not_measured(primitive: Primitive, *columns: str) -> CannotSay:
    return CannotSay(Reason.NOT_MEASURED, f"{primitive.fact}.{','.join(columns)}")


def known(rows: Sequence[Row], *columns: str) -> list:
    return [row[c] for row in rows for c in columns if row.get(c) is not None]


def total(primitive: Total, rows: Sequence[Row]) -> Parts | CannotSay:
    values = known(rows, *primitive.columns)
    if rows and not values:
        return not_measured(primitive, *primitive.columns)
    return (sum(values),)


def unique(primitive: Unique, rows: Sequence[Row]) -> Parts | CannotSay:
    values = known(rows, primitive.of)
    if rows and not values:
        return not_measured(primitive, primitive.of)
    return (len(set(values)),)


def median(primitive: Median, rows: Sequence[Row]) -> Parts | CannotSay:
    if not rows:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
    values = sorted(known(rows, primitive.column))
    if not values:
        return not_measured(primitive, primitive.column)
    n = len(values)
    return values[(n + 1) // 2 - 1], values[n // 2], n


def size(primitive: Size, rows: Sequence[Row]) -> Parts | CannotSay:
    if not rows:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
    return sum(r["size_low"] for r in rows), sum(r["size_high"] for r in rows)


def survival(primitive: Survival, period: Period, rows: Sequence[Row]) -> Parts | CannotSay:
    if not rows:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
    ages: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        days, how = age(primitive, period.end, row)
        ages[days][how] += 1
    return tuple((days, *ages[days]) for days in sorted(ages))


def age(primitive: Survival, until: date, row: Row) -> tuple[int, int]:
    """Days from begin to end, or to the period's end; and 0 = ended, 1 = perhaps ended, 2 = going on or censored."""
    began, ended = row[primitive.day], row.get(primitive.ended)
    if ended is None or ended >= until:
        return (until - began).days, 2
    reason = (row.get(primitive.reason) or "unknown") if primitive.reason else ""
    if not primitive.reason or reason in primitive.failures:
        return (ended - began).days, 0
    return (ended - began).days, 1 if reason in primitive.perhaps else 2


def lags(primitive: Lags, rows: Sequence[Row]) -> Parts | CannotSay:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in (r for r in rows if r.get(primitive.since) is not None):
        days = (row[primitive.day] - row[primitive.since]).days
        found[days][row[primitive.since] < primitive.sure_from or days > primitive.longest] += 1
    if not found:
        return CannotSay(Reason.NO_DATA_IN_PERIOD, primitive.fact)
    return tuple((days, *found[days]) for days in sorted(found))


def reach(primitive: Reach, rows: Sequence[Row], exposures: Sequence[Row], period: Period) -> Parts | CannotSay:
    """Per network the bounds of its people: the largest figure and the sum of the coarsest figures that it gave."""
    if not rows:
        return CannotSay(Reason.NO_SUCH_WINDOW, primitive.fact)
    found, unknown = [], False
    for network in sorted({r["network"] for r in rows}):
        told = coarsest([r for r in rows if r["network"] == network])
        shown = impressions(network, told, exposures, period)
        unknown = unknown or shown is None
        people = [r["reach"] for r in told]
        found.append((network, max(people), sum(people), shown or 0))
    if unknown and primitive.give == "impressions":
        return not_measured(primitive, "impressions")
    return tuple(found)


def coarsest(rows: Sequence[Row]) -> list[Row]:
    scope = min(rows, key=lambda r: SCOPES.index(r["scope"]))["scope"]
    return [r for r in rows if r["scope"] == scope]


def impressions(network: str, told: Sequence[Row], exposures: Sequence[Row], period: Period) -> int | None:
    """The network's own figure for the window, else what its paid delivery adds up to there."""
    own = known(told, "impressions")
    if len(own) == len(told):
        return sum(own)
    shown = known([e for e in exposures if e["network"] == network and e["paid"] == "paid" and e["day"] in period],
                  "impressions")
    return sum(shown) if shown else None
