"""How a file writes numbers and dates, decided once for the whole file from the evidence of all its sampled cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from . import dates
from .problems import Problems

SYMBOLS = re.compile(r"[\s€$£%+\u00a0\u202f'’]|EUR|USD|GBP")
CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP"}
CURRENCY = re.compile(r"[€$£]|\bEUR\b|\bUSD\b|\bGBP\b")
COMMA_DECIMAL = re.compile(r"-?(?:\d+,\d{1,2}|\d+,\d{4,}|0+,\d+|\d{4,},\d+|"
                           r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})")
DOT_DECIMAL = re.compile(r"-?(?:\d+\.\d{1,2}|\d+\.\d{4,}|0+\.\d+|\d{4,}\.\d+|"
                         r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})")
EITHER = re.compile(r"-?\d{1,3}([.,])\d{3}")
ORDERS = ("dmy", "mdy")
LANGUAGE_DECIMALS = {"nl": ",", "de": ",", "en": "."}
LANGUAGE_ORDERS = {"nl": "dmy", "de": "dmy"}  # English writes both


@dataclass(frozen=True)
class Style:
    """Decimal sign, order of day and month, and the language of the headings."""

    decimal: str = "."
    order: str = "dmy"
    language: str = "en"

    @property
    def thousands(self) -> str:
        return "." if self.decimal == "," else ","


@dataclass(frozen=True)
class Example:
    """A cell that tells something, and where it stands."""

    line: int
    column: str
    text: str


@dataclass
class Evidence:
    """What the cells seen so far say; folded, so that it stays small however long the file is."""

    decimals: dict[str, Example] = field(default_factory=dict)  # decimal sign → first cell that proves it
    unclear: Example | None = None  # 1.200 or 1,200 where either reading is possible
    signs_unclear: set[str] = field(default_factory=set)
    ungrouped: bool = False  # a whole number over 999 without separator
    orders: dict[str, Example] = field(default_factory=dict)  # order → first date that only fits so
    dated: Example | None = None  # first date in figures
    dotted: bool = False  # such dates were written with - or ., which month-day order does not do
    spans: dict[str, tuple[date, date]] = field(default_factory=dict)  # order → earliest and latest day, read so
    currencies: set[str] = field(default_factory=set)  # that stand in cells of money

    def number(self, cell: object, whole: bool, line: int, column: str) -> None:
        """`whole`: the column counts something, so that 1.200 cannot be one and a bit."""
        if not isinstance(cell, str):
            return
        text = SYMBOLS.sub("", cell)
        if text.isdigit():
            self.ungrouped = self.ungrouped or len(text) > 3
        elif match := EITHER.fullmatch(text):
            self._either(match[1], whole and text[0] != "0", text[0] == "0", Example(line, column, cell))
        elif COMMA_DECIMAL.fullmatch(text):
            self.decimals.setdefault(",", Example(line, column, cell))
        elif DOT_DECIMAL.fullmatch(text):
            self.decimals.setdefault(".", Example(line, column, cell))

    def _either(self, sign: str, groups: bool, fraction: bool, example: Example) -> None:
        if groups:
            self.decimals.setdefault("," if sign == "." else ".", example)
        elif fraction:  # 0,345 cannot be a thousand
            self.decimals.setdefault(sign, example)
        else:
            self.unclear = self.unclear or example
            self.signs_unclear.add(sign)

    def money(self, cell: object) -> None:
        """The currency that is written in the cell itself."""
        if isinstance(cell, str) and not cell.isdigit() and (found := CURRENCY.search(cell)):
            self.currencies.add(CURRENCIES.get(found[0], found[0]))

    def day(self, cell: object, line: int, column: str, dated: bool = True) -> None:
        """A date of the data, or (`dated` False) of the lines above it, which only shows how dates are written."""
        found = dates.figures(cell.strip()) if isinstance(cell, str) else None
        if not found:
            return
        first, second, year, separator = found
        example = Example(line, column, str(cell))
        self.dated = self.dated or (example if dated else None)
        self.dotted = self.dotted or separator != "/"
        days = {"dmy": dates._make(year, second, first), "mdy": dates._make(year, first, second)}
        if not any(days.values()):  # 99-99-2026 is no date either way, and so no evidence for one
            return
        for order, day in days.items():
            self._fits(order, day, dated, example)

    def _fits(self, order: str, day: date | None, dated: bool, example: Example) -> None:
        """A date that can only be read the other way is evidence for that way."""
        if day is None:
            self.orders.setdefault("mdy" if order == "dmy" else "dmy", example)
        elif dated:
            low, high = self.spans.get(order, (day, day))
            self.spans[order] = min(low, day), max(high, day)

    @property
    def settled(self) -> bool:
        """Nothing is unclear that more lines could make clear."""
        numbers = not self.unclear or bool(self.decimals)
        return numbers and (self.dated is None or bool(self.orders))


@dataclass(frozen=True)
class Hints:
    """What is known beside the cells: language of the headings, semicolons, what a mapping says, the stated period, the
    order that a source is known to write per language, and the last day that can be true."""

    language: str = "en"
    semicolons: bool = False
    numbers: str = ""  # "comma" or "dot", said by a mapping
    dates: str = ""  # "dmy" or "mdy", said by a mapping
    known_order: str = ""
    stated: tuple[date, date] | None = None
    latest: date | None = None


def decide(evidence: Evidence, hints: Hints, problems: Problems) -> Style:
    """The file's style; what stays unclear or contradicts itself becomes a problem."""
    return Style(_decimal(evidence, hints, problems), _order(evidence, hints, problems), hints.language)


def _decimal(evidence: Evidence, hints: Hints, problems: Problems) -> str:
    proven = sorted(evidence.decimals)
    if hints.numbers:
        return "," if hints.numbers == "comma" else "."
    if len(proven) > 1:
        shown = " · ".join(f"{e.text} (line {e.line}, {e.column})" for e in evidence.decimals.values())
        problems.add("number_style_conflict", max(e.line for e in evidence.decimals.values()), found=shown)
    if proven:
        return proven[0]
    assumed = "," if hints.semicolons else LANGUAGE_DECIMALS.get(hints.language, ".")
    return _unproven(evidence, assumed, problems) if evidence.unclear else assumed


def _unproven(evidence: Evidence, assumed: str, problems: Problems) -> str:
    """Only cells like 2.345 in columns that may have decimals. Where thousands are not grouped, it is no thousand."""
    example = evidence.unclear
    assert example is not None
    if len(evidence.signs_unclear) > 1:
        problems.add("number_style_unclear", example.line, example.column, example.text)
    elif evidence.ungrouped:
        return next(iter(evidence.signs_unclear))
    else:
        problems.add("number_style_assumed", example.line, example.column, example.text,
                     "decimal comma" if assumed == "," else "decimal point")
    return assumed


def _order(evidence: Evidence, hints: Hints, problems: Problems) -> str:
    if hints.dates or evidence.dated is None:
        return hints.dates or "dmy"
    if len(evidence.orders) > 1:
        shown = " · ".join(f"{e.text} (line {e.line})" for e in evidence.orders.values())
        problems.add("date_order_conflict", max(e.line for e in evidence.orders.values()), found=shown)
    if evidence.orders:
        return next(iter(evidence.orders))
    possible = _possible(evidence, hints)
    if len(possible) == 1:
        return possible[0]
    known = "dmy" if evidence.dotted else hints.known_order or LANGUAGE_ORDERS.get(hints.language, "")
    if not known:
        problems.add("date_order_unclear", evidence.dated.line, evidence.dated.column, evidence.dated.text)
    return known or "dmy"


def _possible(evidence: Evidence, hints: Hints) -> list[str]:
    """Orders under which all days lie in the period that the file states, and none in the future."""
    def fits(low: date, high: date) -> bool:
        if hints.latest and high > hints.latest:
            return False
        return hints.stated is None or (hints.stated[0] <= low and high <= hints.stated[1])

    return [order for order, (low, high) in evidence.spans.items() if fits(low, high)]


def stated_period(preamble: Iterable[str], order: str | None) -> tuple[date, date] | None:
    """First and last day that the lines above the heading name; without `order` only what can be read in one way."""
    found = [day for line in preamble if not MADE_AT.search(line) for text in dates.in_text(line)
             if (day := _read_one_way(text, order))]
    return (min(found[:2]), max(found[:2])) if len(found) >= 2 else None


def _read_one_way(text: str, order: str | None) -> date | None:
    if order:
        return dates.parse(text, order)
    readings = {dates.parse(text, each) for each in ORDERS}
    readings.discard(None)
    return readings.pop() if len(readings) == 1 else None


MADE_AT = re.compile(r"generated|gegenereerd|created|gemaakt|erstellt|downloaded|gedownload", re.IGNORECASE)
