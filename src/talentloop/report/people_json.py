"""What is told of people as plain data with stable names."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..core.people import People


def people_dict(found: People | None) -> dict[str, Any] | None:
    """Everything of it; null in place of what would tell of too few."""
    if found is None:
        return None
    return {
        "coverage": found.coverage, "conversions": [asdict(c) for c in found.conversions],
        "rises": {by: asdict(r) for by, r in found.rises.items()},
        "first_touch": _first_touch(found), "credits": [asdict(c) for c in found.credits]}


def _first_touch(found: People) -> dict[str, Any] | None:
    told = found.first_touch
    if told is None:
        return None
    spread = [{"from": first, "to": last, "applications": n} for first, last, n in told.spread]
    return {**asdict(told), "spread": spread}
