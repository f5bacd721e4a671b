"""Control series: what happens where the loop does nothing, so that what happens everywhere is not put down to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Unfit(Enum):
    """Why a control does not count in a loop."""

    DECLARED = "declared"  # the client says that this loop worked on it as well
    CAMPAIGN_CHANNEL = "campaign_channel"  # it is the very channel that campaigns use
    CAMPAIGN_MOVED = "campaign_moved"  # campaign visits rose there too
    FOLLOWS_CAMPAIGN = "follows_campaign"  # it has moved along with advertising before, and advertising rose
    NO_DATA = "no_data"
    SHORT = "short"  # too few days to know its usual wobble


@dataclass(frozen=True)
class ControlSeen:
    """One control in one loop: how much more or less than expected it did (relative), or why it does not count.

    `helps` are the KPIs whose verdict it took part in.
    """

    name: str
    surprise: float | None = None
    unfit: Unfit | None = None
    helps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steering:
    """What controls did to one verdict: `carried` is the relative change put down to what the controls saw too,
    `narrower` the new margin ÷ the old one, learned from `loops` earlier stretches. `weights` per control, in
    standard scores and drawn towards 0."""

    weights: Mapping[str, float]
    carried: float
    narrower: float
    loops: int
