"""A table that nobody knows yet: its headings, what kind of thing stands under each, and what it most looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from ...core.facts import FACTS
from ...core.intake import Context, Mapped
from ..reader import columns
from ..reader.cells import Cell
from ..reader.columns import plain
from ..reader.grid import Grid, grids
from ..reader.problems import Problems
from ..reader.table import fullest
from .guesses import HEADINGS, NAMED
from .mapped import ABOUT_PEOPLE, BESIDE, MAPPABLE, own_column, tell_mapping
from .words import RECEIVED, STAGES, WORDS

LOOKED = 5_000  # rows from which the kinds of cells are told
MOST_WORDS = 40  # that are asked at a time; the next ones when these have been said
LONGEST = 60  # characters of such a word
NUMBER = re.compile(r"[€$£\s]*[-+]?\d[\d.,\s]*%?")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{1,2} [a-z]{3,9}\.? \d{4}", re.IGNORECASE)
EVERY_STAGE = (*sorted(set(STAGES.values())), "received")


@dataclass(frozen=True)
class Heading:
    """One column of the file: what it is called, and whether days, numbers or texts stand under it."""

    name: str
    kind: str  # day · number · text · empty


@dataclass(frozen=True)
class Sketch:
    """`guesses` gives per fact table which heading may hold which column; `best` is the table it looks most like."""

    headings: tuple[Heading, ...]
    guesses: Mapping[str, Mapping[str, str]]
    best: str


def sketch(path: Path) -> Sketch | None:
    """What a table looks like, without one value of it; None for what is no table. Raises Refused where it breaks off."""
    grid, (line, names) = max(((g, fullest(g)) for g in grids(path)), key=lambda found: len(found[1][1]),
                              default=(None, (0, ())))
    if grid is None or len(names) < 2:
        return None
    cells = list(_cells(grid, line, LOOKED))
    headings = tuple(Heading(_said(name), _kind([row[n] for row in cells if n < len(row)]))
                     for n, name in enumerate(names) if _said(name))
    guesses = {fact: _guess(fact, headings) for fact in MAPPABLE}
    return Sketch(headings, guesses, max(MAPPABLE, key=lambda fact: _fit(fact, guesses[fact], path.name)))


def mappable(fact: str) -> tuple[str, ...]:
    """Columns of a fact table that a heading may hold, those that a row cannot do without first."""
    own = [c.name for c in FACTS[fact].columns if c.name not in ("source", "batch", "fetched_at", "provenance",
                                                               "provisional_until", "visitor", "person")]
    order = {name: n for n, name in enumerate(HEADINGS[fact])}
    return tuple(sorted(dict.fromkeys((*own, *BESIDE.get(fact, {}))), key=lambda name: order.get(name, 99)))


def may_hold(fact: str, heading: str) -> bool:
    """Names, birth dates and letters are never read from a table about people; addresses become pseudonyms at once."""
    if fact not in ABOUT_PEOPLE or columns.is_contact(heading):
        return True
    return not (columns.is_personal(heading) or columns.is_written(heading))


def closed(fact: str, column: str) -> tuple[str, ...]:
    """The words that a column allows; empty where any text may stand."""
    if column == "stage":
        return EVERY_STAGE
    own = own_column(fact, column)
    return own.allowed if own else ()


def untold(mapped: Mapped, path: Path, context: Context) -> Mapping[str, tuple[str, ...]]:
    """Per column with a closed list of words: what stands in the file and means nothing to us yet."""
    wanted = {name: heading for name, heading in mapped.columns.items()
              if closed(mapped.fact, name) and name not in ("channel", "network")}
    found = {name: [word for word in _different(path, heading) if not _known(mapped, name, word, context)]
             for name, heading in wanted.items()}
    return {name: tuple(unknown[:MOST_WORDS]) for name, unknown in found.items() if unknown}


def _known(mapped: Mapped, column: str, word: str, context: Context) -> bool:
    bare = word.casefold()
    if bare in {w.casefold() for w in mapped.words.get(column, ())}:
        return True
    if column == "stage":
        return bare in STAGES or bare in RECEIVED or bare in context.stages
    return bare in closed(mapped.fact, column) or bare in WORDS.get((mapped.fact, column), {})


def nearest(fact: str, column: str, word: str) -> str:
    """What a word that we do not know probably means: one that we do know stands in it; empty when none does."""
    known = STAGES if column == "stage" else {**{w: w for w in closed(fact, column)}, **WORDS.get((fact, column), {})}
    bare = word.casefold()
    within = [k for k in known if len(k) > 3 and k in bare]
    return known[max(within, key=len)] if within else ""


def _different(path: Path, heading: str) -> list[str]:
    """Every different text under a heading, of all rows: one that was missed would keep the whole file out."""
    seen: dict[str, str] = {}
    for grid in grids(path):
        line, names = fullest(grid)
        at = next((n for n, name in enumerate(names) if plain(name) == plain(heading)), None)
        if at is None:
            continue
        for row in _cells(grid, line, None):
            text = _said(row[at]) if at < len(row) else ""
            if text and "@" not in text:
                seen.setdefault(text.casefold(), text[:LONGEST])
    return list(seen.values())


def _cells(grid: Grid, below: int, most: int | None) -> Iterator[Sequence[Cell]]:
    return islice((row for line, row in grid.lines() if line > below), most)


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _kind(cells: Sequence[Cell]) -> str:
    """What most of the cells are."""
    filled = [c for c in cells if _said(c)]
    if not filled:
        return "empty"
    days = sum(isinstance(c, date) or bool(DAY.fullmatch(_said(c))) for c in filled)
    numbers = sum(not isinstance(c, date) and bool(NUMBER.fullmatch(_said(c))) for c in filled)
    most = 0.8 * len(filled)
    return "day" if days >= most else "number" if numbers >= most else "text"


# ---- the guess -------------------------------------------------------------------------------------------------------


def _guess(fact: str, headings: Sequence[Heading]) -> Mapping[str, str]:
    """The heading of each column, each heading once: those that are the same first, then those that contain one."""
    free = {plain(h.name): h for h in headings if may_hold(fact, h.name)}
    found: dict[str, str] = {}
    for fits in (_same, _within):
        for column, known in HEADINGS[fact].items():
            name = next((n for word in known for n, h in free.items() if fits(word, n) and _holds(fact, column, h)), None)
            if name is not None and column not in found:
                found[column] = free.pop(name).name
    return _without_doubles(fact, found)


def _same(word: str, heading: str) -> bool:
    return word == heading


def _within(word: str, heading: str) -> bool:
    return len(word) > 3 and re.search(rf"\b{re.escape(word)}\b", heading) is not None


def _holds(fact: str, column: str, heading: Heading) -> bool:
    """Could a column of this type have such cells under it?"""
    own = own_column(fact, column)
    unit = own.unit if own else ""
    if column.endswith("day") or column in ("from", "to") or unit == "local date":
        return heading.kind in ("day", "empty", "text")
    if column in ("size", "score_mean") or column.endswith("_micros"):
        return heading.kind in ("number", "empty")
    return heading.kind != "day" or column in ("month", "at")


def _without_doubles(fact: str, found: dict[str, str]) -> Mapping[str, str]:
    """Where a span is told a day says nothing more; where both bounds are, neither does a size."""
    if fact in ("costs", "controls") and ("from" in found or "month" in found):
        found.pop("day", None)
    if "size_low" in found and "size_high" in found:
        found.pop("size", None)
    return found


def _fit(fact: str, guess: Mapping[str, str], name: str) -> float:
    """How well a guess fills the table: its columns, less what it lacks, and what the file's name says."""
    problems = Problems(name)
    tell_mapping(Mapped(fact, name, guess), problems)
    named = any(word in name.casefold() for word in NAMED[fact])
    return len(guess) - 2 * len(problems.found) + 3 * named


