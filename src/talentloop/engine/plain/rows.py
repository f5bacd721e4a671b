"""Which rows of a fact table a primitive uses in a period, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ...core.measure import Flows, Primitive, Reach, Rises, Size, Stock, Survival, Where
from ...core.period import Period

Row = Mapping[str, Any]
Facts = Mapping[str, Sequence[Row]]

# The raw tables without which a derived one cannot say anything; the others only add evidence to it.
BASES: Mapping[str, tuple[str, ...]] = {
    "visits": ("web_hits",), "page_reads": ("web_hits",), "counted_applications": ("applications",),
    "evidence": ("applications",),
    "merges": ("web_hits", "applications"),
    "touches": ("web_hits", "leads", "interactions", "applications"), "ledger": ("costs", "exposures"),
}


def connected(facts: Facts, fact: str) -> bool:
    """Has any source ever told something that this table is made of?"""
    return any(facts.get(base) for base in (fact, *BASES.get(fact, ())))


def window(primitive: Primitive, period: Period) -> Period:
    """The days whose rows a primitive looks at to say something about a period."""
    match primitive:
        case Stock(window_days=days):
            return Period(period.end - timedelta(days=days), period.end)
        case Flows(window_days=days) | Rises(window_days=days):
            return Period(period.start - timedelta(days=days), period.end)
        case Survival(cohort_days=days):
            return Period(period.end - timedelta(days=days), period.end)
        case _:
            return period


def placed(facts: Facts, primitive: Primitive, period: Period) -> list[Row]:
    """Rows that lie in the period by the primitive's day, whatever its conditions; reach: of this very window."""
    rows = facts.get(primitive.fact, ())
    if isinstance(primitive, Reach):
        return [r for r in rows if (r["window_start"], r["window_end"]) == (period.start, period.end)]
    return [r for r in rows if r.get(primitive.day) in period]


def used(facts: Facts, primitive: Primitive, period: Period) -> list[Row]:
    """Rows that a primitive computes with: inside its window and meeting every condition."""
    if isinstance(primitive, Size):
        rows = latest(facts.get(primitive.fact, ()), period)
    else:
        rows = placed(facts, primitive, window(primitive, period))
    return [r for r in rows if all(meets(r.get(w.column), w) for w in primitive.where)]


def latest(rows: Sequence[Row], period: Period) -> list[Row]:
    """The last row of each target group on or before the period's last day."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: r["day"]):
        if row["day"] <= period.last:
            found[row["name"]] = row
    return list(found.values())


def meets(cell: Any, condition: Where) -> bool:
    """An empty cell meets only `not in` and `unknown`. Flags compare as 0 and 1, which in Python they are."""
    if cell is None:
        return condition.operator in ("not in", "unknown")
    match condition.operator:
        case "is" | "in":
            return cell in condition.values
        case "not in":
            return cell not in condition.values
        case ">=":
            return bool(cell >= condition.values[0])
        case "<":
            return bool(cell < condition.values[0])
        case _:
            return condition.operator == "known"
