"""Whom an id was known to belong to on a day: merges are dated, so that what is told later changes nothing before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

KnownAs = Callable[[int, date], int]


def knowledge(merges: Iterable[Mapping[str, Any]]) -> KnownAs:
    """From rows of `merges`: (id, day) → the person, or the id itself where nothing was known."""
    of: dict[int, list[Mapping[str, Any]]] = {}
    for m in merges:
        of.setdefault(m["person"], []).append(m)

    def known_as(id: int, day: date) -> int:
        return next((m["whole"] for m in of.get(id, ())
                     if m["day"] <= day and (m["until"] is None or day < m["until"])), id)

    return known_as
