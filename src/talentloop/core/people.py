"""What a loop report says of people beside the KPIs: always of groups, never of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PoolConversion:
    """Of the people in a pool on the eve of the loop those who applied in it; empty where it would tell of too few.

    `upward`: this pool and all higher ones together, where each alone has too few.
    """

    pool: int
    people: int
    applied: int | None
    low: float | None = None  # 95 % of the share
    high: float | None = None
    upward: bool = False


@dataclass(frozen=True)
class Rise:
    """Of those who read something (or came by a channel), how many of a thousand came a pool higher in 30 days.

    `readers` is exact; the figure is drawn towards the usual one, for many are looked at at once; `low` and `high` are
    its 95 % margin, beside readers who stood in the same pools.
    """

    value: str
    readers: int
    per_thousand: float
    low: float
    high: float
    stands: str  # above, below, or usual: the margin holds the usual figure


@dataclass(frozen=True)
class Rises:
    """All values of one kind (content, evp_theme, channel): the usual figure, and how many had too few to tell."""

    by: str
    usual: float
    days: int
    found: tuple[Rise, ...]
    left_out: int


@dataclass(frozen=True)
class FirstTouch:
    """Days from first touch to application; `at_least` of them began where one cannot look further back, empty where
    that tells of few.

    `median` and `p90` count those as censored and are empty where too many are, or where fewer than the smallest group
    lie on either side: a median is of `enough` at least. `unknown` applications have no touch known before them. `spread`
    is (first day, last day, applications or empty), the last without an end.
    """

    known: int
    unknown: int
    at_least: int | None
    median: float | None
    p90: float | None
    spread: tuple[tuple[int, int | None, int | None], ...]
    enough: int


@dataclass(frozen=True)
class Credit:
    """Traceable applications that a channel gets by each rule; `linear` are parts of applications."""

    channel: str
    last: int
    first: int
    linear: float


@dataclass(frozen=True)
class People:
    """`coverage` is the share of page views by people who can be known again: all of this rests on them."""

    coverage: float | None
    conversions: tuple[PoolConversion, ...] = ()
    rises: Mapping[str, Rises] = field(default_factory=dict)
    first_touch: FirstTouch | None = None
    credits: tuple[Credit, ...] = ()
