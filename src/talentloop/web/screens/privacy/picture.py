"""Consent over time as bars of SVG: one bar a month, its parts by what was allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....core.vocabulary import CONSENTS
from ....custody.consent import Covered
from ....report.numbers import Numbers

HIGH, STEP, WIDE = 100.0, 10.0, 8.0


@dataclass(frozen=True)
class Part:
    state: str
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Bars:
    """Rectangles in a box of `width` by 100; `states` are those that occur."""

    width: float
    parts: tuple[Part, ...]
    states: tuple[str, ...]
    first: str
    last: str


def consent_bars(n: Numbers, months: Sequence[Covered]) -> Bars | None:
    """None when there are no page views. A month with too few to tell has an empty place."""
    if not months:
        return None
    parts = tuple(part for i, month in enumerate(months) for part in _stacked(i * STEP, month))
    states = tuple(s for s in CONSENTS if any(m.shares.get(s) for m in months))
    first, last = (n.month(m.month, year=True) for m in (months[0], months[-1]))
    return Bars(len(months) * STEP - (STEP - WIDE), parts, states, first, last)


def _stacked(x: float, month: Covered) -> list[Part]:
    """From the bottom up, in the order of the states."""
    parts, top = [], HIGH
    for state, share in month.shares.items():
        height = round(share * HIGH, 2)
        top = round(top - height, 2)
        if height:
            parts.append(Part(state, x, max(top, 0.0), height))
    return parts
