"""The client page: a loop's header, what can be said of it in a few sentences, and the KPI framework."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ....core.findings import LoopReport
from ....core.loop import Loop
from ....report.summary import header, summary, title
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...reader import words


class LoopPage(ClientView):
    """The last loop that has started, or the one that is asked for."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        if not self.home.plan.loops:
            return self.show("loop/none.html", facts=bool(self.home.lake.history()))
        report = figures.report_for(self.home, number)
        w = words(request.lang, report.currency)
        return self.show("loop/loop.html", report=report, title=title(w, report), facts=header(w, report),
                         summary=summary(w, report),
                         board=figures.board_for(self.home, number, request.lang, self._story(report)),
                         part=round(100 * report.day_number / report.loop.period.days), loops=_loops(report.others))

    def _story(self, report: LoopReport) -> Callable[[str], str]:
        """Where the story of one KPI stands."""
        return lambda kpi: reverse("story", args=(self.client.slug, report.loop.number, kpi))


def _loops(loops: tuple[Loop, ...]) -> list[Loop]:
    return sorted(loops, key=lambda loop: -loop.number)
