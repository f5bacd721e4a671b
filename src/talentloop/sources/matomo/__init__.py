"""Matomo: visits with everything that happened in them, as its own API tells them (Live.getLastVisitsDetails)."""

from __future__ import annotations

from .visits import SOURCE

__all__ = ("SOURCE",)
