"""The closed set of measures: what a KPI may count, and which of them may be added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .errors import NotAdditive
from .facts import FACTS, Type

Operator = Literal["is", "in", "not in", ">=", "<", "known", "unknown"]


@dataclass(frozen=True)
class Where:
    """One condition on one column. `values` are texts or integers; `known`/`unknown` take none.

    Flags count as 0 and 1. An empty cell meets `not in` and `unknown`, and no other condition.
    """

    column: str
    operator: Operator
    values: tuple[str | int, ...] = ()


def where(column: str, operator: Operator, *values: str | int) -> Where:
    return Where(column, operator, values)


@dataclass(frozen=True)
class Primitive:
    """A measure over one fact table: rows that meet every condition, placed in time by the column `on`."""

    fact: str
    where: tuple[Where, ...] = ()
    on: str = ""  # "" = the table's own day column

    def __post_init__(self) -> None:
        table = FACTS[self.fact]
        for name in (*self.reads, *(w.column for w in self.where)):
            table.column(name)  # KeyError here = a KPI names a column that does not exist
        if table.column(self.day).type is not Type.DAY:
            raise ValueError(f"{self.fact}.{self.day} is not a day")

    @property
    def day(self) -> str:
        return self.on or FACTS[self.fact].day

    @property
    def reads(self) -> tuple[str, ...]:
        """Columns whose values are read."""
        return (self.day,)

    @property
    def additive(self) -> bool:
        """May it be added over days, networks and clients?"""
        return False


@dataclass(frozen=True)
class Count(Primitive):
    """Number of rows. Parts: (n,)."""

    @property
    def additive(self) -> bool:
        return True


@dataclass(frozen=True)
class Total(Primitive):
    """Sum of one or more integer columns; empty cells add nothing.

    Parts: (sum,). Rows without any known value in these columns: cannot say (not measured).
    """

    columns: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.day, *self.columns)

    @property
    def additive(self) -> bool:
        return True


@dataclass(frozen=True)
class Unique(Primitive):
    """Number of different known values of a column. Parts: (n,). Never added up."""

    of: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.day, self.of)


PER_DAY = (Count, Total, Unique)  # what makes a series: one figure a day


@dataclass(frozen=True)
class Median(Primitive):
    """Middle of the known values of an integer column, by integer rank.

    Parts: (lower, upper, n) = the values at ranks (n+1)//2 and n//2+1 counted from 1; the median is their mean.
    """

    column: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.day, self.column)


@dataclass(frozen=True)
class Stock(Primitive):
    """People of `touches` who, on the period's last day, have low ≤ touches < high in the `window_days` before its end.

    Ids are one person by what was told up to that day; who was hired by then is in no pool any more.
    Parts: (n,). `high` 0 means no upper end. Never added up: it is a state, not a flow.
    """

    low: int = 1
    high: int = 0
    window_days: int = 180


@dataclass(frozen=True)
class Reach(Primitive):
    """People reached according to the networks, for exactly the period asked, or how often those people were shown it.

    Parts: tuple of (network, low, high, impressions), one per network that gave a figure for this very window, in
    the order of their names: low = high where the whole account was asked, else largest to sum over its campaigns.
    `impressions` is the network's own for the same window, else the sum of its exposures there. Never added up.
    `fact` is `reach`.
    """

    give: Literal["people", "impressions"] = "people"


@dataclass(frozen=True)
class Flows(Primitive):
    """Moves between pools from the eve of the period to its last day.

    `bounds` are the lower bounds of the pools, rising. Parts: tuple of (pool before, pool after, people, of whom
    applied in the period), pools numbered from 1, 0 = in none, else what core.moves names; only moves that happened.
    `fact` is `touches`. Rows by their first number add up to the pools before, by their second to the pools after, also
    when people were taken out of the facts since: how many those were is kept (engine/kept_moves.py).
    """

    bounds: tuple[int, ...] = (1, 3, 6, 16)
    window_days: int = 180


@dataclass(frozen=True)
class Rises(Primitive):
    """Of those who read something in the period, how many came a pool higher by what they did in the `days` after.

    `by` is what was read (content, theme) or the channel that they came by. Counts from the first day of reading, by
    readers of whom the `days` after lie in the period too. Parts: tuple of (value, pool on that day, people, risen),
    value '' = everybody who was there. `fact` is `touches`. Readers of several things count for each.
    """

    by: Literal["content", "evp_theme", "channel"] = "content"
    bounds: tuple[int, ...] = (1, 3, 6, 16)
    window_days: int = 180
    days: int = 30


@dataclass(frozen=True)
class Lags(Primitive):
    """Days that lie between an earlier day of a row and its own. Parts: tuple of (days, known, at least), days rising.

    `at least`: the earlier day lies before `sure_from` or more than `longest` days back, where one cannot look further.
    """

    since: str = ""
    sure_from: date = date.min
    longest: int = 365

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.day, self.since)


@dataclass(frozen=True)
class Size(Primitive):
    """Size of the target group, latest figure on or before the period's last day. Parts: (low, high)."""


@dataclass(frozen=True)
class Survival(Primitive):
    """How long what began lasted: `began` to `ended` in days, for everything begun before the period's end.

    Parts: tuple of (days, ended, perhaps ended, going on) with rising days: how many ended after so many days for a
    reason in `failures`, for one in `perhaps` (cause unknown), and how many were last seen going on (or ended for
    another reason: censored) at that age. Ages are counted at the period's end; ends after it are not known yet.
    Without a `reason` column every end counts. The cohort is what began in the `cohort_days` before the period's end.
    Kaplan–Meier makes it the share that survives `horizon` days, or with `lost` the share that does not.
    """

    ended: str = ""
    reason: str = ""
    failures: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    horizon: int = 365
    cohort_days: int = 730
    lost: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.day, self.ended, *((self.reason,) if self.reason else ()))


@dataclass(frozen=True)
class Mean:
    """total ÷ count: both parts are kept, so that means are made of sums and never of means."""

    total: Total
    count: Primitive

    @property
    def additive(self) -> bool:
        return False


@dataclass(frozen=True)
class Share:
    """part ÷ whole, part among whole: between 0 and 1."""

    part: Primitive
    whole: Primitive

    @property
    def additive(self) -> bool:
        return False


@dataclass(frozen=True)
class Ratio:
    """above ÷ below of any two primitives, times `scale` (frequency, cost per hire, pages per visitor)."""

    above: Primitive
    below: Primitive
    scale: int = 1

    @property
    def additive(self) -> bool:
        return False


@dataclass(frozen=True)
class Shortfall:
    """1 − part ÷ whole, for shares that are told by what is left (bounce)."""

    part: Primitive
    whole: Primitive

    @property
    def additive(self) -> bool:
        return False


Measure = Primitive | Mean | Share | Ratio | Shortfall


def primitives(measure: Measure) -> tuple[Primitive, ...]:
    """What an engine has to compute for a measure: itself, or above and below."""
    match measure:
        case Mean(total, count):
            return (total, count)
        case Share(part, whole) | Shortfall(part, whole):
            return (part, whole)
        case Ratio(above, below):
            return (above, below)
        case _:
            return (measure,)


def add(measure: Measure, values: list[int]) -> int:
    """Add figures of a measure over days, networks or clients; refuses what may not be added."""
    if not measure.additive:
        raise NotAdditive(f"{type(measure).__name__} is never added up: ask for the whole period instead")
    return sum(values)
