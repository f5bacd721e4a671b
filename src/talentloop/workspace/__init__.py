"""One employer's workspace: the folder with its settings, plan and facts, and everything one can do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from ..core.baseline import Baseline
from ..core.decision import check_reason
from ..core.errors import LoopRule
from ..core.expectation import default_primary
from ..core.findings import PlanReport
from ..core.kpi import Focus
from ..core.kpis import find
from ..core.loop import Against, Change, Closing, Loop, add_loop
from ..core.period import Period
from ..core.takeback import taken_back
from ..core.target import Target
from ..line import freeze_baseline, plan_report
from ..people import DERIVATIONS
from ..store.archive import add_archived, read_archive
from ..store.baselines import add_baseline, read_baselines
from ..store.planfile import alone, before_last, plan_version, read_plan, write_plan
from .connecting import Connecting
from .folder import ARCHIVE, AUDIT, BASELINE, KEYS, PLAN, SETTINGS, STORE, TEMPLATE

__all__ = ["ARCHIVE", "AUDIT", "BASELINE", "COLLECTOR", "KEYS", "PLAN", "SETTINGS", "STORE", "TEMPLATE", "Tidied",
           "Undone", "Workspace"]

COLLECTOR = "collector"
COLLECTED = (COLLECTOR, "consent")  # what the tracker told is taken back only when its batch is named

Verb = TypeVar("Verb", bound=Callable[..., Any])


def _editing(verb: Verb) -> Verb:
    """A verb that reads the plan and writes it back: nobody else does so meanwhile."""
    @wraps(verb)
    def undisturbed(self: Workspace, *args: Any, **more: Any) -> Any:
        with self.editing():
            return verb(self, *args, **more)

    return cast(Verb, undisturbed)


@dataclass(frozen=True)
class Tidied:
    """Months whose files were joined, and files that were deleted."""

    months: int
    files: int


@dataclass(frozen=True)
class Undone:
    """The batch that was taken back; `restored`: what it had replaced is there again."""

    batch: str
    restored: bool


class Workspace(Connecting):
    """The folder of one client. Reading methods change nothing; those that write say so in their names."""

    _held = False  # does this very object keep others from changing the plan?

    # ---- the plan ------------------------------------------------------------------------------------------------

    @property
    def plan_version(self) -> str:
        """Goes along in a form, and back to `editing`: has anyone changed the plan since?"""
        return plan_version(self.path / PLAN)

    @contextmanager
    def editing(self, version: str | None = None) -> Iterator[Workspace]:
        """Several changes as one, undisturbed; PlanMoved when the plan is not that version any more."""
        if self._held:
            yield self
            return
        with alone(self.path / PLAN, version):
            self._held = True
            try:
                yield self
            finally:
                self._held = False

    @_editing
    def freeze_baseline(self, period: Period | None = None) -> Baseline:
        """Freeze a 0-meting; without a period the equal one before the first loop, or the last whole one with data."""
        chosen = period or self.plan.baseline or self.usual_baseline()
        known = read_baselines(self.path / BASELINE)
        version = len(self.lake.history())
        frozen = freeze_baseline(self.engine, chosen, len(known) + 1, self.today, str(version), self.standing)
        add_baseline(self.path / BASELINE, frozen)
        self.note("baseline", version=frozen.version, period=f"{chosen.start}/{chosen.end}")
        write_plan(self.path / PLAN, replace(self.plan, baseline=chosen))
        return frozen

    def usual_baseline(self) -> Period:
        """The equal period before the first loop, else the last whole one with data. Errors: LoopRule without facts."""
        loops = self.plan.loops
        if loops:
            return loops[0].period.previous()
        known = self.engine.days("visits") or self.engine.days("exposures") or self.engine.days("applications")
        if known is None:
            raise LoopRule("no_facts_yet")
        end = known.end.replace(day=1)
        return self.settings.rhythm.period(end).previous()

    def plan_report(self, freeze: bool = True, number: int | None = None) -> PlanReport:
        """The present or next loop as planned; freezes the 0-meting once there are facts, unless told not to."""
        fresh = freeze and self.baseline is None and self.lake.begun()
        if fresh:
            self.freeze_baseline()
        loop = self._current() if number is None else self.loop(number)
        return plan_report(self.engine, self.settings, loop, self.plan.loops, self.baseline, fresh, self.today,
                           self.calendar, read_archive(self.path / ARCHIVE), self.prior, self._elsewhere())

    def _current(self) -> Loop | None:
        """The loop that runs, else the next, else the last."""
        loops = self.plan.loops
        ahead = [x for x in loops if x.period.end > self.today]
        return ahead[0] if ahead else (loops[-1] if loops else None)

    def _has(self, targets: Sequence[Target]) -> None:
        """Raises UnknownName where a target is of a figure that this client has not."""
        for target in targets:
            find(target.kpi, self.settings.pools)

    @_editing
    def set_targets(self, targets: Sequence[Target], number: int | None = None, instead: bool = False) -> Loop:
        """Targets of a loop; those of other KPIs stay, unless `instead`. A loop that is over keeps the targets it had."""
        loop = self.loop(number)
        if loop.closed or self.today >= loop.period.end:
            raise LoopRule("targets_too_late", number=loop.number, end=loop.period.last)
        self._has(targets)
        kept = [t for t in loop.targets if not instead and t.kpi not in {x.kpi for x in targets}]
        changed = replace(loop, targets=(*kept, *targets))
        write_plan(self.path / PLAN, self.plan.with_loop(changed))
        for target in targets:
            self.note("target", loop=loop.number, kpi=target.kpi, change=target.change, value=target.value)
        return changed

    @_editing
    def plan_visits(self, visits: Mapping[str, int], number: int | None = None) -> Loop:
        """Visits that the campaigns should bring, per segment; refused once the loop is over, for then they are known."""
        loop = self.loop(number)
        if loop.closed or self.today >= loop.period.end:
            raise LoopRule("visits_too_late", number=loop.number, end=loop.period.last)
        changed = loop.with_planned_visits(visits)
        write_plan(self.path / PLAN, self.plan.with_loop(changed))
        self.note("loop", loop=loop.number, did="visits planned", visits=sum(changed.planned_visits.values()))
        return changed

    # ---- loops ---------------------------------------------------------------------------------------------------

    @_editing
    def start_loop(self, focus: Focus, strategy: str, start: date | None = None, primary: str | None = None,
                   compared_with: Against | None = None, targets: Sequence[Target] = (), period: Period | None = None,
                   planned_visits: Mapping[str, int] | None = None, cut: bool = False) -> Loop:
        """Plan the next loop: strategy, focus, KPI, comparison; `cut` ends the loop in which it begins."""
        plan = self.plan
        span = period or self.settings.rhythm.period(start or self.next_start())
        against = compared_with or Against.PREVIOUS
        if against is Against.BASELINE and self.baseline is None:
            raise LoopRule("no_baseline_yet")
        number = max((x.number for x in plan.loops), default=0) + 1
        chosen = find(primary or default_primary(focus), self.settings.pools).id
        self._has(targets)
        loop = Loop(number, span, focus, chosen, strategy, against, tuple(targets))
        loop = loop.with_planned_visits(planned_visits or {})
        write_plan(self.path / PLAN, replace(plan, loops=add_loop(plan.loops, loop, cut)))
        self.note("loop", loop=number, did="planned", focus=focus.value, targets=len(loop.targets),
                  cut=cut)
        return loop

    def next_start(self) -> date:
        """Directly after the last loop, or after the 0-meting, or the first of this month."""
        if self.plan.loops:
            return self.plan.loops[-1].period.end
        if self.plan.baseline:
            return self.plan.baseline.end
        return self.today.replace(day=1)

    @_editing
    def log_change(self, change: Change, number: int | None = None) -> Loop:
        loop = self.loop(number).with_change(change)
        write_plan(self.path / PLAN, self.plan.with_loop(loop))
        self.note("loop", loop=loop.number, did="change logged", day=str(change.day), kind=change.kind.value,
                  planned=change.planned)
        return loop

    @_editing
    def undo_plan(self) -> None:
        """Take back the last change to the loops; doing it again takes back the taking back."""
        then = read_plan(before_last(self.path / PLAN))
        loops = taken_back(self.plan.loops, then.loops, self.today)
        write_plan(self.path / PLAN, replace(self.plan, loops=loops))
        self.note("loop", did="change taken back")

    @_editing
    def close_loop(self, closing: Closing, number: int | None = None) -> Loop:
        """Close a loop that is over; its verdicts are kept as they are given on this day, and never changed.

        Raises LoopRule where the decision goes against the verdict and no reason is given.
        """
        loop = self.loop(number).close(closing)
        kept = self._verdicts(loop, self.today)
        check_reason(loop.number, kept.word, closing.way, closing.against_verdict_because)
        write_plan(self.path / PLAN, self.plan.with_loop(loop))
        add_archived(self.path / ARCHIVE, kept)
        self.note("loop", loop=loop.number, did="closed")
        return loop

    @_editing
    def keep_verdicts(self) -> None:
        """Keep the verdicts of loops that were closed in plan.toml, as of the day that each was closed on."""
        kept = read_archive(self.path / ARCHIVE)
        for loop in self.plan.loops:
            if loop.closing and loop.number not in kept:
                add_archived(self.path / ARCHIVE, self._verdicts(loop, loop.closing.day))

    # ---- taking back ---------------------------------------------------------------------------------------------

    def undo(self, batch: str | None = None) -> Undone:
        """Take back the last file, or this batch; what it replaced is there again, unless rows went for good since.

        What was collected since stays.
        """
        taken = [e.id for e in self.lake.history() if e.kind == "batch" and e.source not in COLLECTED]
        if batch is None and not taken:
            raise LoopRule("no_facts_yet")
        last = batch or taken[-1]
        restored = self.lake.undo(last, DERIVATIONS)
        self.note("undo", batch=last, older=None if restored else True)
        return Undone(last, restored)

    def rederive(self) -> bool:
        """Visits and people made anew of the source that [record] names, where they were made of another; else False."""
        return self.lake.refresh(DERIVATIONS)

    def tidy(self, keep_days: int = 30) -> Tidied:
        """Join small files, and delete what left the facts more than so many days ago; earlier states go with it."""
        return Tidied(self.lake.compact(), self.lake.vacuum(keep_days * 24))
