"""Meta's Graph API insights: pages of {data, paging} as the API gives them: one, a list, or one a line."""

from __future__ import annotations

from .insights import SOURCE

__all__ = ("SOURCE",)
