"""The plan of a client, read and written: the very plan that the command line reads and writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from markupsafe import Markup

from ....core.errors import PlanMoved, TalentloopError, UnknownName
from ....core.kpi import Focus
from ....core.kpis import find
from ....core.loop import Against, Loop
from ....report.changes import change_text
from ....report.filling import error_sentence
from ....report.plan_page import plan_body, plan_title
from ....report.sections import changes_section
from ....store.app.roles import Right
from ... import figures, jobs
from ...access import ClientView
from ...reader import words
from .forms import ChangeForm, CloseForm, StartForm


class PlanPage(ClientView):
    """What this loop wants and can prove, and the ways to go on."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.planned()

    def planned(self, status: int = 200, **forms: Form) -> HttpResponse:
        """The page, with the forms as they were filled in."""
        if not self.home.lake.history():
            return self.show("plan/nothing.html")
        lang = self.request.lang
        report = figures.plan_for(self.home)
        body = figures.remembered(self.home, lambda: str(plan_body(report, lang)), "plan-body", lang)
        answer = self.show("plan/plan.html", title=plan_title(report, lang), strategy=report.loop.strategy if report.loop
                           else "", body=Markup(body), version=self.home.plan_version, log=self._log(),
                           closing=self._to_close(), **{**self._forms(), **forms})
        answer.status_code = status
        return answer

    def _forms(self) -> dict[str, Form]:
        return {"change": ChangeForm(initial={"day": self.home.today}), "close": CloseForm(),
                "start": StartForm(initial={"start": self.home.next_start()})}

    def _to_close(self) -> Loop | None:
        """The first loop that is over and was not closed."""
        return next((x for x in self.home.plan.loops if x.period.end <= self.home.today and not x.closed), None)

    def _log(self) -> Any:
        """The changes of the loop that runs or ran last, as the report tells them."""
        if not self.home.plan.loops:
            return None
        report = figures.report_for(self.home)
        return changes_section(words(self.request.lang, report.currency), report)


class Written(PlanPage):
    """A form of the plan: kept as typed when it is wrong or when somebody else changed the plan meanwhile."""

    needs = Right.PLAN
    name, form = "", Form

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("plan", self.client.slug)

    def post(self, request: HttpRequest) -> HttpResponse:
        w, form = words(request.lang), self.form(request.POST)
        if not form.is_valid():
            return self.planned(400, **{self.name: form})
        try:
            with self.home.editing(request.POST.get("version", "")):
                said = self.write(form)
        except PlanMoved as moved:
            messages.error(request, error_sentence(w, moved))
            return self.planned(409, **{self.name: form})
        except TalentloopError as wrong:
            messages.error(request, error_sentence(w, wrong))
            return self.planned(400, **{self.name: form})
        jobs.soon(self.client)
        messages.success(request, w(said))
        return redirect("plan", self.client.slug)

    def write(self, form: Any) -> str:
        """Do it; the id of what to say."""
        raise NotImplementedError


class ChangeLogged(Written):
    name, form = "change", ChangeForm

    def write(self, form: ChangeForm) -> str:
        change = form.change()
        holding = next((x for x in self.home.plan.loops if change.day in x.period), None)
        if holding is None:
            raise UnknownName("unknown_loop", name=change.day.isoformat(),
                              near=", ".join(str(x.number) for x in self.home.plan.loops))
        self.home.log_change(change, holding.number)
        return "web.plan.logged.planned" if change.planned else "web.plan.logged.unplanned"


class LoopStarted(Written):
    name, form = "start", StartForm

    def write(self, form: StartForm) -> str:
        given = form.cleaned_data
        self.home.start_loop(Focus(given["focus"]), given["strategy"], given["start"],
                             compared_with=Against(given["against"]))
        return "web.plan.started"


class LoopClosed(Written):
    """A second click is refused and changes nothing: the plan that its form was about has moved on."""

    name, form = "close", CloseForm

    def write(self, form: CloseForm) -> str:
        self.home.close_loop(form.closing(self.home.today), int(self.request.POST.get("number", "0")))
        return "web.plan.closed"


class ArchivePage(ClientView):
    """Closed loops with the verdicts as they were given and what was learned."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("q", "").strip()
        found = self.home.archive(asked)
        w = words(request.lang, self.home.settings.currency)
        return self.show("plan/archive.html", asked=asked, rows=[(x, _verdict(w, x)) for x in found])


def _verdict(w: Any, archived: Any) -> str:
    """The verdict on the loop's first KPI as it was given."""
    kpi, given = find(archived.loop.primary), archived.primary
    if given is None:
        return ""
    word = w.of("word", given.word)
    if given.fact is None:
        return str(w("archive.verdict.none", name=w.name(kpi), word=word))
    return str(w("archive.verdict.line", name=w.name(kpi), change=change_text(w, kpi, given.fact, None), word=word))
