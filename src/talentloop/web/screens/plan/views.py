"""The plan of a client, read: what this loop wants and can prove, what is ready, and the ways to go on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from ....core.kpis import find
from ....core.loop import Loop
from ....report.changes import change_text
from ....report.plan_page import plan_title
from ....report.sections import changes_section
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...reader import words
from .checklist import checklist, reasons


class PlanPage(ClientView):
    """The present or next loop, or the one that is asked for with ?loop=."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.home.lake.begun():
            return self.show("plan/nothing.html")
        lang, asked = request.lang, request.GET.get("loop", "")
        report = figures.plan_for(self.home, int(asked) if asked.isdigit() else None)
        w, loop = words(lang, report.currency), report.loop
        over = loop is not None and loop.period.end <= self.home.today
        return self.show("plan/plan.html", title=plan_title(report, lang), loop=loop, over=over,
                         body=figures.plan_body_for(self.home, report, lang),
                         log=self._log(loop), due=self._to_close(), reasons=reasons(w, report),
                         ahead=[x for x in self.home.plan.loops if x.period.end > self.home.today],
                         steps=list(checklist(w, report, self.home.plan.loops, self.home.today)))

    def _to_close(self) -> list[Loop]:
        """Loops that are over and were not closed."""
        return [x for x in self.home.plan.loops if x.period.end <= self.home.today and not x.closed]

    def _log(self, loop: Loop | None) -> Any:
        """The changes of the loop, as the report tells them."""
        if loop is None or loop.period.start > self.home.today:
            return None
        report = figures.report_for(self.home, loop.number)
        return changes_section(words(self.request.lang, report.currency), report)


class ArchivePage(ClientView):
    """Closed loops with the verdicts as they were given and what was learned."""

    needs = Right.SEE

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("q", "").strip()
        found = self.home.archive(asked)
        w = words(request.lang, self.home.settings.currency)
        return self.show("plan/archive.html", asked=asked, rows=[(x, verdict_then(w, x)) for x in found])


def verdict_then(w: Any, archived: Any) -> str:
    """The verdict on the loop's first KPI as it was given."""
    kpi, given = find(archived.loop.primary), archived.primary
    if given is None:
        return ""
    word = w.of("word", given.word)
    if given.fact is None:
        return str(w("archive.verdict.none", name=w.name(kpi), word=word))
    return str(w("archive.verdict.line", name=w.name(kpi), change=change_text(w, kpi, given.fact, None), word=word))
