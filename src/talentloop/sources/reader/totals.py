"""Rows in which a file adds itself up: recognised, compared, never taken as data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...core.intake import CheckSum
from .cells import MISSING
from .problems import Problems
from .workbook import Cell

TOTAL = re.compile(r"\W*(?:grand |sub)?(?:eind|sub)?(?:totals?|totaal|totalen|gesamt(?:summe)?)\b\W*(?:$|[:(\-–].*)|"
                   r"(?:results from|resultaten van|ergebnisse von|ergebnisse aus) \d.*", re.IGNORECASE)
ACCOUNT = re.compile(r"account|konto", re.IGNORECASE)
VIEW = re.compile(r"campa|kampagn|ad groups|advertentiegroep|anzeigengruppe|^\W*\w+\W*$|results|resultaten|ergebnis",
                  re.IGNORECASE)
CENT = 10_000


def is_blank(cell: Cell) -> bool:
    return cell is None or (cell.__class__ is str and (not cell or cell.strip().casefold() in MISSING))


def says_total(cell: Cell) -> bool:
    """Whether the cell says that its row is a total."""
    return isinstance(cell, str) and bool(TOTAL.fullmatch(cell.strip()))


def label(row: Sequence[Cell]) -> str:
    return next((cell.strip() for cell in row if says_total(cell)), "")


@dataclass
class Totals:
    """Our sums per column beside the totals that the file gives; the total of the whole table is compared."""

    ours: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    _best: tuple[int, int, Mapping[str, int | None]] | None = None  # rank, line, figures

    def add(self, name: str, values: Sequence[object]) -> None:
        """Sum a block of a column; without any value the column stays out."""
        given = [v for v in values if isinstance(v, int)]
        if given:
            self.ours[name] = self.ours.get(name, 0) + sum(given)

    def told(self, said: str, line: int, figures: Mapping[str, int | None]) -> None:
        """A row of totals; Google gives several: that of the table before that of the account before that of a part."""
        rank = 0 if not said or (VIEW.search(said) and not ACCOUNT.search(said)) else 1 if ACCOUNT.search(said) else 2
        if self._best is None or rank < self._best[0]:
            self._best = rank, line, figures

    def checks(self, money: Sequence[str], problems: Problems) -> list[CheckSum]:
        """One check per column that the file totals. Money is compared in cents; a difference that rounding each row to
        cents explains is shown, but is no problem."""
        if self._best is None or self._best[0] == 2:
            return []
        _, line, figures = self._best
        found = []
        for name, theirs in figures.items():
            if theirs is None or name not in self.ours:
                continue
            unit = CENT if name in money else 1
            ours, theirs = round(self.ours[name] / unit), round(theirs / unit)
            check = CheckSum(name.removesuffix("_micros"), ours, theirs)
            if abs(ours - theirs) > (self.rows / 2 if name in money else 0):
                told = [f"{x / 100:.2f}" if name in money else str(x) for x in (theirs, ours)]
                problems.add("total_differs", line, check.name, found=told[0], expected=told[1])
            found.append(check)
        return found
