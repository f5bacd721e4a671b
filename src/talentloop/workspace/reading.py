"""What can be read from one client's folder: the report of a loop, figures, the archive, return, trust, the check-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from ..assess.controls import Elsewhere, told_elsewhere
from ..assess.doctor import checkup
from ..assess.parts import Cells, split, splits
from ..assess.roi import roi_report
from ..assess.trust import daily_series, trust
from ..core.archive import Archived, Kept, fits, keep
from ..core.checkup import Checkup
from ..core.errors import LoopRule, UnknownName
from ..core.facts import FACTS
from ..core.findings import LoopReport
from ..core.kpi import Dated, Focus, Kpi
from ..core.kpis import find, in_use
from ..core.loop import Against, Loop
from ..core.period import Period
from ..core.roi import RoiReport
from ..core.trust import SHIPPED, Trust
from ..engine.told import told as sources_told
from ..line import Progress, loop_report, told
from ..report.shown import KpiTable, ShownReport
from ..report.words import names_of
from ..stats.series import Series
from ..store.archive import read_archive
from .folder import ARCHIVE, SETTINGS, Folder


class Reading(Folder):
    """Everything that is worked out from the facts and the plan; nothing here changes either."""

    def findings(self, number: int | None = None, progress: Progress = lambda step: None, against: Against | None = None,
                 other: Period | None = None, dated: Dated = Dated.ACTIVITY) -> LoopReport:
        """All that can be said of one loop; `against` looks at another comparison than the one chosen beforehand, `dated`
        at hires by the day of the application."""
        return loop_report(self.engine, self.settings, self.loop(number), self.plan.loops, self.baseline, self.today,
                           self.calendar, progress, self.prior, self._elsewhere(), against, other, dated)

    def aim_elsewhere(self, pools: str) -> tuple[Loop, Kpi] | None:
        """A loop that is not closed, and what it aims at that a client with these talent pools has not."""
        known = in_use(pools)
        return next(((loop, find(id)) for loop in self.plan.loops if not loop.closed
                     for id in (loop.primary, *(t.kpi for t in loop.targets)) if id not in known), None)

    def as_control(self, kpi: str) -> Elsewhere:
        """The days of one KPI, for another workspace to hold its own beside."""
        return told_elsewhere(self.engine, find(kpi, self.settings.pools), self.today)

    def _elsewhere(self) -> Mapping[str, Elsewhere]:
        """Control series that other workspaces tell; a folder that is no workspace tells nothing."""
        others = {c.name: (self.path / c.workspace, c.kpi) for c in self.settings.controls if c.workspace}
        return {name: Reading(path).as_control(kpi) for name, (path, kpi) in others.items()
                if (path / SETTINGS).exists()}

    def report(self, number: int | None = None, lang: str | None = None,
               progress: Progress = lambda step: None) -> ShownReport:
        """The report of one loop, without a number of the last that has started; prints well, in notebooks too."""
        return ShownReport(self.findings(number, progress), lang or self.settings.language, self.settings.house)

    def kpi(self, names: Sequence[str], by: str | None = None, start: date | None = None, end: date | None = None,
            number: int | None = None, lang: str | None = None) -> KpiTable:
        """Figures of some KPIs, whole or per value of a dimension; over the days asked (`end` included), else a loop."""
        kpis = [find(name, self.settings.pools) for name in names]
        period, engine, standing = self._asked(start, end, number), self.engine, self.standing
        rows, coverage = [], dict[str, float | None]()
        for kpi in kpis:
            whole = told(engine, kpi, period, standing)
            rows.append((kpi, "", whole.figure))
            if kpi.people:
                coverage[kpi.id] = whole.coverage
            if by:
                parts = split(engine, kpi, period, by, standing)
                rows += [(kpi, segment, figure) for segment, figure in parts]
        return KpiTable(tuple(rows), period, by, lang or self.settings.language, self.settings.currency, coverage)

    def splits(self, kpis: Sequence[Kpi], by: str, number: int | None = None) -> Mapping[str, Cells]:
        """The parts of each of these KPIs over one loop, by the KPI's id: what `kpi` says of each, asked in one go."""
        return splits(self.engine, kpis, self._asked(None, None, number), by, self.standing)

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
                     self.today, self.calendar, self.prior, s.prior or SHIPPED, s.pools, s.controls, self._elsewhere())

    def daily_series(self) -> list[Series]:
        """The days of every KPI, for learning the usual wobble from several clients."""
        return daily_series(self.engine, self.today, self.settings.pools)

    def doctor(self) -> Checkup:
        """What is connected, what is missing, which KPIs that leaves empty, and what to do."""
        snapshot = self.lake.now()
        return checkup(self.engine, lambda fact: snapshot.rows(FACTS[fact]), self.settings, self.baseline,
                       self.plan.loops, self.today,
                       [one.source for one in sources_told(self.lake) if one.fact == "web_hits"])

    def archive(self, words: str = "", focus: Focus | None = None, kpi: str | None = None) -> tuple[Archived, ...]:
        """Closed loops, the last first: with every word in what was written, that focus, a figure for that KPI.

        A loop that was closed in plan.toml by hand has no verdicts kept; they are worked out now, and marked so.
        """
        kept, id = read_archive(self.path / ARCHIVE), find(kpi).id if kpi else None
        found = [self._archived(x, kept.get(x.number)) for x in reversed(self.plan.loops)
                 if x.closed and fits(x, words, focus, names_of(x))]
        return tuple(x for x in found if id is None or x.has_figure(id))

    def _archived(self, loop: Loop, kept: Kept | None) -> Archived:
        if kept is not None or loop.closing is None:
            return Archived(loop, kept or self._verdicts(loop, self.today))
        return Archived(loop, self._verdicts(loop, loop.closing.day), recomputed=True)

    def _verdicts(self, loop: Loop, as_of: date) -> Kept:
        return keep(loop_report(self.engine, self.settings, loop, self.plan.loops, self.baseline, as_of, self.calendar,
                                prior=self.prior, elsewhere=self._elsewhere()))
