"""What a loop wants and what may be expected: its targets beside what it can prove, its visits, and the 0-meting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....command.parse import as_target
from ....core.errors import LoopRule, UnknownName
from ....core.findings import PlanReport, PlanRow
from ....core.kpi import Direction
from ....core.loop import Loop
from ....core.period import Period
from ....core.planned import HALVES
from ....core.target import Target
from ....core.vocabulary import CHANNELS
from ....report.beforehand import foreseen, plan_cells
from ....report.filling import error_sentence
from ....report.plan_page import todo
from ....report.words import Words
from ... import figures
from ...typed import Whole
from .forms import BaselineForm
from .writing import Written


@dataclass(frozen=True)
class Wish:
    """One KPI with the target as it is typed, and what one loop can prove of it."""

    id: str
    name: str
    base: str
    least: str
    typed: str
    proof: str
    provable: bool | None
    primary: bool
    wrong: bool = False


class AboutLoop(Written):
    """A form about one loop that is not over: the one that is asked for, else the present or the next."""

    @cached_property
    def report(self) -> PlanReport:
        asked = self.request.POST.get("loop") or self.request.GET.get("loop") or ""
        found = figures.plan_for(self.home, int(asked) if asked.isdigit() else None)
        if found.loop is None:
            raise LoopRule("no_loops_yet")
        return found

    @property
    def loop(self) -> Loop:
        assert self.report.loop is not None
        return self.report.loop

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.loop.period.end <= self.home.today:
            late = LoopRule("targets_too_late", number=self.loop.number, end=self.loop.period.last)
            messages.info(request, error_sentence(self.w, late))
            return redirect("plan", self.client.slug)
        return super().get(request, **place)

    def onward(self) -> str:
        """The same page again: it shows what came of it."""
        return f"{self.request.path}?loop={self.loop.number}"


class TargetsPage(AboutLoop):
    """Beside each target the smallest change that one loop can prove."""

    template = "plan/targets.html"

    def form(self, given: Any = None) -> forms.Form:
        return TargetsForm(given, rows=[row for row in self.report.rows if _steered(row)], w=self.w)

    def beside(self, form: Any) -> dict[str, Any]:
        wishes = list(form.wishes(self.loop))
        first = [x for x in wishes if x.primary or x.typed]
        return {"loop": self.loop, "first": first, "rest": [x for x in wishes if x not in first],
                "todo": list(todo(self.w, self.report))}

    def write(self, form: Any) -> str:
        self.home.set_targets(form.cleaned_data["targets"], self.loop.number, instead=True)
        return self.w("web.plan.targets.kept", n=len(form.cleaned_data["targets"]))


def _steered(row: PlanRow) -> bool:
    """Can one want it higher or lower?"""
    return row.kpi.direction in (Direction.UP, Direction.DOWN) and not row.kpi.split


class TargetsForm(forms.Form):
    """A field per KPI: 20% is a change, 1200 a value in the KPI's own unit, nothing is no target."""

    def __init__(self, *args: Any, rows: list[PlanRow], w: Words, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rows, self.w = rows, w
        for row in rows:
            self.fields[row.kpi.id] = forms.CharField(required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        given, targets = super().clean() or {}, []
        for row in self.rows:
            wish = (given.get(row.kpi.id) or "").replace(" ", "").replace("\u2212", "-")
            if not wish:
                continue
            try:
                targets.append(_target(row.kpi.id, wish, self.w.lang))
            except (UnknownName, ValueError):
                self.add_error(row.kpi.id, self.w("web.plan.target.wrong"))
        return {**given, "targets": targets}

    def wishes(self, loop: Loop) -> Iterator[Wish]:
        for row in self.rows:
            name, base, _, least, proof, _ = plan_cells(row, self.w)
            target = loop.target_for(row.kpi.id)
            typed = str(self[row.kpi.id].value() or "") if self.is_bound else _typed(target, self.w)
            yield Wish(row.kpi.id, name, base, least, typed, proof if target else "", row.provable if target else None,
                       row.primary, bool(self[row.kpi.id].errors) if self.is_bound else False)


def _target(kpi: str, wish: str, lang: str) -> Target:
    """1.200 is twelve hundred to a Dutch reader, as 1,200 is to an English one."""
    thousands, decimal = (".", ",") if lang == "nl" else (",", ".")
    return as_target(f"{kpi}={wish.replace(thousands, '').replace(decimal, '.')}")


def _typed(target: Target | None, w: Words) -> str:
    """A target as one would type it."""
    if target is None:
        return ""
    if target.change is not None:
        return w.numbers.change(target.change)
    value = target.value or 0.0
    return w.numbers.count(value, 0 if value == round(value) else 2)


class VisitsPage(AboutLoop):
    """Visits that the campaigns should bring: from them follows what will happen to figures per visit anyway."""

    template = "plan/visits.html"

    def form(self, given: Any = None) -> forms.Form:
        return VisitsForm(given, initial={_field(k): n for k, n in self.loop.planned_visits.items()})

    def beside(self, form: Any) -> dict[str, Any]:
        rows = [(channel, [form[f"{half}.{channel}"] for half in HALVES]) for channel in CHANNELS if channel != "unknown"]
        first = [row for row in rows if row[0] in USUAL or any(field.value() for field in row[1])]
        return {"loop": self.loop, "halves": HALVES, "first": first, "rest": [row for row in rows if row not in first],
                "told": list(foreseen(self.report, self.w))}

    def write(self, form: Any) -> str:
        visits = {name.replace(".", "/"): n or 0 for name, n in form.cleaned_data.items()}
        wanted = {k: n for k, n in visits.items() if n or k in self.loop.planned_visits}
        self.home.plan_visits(wanted, self.loop.number)
        return self.w("web.plan.visits.kept")


FAR = 100_000_000  # more visits than any plan; fewer than would come anyway may be planned too
USUAL = ("paid_social", "paid_search", "jobboard_paid", "display_video", "email")  # what campaigns bring most


def _field(segment: str) -> str:
    return segment.replace("/", ".")


class VisitsForm(forms.Form):
    """A number per channel, of new and of returning visitors."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for channel in CHANNELS:
            for half in HALVES:
                self.fields[f"{half}.{channel}"] = Whole(required=False, min_value=-FAR, max_value=FAR)


DAILY = ("web_hits", "exposures")  # what has news every day, so that a 0-meting without it is too low


class BaselinePage(Written):
    """How it was before, frozen: a later one comes beside it and does not change it."""

    template = "plan/baseline.html"

    def form(self, given: Any = None) -> BaselineForm:
        period = self.home.plan.baseline or self._usual()
        return BaselineForm(given, w=self.w, initial={"start": period.start, "last": period.last})

    def _usual(self) -> Period:
        try:
            return self.home.usual_baseline()
        except LoopRule:  # nothing was told yet
            return self.home.settings.rhythm.period(self.home.today.replace(day=1)).previous()

    def beside(self, form: BaselineForm) -> dict[str, Any]:
        frozen = self.home.baseline
        return {"frozen": frozen, "period": self.w.numbers.period(frozen.period) if frozen else "",
                "frozen_on": self.w.numbers.day(frozen.frozen_on) if frozen else "",
                "known": len([x for x in frozen.figures.values() if x.value is not None]) if frozen else 0,
                "told": [(self.w.capital(self.w.of("fact", fact)), self.w.numbers.period(x)) for fact, x in self.told],
                "lacking": list(self.lacking(frozen.period)) if frozen else []}

    @property
    def told(self) -> list[tuple[str, Period]]:
        """Over which days there is news of what has news every day."""
        days = ((fact, self.home.engine.days(fact)) for fact in DAILY)
        return [(fact, period) for fact, period in days if period]

    def lacking(self, period: Period) -> Iterator[str]:
        """What a 0-meting over this period misses, since it reaches beyond what was told."""
        for fact, there in self.told:
            n = period.days - period.clipped(there).days
            if n:
                yield self.w("web.plan.baseline.lacking", fact=self.w.of("fact", fact), n=n, of=period.days)

    def write(self, form: BaselineForm) -> str:
        made = self.home.freeze_baseline(form.period)
        return self.w("web.plan.baseline.kept", period=self.w.numbers.period(made.period))

    def undo(self) -> str:
        return ""

    def onward(self) -> str:
        return reverse("plan", args=(self.client.slug,))
