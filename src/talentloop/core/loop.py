"""A loop: one period, one strategy, one focus, and what was written down about it before, during and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum

from .decision import Decision
from .errors import LoopRule, UnknownName
from .kpi import Focus
from .period import Period
from .planned import segment_of
from .target import Target


class Against(Enum):
    """What a loop is compared with; chosen before the data are seen, but for OTHER: a period to look at afterwards."""

    PREVIOUS = "previous"
    BASELINE = "baseline"
    LAST_YEAR = "last_year"
    OTHER = "other"


BEFOREHAND = (Against.PREVIOUS, Against.BASELINE, Against.LAST_YEAR)  # what a verdict may rest on
SETTLED = timedelta(days=3)  # after a loop: the least that figures of the last days take to be there


class ChangeKind(Enum):
    """What kind of thing changed during a loop; decides which KPIs it touches."""

    STRATEGY = "strategy"
    CAMPAIGN = "campaign"
    BUDGET = "budget"
    CONTENT = "content"
    SITE = "site"
    FORM = "form"
    TRACKING = "tracking"
    MARKET = "market"
    OTHER = "other"


@dataclass(frozen=True)
class Change:
    """One entry of the strategy log: from `day` on, this is different."""

    day: date
    what: str
    kind: ChangeKind
    planned: bool


@dataclass(frozen=True)
class Closing:
    """What was learned when the loop was closed, and the reason where the decision went against the verdict."""

    day: date
    lesson: str
    decision: str = ""
    against_verdict_because: str = ""
    way: Decision | None = None  # None: it was not said


@dataclass(frozen=True)
class Loop:
    """`planned_visits` are the visits that the campaigns should bring beside what would come anyway, per segment
    ("new/paid_social"), written down before the loop so that what they do to other figures can be foreseen."""

    number: int
    period: Period
    focus: Focus
    primary: str  # id of the one KPI that the focus is judged by
    strategy: str
    compared_with: Against = Against.PREVIOUS
    targets: tuple[Target, ...] = ()
    changes: tuple[Change, ...] = ()
    closing: Closing | None = None
    planned_visits: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def closed(self) -> bool:
        return self.closing is not None

    def day_number(self, today: date) -> int:
        """Days gone by, 0 before it starts, all of them once it is over."""
        return max(0, min(self.period.days, (today - self.period.start).days + 1))

    def reportable_from(self, may_change_until: date | None) -> date:
        """When it can be closed and reported: some days after its end, later while what it is about may still change."""
        return max(self.period.end + SETTLED, may_change_until or self.period.end)

    def running(self, today: date) -> bool:
        return today in self.period

    def target_for(self, kpi: str) -> Target | None:
        return next((t for t in self.targets if t.kpi == kpi), None)

    def with_change(self, change: Change) -> Loop:
        """The loop with one more entry in its log; entries stay in the order of their dates."""
        if self.closed:
            raise LoopRule("loop_closed", number=self.number)
        if change.day not in self.period:
            raise LoopRule("change_outside_loop", day=change.day, number=self.number, period=self.period)
        return replace(self, changes=tuple(sorted((*self.changes, change), key=lambda c: c.day)))

    def cut_short(self, day: date) -> Loop:
        """The loop as it ends on the eve of that day; what was logged from then on belongs to the next."""
        if self.closed:
            raise LoopRule("loop_closed", number=self.number)
        if day not in self.period or day == self.period.start:
            raise LoopRule("change_outside_loop", day=day, number=self.number, period=self.period)
        return replace(self, period=Period(self.period.start, day), changes=tuple(c for c in self.changes if c.day < day))

    def with_planned_visits(self, visits: Mapping[str, int]) -> Loop:
        """The loop with these visits planned; a segment that was planned before gives way, 0 takes it out.

        Errors: UnknownName for a channel that is none of ours.
        """
        if self.closed:
            raise LoopRule("loop_closed", number=self.number)
        wanted = {segment_of(name): n for name, n in visits.items()}
        return replace(self, planned_visits={k: n for k, n in {**self.planned_visits, **wanted}.items() if n})

    def close(self, closing: Closing) -> Loop:
        if self.closed:
            raise LoopRule("loop_closed", number=self.number)
        if closing.day < self.period.end:
            raise LoopRule("loop_not_over", number=self.number, end=self.period.last)
        return replace(self, closing=closing)


def add_loop(loops: Sequence[Loop], new: Loop, cut: bool = False) -> tuple[Loop, ...]:
    """The loops with one more; loops of one client do not overlap and are numbered in order of time.

    `cut`: the loop in which the new one begins ends on its eve, and what was logged from then on goes along.
    """
    if new.compared_with not in BEFOREHAND:
        raise UnknownName("unknown_choice", name=new.compared_with.value, near=", ".join(x.value for x in BEFOREHAND))
    begun = next((x for x in loops if cut and new.period.start in x.period), None)
    if begun is not None:
        loops = [x.cut_short(new.period.start) if x is begun else x for x in loops]
        along = tuple(c for c in begun.changes if c.day in new.period)
        new = replace(new, changes=tuple(sorted((*along, *new.changes), key=lambda c: c.day)))
    clash = next((x for x in loops if x.period.overlaps(new.period)), None)
    if clash:
        raise LoopRule("loops_overlap", number=clash.number, period=clash.period)
    return tuple(sorted((*loops, new), key=lambda x: x.period.start))


def same_weekdays(loop: Period, start: date) -> Period:
    """A period as long as the loop, from that day or up to six days before it, so that its weekdays are the loop's."""
    return Period.of_days(start - timedelta(days=(start.weekday() - loop.start.weekday()) % 7), loop.days)


def compared_period(loop: Loop, against: Against, baseline: Period | None, other: Period | None = None) -> Period | None:
    """The period that a loop is compared with; None when there is no such period."""
    match against:
        case Against.PREVIOUS:
            return loop.period.previous()
        case Against.LAST_YEAR:
            return loop.period.year_before()
        case Against.BASELINE:
            return baseline
        case Against.OTHER:
            return other
