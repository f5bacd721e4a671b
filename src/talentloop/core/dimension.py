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

# Dimensions that tell of each other, coarse before fine: a campaign lies in a network, a network mostly in a channel,
# what the ATS said stands where there is no evidence. Parts by any of these are guarded as one table.
RELATED: tuple[tuple[str, ...], ...] = (
    ("channel", "tier", "source_said", "cost_kind", "network", "campaign"),
    ("job_family", "page_type", "evp_theme", "persona", "vacancy", "content", "page"),
)
AND, BETWEEN = "+", "\x1f"  # between the names of crossed dimensions, and between the values of a crossed part


def column_for(dimension: str, fact: str) -> str | None:
    """The column of a fact table that holds a dimension, None when the table cannot be split that way."""
    names = FACTS[fact].names
    return next((c for c in DIMENSIONS[dimension] if c in names), None)


def columns_for(by: str, fact: str) -> tuple[str, ...]:
    """The columns of one dimension, or of dimensions that are crossed; none when the table lacks any of them."""
    columns = [column_for(name, fact) for name in by.split(AND)] if by else []
    return tuple(c for c in columns if c) if all(columns) else ()


def up_to(by: str, fact: str) -> tuple[str, ...]:
    """The dimensions that a table has of those that are related to one and coarser, and that one itself."""
    related = next((names[:names.index(by) + 1] for names in RELATED if by in names), (by,))
    return tuple(name for name in related if column_for(name, fact))


def splittable(kpi: Kpi, dimension: str) -> bool:
    """Can every part of the KPI be broken down by this dimension?"""
    return all(column_for(dimension, fact) for fact in kpi.facts)
