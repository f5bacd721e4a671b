"""How the data stands, as a file: sources, breaks in the series, and every batch that counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from ....command.batches import Came, batches
from ....command.freshness import breaks
from ....report.tables import Table
from ....report.words import Words
from ....store.app.models import Upload
from ... import figures
from ...reader import words
from ...taken import Taken
from .batch_rows import batch_rows
from .standing import standings


class DataFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w = words(request.lang, self.home.settings.currency)
        came = batches(self.home)
        return self.file("data", form, lambda: [self._sources(w, came), self._breaks(w), self._batches(w, came)])

    def _sources(self, w: Words, came: Sequence[Came]) -> Table:
        headings = (w("web.data.source"), *(w(f"web.data.{name}") for name in (
            "what", "until", "complete", "provisional", "period", "rows")))
        rows = tuple((s.name, s.facts, s.last, s.complete, s.provisional or w("web.data.final"), s.period, s.rows)
                     for s in standings(w, self.home, came))
        return Table("sources", w("web.data.sources"), headings, rows)

    def _breaks(self, w: Words) -> Table:
        found = breaks(w, figures.told_for(self.home), self.home.plan.loops)
        return Table("breaks", w("web.data.breaks"), (w("export.day"), w("web.data.what")),
                     tuple((b.day, b.says) for b in found))

    def _batches(self, w: Words, came: Sequence[Came]) -> Table:
        names = dict(Upload.objects.filter(client=self.client, state="taken").values_list("batch", "name"))
        found = batch_rows(w, came, names, (), self.home.settings.zone)
        headings = tuple(w(f"web.data.{name}") for name in ("when", "source", "file", "what", "period", "complete"))
        rows = tuple((f"{r.at:%Y-%m-%d %H:%M}", r.source, r.name, r.rows, r.period, r.totals) for r in found)
        return Table("batches", w("web.data.batches"), headings, rows)
