"""The candidate journey of one loop: its steps, evidence of what brought applications, and moves between pools."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from ....report.html import blocks
from ....report.section import Section
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView

SHOWN = ("journey", "pools", "conversion", "trace", "credits", "first_touch")


def belongs(section: Section) -> bool:
    """Is this section about how people come closer?"""
    return section.id in SHOWN or section.id.startswith("rises")


class JourneyPage(ClientView):
    """The journey of the last loop that has started, or of the one that is asked for."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        if not self.home.plan.loops:
            return self.show("loop/none.html", facts=bool(self.home.lake.history()))
        report = figures.report_for(self.home, number)
        lang = request.lang
        told = figures.remembered(self.home, lambda: str(blocks(report, lang, belongs)),
                                  "journey", report.loop.number, lang)
        return self.show("journey/journey.html", report=report, told=Markup(told),
                         loops=sorted(report.others, key=lambda loop: -loop.number))
