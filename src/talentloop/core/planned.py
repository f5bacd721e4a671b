"""Visits planned per segment: new or returning, times channel, the same segments that a change is split over."""

from __future__ import annotations

from difflib import get_close_matches

from .errors import UnknownName
from .vocabulary import CHANNELS

HALVES = ("new", "returning")


def segment_of(name: str) -> str:
    """"new/paid_social" from that or from "paid_social": what a campaign brings is new unless said otherwise."""
    half, _, channel = name.strip().lower().replace("-", "_").rpartition("/")
    half = half or HALVES[0]
    if half not in HALVES:
        raise UnknownName("unknown_choice", name=half, near=", ".join(HALVES))
    if channel not in CHANNELS:
        near = get_close_matches(channel, CHANNELS, 3, 0.4) or CHANNELS
        raise UnknownName("unknown_choice", name=channel, near=", ".join(near))
    return f"{half}/{channel}"
