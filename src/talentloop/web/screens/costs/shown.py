"""Costs as texts: the ledger's table, the three costs per hire, the year's return, and what was written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ....assess.per_hire import PerHire, Rolling
from ....core.measurement import CannotSay
from ....ledger.book import Book, Line
from ....ledger.by_hand import Written
from ....report.figures import amount_text, cannot_say, figure_text
from ....report.roi_page import roi_said
from ....report.words import Words
from ....store.app.models import User
from ....workspace import Workspace
from ... import figures

MICROS = 1_000_000


@dataclass(frozen=True)
class Cell:
    """One way of counting a cost per hire, in words."""

    name: str
    figure: str
    unit: str
    margin: str
    hires: str
    definition: str
    says: str  # why there is no figure, or why it says little


@dataclass(frozen=True)
class HandRow:
    """One cost written by hand, in words."""

    batch: str
    line: str
    kind: str
    period: str
    amount: str
    who: str
    just: bool


@dataclass(frozen=True)
class LedgerRow:
    name: str
    side: str
    amounts: tuple[str, ...]
    total: str
    part: bool = False  # of the row above


def ledger_table(w: Words, found: Book) -> dict[str, Any]:
    """Months as headings; a row per kind, its networks below it, and what they come to together."""
    rows = []
    for line in found.lines:
        rows.append(_row(w, found, line, w.capital(w.of("cost_kind", line.kind)), False))
        rows += [_row(w, found, part, w.of("network", part.network), True) for part in found.networks
                 if part.kind == line.kind]
    months = [f"{w.numbers.month(m)} {m:%y}" if m.month == 1 or m == found.months[0] else w.numbers.month(m)
              for m in found.months]
    sums = tuple(_whole(w, found.in_month(m)) for m in found.months)
    return {"months": months, "rows": rows, "sums": sums, "total": amount_text(w, found.total)}


def _row(w: Words, found: Book, line: Line, name: str, part: bool) -> LedgerRow:
    amounts = tuple(_whole(w, line.amounts.get(m, 0.0)) for m in found.months)
    return LedgerRow(name, "" if part else w.of("side", line.side), amounts, w.numbers.money(line.total), part)


def _whole(w: Words, amount: float) -> str:
    return w.numbers.count(round(amount)) if round(amount) else w("number.none")


def ways(w: Words, home: Workspace) -> dict[str, Any]:
    """Cost per hire three ways, and how it moved."""
    now, moved = figures.per_hire_for(home)
    return {"cells": [_cell(w, x) for x in now], "names": [w.name(x.kpi) for x in now],
            "rolling": [_rolling(w, x) for x in reversed(moved)]}


def _cell(w: Words, found: PerHire) -> Cell:
    id, low_high = found.kpi.id, found.margin
    margin = w("web.costs.margin", low=amount_text(w, low_high[0]), high=amount_text(w, low_high[1])) if low_high else ""
    says = cannot_say(w, found.figure) if isinstance(found.figure, CannotSay) else w("web.costs.few") if found.few else ""
    hires = "" if found.hires is None else w("web.costs.hires", n=found.hires)
    return Cell(w.name(found.kpi), figure_text(w, found.kpi, found.figure), w(f"kpi.{id}.unit_word"), margin, hires,
                w(f"kpi.{id}.definition"), says)


def _rolling(w: Words, found: Rolling) -> tuple[str, list[str]]:
    return w.numbers.day(found.until), [figure_text(w, x.kpi, x.figure) for x in found.ways]


def returned(home: Workspace, lang: str) -> dict[str, Any]:
    """The year's return: its sentences, break-even first, and what is behind them."""
    report = figures.roi_for(home)
    return {"said": roi_said(report, lang), "roi": figures.roi_body_for(home, report, lang)}


def hand_rows(w: Words, found: Sequence[Written], just: str) -> list[HandRow]:
    """Whoever wrote it is named where it was somebody with an account here."""
    numbers = {x.who.removeprefix("user:") for x in found if x.who.startswith("user:")}
    people = {f"user:{u.pk}": u.email for u in User.objects.filter(pk__in=[n for n in numbers if n.isdigit()])}
    return [HandRow(x.batch, x.cost.line, w.capital(w.of("cost_kind", x.cost.kind)),
                    w.numbers.day(x.cost.period.start) if x.cost.period.days == 1 else w.numbers.period(x.cost.period),
                    w.numbers.money(x.cost.amount_micros / MICROS, 2), people.get(x.who, w("web.costs.somebody")),
                    x.batch == just) for x in found]
