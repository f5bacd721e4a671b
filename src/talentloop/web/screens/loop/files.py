"""A loop as a file, looked at as the screen looks at it: beside the same period, and one part of it when asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....command import reading
from ....core.findings import LoopReport
from ....report.tables import Table, loop_tables
from ... import figures
from ...reader import words
from ...taken import Taken
from .looking import Look, look, part_rows


class LoopFile(Taken):
    """JSON holds what `talentloop report --json` prints, unless it is about one part."""

    def get(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        lang, loop = request.lang, self.home.loop(number)
        now = look(request.GET, loop, self.home.baseline is not None)
        seen = figures.report_for(self.home, number, now.against, now.other, now.dated)
        if now.by:
            return self.file(f"loop-{number}-{now.by}", form, lambda: [self._part(seen, now)], seen.currency)
        return self.file(f"loop-{number}", form, lambda: loop_tables(seen, lang), seen.currency,
                         lambda: reading.report(seen, lang))

    def _part(self, seen: LoopReport, now: Look) -> Table:
        w = words(self.request.lang, seen.currency)
        rows = [(pillar, *row[1:]) for pillar, column in part_rows(w, self.home, seen, now) for row in column]
        headings = (w("export.pillar"), w("plan.kpi"), w("web.loop.part.now"),
                    w.capital(w.of("against", seen.loop.compared_with)), w("web.loop.part.change"))
        title = f"{w.capital(w.of('dimension', now.by))}: {w.of(now.by, now.segment)}"
        return Table("part", title, headings, tuple(rows))
