"""Values of a table that a spreadsheet can reckon with: numbers with their unit, texts read back as what they were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.numbers import get_currency_symbol

from ..core.kpi import Unit
from .numbers import MINUS
from .words import Words

WRITTEN = re.compile(rf"([+{MINUS}±]?)([^\d\s+{MINUS}±%.,]*)\s*({MINUS}?)(\d[\d.,]*)\s*(%?)")
SIGNS = f"+{MINUS}"


@dataclass(frozen=True)
class Amount:
    """A number with the unit that it is shown in; `digits`: decimals, where the unit's own are not right; `signed`: a
    change, which shows its sign."""

    value: float
    unit: Unit = Unit.COUNT
    digits: int | None = None
    signed: bool = False


Value = str | date | Amount | None


def reckoned(w: Words, headings: Sequence[str], rows: Sequence[Sequence[str]]
             ) -> tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    """Headings and rows with numbers for texts; a column of ranges becomes two, for a cell holds one number."""
    columns: list[tuple[tuple[str, ...], list[tuple[Value, ...]]]] = []
    for i, heading in enumerate(headings):
        texts = [row[i] for row in rows]
        if _all_ranges(w, texts):
            columns.append((_ends(w, heading), [_ends_of(w, text) or (None, None) for text in texts]))
        else:
            columns.append(((heading,), [(value,) for value in _numbers(w, texts)]))
    names = tuple(name for names, _ in columns for name in names)
    return names, tuple(tuple(value for _, cells in columns for value in cells[n]) for n in range(len(rows)))


def _numbers(w: Words, texts: Sequence[str]) -> list[Value]:
    """In a column of numbers, nothing where there is none: a dash is no number."""
    found = [number(w, text) for text in texts]
    numeric = any(isinstance(value, Amount) for value in found)
    return [None if numeric and value == w("number.none") else value for value in found]


def number(w: Words, text: str) -> Value:
    """A whole number, a percentage or an amount of money as we write them, back as a number; else the text itself."""
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        return text
    sign, currency, inner, digits, percent = found.groups()
    amount = _read(w, digits)
    if amount is None or (currency and currency != get_currency_symbol(w.numbers.currency, w.numbers.locale)):
        return text
    value, places = amount
    if not (percent or currency) and (places or sign or inner):
        return text
    unit = Unit.PERCENT if percent else Unit.MONEY if currency else Unit.COUNT
    value = round(value / 100, places + 2) if percent else value
    signed = sign in SIGNS and bool(sign and percent)
    return Amount(-value if MINUS in sign + inner else value, unit, places, signed)


def _read(w: Words, digits: str) -> tuple[float, int] | None:
    """The number with its decimals, if it is one that this language writes so."""
    mark = w.numbers.count(0.5, 1)[1]
    whole, _, part = digits.partition(mark)
    value = float(f"{re.sub('[.,]', '', whole) or '0'}.{part or '0'}") if part.isdigit() or not part else None
    return (value, len(part)) if value is not None and w.numbers.count(value, len(part)) == digits else None


def _all_ranges(w: Words, texts: Sequence[str]) -> bool:
    told = [text for text in texts if text != w("number.none")]
    return bool(told) and all(_ends_of(w, text) is not None for text in told)


def _ends_of(w: Words, text: str) -> tuple[Amount, Amount] | None:
    """Both ends of `14–70%` or `0%–0,75%`."""
    low, _, high = text.partition(w("number.range", low="", high=""))
    first, last = number(w, low + "%" if high.endswith("%") and not low.endswith("%") else low), number(w, high)
    return (first, last) if isinstance(first, Amount) and isinstance(last, Amount) else None


def _ends(w: Words, heading: str) -> tuple[str, str]:
    return w("export.low_of", what=heading), w("export.high_of", what=heading)
