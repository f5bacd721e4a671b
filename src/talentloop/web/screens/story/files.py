"""The story of one KPI as a file, with the split that is on screen."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from ....command import reading
from ....core.dimension import DIMENSIONS
from ....core.measurement import CannotSay, Figure
from ....report.tables import story_tables
from ... import figures
from ...taken import Taken

Split = tuple[str, list[tuple[str, Figure | CannotSay]]]


class StoryFile(Taken):
    """With `?by=` the split that is on screen goes along."""

    def get(self, request: HttpRequest, number: int, kpi: str, form: str) -> HttpResponse:
        report, lang = figures.report_for(self.home, number), request.lang
        finding = report.finding(kpi)
        if finding is None:
            raise Http404
        return self.file(f"loop-{number}-{kpi}", form,
                         lambda: story_tables(report, finding, self._split(kpi, number), lang), report.currency,
                         lambda: reading.story(report, kpi, lang))

    def _split(self, kpi: str, number: int) -> Split | None:
        by = self.request.GET.get("by", "")
        if by not in DIMENSIONS or by not in reading.ways(reading.find(kpi)):
            return None
        table = self.home.kpi([kpi], by, number=number)
        return by, [(segment, figure) for _, segment, figure in table.rows if segment]
