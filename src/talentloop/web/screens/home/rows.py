"""One client in the overview: how far its loop is, what it is about, and what can be said of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ....core.errors import TalentloopError
from ....core.findings import LoopReport
from ....core.loop import Loop
from ....core.purity import purity
from ....report.changes import SHAPES, tone
from ....report.filling import error_sentence
from ....report.summary import data_fact, primary_of, summary
from ....report.words import Words
from ....store.app.models import Client
from ....workspace import Workspace
from ... import figures
from ...access import opened

URGENCY = {"worse": 0, "better": 1, "expected": 2, "unsure": 3}


@dataclass(frozen=True)
class Row:
    """What the overview shows of one client; `waiting` while its figures are still being worked out."""

    client: Client
    pinned: bool
    loop: Loop | None = None
    day: int = 0
    days: int = 1
    over: bool = False
    tone: str = "unsure"
    shape: str = ""
    word: str = ""
    says: str = ""
    purity: str = ""
    health: str = ""
    healthy: bool = True
    due: date | None = None
    late: bool = False  # its report could be there
    waiting: bool = False
    trouble: str = ""

    @property
    def part(self) -> int:
        """Of a hundred: how far the loop is."""
        return round(100 * self.day / self.days)

    @property
    def asks(self) -> bool:
        """Is there something to do, rather than to follow?"""
        return bool(self.trouble) or not self.healthy or self.late or self.tone == "worse"


def row_of(w: Words, client: Client, pinned: bool) -> Row:
    """The row of one client; a folder in trouble is told in the row, and hides no other client."""
    try:
        home = opened(client)
        if not home.plan.loops:
            return Row(client, pinned)
        return _looping(w, client, pinned, home)
    except TalentloopError as error:
        return Row(client, pinned, trouble=error_sentence(w, error))


def _looping(w: Words, client: Client, pinned: bool, home: Workspace) -> Row:
    loop, today = home.loop(), home.today
    report = figures.known_report(home)
    standing = {} if report is None else _standing(w, report)
    due = None if loop.closed else _due(loop, report)
    return Row(client, pinned, loop, loop.day_number(today), loop.period.days, today >= loop.period.end,
               purity=w.of("cleanness", purity(loop).cleanness), waiting=report is None,
               due=due, late=due is not None and due <= today, **standing)


def _due(loop: Loop, report: LoopReport | None) -> date:
    primary = primary_of(report) if report else None
    return loop.reportable_from(primary.provisional_until if primary else None)


def _standing(w: Words, report: LoopReport) -> dict[str, Any]:
    primary = primary_of(report)
    colour = tone(primary.verdict.word) if primary else "unsure"
    missing = {day for days in report.health.missing.values() for day in days}
    word = "" if primary is None or report.running else w.capital(w.of("word", primary.verdict.word))
    said = [sentence.plain for sentence in summary(w, report)[:1]]
    return {"tone": colour, "shape": SHAPES[colour] if word else "", "word": word, "says": " ".join(said),
            "health": data_fact(w, report).main, "healthy": not (missing or report.health.late or report.nothing_yet)}


def ordered(rows: list[Row], by: str) -> list[Row]:
    """Pinned ones first; then by name, by the day that a loop ends, or what asks for attention first."""
    def rank(row: Row) -> tuple[object, ...]:
        if by == "due":
            return (not row.pinned, row.due or date.max, row.client.name.lower())
        if by == "attention":
            return (not row.pinned, not row.trouble, not row.asks, URGENCY[row.tone], row.client.name.lower())
        return (not row.pinned, row.client.name.lower())

    return sorted(rows, key=rank)


def only(rows: list[Row], which: str) -> list[Row]:
    """Those of one kind; all of them when there is no such kind."""
    kept = {"asks": lambda row: row.asks, "due": lambda row: row.late, "pinned": lambda row: row.pinned,
            "running": lambda row: row.loop is not None and not row.over}.get(which)
    return [row for row in rows if kept is None or kept(row)]
