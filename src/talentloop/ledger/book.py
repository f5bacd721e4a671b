"""Twelve months of the ledger: what was spent per month, kind and network, and where each kind comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..core.facts import FACTS
from ..core.period import Period, add_months
from ..workspace import Workspace

MICROS = 1_000_000
MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One kind, or one network within the advertisements: amounts per month in whole currency units."""

    kind: str
    network: str
    side: str
    amounts: Mapping[date, float]

    @property
    def total(self) -> float:
        return sum(self.amounts.values())


@dataclass(frozen=True)
class Book:
    """`lines` per kind, the largest first; `networks` are parts of the kind `ads`. `known`: from first to last day."""

    months: tuple[date, ...]
    lines: tuple[Line, ...]
    networks: tuple[Line, ...]
    known: Period | None

    def in_month(self, month: date) -> float:
        return sum(line.amounts.get(month, 0.0) for line in self.lines)

    @property
    def total(self) -> float:
        return sum(line.total for line in self.lines)


def book(home: Workspace, last: date | None = None) -> Book:
    """The twelve months up to and including the month of `last`, by default of today."""
    end = add_months((last or home.today).replace(day=1), 1)
    months = tuple(add_months(end, -n) for n in range(MONTHS, 0, -1))
    with home.lake.asking() as (ask, now):
        ledger = now.source(FACTS["ledger"])
        rows = ask(f"SELECT kind, coalesce(network, ''), min(side), date_trunc('month', day)::DATE, "
                   f"CAST(sum(amount_micros) AS BIGINT) FROM {ledger} WHERE day >= DATE '{months[0]}' AND "
                   f"day < DATE '{end}' GROUP BY ALL HAVING sum(amount_micros) <> 0 ORDER BY ALL").fetchall()
    networks, kinds = dict[tuple[str, str, str], dict[date, float]](), dict[tuple[str, str, str], dict[date, float]]()
    for kind, network, side, month, micros in rows:
        whole = kinds.setdefault((kind, "", side), {})
        whole[month] = whole.get(month, 0.0) + micros / MICROS
        if network:
            networks.setdefault((kind, network, side), {})[month] = micros / MICROS
    return Book(months, _largest_first(kinds), _largest_first(networks), home.engine.days("ledger"))


def _largest_first(amounts: Mapping[tuple[str, str, str], Mapping[date, float]]) -> tuple[Line, ...]:
    return tuple(sorted((Line(*key, per_month) for key, per_month in amounts.items()), key=lambda x: -x.total))
