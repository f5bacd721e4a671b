"""The client page: a loop's header, what can be said of it in a few sentences, and the framework or a part of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from ....core.findings import LoopReport
from ....core.loop import Against, Loop
from ....report.summary import header, summary, title
from ....report.words import Words
from ....store.app.roles import Right
from ... import figures
from ...access import ClientView
from ...reader import words
from ...remembering import remembered
from ...steps import to_loop
from .looking import (
    Link,
    Look,
    address,
    comparisons,
    datings,
    dimensions,
    left_out,
    look,
    nothing_of,
    part_rows,
    segments,
    told_by,
)


class LoopPage(ClientView):
    """The last loop that has started, or the one that is asked for; ?vs= and ?device= look at it otherwise."""

    needs = Right.SEE

    def get(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        if not self.home.plan.loops:
            return self.show("loop/none.html", **to_loop(self.home, self.client, request.rights))
        report = figures.report_for(self.home, number)
        w = words(request.lang, report.currency)
        baseline = self.home.baseline is not None
        now = look(request.GET, report.loop, baseline)
        seen = figures.report_for(self.home, number, now.against, now.other, now.dated)
        over = report.loop.period.end <= self.home.today and not report.loop.closed
        return self.show("loop/loop.html", report=report, over=over, title=title(w, report), facts=header(w, report),
                         summary=summary(w, report), part=round(100 * report.day_number / report.loop.period.days),
                         loops=_loops(report.others), now=now,
                         **to_loop(self.home, self.client, request.rights),
                         switch=comparisons(w, request.GET, report.loop, now, baseline),
                         dated=datings(w, request.GET, now),
                         looked=self._looked(w, seen, report),
                         **(self._part(w, seen, now) if now.by else self._board(seen)), **self._parts(w, report))

    def _board(self, seen: LoopReport) -> dict[str, Any]:
        return {"board": figures.board_for(self.home, seen, self.request.lang, self.client.slug)}

    def _looked(self, w: Words, seen: LoopReport, report: LoopReport) -> str:
        """That this is another comparison than the one that counts, and which days it is beside."""
        if seen.loop.compared_with is report.loop.compared_with:
            return ""
        period = next((c.period for f in seen.findings for c in f.comparisons if c.chosen and c.period), None)
        id = "web.loop.looked.other" if seen.loop.compared_with is Against.OTHER else "web.loop.looked"
        return w(id, chosen=w.of("against", report.loop.compared_with),
                 period=w.numbers.period(period) if period else w.of("against", seen.loop.compared_with))

    def _part(self, w: Words, seen: LoopReport, now: Look) -> dict[str, Any]:
        """The framework for one part, in figures alone."""
        rows = remembered(self.home, lambda: part_rows(w, self.home, seen, now), "part", seen.loop.number, now,
                                  self.request.lang)
        return {"filtered": Link(f"{w.capital(w.of('dimension', now.by))}: {w.of(now.by, now.segment)}",
                                 address(self.request.GET, **{now.by: ""})),
                "part_rows": rows, "nothing": nothing_of(w, self.home, rows, now),
                "left_out": left_out(w, now.by, self.home.settings.pools),
                "against": w.of("against", seen.loop.compared_with)}

    def _parts(self, w: Words, report: LoopReport) -> dict[str, Any]:
        """How the loop divides by one dimension; each row filters the page."""
        pools, asked = self.home.settings.pools, self.request.GET
        known = dimensions(pools)
        by = asked["by"] if asked.get("by") in known else next(iter(known), "")
        kpi = told_by(report.loop, by, pools)
        if kpi is None:
            return {}
        table = figures.parts_for(self.home, kpi.id, by, report.loop.number)
        return {"ways": [Link(w.of("dimension", id), address(asked, by=id), id == by) for id in known], "by": by,
                "kpi_name": w.name(kpi), "segments": segments(w, kpi, table, by, asked)}


def _loops(loops: tuple[Loop, ...]) -> list[Loop]:
    return sorted(loops, key=lambda loop: -loop.number)
