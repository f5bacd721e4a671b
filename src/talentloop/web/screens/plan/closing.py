"""The closing ritual: the verdicts beside what is decided and learned, then the next loop's draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ....core.decision import Decision, against_verdict
from ....core.findings import KpiFinding, LoopReport
from ....core.loop import Loop
from ....core.verdict import Word
from ....report.changes import SHAPES, fact_of, shown_change, tone
from ....report.sections import questions_section
from ....report.sentences import verdict_sentence
from ....report.summary import data_fact
from ....report.words import Words
from ... import figures
from .forms import CloseForm
from .writing import Written


@dataclass(frozen=True)
class Judged:
    """The verdict on one KPI as it will be kept."""

    id: str
    name: str
    change: str
    tone: str
    shape: str
    word: str


@dataclass(frozen=True)
class Choice:
    """One way to go on, and whether the verdict speaks against it."""

    value: str
    against: bool
    chosen: bool


class ClosePage(Written):
    """A loop is closed once: a second click, or a second person, is led to what was closed."""

    template = "plan/close.html"

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        loop = self.home.loop(place["number"])
        if loop.closed:
            return self._closed_already(loop)
        if loop.period.end > self.home.today:
            messages.error(request, self.w("errors.loop_not_over", number=loop.number,
                                          end=self.w.numbers.day(loop.period.last)))
            return redirect("plan", self.client.slug)
        return super().get(request, **place)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        loop = self.home.loop(place["number"])
        if loop.closing is None:
            return super().post(request, **place)
        if request.POST.get("lesson", "").split() == loop.closing.lesson.split():
            return self._closed_already(loop)
        return self.page(self.form(request.POST), 409, other=loop.closing)

    def _closed_already(self, loop: Loop) -> HttpResponse:
        messages.info(self.request, self.w("web.plan.closed.already", number=loop.number))
        return redirect("loop_number", self.client.slug, loop.number)

    def form(self, given: Any = None) -> CloseForm:
        primary = self._report.finding(self._report.loop.primary)
        return CloseForm(given, w=self.w, word=primary.verdict.word if primary else None)

    @property
    def _report(self) -> LoopReport:
        return figures.report_for(self.home, self.kwargs["number"])

    def beside(self, form: CloseForm) -> dict[str, Any]:
        report, w = self._report, self.w
        primary = report.finding(report.loop.primary)
        questions = [line for section in questions_section(w, report) for line in section.lines]
        lacking = w("web.plan.close.lacking", data=data_fact(w, report).text) if _may_still_come(report) else ""
        return {"loop": report.loop, "lacking": lacking, "primary": _judged(w, primary) if primary else None,
                "says": verdict_sentence(w, primary) if primary else "", "judged": _rest(w, report),
                "choices": [Choice(d.value, against_verdict(form.word, d), form["way"].value() == d.value)
                            for d in Decision],
                "word": w.of("word", form.word) if form.word else "", "questions": questions}

    def write(self, form: CloseForm) -> str:
        number = self.kwargs["number"]
        self.home.close_loop(form.closing(self.home.today), number)
        return self.w("web.plan.closed", number=number)

    def undo(self) -> str:
        return ""

    def onward(self) -> str:
        """The draft of the next loop, when there is none yet."""
        number = self.kwargs["number"]
        last = self.home.plan.loops[-1].number == number
        return reverse("plan_start" if last else "plan", args=(self.client.slug,))


def _may_still_come(report: LoopReport) -> bool:
    """Does the data end before the loop does? A day on which measuring stood still, in the midst of it, stays empty."""
    last = report.loop.period.last
    return bool(report.health.late) or any(last in days for days in report.health.missing.values())


ORDER = (Word.BETTER, Word.WORSE, Word.EXPECTED, Word.NO_RELEVANT_CHANGE, Word.CANNOT_TELL, Word.NOT_COMPARABLE,
         Word.TOO_EARLY, Word.NO_DATA)


def _rest(w: Words, report: LoopReport) -> list[Judged]:
    """All other KPIs, what is proven first."""
    found = [f for f in report.findings if f.kpi.id != report.loop.primary and not f.split]
    return [_judged(w, f) for f in sorted(found, key=lambda f: ORDER.index(f.verdict.word))]


def _judged(w: Words, finding: KpiFinding) -> Judged:
    colour = tone(finding.verdict.word)
    change = shown_change(w, finding) if fact_of(finding) is not None else ""
    return Judged(finding.kpi.id, w.name(finding.kpi), change, colour, SHAPES[colour],
                  w.capital(w.of("word", finding.verdict.word)))
