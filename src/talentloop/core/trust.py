"""How far this installation's own verdicts may be trusted: false alarms in placebo loops, promises kept, the prior."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

SHIPPED = "shipped"  # the prior that comes with the product


class Judged(Enum):
    """What kind of figure a placebo loop was judged as; the method differs, and so may the false alarms."""

    COUNT = "count"  # counts and amounts, by forecast
    SMALL_COUNT = "small_count"  # too few events for a forecast: an exact test
    RATIO = "ratio"  # ratios and means


class Alarm(Enum):
    """What the alarms of one kind say."""

    TOO_FEW = "too_few"  # too few placebo loops to say anything
    AS_PROMISED = "as_promised"
    MORE = "more"  # than promised: doubt verdicts on this kind
    FEWER = "fewer"  # than promised: verdicts are on the cautious side


@dataclass(frozen=True)
class Tally:
    """`alarms` of `loops` placebo loops had p ≤ .05. `apart` is how many of those loops share no day with another of
    the same KPI; the 95 % interval `low`…`high` of the rate (Wilson) rests on that number. Both None without loops."""

    loops: int
    alarms: int
    apart: float
    low: float | None
    high: float | None

    @property
    def rate(self) -> float | None:
        return self.alarms / self.loops if self.loops else None


@dataclass(frozen=True)
class KindTrust:
    """One kind of figure: placebo loops that ended before the first loop, and those over all of history, real loops
    included. `kpis` are the ids that were looked at over all of history."""

    kind: Judged
    kpis: tuple[str, ...]
    before: Tally
    all: Tally


@dataclass(frozen=True)
class Promises:
    """Targets of closed, comparable loops that were called provable beforehand. `came`: the lift was at least that
    large; `proven`: and the loop proved it."""

    called: int
    came: int
    proven: int


@dataclass(frozen=True)
class PriorUsed:
    """Where the usual wobble of other series was learned. `origin` is "shipped" or the file named in client.toml."""

    origin: str
    trained_at: str
    trained_on: tuple[str, ...]
    series: int | None
    placebo_loops: int
    loop_lengths: tuple[int, ...]


class Missing(Enum):
    """Why there is nothing, or little, to say."""

    NO_FACTS = "no_facts"
    SHORT_HISTORY = "short_history"  # not one placebo loop fits into the history
    NOTHING_BEFORE = "nothing_before"  # none fits before the first loop
    NO_CLOSED_LOOPS = "no_closed_loops"
    NO_PROMISES = "no_promises"  # closed loops, but no target was called provable


@dataclass(frozen=True)
class Trust:
    """The whole of it. `promised` is the nominal rate of false alarms; `days` the length of a placebo loop and `step`
    the days from one to the next. `from_day` is the first day of history. `beside`: control
    series and in how many placebo loops each took part."""

    client: str
    currency: str
    as_of: date
    from_day: date | None
    days: int
    step: int
    promised: float
    kinds: tuple[KindTrust, ...]
    before: Tally  # all kinds together
    all: Tally
    promises: Promises
    prior: PriorUsed
    missing: tuple[Missing, ...] = ()
    beside: tuple[tuple[str, int], ...] = ()


WIDEST = 0.10  # an interval wider than this leaves open whether alarms are rare or common


def alarm(tally: Tally, promised: float) -> Alarm:
    """What a tally says of the promised rate; its own interval decides."""
    if tally.low is None or tally.high is None or (tally.high - tally.low > WIDEST and tally.low <= promised):
        return Alarm.TOO_FEW
    if tally.low > promised:
        return Alarm.MORE
    return Alarm.FEWER if tally.high < promised else Alarm.AS_PROMISED
