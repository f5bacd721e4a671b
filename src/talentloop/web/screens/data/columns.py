"""What somebody says of a table of their own: which heading holds what, filled in beforehand as far as we can guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from django.http import QueryDict

from ....core.facts import Type
from ....core.intake import Mapped
from ....report.words import Words
from ....sources.mapping.mapped import FILLED_BY, indispensable, own_column
from ....sources.mapping.sketch import closed, mappable, may_hold, nearest
from ....workspace.tables import pattern_of

STYLES = {"dates": ("dmy", "mdy"), "numbers": ("comma", "dot")}  # how the file writes, where it does not show
SAME = "="  # before a word that is the same for all rows
INPUTS = {Type.TEXT: "text", Type.DAY: "date", Type.INT: "number"}  # of what may be the same for all rows


@dataclass(frozen=True)
class Choice:
    """One column of the fact table: which heading holds it, or what it is for all rows."""

    column: str
    label: str
    needed: bool
    chosen: str  # a heading, or SAME and a word
    constant: str
    words: tuple[tuple[str, str], ...]  # closed list: value and word
    input: str  # kind of input for a constant, empty where none may stand


@dataclass(frozen=True)
class Meaning:
    """A word in the file that means nothing to us yet, and the field that says what it means."""

    name: str
    word: str
    chosen: str
    words: tuple[tuple[str, str], ...]


def said_of(form: QueryDict, fact: str, headings: list[str]) -> Mapped:
    """The table as the form says it; whatever is not a column or a heading is passed over."""
    columns: dict[str, str] = {}
    constants: dict[str, str] = {}
    for column in mappable(fact):
        chosen, constant = form.get(f"c.{column}", ""), form.get(f"k.{column}", "").strip()
        if chosen.startswith(SAME):
            constants[column] = chosen.removeprefix(SAME)
        elif chosen in headings:
            columns[column] = chosen
        elif constant:
            constants[column] = constant[:200]
    constants.update({name: form[name] for name, allowed in STYLES.items() if form.get(name) in allowed})
    words: dict[str, dict[str, str]] = {}
    for name in (n for n in form if n.startswith("w.")):
        _, column, number = name.split(".", 2)
        word, meant = form.get(f"word.{column}.{number}", ""), form[name]
        if column in columns and word and meant in closed(fact, column):
            words.setdefault(column, {})[word] = meant
    return Mapped(fact, form.get("match", "").strip()[:120], columns, constants, words)


def guessed(fact: str, sketch: Mapping[str, Any], name: str) -> Mapped:
    """The table as its headings suggest."""
    return Mapped(fact, pattern_of(name), dict(sketch["guesses"].get(fact, {})))


def fits(mapped: Mapped, name: str) -> bool:
    return bool(mapped.match) and fnmatch(name.casefold(), mapped.match.casefold())


def choices(w: Words, mapped: Mapped) -> tuple[list[Choice], list[Choice]]:
    """The columns to show at once (what a row needs, and what is filled in), and the others."""
    every = [_choice(w, mapped, column) for column in mappable(mapped.fact)]
    first = [c for c in every if _first(mapped.fact, c)]
    return first, [c for c in every if c not in first]


def _first(fact: str, choice: Choice) -> bool:
    return indispensable(fact, choice.column) or bool(choice.chosen or choice.constant)


def _choice(w: Words, mapped: Mapped, column: str) -> Choice:
    allowed, constant = closed(mapped.fact, column), mapped.constants.get(column, "")
    chosen = mapped.columns.get(column, f"{SAME}{constant}" if constant and allowed else "")
    must = indispensable(mapped.fact, column) and (mapped.fact, column) not in FILLED_BY
    own = own_column(mapped.fact, column)
    single = not allowed and (must or bool(constant)) and own is not None and own.type is not Type.ID
    kind = INPUTS.get(own.type, "") if own is not None and single else ""
    return Choice(column, label(w, mapped.fact, column), must, chosen, "" if allowed else constant,
                  tuple((value, word(w, mapped.fact, column, value)) for value in allowed), kind)


def label(w: Words, fact: str, column: str) -> str:
    for name in (f"own.{fact}.{column}", f"own.{column}"):
        if w.has(name):
            return w(name)
    return w.of("column", column)


def word(w: Words, fact: str, column: str, value: str) -> str:
    """The word of a value in a closed list; some lists are of one fact table only."""
    group = "cost_kind" if (fact, column) == ("costs", "kind") else f"{fact}_{column}"
    return w.of(group if w.has(f"{group}.{value}") else column, value)


def meanings(w: Words, mapped: Mapped, untold: Mapping[str, list[str]]) -> list[tuple[str, list[Meaning]]]:
    """Per column the words that still have to be said, and those that were said just now."""
    found = []
    for column in dict.fromkeys((*untold, *mapped.words)):
        said = mapped.words.get(column, {})
        options = tuple((value, word(w, mapped.fact, column, value)) for value in closed(mapped.fact, column))
        every = list(dict.fromkeys((*untold.get(column, ()), *said)))
        found.append((mapped.columns.get(column, column),
                      [Meaning(f"{column}.{n}", text, said.get(text, nearest(mapped.fact, column, text)), options)
                       for n, text in enumerate(every)]))
    return found


def unread(mapped: Mapped, headings: list[str]) -> tuple[list[str], list[str]]:
    """Headings that are not read now, and those that never are from a table about people."""
    left = [h for h in headings if h not in mapped.columns.values()]
    return ([h for h in left if may_hold(mapped.fact, h)], [h for h in left if not may_hold(mapped.fact, h)])
