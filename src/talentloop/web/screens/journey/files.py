"""The candidate journey of one loop as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....command.reading_journey import journey
from ....report.tables import journey_tables
from ... import figures
from ...taken import Taken


class JourneyFile(Taken):
    def get(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        report, lang = figures.report_for(self.home, number), request.lang
        return self.file(f"journey-{number}", form, lambda: journey_tables(report, lang), report.currency,
                         lambda: journey(report, lang))
