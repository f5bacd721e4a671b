"""LinkedIn's advertising API: the account, its campaigns and their figures per day, a page a line."""

from __future__ import annotations

from .analytics import SOURCE

__all__ = ("SOURCE",)
