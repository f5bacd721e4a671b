"""One upload as its reader sees it: what was recognised, what it would replace, some rows, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ....command.apart import facts_of
from ....core.errors import Problem
from ....core.facts import FACTS, Type
from ....core.period import Period
from ....report.filling import error_sentence, problem_sentence
from ....report.totals import total_said
from ....report.words import Words
from ....store.app.models import Upload
from .columns import word

COLUMNS = 9  # of a preview


@dataclass(frozen=True)
class Told:
    """A problem as it is shown: where it stands, what is wrong and what to do, in how many places."""

    blocks: bool
    where: str
    says: str
    times: int = 1


@dataclass(frozen=True)
class Look:
    """Rows of one fact table: their headings and cells, or, of people, how full each column is."""

    title: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]  # a cell and whether it is a number
    personal: bool = False


@dataclass(frozen=True)
class Found:
    """What was found in a file or in the answers of a source, in words."""

    source: str = ""
    period: str = ""
    rows: str = ""
    totals: tuple[tuple[str, bool], ...] = ()
    replaces: str = ""
    problems: tuple[Told, ...] = ()
    looks: tuple[Look, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Card:
    """Everything about one upload, in words."""

    upload: Upload
    busy: bool
    ready: bool
    unsaid: bool  # a table of the client's own: which column holds what is still to be said
    seen: str
    undoes: bool
    found: Found

    @property
    def state(self) -> str:
        return "unsaid" if self.unsaid else str(self.upload.state)

    @property
    def turn(self) -> int:
        """Its place on the page: what waits for the reader first, then what is being worked on, then what is over."""
        return 0 if self.ready or self.unsaid or self.state == "refused" else 1 if self.busy else 2


def card_of(w: Words, upload: Upload, told: Mapping[str, str], last: str) -> Card:
    """`told` says how far running jobs are, by their kind; `last` is the batch that an undo would take back."""
    found: dict[str, Any] = upload.found
    looking = upload.state == "waiting" and not found
    seen = told.get(f"{'try' if looking else 'take'} {upload.pk}", "")
    ready = upload.state == "waiting" and found.get("outcome") == "taken"
    unsaid = upload.state == "waiting" and "sketch" in found
    rows = w.numbers.count(int(seen)) if seen.isdigit() else ""
    return Card(upload, looking or upload.state == "taking", ready, unsaid, rows,
                upload.state == "taken" and upload.batch == last, found_of(w, found))


def found_of(w: Words, found: Mapping[str, Any]) -> Found:
    """`found` is an answer of command.apart."""
    told_rows = counted(w, found.get("rows", {}))
    return Found(w.of("source", found.get("source") or ""), _period(w, found.get("period")), told_rows,
                 tuple(_total(w, t) for t in found.get("totals", ())), _replaces(w, found),
                 _problems(w, found.get("problems", ())), tuple(_look(w, x) for x in found.get("first", ())),
                 error_sentence(w, facts_of(found["error"])) if "error" in found else "")


def _period(w: Words, told: Mapping[str, str] | None) -> str:
    return w.numbers.period(Period(date.fromisoformat(told["start"]), date.fromisoformat(told["end"]))) if told else ""


def _total(w: Words, told: Mapping[str, Any]) -> tuple[str, bool]:
    """One of the file's own totals beside what was read; and whether they agree."""
    return total_said(w, told["name"], told["ours"], told["theirs"]), told["agrees"]


def _replaces(w: Words, found: Mapping[str, Any]) -> str:
    """What makes way, per fact table."""
    return counted(w, {fact: n for fact, n in found.get("replaced", {}).items() if n})


def counted(w: Words, rows: Mapping[str, int]) -> str:
    """How many rows of each fact table."""
    return w.listed([f"{rows_of(w, fact)} ({w.numbers.count(n)})" for fact, n in rows.items()])


def rows_of(w: Words, fact: str) -> str:
    """What the rows of a fact table are: those of visits are the events that visits are made of."""
    return w.of("rows" if w.has(f"rows.{fact}") else "fact", fact)


def _problems(w: Words, problems: Sequence[Mapping[str, Any]]) -> tuple[Told, ...]:
    """Those that block first; one that stands in many places once, with its first place and how many there are."""
    told: dict[tuple[bool, str], Told] = {}
    for raw in problems:
        problem = Problem(**raw)
        key = (problem.blocks, problem_sentence(w, problem))
        was = told.get(key)
        told[key] = Told(was.blocks, was.where, was.says, was.times + 1) if was else Told(
            problem.blocks, _where(w, problem), key[1])
    return tuple(sorted(told.values(), key=lambda x: not x.blocks))


def _where(w: Words, problem: Problem) -> str:
    unit = "web.data.page" if problem.unit == "page" else "web.data.line"
    parts = [w(unit, line=str(problem.line))] if problem.line else []
    return ", ".join([*parts, *([w("web.data.column", column=problem.column)] if problem.column else [])])


# ---- a look at the rows ----------------------------------------------------------------------------------------------


def _look(w: Words, told: Mapping[str, Any]) -> Look:
    title, names = w.capital(w.of("fact", told["fact"])), told["columns"]
    if "rows" not in told:
        rows = list(zip(names, told["filled"], told["common"], strict=True))
        headings = (w("web.data.column_of"), False), (w("web.data.filled"), True), (w("web.data.common"), False)
        return Look(title, headings, tuple(
            ((w.of("column", name), False), (w("web.data.filled.of", n=filled, of=told["seen"]), True),
             (w.listed([_cell(w, told["fact"], name, value) for value in common]), False))
            for name, filled, common in rows), personal=True)
    shown = [n for n, name in enumerate(names) if _says(name, [row[n] for row in told["rows"]])][:COLUMNS]
    return Look(title, tuple((w.of("column", names[n]), _counts(told["fact"], names[n])) for n in shown), tuple(
        tuple((_cell(w, told["fact"], names[n], row[n]), _counts(told["fact"], names[n])) for n in shown)
        for row in told["rows"]))


def _says(name: str, values: Sequence[object]) -> bool:
    """Is there anything to see in a column? Zeros and nothings say little, and ids even less."""
    return name not in ("campaign_id", "currency") and any(v not in (None, 0, "") for v in values)


def _counts(fact: str, name: str) -> bool:
    return FACTS[fact].column(name).type in (Type.INT, Type.MICROS)


def _cell(w: Words, fact: str, name: str, value: Any) -> str:
    """One value, written the reader's way."""
    if value is None:
        return ""
    column = FACTS[fact].column(name)
    if column.type is Type.DAY:
        return str(w.numbers.day(date.fromisoformat(value)))
    if column.type is Type.INSTANT:
        return str(w.numbers.day(datetime.fromisoformat(value).date()))
    if column.type is Type.MICROS:
        return str(w.numbers.money(value / 1e6, 2))
    if column.type is Type.BOOL:
        return w("web.data.yes" if value else "web.data.no")
    if isinstance(value, int):
        return str(w.numbers.count(value))
    return word(w, fact, name, value) if column.allowed else str(value)
