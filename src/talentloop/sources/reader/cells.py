"""One cell to one value: counts, money in micros, days, moments, texts; what cannot be read is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from . import dates
from .style import SYMBOLS, Style
from .workbook import ERRORS, UNCALCULATED, Cell

MISSING = frozenset(("", "-", "--", "---", "–", "—", "n/a", "na", "n.v.t.", "nvt", "null", "none", "nan", "#n/a",
                     "onbekend"))
COUNT_MOST = 100_000_000_000  # a day of the whole internet
MONEY_MOST = 1_000_000_000  # in one row
MICROS = 1_000_000
EXCEL_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(29_000, 80_000)  # 1979 … 2119
SCIENTIFIC = re.compile(r"-?\d+(?:[.,]\d+)?[eE][+-]?\d{1,3}", re.ASCII)
BELOW = re.compile(r"[<>≤≥~]")
YES = frozenset(("yes", "y", "true", "1", "ja", "j", "waar", "x", "oui", "wahr"))
NO = frozenset(("no", "n", "false", "0", "nee", "onwaar", "nein", "falsch"))


class Unreadable(ValueError):
    """A cell that is not what its column holds; `code` is the problem."""

    def __init__(self, code: str, expected: str | None = None) -> None:
        super().__init__(code)
        self.code, self.expected = code, expected


@dataclass(frozen=True)
class Reading:
    """What parsing depends on beside the cell: the file's style, the client's zone, and the days that can be true."""

    style: Style
    zone: ZoneInfo
    earliest: date
    latest: date


Parser = Callable[[Cell], object]


def text(about: Reading) -> Parser:
    @lru_cache(maxsize=8192)
    def parse(cell: Cell) -> str | None:
        if cell is None:
            return None
        bare = _plain(cell).replace("\0", "").replace("\u00a0", " ").strip()
        return None if bare.casefold() in MISSING else bare

    return parse


def identifier(about: Reading) -> Parser:
    """The platform's own id: all its digits or nothing."""
    plain = text(about)

    def parse(cell: Cell) -> object:
        rounded = cell.__class__ is float and abs(cell) > 2**53
        if rounded or (isinstance(cell, str) and SCIENTIFIC.fullmatch(cell.strip())):
            raise Unreadable("id_rounded")
        found = plain(cell)
        return found.strip("'\"").removeprefix("c:") or None if isinstance(found, str) else found

    return parse


def count(about: Reading) -> Parser:
    @lru_cache(maxsize=65_536)
    def parse(cell: Cell) -> int | None:
        number = _number(cell, about.style)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise Unreadable("not_whole")
        return int(_within(number, COUNT_MOST))

    return parse


def money(about: Reading) -> Parser:
    """Millionths, exactly as written; more than six decimals are rounded to even."""
    return _micros(about, negative=False)


def amount(about: Reading) -> Parser:
    """Money that may be negative, as in a ledger."""
    return _micros(about, negative=True)


def _micros(about: Reading, negative: bool) -> Parser:
    @lru_cache(maxsize=65_536)
    def from_text(cell: str) -> int | None:
        number = _number(cell, about.style)
        return None if number is None else _as_micros(number, negative)

    def parse(cell: Cell) -> int | None:
        if cell.__class__ is str:
            return from_text(cell)
        number = _number(cell, about.style)
        return None if number is None else _as_micros(number, negative)

    return parse


def _as_micros(number: Decimal, negative: bool) -> int:
    _within(abs(number) if negative else number, MONEY_MOST)
    return int((number * MICROS).to_integral_value())


def decimal(about: Reading) -> Parser:
    """Any number, exactly as written."""
    return lambda cell: _number(cell, about.style)


def _within(number: Decimal, most: int) -> Decimal:
    if number < 0:
        raise Unreadable("negative")
    if number > most:
        raise Unreadable("absurd_number", f"at most {most}")
    return number


def _number(cell: Cell, style: Style) -> Decimal | None:
    """A number under the file's style; what the style does not allow is unreadable, not read some other way."""
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in MISSING):
        return None
    _no_error(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _finite(Decimal(repr(cell)))
    if not isinstance(cell, str):
        raise Unreadable("not_a_number")
    bare = SYMBOLS.sub("", cell)
    if BELOW.match(bare):
        return None  # "< 10": the source does not tell
    if SCIENTIFIC.fullmatch(bare):
        return _finite(Decimal(bare.replace(",", ".")))
    if not _patterns(style.decimal).fullmatch(bare):
        raise Unreadable("not_a_number", f"a number with decimal {'comma' if style.decimal == ',' else 'point'}")
    return Decimal(bare.replace(style.thousands, "").replace(style.decimal, "."))


@lru_cache
def _patterns(decimal: str) -> re.Pattern[str]:
    sign, group = re.escape(decimal), re.escape("." if decimal == "," else ",")
    return re.compile(rf"-?(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{sign}\d+)?(?<=\d){sign}?", re.ASCII)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise Unreadable("not_a_number")
    return number.quantize(Decimal("1E-9")) if number and abs(number) < Decimal("1E9") else number


def day(about: Reading) -> Parser:
    @lru_cache(maxsize=8192)
    def parse(cell: Cell) -> date | None:
        found = _day(cell, about.style)
        if found is not None and not about.earliest <= found <= about.latest:
            raise Unreadable("date_out_of_range", f"{about.earliest} … {about.latest}")
        return found

    return parse


def _day(cell: Cell, style: Style) -> date | None:
    if cell is None or (isinstance(cell, str) and cell.strip().casefold() in MISSING):
        return None
    _no_error(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and int(cell) in EXCEL_DAYS:
        return EXCEL_ZERO + timedelta(days=int(cell))
    found = dates.parse(cell, style.order) if isinstance(cell, str) else None
    return found or _day_of_moment(cell, style)


def _day_of_moment(cell: Cell, style: Style) -> date:
    """The date that is written in a moment (its own zone's): 2026-09-01 00:00:00."""
    if isinstance(cell, str):
        match = dates.CLOCK.search(cell.strip())
        found = dates.parse(cell.strip()[:match.start()].rstrip(" ,T"), style.order) if match else None
        if found:
            return found
    raise Unreadable("not_a_date")


def moment(about: Reading) -> Parser:
    """Naive UTC."""
    def parse(cell: Cell) -> datetime | None:
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in MISSING):
            return None
        _no_error(cell)
        if isinstance(cell, date):
            local = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
            found: datetime | None = dates.utc(local, about.zone)
        else:
            found = dates.parse_moment(cell, about.style.order, about.zone) if isinstance(cell, str) else None
        if found is None:
            raise Unreadable("not_a_moment")
        if not about.earliest <= found.date() <= about.latest:
            raise Unreadable("date_out_of_range", f"{about.earliest} … {about.latest}")
        return found

    return parse


def month(about: Reading) -> Parser:
    """First and last day of a month."""
    def parse(cell: Cell) -> tuple[date, date] | None:
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in MISSING):
            return None
        if isinstance(cell, date):
            cell = f"{cell:%Y-%m}"
        found = dates.parse_month(cell) if isinstance(cell, str) else None
        if found is None:
            raise Unreadable("not_a_date", "a month, as 2026-09 or september 2026")
        if not about.earliest <= found[0] <= about.latest:
            raise Unreadable("date_out_of_range", f"{about.earliest} … {about.latest}")
        return found

    return parse


def ignored(about: Reading) -> Parser:
    """A column that only tells whose file it is."""
    return lambda cell: None


def flag(about: Reading) -> Parser:
    def parse(cell: Cell) -> bool | None:
        bare = _plain(cell).strip().casefold() if cell is not None else ""
        if bare in YES or bare in NO:
            return bare in YES
        if bare in MISSING:
            return None
        raise Unreadable("not_yes_no")

    return parse


def _plain(cell: Cell) -> str:
    _no_error(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def _no_error(cell: Cell) -> None:
    if isinstance(cell, str) and cell[:1] in "#\0":
        if cell == UNCALCULATED:
            raise Unreadable("formula_without_value")
        if cell in ERRORS:
            raise Unreadable("cell_error")


PARSERS: dict[str, Callable[[Reading], Parser]] = {
    "text": text, "identifier": identifier, "count": count, "money": money, "amount": amount, "decimal": decimal,
    "day": day, "until": day, "moment": moment, "month": month, "flag": flag,
    "identity": text, "ignored": ignored,
}
NUMBERS = frozenset(("count", "money", "amount", "decimal"))
DAYS = frozenset(("day", "until", "moment"))
AHEAD = frozenset(("until", "month"))  # kinds that may lie ahead of today
