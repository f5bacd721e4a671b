"""One employer's workspace: the folder with its settings, plan and facts, and everything one can do with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from .assess.controls import Elsewhere, told_elsewhere
from .assess.doctor import checkup
from .assess.priors import read_prior
from .assess.roi import roi_report
from .assess.trust import daily_series, trust
from .calendars.nl import workdays
from .core.archive import Archived, Kept, fits, keep
from .core.baseline import Baseline
from .core.checkup import Checkup
from .core.errors import LoopRule, NoWorkspace, UnknownName
from .core.expectation import default_primary
from .core.facts import FACTS
from .core.findings import LoopReport, PlanReport
from .core.intake import Context
from .core.kpi import Focus
from .core.kpis import find
from .core.loop import Against, Change, Closing, Loop, add_loop
from .core.period import Period
from .core.roi import RoiReport
from .core.taking import FileTaken
from .core.target import Target
from .core.trust import SHIPPED, Trust
from .core.workdays import Workdays
from .engine.duckdb import DuckEngine
from .engine.lake import Lake
from .line import Progress, freeze_baseline, kpi_figures, loop_report, plan_report, split
from .people import DERIVATIONS
from .privacy import definitions
from .privacy.audit import AuditLog, Entry
from .privacy.forgotten import Tombstones
from .privacy.keys import Keyring, open_key
from .privacy.pseudonyms import Pseudonyms
from .report.shown import KpiTable, ShownReport
from .report.words import names_of
from .stats.prior import Prior
from .stats.series import Series
from .store.archive import add_archived, read_archive
from .store.baselines import add_baseline, read_baselines
from .store.planfile import Plan, alone, plan_version, read_plan, write_plan, write_whole
from .store.settings import Settings, read_settings
from .taker import Taker

SETTINGS, PLAN, BASELINE, STORE, ARCHIVE = "client.toml", "plan.toml", "baseline.json", "facts", "archive.json"
AUDIT, KEYS = "audit.jsonl", "keys"
COLLECTOR = "collector"
COLLECTED = (COLLECTOR, "consent")  # what the tracker told is taken back only when its batch is named
TEMPLATE = Path(__file__).parent / "store" / "client_template.toml"


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


class Workspace:
    """The folder of one client. Reading methods change nothing; those that write say so in their names.

    `who` is whoever uses it, as the audit log writes it: cli:<number of the user>, user:<number> in the web.
    """

    who = f"cli:{os.getuid()}"

    _held = False  # does this very object keep others from changing the plan?

    def __init__(self, path: str | Path = ".") -> None:
        self.path = Path(path)
        if not (self.path / SETTINGS).exists():
            raise NoWorkspace("no_workspace", where=str(self.path))

    @classmethod
    def create(cls, path: str | Path, name: str | None = None) -> Workspace:
        """A new workspace with a client.toml to fill in; an existing one is never touched."""
        folder = Path(path)
        if (folder / SETTINGS).exists():
            raise NoWorkspace("workspace_exists", where=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        text = TEMPLATE.read_text(encoding="utf-8").format(name=(name or folder.resolve().name).replace('"', "'"))
        write_whole(folder / SETTINGS, text.encode())
        return cls(folder)

    @classmethod
    def find(cls, start: str | Path | None = None) -> Workspace:
        """The workspace here or in the nearest folder above."""
        here = Path(start or ".").resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).exists():
                return cls(folder)
        raise NoWorkspace("no_workspace", where=str(here))

    # ---- what it holds -------------------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> Settings:
        return read_settings(self.path / SETTINGS)

    @property
    def plan(self) -> Plan:
        return read_plan(self.path / PLAN)

    @property
    def baseline(self) -> Baseline | None:
        """The 0-meting in force: the last one frozen."""
        frozen = read_baselines(self.path / BASELINE)
        return frozen[-1] if frozen else None

    @cached_property
    def prior(self) -> Prior | None:
        """The usual wobble of other series, as [stats] names it; None for the one that comes with the product."""
        return read_prior(self.path / self.settings.prior) if self.settings.prior else None

    @cached_property
    def lake(self) -> Lake:
        return Lake(self.path / STORE, record=self.settings.record, forgotten=lambda: self.tombstones.all())

    @cached_property
    def keyring(self) -> Keyring:
        """The keys of the pseudonyms, where [privacy] keys says, else beside the facts in `keys`."""
        return Keyring(self.path / (self.settings.keys or KEYS))

    @property
    def pseudonyms(self) -> Pseudonyms:
        """What turns an address or a browser into the id that the facts know it by, with the keys in force."""
        return self.keyring.pseudonyms(self.lake.catalog.state().keys)

    @cached_property
    def tombstones(self) -> Tombstones:
        """Ids that may not come back."""
        folder = self.keyring.folder
        return Tombstones(folder / "forgotten.bin", open_key(folder / "forgotten.key"), lambda: self.pseudonyms)

    @cached_property
    def audit(self) -> AuditLog:
        """What was done with this client's data, by whom."""
        folder = self.keyring.folder
        return AuditLog(self.path / AUDIT, open_key(folder / "audit.key"), folder / "audit.head")

    def note(self, what: str, behalf: str = "", **facts: str | int | float | bool | None) -> Entry:
        """Write down in the audit log what was done (see privacy/audit.py), and before it what changed in client.toml."""
        definitions.note_changed(self.audit, self.who, what, self.path / SETTINGS, self.keyring.folder / "settings.json")
        return self.audit.write(self.who, what, behalf, **facts)

    @property
    def engine(self) -> DuckEngine:
        return DuckEngine(self.lake)

    @property
    def today(self) -> date:
        """Today in the client's zone, or the day that the settings fix."""
        return self.settings.as_of or datetime.now(self.settings.zone).date()

    @cached_property
    def calendar(self) -> Workdays:
        return workdays(range(self.today.year - 5, self.today.year + 3))

    # ---- taking files --------------------------------------------------------------------------------------------

    def take(self, paths: Iterable[str | Path], progress: Callable[[Path, int], None] | None = None) -> list[FileTaken]:
        """Read every file into the facts, each whole or not at all; what is stated in client.toml goes along."""
        taker = Taker(self.lake, self.context)
        taker.take_stated(self.settings.target_groups)
        found = [taker.take(Path(path), progress) for path in paths]
        for one in found:
            self.note("import", **one.noted)
        return found

    @property
    def context(self) -> Context:
        s, pseudonyms = self.settings, self.pseudonyms
        return Context(
            s.zone, pseudonyms, self.today, s.currency, s.own_hosts, s.internal_addresses,
            s.pages, s.files, s.stages, s.channels, s.events, pseudonyms.keys)

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
        chosen = period or self.plan.baseline or self._default_baseline()
        known = read_baselines(self.path / BASELINE)
        version = len(self.lake.history())
        frozen = freeze_baseline(self.engine, chosen, len(known) + 1, self.today, str(version))
        add_baseline(self.path / BASELINE, frozen)
        self.note("baseline", version=frozen.version, period=f"{chosen.start}/{chosen.end}")
        write_plan(self.path / PLAN, replace(self.plan, baseline=chosen))
        return frozen

    def _default_baseline(self) -> Period:
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
        fresh = freeze and self.baseline is None and bool(self.lake.history())
        if fresh:
            self.freeze_baseline()
        loop = self._current() if number is None else self.loop(number)
        return plan_report(self.engine, self.settings, loop, self.plan.loops, self.baseline, fresh, self.today,
                           self.calendar, read_archive(self.path / ARCHIVE), self.prior)

    def _current(self) -> Loop | None:
        """The loop that runs, else the next, else the last."""
        loops = self.plan.loops
        ahead = [x for x in loops if x.period.end > self.today]
        return ahead[0] if ahead else (loops[-1] if loops else None)

    @_editing
    def set_targets(self, targets: Sequence[Target], number: int | None = None, instead: bool = False) -> Loop:
        """Targets of a loop; those of other KPIs stay, unless `instead`. A loop that is over keeps the targets it had."""
        loop = self.loop(number)
        if loop.closed or self.today >= loop.period.end:
            raise LoopRule("targets_too_late", number=loop.number, end=loop.period.last)
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

    def loop(self, number: int | None = None) -> Loop:
        """A loop by number; without one the last that has started, else the first."""
        plan = self.plan
        if number is not None:
            found = plan.loop(number)
            if found is None:
                raise UnknownName("unknown_loop", name=number, near=", ".join(str(x.number) for x in plan.loops))
            return found
        if not plan.loops:
            raise LoopRule("no_loops_yet")
        begun = [x for x in plan.loops if x.period.start <= self.today]
        return begun[-1] if begun else plan.loops[0]

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
        chosen = find(primary or default_primary(focus)).id
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
    def close_loop(self, closing: Closing, number: int | None = None) -> Loop:
        """Close a loop that is over; its verdicts are kept as they are given on this day, and never changed."""
        loop = self.loop(number).close(closing)
        kept = self._verdicts(loop, self.today)
        write_plan(self.path / PLAN, self.plan.with_loop(loop))
        add_archived(self.path / ARCHIVE, kept)
        self.note("loop", loop=loop.number, did="closed")
        return loop

    def _verdicts(self, loop: Loop, as_of: date) -> Kept:
        return keep(loop_report(self.engine, self.settings, loop, self.plan.loops, self.baseline, as_of, self.calendar,
                                prior=self.prior, elsewhere=self._elsewhere()))

    def archive(self, words: str = "", focus: Focus | None = None, kpi: str | None = None) -> tuple[Archived, ...]:
        """Closed loops, the last first: with every word in what was written, that focus, a figure for that KPI.

        A loop that was closed in plan.toml by hand has no verdicts kept; they are worked out now, and marked so.
        """
        kept, id = read_archive(self.path / ARCHIVE), find(kpi).id if kpi else None
        found = [self._archived(x, kept.get(x.number)) for x in reversed(self.plan.loops)
                 if x.closed and fits(x, words, focus, names_of(x))]
        return tuple(x for x in found if id is None or x.has_figure(id))

    @_editing
    def keep_verdicts(self) -> None:
        """Keep the verdicts of loops that were closed in plan.toml, as of the day that each was closed on."""
        kept = read_archive(self.path / ARCHIVE)
        for loop in self.plan.loops:
            if loop.closing and loop.number not in kept:
                add_archived(self.path / ARCHIVE, self._verdicts(loop, loop.closing.day))

    def _archived(self, loop: Loop, kept: Kept | None) -> Archived:
        if kept is not None or loop.closing is None:
            return Archived(loop, kept or self._verdicts(loop, self.today))
        return Archived(loop, self._verdicts(loop, loop.closing.day), recomputed=True)

    def undo(self, batch: str | None = None) -> str:
        """Take back the last file, or this batch; what it replaced is there again. What was collected since stays."""
        taken = [e.id for e in self.lake.history() if e.kind == "batch" and e.source not in COLLECTED]
        if batch is None and not taken:
            raise LoopRule("no_facts_yet")
        last = batch or taken[-1]
        self.lake.undo(last, DERIVATIONS)
        self.note("undo", batch=last)
        return last

    def tidy(self, keep_days: int = 30) -> Tidied:
        """Join small files, and delete what left the facts more than so many days ago; earlier states go with it."""
        return Tidied(self.lake.compact(), self.lake.vacuum(keep_days * 24))

    # ---- reading -------------------------------------------------------------------------------------------------

    def findings(self, number: int | None = None, progress: Progress = lambda step: None, against: Against | None = None,
                 other: Period | None = None) -> LoopReport:
        """All that can be said of one loop; `against` looks at another comparison than the one chosen beforehand."""
        return loop_report(self.engine, self.settings, self.loop(number), self.plan.loops, self.baseline, self.today,
                           self.calendar, progress, self.prior, self._elsewhere(), against, other)

    def as_control(self, kpi: str) -> Elsewhere:
        """The days of one KPI, for another workspace to hold its own beside."""
        return told_elsewhere(self.engine, find(kpi), self.today)

    def _elsewhere(self) -> Mapping[str, Elsewhere]:
        """Control series that other workspaces tell; a folder that is no workspace tells nothing."""
        others = {c.name: (self.path / c.workspace, c.kpi) for c in self.settings.controls if c.workspace}
        return {name: Workspace(path).as_control(kpi) for name, (path, kpi) in others.items()
                if (path / SETTINGS).exists()}

    def report(self, number: int | None = None, lang: str | None = None,
               progress: Progress = lambda step: None) -> ShownReport:
        """The report of one loop, without a number of the last that has started; prints well, in notebooks too."""
        return ShownReport(self.findings(number, progress), lang or self.settings.language, self.settings.house)

    def kpi(self, names: Sequence[str], by: str | None = None, start: date | None = None, end: date | None = None,
            number: int | None = None, lang: str | None = None) -> KpiTable:
        """Figures of some KPIs, whole or per value of a dimension; over the days asked (`end` included), else a loop."""
        kpis = [find(name) for name in names]
        period = self._asked(start, end, number)
        rows = []
        for kpi in kpis:
            rows.append((kpi, "", kpi_figures(self.engine, kpi, period)))
            if by:
                parts = split(self.engine, kpi, period, by, self.settings.smallest_cell)
                rows += [(kpi, segment, figure) for segment, figure in parts]
        return KpiTable(tuple(rows), period, by, lang or self.settings.language, self.settings.currency)

    def _asked(self, start: date | None, end: date | None, number: int | None) -> Period:
        if start is None and end is None and (number is not None or self.plan.loops):
            period = self.loop(number).period
            return period.clipped(Period(period.start, max(period.start, self.today)))
        known = self.engine.days("visits") or self.engine.days("exposures") or self.engine.days("applications")
        if known is None:
            raise LoopRule("no_facts_yet")
        last = end + timedelta(days=1) if end else known.end
        first = start or min(known.start, last)
        if last <= first:
            raise UnknownName("not_a_period", name=f"{first}/{last}", near=f"{known.start}/{known.end}")
        return Period(first, last)

    def roi(self) -> RoiReport:
        """The last twelve months: what was spent, what it has to bring to pay for itself, and the range of the return."""
        s = self.settings
        return roi_report(self.engine, s.name, s.currency, s.roi, self.baseline, self.today)

    def trust(self) -> Trust:
        """How far verdicts may be trusted, from this client's own past: false alarms, promises kept, and the prior."""
        s = self.settings
        return trust(self.engine, s.name, s.currency, s.rhythm.period, self.plan.loops, self.baseline, self.archive(),
                     self.today, self.calendar, self.prior, s.prior or SHIPPED)

    def daily_series(self) -> list[Series]:
        """The days of every KPI, for learning the usual wobble from several clients."""
        return daily_series(self.engine, self.today)

    def doctor(self) -> Checkup:
        """What is connected, what is missing, which KPIs that leaves empty, and what to do."""
        snapshot = self.lake.now()
        return checkup(self.engine, lambda fact: snapshot.rows(FACTS[fact]), self.settings, self.baseline,
                       self.plan.loops, self.today)
