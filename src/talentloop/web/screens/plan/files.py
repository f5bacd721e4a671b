"""The plan as a file; and the archive: each loop's strategy, its verdict as given, what was decided and learned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ....command import reading
from ....core.archive import Archived
from ....report.tables import Amount, Table, Value, plan_tables
from ....report.words import Words
from ... import figures
from ...reader import words
from ...taken import Taken
from .views import verdict_then

NAMES = ("start", "last", "focus", "strategy", "verdict", "lesson", "way", "decision", "because")


class PlanFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        report, lang = figures.plan_for(self.home), request.lang
        return self.file("plan", form, lambda: plan_tables(report, lang), report.currency,
                         lambda: reading.plan(report, lang))


class ArchiveFile(Taken):
    """With `?q=` those that were searched for."""

    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        w = words(request.lang, self.home.settings.currency)
        return self.file("archive", form, lambda: [self._table(w, request.GET.get("q", "").strip())])

    def _table(self, w: Words, asked: str) -> Table:
        headings = (w("archive.loop"), *(w(f"web.plan.archive.file.{name}") for name in NAMES))
        return Table("archive", w("web.plan.archive"), headings, tuple(_row(w, x) for x in self.home.archive(asked)))


def _row(w: Words, one: Archived) -> tuple[Value, ...]:
    loop, closing = one.loop, one.loop.closing
    ended = (closing.lesson, w.of("way", closing.way) if closing.way else "", closing.decision,
             closing.against_verdict_because) if closing else ("", "", "", "")
    return (Amount(loop.number), loop.period.start, loop.period.last, w.of("focus", loop.focus), loop.strategy,
            verdict_then(w, one), *ended)
