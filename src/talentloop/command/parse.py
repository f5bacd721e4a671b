"""Arguments as people type them, into values; what cannot be understood is refused with what may be typed."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from ..core.errors import UnknownName
from ..core.kpis import find
from ..core.period import Period
from ..core.target import Target

E = TypeVar("E", bound=Enum)
SPAN = re.compile(r"(\S+?)(?:/|\.\.+)(\S+)")


def as_date(words: str) -> date:
    """2026-09-01, or 1-9-2026 as the Dutch write it."""
    dutch = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words.strip())
    try:
        if dutch:
            return date(int(dutch[3]), int(dutch[2]), int(dutch[1]))
        return date.fromisoformat(words.strip())
    except ValueError as error:
        raise UnknownName("not_a_date", name=words, near="2026-09-01") from error


def as_period(words: str) -> Period:
    """2025-11-01/2026-01-01: the first day, and the first day after."""
    match = SPAN.fullmatch(words.strip())
    if not match:
        raise UnknownName("not_a_period", name=words, near="2025-11-01/2026-01-01")
    start, end = as_date(match[1]), as_date(match[2])
    if end <= start:
        raise UnknownName("not_a_period", name=words, near=f"{end}/{start}")
    return Period(start, end)


def as_target(words: str) -> Target:
    """leads=+20% is a change, hires=12 a value."""
    name, _, wish = words.partition("=")
    number = wish.strip().replace(",", ".")
    try:
        amount = float(number.rstrip("%"))
    except ValueError as error:
        raise UnknownName("not_a_target", name=words, near="leads=+20%, hires=12") from error
    kpi = find(name.strip()).id
    return Target(kpi, change=amount / 100) if number.endswith("%") else Target(kpi, value=amount)


def as_planned(words: str) -> tuple[str, int]:
    """paid_social=4000: so many visits more in that channel, new ones unless said (returning/email=500)."""
    name, _, number = words.partition("=")
    try:
        visits = int(number.strip().replace(".", "").replace("_", ""))
    except ValueError as error:
        raise UnknownName("not_planned_visits", name=words, near="paid_social=4000, returning/email=500") from error
    return name, visits


def choice(kind: type[E], words: str) -> E:
    """A member of an enumeration by its value."""
    try:
        return kind(words.strip().lower().replace("-", "_"))
    except ValueError as error:
        allowed = [str(member.value) for member in kind]
        near = ", ".join(get_close_matches(words, allowed, 1) or allowed)
        raise UnknownName("unknown_choice", name=words, near=near) from error
