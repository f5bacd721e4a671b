"""A screen's figures as a file: the same tables as CSV, as a workbook or as JSON, each written in the audit log."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.http import Http404, HttpResponse

from ..report.spreadsheet import csv_file, workbook
from ..report.tables import Table, plain
from ..store.app.roles import Right
from .access import ClientView

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Taken(ClientView):
    """A file in the form that the address ends in."""

    needs = Right.EXPORT

    def file(self, name: str, form: str, tables: Callable[[], Sequence[Table]], currency: str = "EUR",
             as_json: Callable[[], object] | None = None) -> HttpResponse:
        """`name` says in the audit log and in the file's name what it is of; without `as_json` JSON holds the tables."""
        content = filled(form, tables, self.request.lang, currency, as_json)
        self.home.note("export", of=name, form=form)
        return sent(content, f"{self.client.slug}-{name}", form)


def filled(form: str, tables: Callable[[], Sequence[Table]], lang: str, currency: str = "EUR",
           as_json: Callable[[], object] | None = None) -> bytes:
    """What the file holds. A form that is not there is 404."""
    if form not in KINDS:
        raise Http404
    if form == "json":
        return json.dumps(as_json() if as_json else plain(tables()), ensure_ascii=False, indent=1).encode()
    return csv_file(tables(), lang) if form == "csv" else workbook(tables(), currency)


def sent(content: bytes, name: str, form: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=KINDS[form], headers={"Cache-Control": "no-store"})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
