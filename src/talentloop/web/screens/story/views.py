"""One KPI of one loop, and the ways in which it can be split; the split that is shown stands in the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from ....command.reading import ways
from ....core.findings import KpiFinding, LoopReport
from ....core.kpi import Kpi
from ....report.figures import bar_lengths, told_shortly
from ....report.html import blocks
from ....report.sections import hires_by_day
from ....report.story import Story, story
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...reader import words
from ...remembering import remembered


@dataclass(frozen=True)
class Way:
    """One way to split the KPI."""

    id: str
    name: str
    here: bool


@dataclass(frozen=True)
class PartRow:
    """One part of the KPI: its value of the dimension, name and figure, and how long its bar is."""

    id: str
    name: str
    says: str
    length: int | None


class StoryPage(ClientView):
    """Everything that is known of one KPI in one loop."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int, kpi: str) -> HttpResponse:
        report = figures.report_for(self.home, number)
        finding = report.finding(kpi)
        if finding is None:
            raise Http404
        by = request.GET.get("by") or next(iter(ways(finding.kpi)), "")
        told = self._told(report, finding)
        part = "story/split.html" if getattr(request, "htmx", False) else "story/story.html"
        return self.show(part, report=report, loop=report.loop, cell=told.cell, story=told, by=by,
                         ways=self._ways(finding.kpi, by), rows=self._split(finding.kpi, by, number),
                         mix=self._mix(report, kpi),
                         by_day=hires_by_day(words(request.lang, report.currency), finding))

    def _told(self, report: LoopReport, finding: KpiFinding) -> Story:
        lang = self.request.lang
        return remembered(self.home, lambda: story(report, finding, lang), "story", report.loop.number,
                                  finding.kpi.id, lang)

    def _mix(self, report: LoopReport, kpi: str) -> str:
        lang = self.request.lang
        return remembered(self.home, lambda: str(blocks(report, lang, lambda s: s.id == "mix" and s.kpi == kpi)),
                                  "mix", report.loop.number, kpi, lang)

    def _ways(self, kpi: Kpi, by: str) -> list[Way]:
        w = words(self.request.lang)
        return [Way(id, w.of("dimension", id), id == by) for id in ways(kpi)]

    def _split(self, kpi: Kpi, by: str, number: int) -> list[PartRow]:
        """One row per value of the dimension, the small groups already left out."""
        if by not in ways(kpi):
            return []
        lang = self.request.lang
        return remembered(self.home, lambda: self._table(kpi, by, number), "split", kpi.id, by, number, lang)

    def _table(self, kpi: Kpi, by: str, number: int) -> list[PartRow]:
        w = words(self.request.lang, self.home.settings.currency)
        parts = figures.parts_for(self.home, kpi.id, by, number)
        return [PartRow(segment, w.of(by, segment), told_shortly(w, kpi, figure), length)
                for (segment, figure), length in zip(parts, bar_lengths([f for _, f in parts]), strict=True)]
