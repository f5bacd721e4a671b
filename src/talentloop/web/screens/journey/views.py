"""The candidate journey of one loop: its steps, evidence of what brought applications, and moves between pools."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from ....report.html import blocks
from ....report.tables import in_journey
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView


class JourneyPage(ClientView):
    """The journey of the last loop that has started, or of the one that is asked for."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        if not self.home.plan.loops:
            return self.show("loop/none.html", facts=bool(self.home.lake.history()))
        report = figures.report_for(self.home, number)
        lang = request.lang
        told = figures.remembered(self.home, lambda: str(blocks(report, lang, in_journey)),
                                  "journey", report.loop.number, lang)
        return self.show("journey/journey.html", report=report, told=Markup(told),
                         loops=sorted(report.others, key=lambda loop: -loop.number))
