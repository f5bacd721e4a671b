"""What statistics say of one KPI in one comparison: what changed, what was to be expected anyway, what is left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Lift:
    """All changes are relative (0.10 = +10 %) and per weekday-weighted day.

    `fact` is what happened, `expected` what was to be expected anyway (season, momentum), `lift` what is left of it,
    with its 95 % interval `low`…`high` and two-sided p. `mde80` is the smallest lift that this loop proves in four
    of five cases. `wide` marks a short history: the margin is wider than it will be.
    """

    fact: float
    expected: float
    lift: float
    low: float
    high: float
    p: float
    mde80: float
    method: str
    wide: bool = False
    affected: float = 0.0  # share of a period's days that are missing or unlike the others, which widened the margin


class NoLift(Enum):
    """Why statistics cannot judge."""

    ALL_MISSING = "all_missing"
    BASELINE_SHORT = "baseline_short"  # fewer than 56 days before the loop
    LOOP_SHORT = "loop_short"
    OVERLAP = "overlap"
    LOOP_MISSING = "loop_missing"  # too few measured days in the loop
    COMPARISON_MISSING = "comparison_missing"  # too few measured days in what it is compared with
    NO_EVENTS = "no_events"
    TOO_FEW_EVENTS = "too_few_events"
    UNSTABLE_HISTORY = "unstable_history"
    BREAK = "break"  # the level changed so much that it is another measurement
    NEGATIVE = "negative"
    DEN_MISMATCH = "den_mismatch"
    NO_DAYS = "no_days"  # this KPI has no figures per day to learn its usual wobble from


@dataclass(frozen=True)
class Refusal:
    """Statistics cannot judge, and why."""

    reason: NoLift
    detail: str = ""


@dataclass(frozen=True)
class MixRow:
    """One segment of a mix-against-rate split: its share and its rate before and after, and what each did."""

    segment: str
    share_before: float
    share_after: float
    rate_before: float
    rate_after: float
    mix: float
    rate: float


@dataclass(frozen=True)
class Mix:
    """A change of a ratio split in who came (mix) and what they did (rate); both relative to the value before.

    `rate_low`…`rate_high` is the 95 % interval of the rate part; mix + rate = the whole change, exactly.
    """

    mix: float
    rate: float
    rate_low: float
    rate_high: float
    rows: tuple[MixRow, ...] = ()
