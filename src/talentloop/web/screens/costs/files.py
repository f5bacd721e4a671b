"""Costs as a file: a hire three ways, how that moved, the ledger per month, what drives the return, and costs by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from ....assess.per_hire import PerHire, Rolling
from ....core.kpi import Unit
from ....core.kpis import KPIS
from ....core.measurement import CannotSay
from ....ledger.book import Book, Line
from ....report.figures import cannot_say
from ....report.roi_page import roi_sections
from ....report.tables import Amount, Table, Value, figure_cells, figure_headings, section_table
from ....report.words import Words
from ... import figures
from ...reader import words
from ...taken import Taken
from .shown import hand_rows


class CostsFile(Taken):
    def get(self, request: HttpRequest, form: str) -> HttpResponse:
        currency = self.home.settings.currency
        return self.file("costs", form, lambda: list(self._tables(words(request.lang, currency))), currency)

    def _tables(self, w: Words) -> Iterator[Table]:
        now, moved = figures.per_hire_for(self.home)
        yield _per_hire(w, now)
        if moved:
            yield _moved(w, now, moved)
        yield from (section_table(w, s) for s in roi_sections(figures.roi_for(self.home), w.lang))
        yield _ledger(w, figures.book_for(self.home))
        headings = tuple(w(f"web.costs.{name}") for name in ("line", "kind", "days", "amount", "who"))
        hand = hand_rows(w, figures.written_for(self.home), "")
        rows = tuple((r.line, r.kind, r.period, r.amount, r.who) for r in hand)
        yield Table("by-hand", w("web.costs.hand"), headings, rows)


def _per_hire(w: Words, now: Sequence[PerHire]) -> Table:
    rows = tuple((w.name(x.kpi), *figure_cells(w, x.kpi, x.figure, x.margin),
                  None if x.hires is None else Amount(x.hires), w(f"kpi.{x.kpi.id}.definition")) for x in now)
    headings = (w("export.kpi"), *figure_headings(w), w.name(KPIS["hires"]), w("export.definition"))
    return Table("per-hire", w("web.costs.per_hire"), headings, rows)


def _moved(w: Words, now: Sequence[PerHire], moved: Sequence[Rolling]) -> Table:
    rows = tuple((x.until, *(_money(w, way) for way in x.ways)) for x in moved)
    return Table("rolling", w("web.costs.rolling"), (w("web.costs.until"), *(w.name(x.kpi) for x in now)), rows)


def _money(w: Words, found: PerHire) -> Value:
    if isinstance(found.figure, CannotSay):
        return cannot_say(w, found.figure, short=True)
    return Amount(found.figure.value, Unit.MONEY)


def _ledger(w: Words, found: Book) -> Table:
    """A row per kind and, below it, per network within it, which says so in a column of its own."""
    lines = [x for line in found.lines for x in (line, *(n for n in found.networks if n.kind == line.kind))]
    headings = (w("web.costs.kind"), w.capital(w.of("dimension", "network")), w("web.costs.side.short"),
                *(f"{m:%Y-%m}" for m in found.months), w("roi.page.costs.together"))
    return Table("ledger", w("web.costs.ledger"), headings, tuple(_line(w, found, x) for x in lines))


def _line(w: Words, found: Book, line: Line) -> tuple[Value, ...]:
    amounts = [line.amounts.get(m) for m in found.months]
    return (w.of("cost_kind", line.kind), w.of("network", line.network) if line.network else "", w.of("side", line.side),
            *(None if a is None else Amount(a, Unit.MONEY) for a in amounts), Amount(line.total, Unit.MONEY))
