"""The candidate journey of one loop: its steps, evidence of what brought applications, and moves between pools."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...steps import to_loop


class JourneyPage(ClientView):
    """The journey of the last loop that has started, or of the one that is asked for."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        if not self.home.plan.loops:
            return self.show("loop/none.html", **to_loop(self.home, self.client, request.rights))
        report = figures.report_for(self.home, number)
        return self.show("journey/journey.html", report=report, told=figures.journey_for(self.home, report, request.lang),
                         loops=sorted(report.others, key=lambda loop: -loop.number))
