"""What a program may read of a client's money: the ledger, a hire three ways, the year's return, costs by hand."""

from __future__ import annotations

from collections.abc import Sequence

from ..assess.per_hire import PerHire, Rolling
from ..core.roi import RoiReport
from ..ledger.book import Book, Line
from ..ledger.by_hand import Written
from ..report.words import Words
from . import answers, roi
from .reading import Plain, said

MICROS = 1_000_000


def costs(book: Book, per_hire: tuple[Sequence[PerHire], Sequence[Rolling]], year: RoiReport, hand: Sequence[Written],
          lang: str) -> Plain:
    """What the costs screen shows; amounts in whole units of `currency`, excluding VAT."""
    w, (now, moved) = Words(lang, year.currency), per_hire
    return {
        "currency": year.currency, "known": answers.period(book.known), "months": [f"{m:%Y-%m}" for m in book.months],
        "ledger": [_line(book, x) for x in book.lines], "networks": [_line(book, x) for x in book.networks],
        "total": book.total, "per_hire": [_way(w, x) for x in now],
        "rolling": [{"until": x.until.isoformat(), "per_hire": [_way(w, way) for way in x.ways]} for x in moved],
        "roi": roi.as_json(year, lang), "by_hand": [_written(x) for x in hand]}


def _line(book: Book, line: Line) -> Plain:
    return {"kind": line.kind, "network": line.network or None, "side": line.side,
            "amounts": [line.amounts.get(m, 0.0) for m in book.months], "total": line.total}


def _way(w: Words, found: PerHire) -> Plain:
    return {"kpi": found.kpi.id, "definition": found.kpi.definition, "name": w.name(found.kpi),
            "figure": said(w, found.figure, found.margin), "hires": found.hires, "few": found.few}


def _written(found: Written) -> Plain:
    """Without who wrote it: that is for people of the client."""
    cost = found.cost
    return {"line": cost.line, "kind": cost.kind, "side": cost.side, "window": answers.period(cost.period),
            "amount": cost.amount_micros / MICROS}
