"""Windows over which parts may be told: stretches that lie beside each other, and whole weeks inside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .baseline import Baseline
from .kpis.pools import USUAL
from .loop import Loop
from .period import Period

MONDAY = date(2001, 1, 1)
WEEK, QUARTER = timedelta(weeks=1), timedelta(weeks=13)


@dataclass(frozen=True)
class Pieces:
    """What a window consists of: stretches that it holds whole, and the weeks of every stretch that it holds in part."""

    whole: tuple[Period, ...]
    partly: tuple[tuple[Period, tuple[Period, ...]], ...]  # the stretch with all of its weeks, also those outside

    @property
    def standing(self) -> bool:
        """Is it one stretch and nothing else?"""
        return len(self.whole) == 1 and not self.partly

    @property
    def windows(self) -> tuple[Period, ...]:
        """Everything that a part must be enough people in, to be told of this window."""
        return (*self.whole, *(w for stretch, weeks in self.partly for w in (stretch, *weeks)))


@dataclass(frozen=True)
class Standing:
    """Time cut into stretches that never overlap: the loops, the 0-meting, and thirteen weeks at a time between them.

    Any two windows made of these differ by stretches or weeks, and of those each part has nobody or enough people:
    so no two answers, laid over each other, tell of a few (see docs/explanation/privacy.md).
    """

    fixed: tuple[Period, ...] = ()  # loops and the 0-meting, in order, none over another
    today: date = date.max
    smallest: int = 10
    pools: str = USUAL  # the classes of the talent pools, of which none may follow from the others

    @classmethod
    def of_plan(cls, loops: Iterable[Loop], baseline: Baseline | None, today: date, smallest: int,
                pools: str) -> Standing:
        """Of a client's loops and the 0-meting in force."""
        return cls.of([x.period for x in loops], baseline.period if baseline else None, today, smallest, pools)

    @classmethod
    def of(cls, loops: Sequence[Period], baseline: Period | None, today: date, smallest: int,
           pools: str = USUAL) -> Standing:
        """The 0-meting is a stretch of its own where no loop lies over it."""
        also = [baseline] if baseline and not any(baseline.overlaps(x) for x in loops) else []
        return cls(tuple(sorted(x for x in (*loops, *also) if x.start < today)), today, smallest, pools)

    def clipped(self, window: Period) -> Period:
        """The part of a window that has gone by."""
        return window.clipped(Period(min(window.start, self.today), max(window.start, self.today)))

    def is_fixed(self, piece: Period) -> bool:
        """Is it a loop or the 0-meting, as far as it has gone by? Their totals are the client's own figures."""
        return any(self.clipped(x) == piece for x in self.fixed)

    def stretch(self, day: date) -> Period:
        """The stretch that a day lies in, as far as it has gone by."""
        inside = next((x for x in self.fixed if day in x), None)
        if inside is None:
            first = self._first(day, QUARTER)
            ends = [x.end for x in self.fixed if x.end <= day]
            starts = [x.start for x in self.fixed if x.start > day]
            inside = Period(max([first, *ends]), min([first + QUARTER, *starts]))
        return Period(inside.start, max(inside.start, min(inside.end, self.today)))

    def weeks(self, stretch: Period) -> tuple[Period, ...]:
        """The weeks of a stretch; the first and the last may be shorter."""
        cuts = [stretch.start, *self._marks(stretch), stretch.end]
        return tuple(Period(a, b) for a, b in pairwise(cuts))

    def pieces(self, window: Period) -> Pieces | None:
        """What the window consists of; None when it cuts through a week."""
        whole, partly, day = [], [], window.start
        while day < window.end:
            stretch = self.stretch(day)
            weeks = self.weeks(stretch)
            if window.start <= stretch.start and stretch.end <= window.end:
                whole.append(stretch)
            elif {max(stretch.start, window.start), min(stretch.end, window.end)} <= _edges(weeks):
                partly.append((stretch, weeks))
            else:
                return None
            day = stretch.end
        return Pieces(tuple(whole), tuple(partly))

    def near(self, window: Period, adds_up: bool = True) -> Period:
        """The window to ask instead: a stretch where weeks do not add up, else the whole weeks inside, else the week."""
        if not adds_up:
            return self.stretch(window.start + (window.last - window.start) // 2)
        start, end = self._week(window.start), self._week(window.last)
        first = start.start if start.start == window.start else start.end
        last = end.end if end.end == window.end else end.start
        return Period(first, last) if first < last else start

    def _week(self, day: date) -> Period:
        return next(w for w in self.weeks(self.stretch(day)) if day in w)

    def _marks(self, stretch: Period) -> Iterator[date]:
        day = self._first(stretch.start, WEEK) + WEEK
        while day < stretch.end:
            yield day
            day += WEEK

    def _first(self, day: date, step: timedelta) -> date:
        """The last mark of that step on or before a day, counted from the weekday on which this client's loops start."""
        from_day = MONDAY + timedelta(days=self.fixed[-1].start.weekday() if self.fixed else 0)
        return day - (day - from_day) % step


def _edges(weeks: tuple[Period, ...]) -> set[date]:
    return {day for week in weeks for day in (week.start, week.end)}
