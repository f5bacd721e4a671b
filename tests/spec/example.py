"""A worked example of a KPI: a small table of facts, the figure they must give, and a sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from talentloop.core.facts import FACTS, Column, Type
from talentloop.core.measurement import CannotSay, Reason
from talentloop.core.period import Period

Row = dict[str, object]
ZONE = ZoneInfo("Europe/Amsterdam")
LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))
TIMES = re.compile(r"(.+) ×(\d+)$")

ORIGIN: Row = {"source": "spec", "batch": "spec", "fetched_at": datetime(2026, 6, 1), "provenance": "measured"}
# What a table of an example leaves out, because the example is not about it. "#" is the row's own number.
UNSAID: Mapping[str, Row] = {
    "web_hits": {"event": "#", "identity": "persistent", "consent": "full", "traffic_class": "human",
                 "kind": "page_view"},
    "exposures": {"network": "facebook", "paid": "paid", "campaign": "spring"},
    "reach": {"scope": "account"},
    "applications": {"application": "#", "candidate": "#", "channel": "unknown", "origin": "external"},
    "leads": {"lead": "#", "kind": "contact"},
    "interactions": {"interaction": "#", "kind": "chat"},
    "costs": {"line": "#", "side": "external", "currency": "EUR"},
    "target_groups": {"name": "nurses", "origin": "labour market figures"},
    "jobs": {"job": "#"},
    "vacancies": {"vacancy": "#"},
    "quality_scores": {"group": "#"},
}


@dataclass(frozen=True)
class Between:
    """Only bounds are known."""

    low: float
    high: float


@dataclass(frozen=True)
class Example:
    """`facts` are text tables: the name of the fact table, a heading with its columns, the rows; a blank line between.

    `-` is an empty cell, `local` a local time (it gives `at` and `day`), `×3` behind a day or a time: that and the
    next two days as well. `expect` is a number, bounds, or the reason why there is no figure.
    """

    kpi: str
    says: str
    facts: str
    expect: float | Between | Reason
    period: Period = LOOP
    by: str | None = None
    segment: str | None = None

    @property
    def told(self) -> dict[str, list[Row]]:
        return read(self.facts)


def read(text: str) -> dict[str, list[Row]]:
    """Text tables as rows per fact table, in the order told, the unsaid filled in."""
    told: dict[str, list[Row]] = {}
    for name, headings, lines in tables(text):
        rows = told.setdefault(name, [])
        for cells in lines:
            for row in expanded(dict(zip(headings, cells, strict=True))):
                rows.append(filled(name, row, len(rows) + 1))
    return told


def tables(text: str) -> list[tuple[str, list[str], list[list[str]]]]:
    """Name, headings and cells of each table."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        name, heading, *lines = block.strip().splitlines()
        found.append((name.strip(), split(heading), [split(line) for line in lines]))
    return found


def split(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def expanded(row: dict[str, str]) -> list[dict[str, str]]:
    """A row with `×n` behind a day or time stands for n days in a row."""
    repeated = next((column for column, cell in row.items() if TIMES.match(cell)), None)
    if repeated is None:
        return [row]
    first, times = TIMES.match(row[repeated]).groups()  # type: ignore[union-attr]
    day, clock = date.fromisoformat(first[:10]), first[10:]
    return [{**row, repeated: f"{day + timedelta(days=i)}{clock}"} for i in range(int(times))]


def filled(fact: str, row: dict[str, str], number: int) -> Row:
    local = row.pop("local", None)
    typed: Row = {name: value(FACTS[fact].column(name), cell) for name, cell in row.items()}
    if local:
        at = datetime.fromisoformat(local).replace(tzinfo=ZONE)
        typed |= {"at": at.astimezone(UTC).replace(tzinfo=None), "day": at.date()}
    unsaid = {c: own(FACTS[fact].column(c), v, number) for c, v in UNSAID.get(fact, {}).items()}
    return {name: None for name in FACTS[fact].names} | ORIGIN | unsaid | typed


def own(column: Column, value: object, number: int) -> object:
    if value != "#":
        return value
    return number if column.type is Type.ID else f"no. {number}"


def value(column: Column, cell: str) -> object:
    """A cell as the column's type; money is written in whole units of the currency."""
    if cell == "-":
        return None
    match column.type:
        case Type.ID | Type.INT:
            return int(cell.replace(",", ""))
        case Type.MICROS:
            return round(float(cell.replace(",", "")) * 1_000_000)
        case Type.BOOL:
            return cell == "yes"
        case Type.DAY:
            return date.fromisoformat(cell)
        case Type.INSTANT:
            return datetime.fromisoformat(cell)
        case _:
            return cell


def told_as(found: object) -> float | Between | Reason:
    """A figure in the form in which examples expect it."""
    if isinstance(found, CannotSay):
        return found.reason
    return Between(found.low, found.high) if found.is_range else found.value  # type: ignore[attr-defined]
