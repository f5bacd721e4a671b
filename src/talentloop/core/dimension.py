"""The ways a KPI can be broken down, and the column that each is in each fact table."""

from __future__ import annotations

from collections.abc import Mapping

from .facts import FACTS
from .kpi import Kpi

# The first of these columns that a table has is the dimension there.
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "network": ("network",),
    "channel": ("channel",),
    "campaign": ("campaign",),
    "content": ("content",),
    "evp_theme": ("evp_theme",),
    "persona": ("persona",),
    "page_type": ("page_type", "landing_type"),
    "page": ("page", "landing_page"),
    "vacancy": ("vacancy",),
    "job_family": ("job_family",),
    "device": ("device",),
    "new_returning": ("new_returning",),
    "paid": ("paid",),
    "tier": ("tier",),
    "source_said": ("source_said",),
    "cost_kind": ("kind",),
    "control": ("control",),
}


def column_for(dimension: str, fact: str) -> str | None:
    """The column of a fact table that holds a dimension, None when the table cannot be split that way."""
    names = FACTS[fact].names
    return next((c for c in DIMENSIONS[dimension] if c in names), None)


def splittable(kpi: Kpi, dimension: str) -> bool:
    """Can every part of the KPI be broken down by this dimension?"""
    return all(column_for(dimension, fact) for fact in kpi.facts)
