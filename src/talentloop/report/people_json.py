"""What is told of people as plain data with stable names."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..core.identity import IN_POOLS
from ..core.people import People
from .one_person import as_json
from .words import Words


def people_dict(w: Words, found: People | None) -> dict[str, Any] | None:
    """Everything of it; null in place of what would tell of too few."""
    if found is None:
        return None
    return {
        "coverage": found.coverage, "identity": as_json(w, IN_POOLS),
        "conversions": [asdict(c) for c in found.conversions],
        "rises": {by: asdict(r) for by, r in found.rises.items()},
        "first_touch": _first_touch(found), "credits": [asdict(c) for c in found.credits]}


def _first_touch(found: People) -> dict[str, Any] | None:
    told = found.first_touch
    if told is None:
        return None
    spread = [{"from": first, "to": last, "applications": n} for first, last, n in told.spread]
    return {**asdict(told), "spread": spread}
