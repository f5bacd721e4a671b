"""A screen's figures as a file: the same tables, each export written in the audit log."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse

from ....command import reading
from ....core.dimension import DIMENSIONS
from ....core.measurement import CannotSay, Figure
from ....report.spreadsheet import csv_file, workbook
from ....report.tables import Table, journey_tables, loop_tables, plan_tables, story_tables
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
Split = tuple[str, list[tuple[str, Figure | CannotSay]]]


class Taken(ClientView):
    """A file in the form that the address ends in."""

    needs = Right.EXPORT

    def file(self, name: str, form: str, tables: Callable[[], Sequence[Table]], plain: Callable[[], object],
             currency: str) -> HttpResponse:
        """`name` says in the audit log and in the file's name what it is of."""
        if form not in KINDS:
            raise Http404
        content = self._json(plain()) if form == "json" else self._sheet(form, tables(), currency)
        self.home.note("export", of=name, form=form)
        answer = HttpResponse(content, content_type=KINDS[form], headers={"Cache-Control": "no-store"})
        answer.headers["Content-Disposition"] = f'attachment; filename="{self.client.slug}-{name}.{form}"'
        return answer

    def _json(self, value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False, indent=1).encode()

    def _sheet(self, form: str, tables: Sequence[Table], currency: str) -> bytes:
        return csv_file(tables, self.request.lang) if form == "csv" else workbook(tables, currency)


class LoopFile(Taken):
    def get(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        report, lang = figures.report_for(self.home, number), request.lang
        return self.file(f"loop-{number}", form, lambda: loop_tables(report, lang), lambda: reading.report(report, lang),
                         report.currency)


class JourneyFile(Taken):
    def get(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        report, lang = figures.report_for(self.home, number), request.lang
        return self.file(f"journey-{number}", form, lambda: journey_tables(report, lang),
                         lambda: reading.journey(report, lang), report.currency)


class PlanFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        report, lang = figures.plan_for(self.home), request.lang
        return self.file("plan", form, lambda: plan_tables(report, lang), lambda: reading.plan(report, lang),
                         report.currency)


class StoryFile(Taken):
    """With `?by=` the split that is on screen goes along."""

    def get(self, request: HttpRequest, number: int, kpi: str, form: str) -> HttpResponse:
        report, lang = figures.report_for(self.home, number), request.lang
        finding = report.finding(kpi)
        if finding is None:
            raise Http404
        return self.file(f"loop-{number}-{kpi}", form,
                         lambda: story_tables(report, finding, self._split(kpi, number), lang),
                         lambda: reading.story(report, kpi, lang), report.currency)

    def _split(self, kpi: str, number: int) -> Split | None:
        by = self.request.GET.get("by", "")
        if by not in DIMENSIONS or by not in reading.ways(reading.find(kpi)):
            return None
        table = self.home.kpi([kpi], by, number=number)
        return by, [(segment, figure) for _, segment, figure in table.rows if segment]
