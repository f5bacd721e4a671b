"""Who is one person: how long an id is known again, and whom it was known to belong to on a day.

Merges are dated, so that what is told later changes nothing before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from .kpi import Kpi
from .measure import Stock, primitives

ID_DAYS = 395  # thirteen months: the longest life of a browser's id, counted once and never renewed (semantics §5.1)
KnownAs = Callable[[int, date], int]


@dataclass(frozen=True)
class Identity:
    """The identity window of a figure: `person` is one browser, or all ids that somebody joined themselves.

    An id is known again for at most `id_days`; `window_days` are those before the period's end in which touches count,
    None where only the period itself does.
    """

    person: Literal["browser", "joined"]
    window_days: int | None = None
    id_days: int = ID_DAYS


IN_POOLS = Identity("joined", Stock("touches").window_days)  # in pools and in all that is told of them


def identity_of(kpi: Kpi) -> Identity | None:
    """Who is one person in this KPI; None where it knows nobody again."""
    if not kpi.people:
        return None
    stock = next((p for p in primitives(kpi.measure) if isinstance(p, Stock)), None)
    return Identity("joined", stock.window_days) if stock else Identity("browser")


def knowledge(merges: Iterable[Mapping[str, Any]]) -> KnownAs:
    """From rows of `merges`: (id, day) → the person, or the id itself where nothing was known."""
    of: dict[int, list[Mapping[str, Any]]] = {}
    for m in merges:
        of.setdefault(m["person"], []).append(m)

    def known_as(id: int, day: date) -> int:
        return next((m["whole"] for m in of.get(id, ())
                     if m["day"] <= day and (m["until"] is None or day < m["until"])), id)

    return known_as
