"""What a fact table is made of: typed columns, a key, and how a restatement replaces its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Type(Enum):
    """Column types. Nothing is a float: money and percentages are integers, so that every engine adds alike."""

    ID = "id"  # 64-bit signed pseudonym of something (event, visitor, person, application): never readable
    TEXT = "text"
    INT = "int"
    MICROS = "micros"  # money, millionths of the currency unit
    BOOL = "bool"
    DAY = "day"  # a local date in the client's zone
    INSTANT = "instant"  # UTC, microseconds, stored without zone


@dataclass(frozen=True)
class Column:
    name: str
    type: Type
    meaning: str
    unit: str = ""
    required: bool = False  # may a row be without it?
    allowed: tuple[str, ...] = ()  # closed vocabulary of a TEXT column; empty = free
    later: bool = False  # was it added to a table that sources fill? Files from before lack it


@dataclass(frozen=True)
class FactTable:
    """One table of facts.

    `day` is the column that places a row in time; `key` tells rows apart (a second row with the same key is the
    same thing told again); `replace` names the columns whose values, within the batch's window of days, are replaced
    as a whole when a source restates them (empty: rows are merged by key). `order` is the physical sort.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    day: str
    key: tuple[str, ...]
    replace: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def derived(self) -> bool:
        return bool(self.derived_from)

    @property
    def _by_name(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}
