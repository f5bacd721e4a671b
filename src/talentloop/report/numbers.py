"""Numbers, amounts, days and durations the way a language writes them (semantics §7.2); no more digits than are known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import floor, isfinite, log10

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from ..core.period import Period

NBSP = "\u00a0"
MINUS = "\u2212"
COMPACT_FROM = 1_000_000


class Numbers:
    """One language's way of writing. `texts` gives the few words that a number may hold (min, s, pp)."""

    def __init__(self, locale: str, currency: str, texts: Mapping[str, str]) -> None:
        self.locale = Locale.parse(locale)
        self.currency = currency
        self._texts = texts

    def count(self, value: float, digits: int = 0) -> str:
        return _signed(format_decimal(_rounded(value, digits), _pattern(digits), self.locale))

    def compact(self, value: float) -> str:
        """As it is up to a million, then 3,9 mln."""
        if abs(value) < COMPACT_FROM:
            return self.count(value)
        return str(format_compact_decimal(value, format_type="short", locale=self.locale, fraction_digits=1))

    def percent(self, share: float, digits: int = 0) -> str:
        return _signed(format_percent(_rounded(share, digits + 2), _pattern(digits) + "%", self.locale))

    def share(self, share: float) -> str:
        """A share with two figures that say something: 41%, 5,4%, 0,63%."""
        return self.percent(share, 0 if share >= 0.0995 or share == 0 else 1 if share >= 0.00995 else 2)

    def money(self, value: float, digits: int = 0) -> str:
        standard = str(self.locale.currency_formats["standard"].pattern)
        pattern = standard.replace(".00", "." + "0" * digits if digits else "")
        written = format_currency(_rounded(value, digits), self.currency, pattern, self.locale, currency_digits=False)
        return _signed(str(written))

    def change(self, value: float) -> str:
        """A relative change with its sign, in whole percents; under one percent nothing is made of it."""
        if not isfinite(value):
            return self._texts["number.none"]
        return self.signed(value, self.percent(abs(value)))

    def signed(self, value: float, written: str) -> str:
        """`written` without its sign, with the sign of `value`; what rounds to zero has none."""
        if not any(c in "123456789" for c in written):
            return written
        return (MINUS if value < 0 else "+") + written

    def points(self, value: float, digits: int | None = None, unit: str = "number.pp") -> str:
        """A difference between two percentages (0.02 = 2 points), with its sign."""
        if digits is None:
            digits = 0 if abs(value) >= 0.0995 else 1
        written = self.count(abs(value) * 100, digits)
        if not any(c in "123456789" for c in written):
            written = self.count(0)
        return self.signed(value, written) + NBSP + self._texts[unit]

    def seconds(self, value: float) -> str:
        if not isfinite(value):
            return self._texts["number.none"]
        minutes, seconds = divmod(round(value), 60)
        id = "number.seconds" if not minutes else "number.minutes" if seconds else "number.minutes_only"
        return self._texts[id].format(min=minutes, sec=seconds).replace(" ", NBSP)

    def days(self, value: float) -> str:
        n = round(value)
        return self._texts["number.days.one" if n == 1 else "number.days"].format(n=self.count(n)).replace(" ", NBSP)

    def day(self, day: date, year: bool = True) -> str:
        return str(format_date(day, "d MMM y" if year else "d MMM", self.locale)).replace(" ", NBSP)

    def month(self, day: date, year: bool = False) -> str:
        return str(format_date(day, "MMM y" if year else "MMM", self.locale)).replace(" ", NBSP)

    def period(self, period: Period) -> str:
        """First to last day, the year once where it is the same; a single day as such."""
        if period.days == 1:
            return self.day(period.start)
        same = period.start.year == period.last.year
        start, last = self.day(period.start, year=not same), self.day(period.last)
        return self._texts["number.period"].format(start=start, last=last)


def digits_for(value: float, low: float | None, high: float | None) -> int:
    """Decimals that a figure bears: none finer than a tenth of its margin, three figures in all without one."""
    if low is not None and high is not None and isfinite(high - low) and high > low:
        return max(0, min(2, -floor(log10((high - low) / 2))))
    size = abs(value)
    return 0 if size >= 10 or size == 0 else 1 if size >= 1 else 2


def _rounded(value: float, digits: int) -> float:
    rounded = round(value, digits)
    return 0.0 if rounded == 0 else rounded  # no minus before a zero


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _signed(text: str) -> str:
    """A real minus instead of a hyphen."""
    return text.replace("-", MINUS)
