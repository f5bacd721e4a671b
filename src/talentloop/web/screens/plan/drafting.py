"""The next loop's draft: filled in from the loop before it, as long as that, and from what was decided there."""

from __future__ import annotations

from datetime import date
from typing import Any

from ....core.decision import Decision
from ....core.kpi import Direction, Focus
from ....core.kpis import headline
from ....core.loop import Against, Change, ChangeKind, Loop
from ....report.beforehand import plan_cells
from ... import figures
from .forms import DraftForm
from .writing import Written, day_of

STEERED = (Direction.UP, Direction.DOWN)


class StartPage(Written):
    """One strategy, one focus, one KPI to judge by, one comparison; chosen before there are figures."""

    template = "plan/start.html"

    def form(self, given: Any = None) -> DraftForm:
        asked = self.request.GET
        begin = day_of(asked.get("start", "")) or self.home.next_start()
        cut = self._running(begin) if asked.get("cut") else None
        before = cut or self._last()
        period = before.period.as_long_from(begin) if before else self.home.settings.rhythm.period(begin)
        return DraftForm(given, kpis=self._kpis(), w=self.w, initial={
            "start": period.start, "last": period.last, **filled_from(before),
            **({"cut": "on", "what": asked.get("what", ""), "kind": asked.get("kind", "")} if cut else {})})

    def _last(self) -> Loop | None:
        loops = self.home.plan.loops
        return loops[-1] if loops else None

    def _running(self, day: date) -> Loop | None:
        return next((x for x in self.home.plan.loops if day in x.period and not x.closed), None)

    def _kpis(self) -> list[tuple[str, str]]:
        """KPIs that a loop can be judged by, each with the least that one loop can prove of it, once a loop tells it."""
        report, w = figures.plan_for(self.home), self.w
        if not report.rows:
            return [(kpi.id, w.name(kpi)) for kpi in headline(self.home.settings.pools) if kpi.direction in STEERED]
        told = [(row, plan_cells(row, w)) for row in report.rows if row.kpi.direction in STEERED]
        return [(row.kpi.id, w("web.plan.primary.option", name=name, least=least) if row.mde80 is not None else name)
                for row, (name, _, _, least, *_) in told]

    def beside(self, form: DraftForm) -> dict[str, Any]:
        start = form["start"].value()
        cut = self._running(day_of(str(start)) or date.min) if form["cut"].value() else None
        before = self._last()
        return {"before": before, "cut": cut, "baseline": self.home.baseline,
                "title": self.w("web.plan.start" if before else "web.plan.start.first"),
                "proven": bool(figures.plan_for(self.home).rows),
                "last_help": "web.plan.last.help" if before else ""}

    def write(self, form: DraftForm) -> str:
        given, period = form.cleaned_data, form.period
        cut = bool(given["cut"]) and self._running(period.start) is not None
        made = self.home.start_loop(Focus(given["focus"]), given["strategy"], primary=given["primary"] or None,
                                    compared_with=Against(given["against"]), period=period, cut=cut)
        if cut and given["what"]:
            kind = ChangeKind(given["kind"] or ChangeKind.OTHER.value)
            self.home.log_change(Change(period.start, given["what"], kind, True), made.number)
        over = made.period.end <= self.home.today
        return self.w("web.plan.started.over" if over else "web.plan.started", number=made.number)


def filled_from(before: Loop | None) -> dict[str, Any]:
    """What goes on: everything but a strategy that was stopped."""
    if before is None:
        return {"focus": Focus.REACH.value, "against": Against.PREVIOUS.value}
    stopped = before.closing is not None and before.closing.way is Decision.STOP
    return {"strategy": "" if stopped else before.strategy, "focus": before.focus.value,
            "primary": "" if stopped else before.primary, "against": before.compared_with.value}
