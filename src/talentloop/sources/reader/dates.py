"""Days as people and programs write them: ISO, figures in either order, and names of months in Dutch, English, German."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

MONTHS = {
    name: number
    for number, names in enumerate((
        "january januari januar jan", "february februari februar feb", "march maart märz mrt mar mrz",
        "april apr", "may mei mai", "june juni jun", "july juli jul", "august augustus aug",
        "september sept sep", "october oktober oct okt", "november nov", "december dezember dec dez",
    ), 1)
    for name in names.split()
}
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
DAY_NAME_MONTH = re.compile(r"(?:[a-zä]+\.?,? )?(\d{1,2})\.?[ -]([a-zä]+)\.?,?[ -](\d{4})")
NAME_DAY_MONTH = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2}),? (\d{4})")
MONTH_ONLY = (re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})"), re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
              re.compile(r"(?P<name>[a-zä]+)\.?[ -](?P<year>\d{4})"))
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
IN_TEXT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}\.? [A-Za-zä]+\.?,? \d{4}"
                     r"|[A-Za-z]+\.? \d{1,2},? \d{4}")


def figures(text: str) -> tuple[int, int, int, str] | None:
    """First number, second number, year and separator of a date like 09/01/2026; None when it is written otherwise."""
    match = FIGURES.fullmatch(text)
    if not match:
        return None
    year = int(match[4])
    return int(match[1]), int(match[3]), year + 2000 if len(match[4]) == 2 else year, match[2]


def parse(text: str, order: str) -> date | None:
    """The day that `text` names; `order` (dmy or mdy) matters only for figures. None when it names none."""
    bare = text.strip().casefold()
    found = figures(bare)
    if found:
        first, second, year, _ = found
        return _make(year, first, second) if order == "mdy" else _make(year, second, first)
    match = ISO.fullmatch(bare) or COMPACT.fullmatch(bare)
    if match:
        return _make(int(match[1]), int(match[2]), int(match[3]))
    return _with_name(bare)


def _with_name(bare: str) -> date | None:
    match = DAY_NAME_MONTH.fullmatch(bare)
    if match and match[2] in MONTHS:
        return _make(int(match[3]), MONTHS[match[2]], int(match[1]))
    match = NAME_DAY_MONTH.fullmatch(bare)
    if match and match[1] in MONTHS:
        return _make(int(match[3]), MONTHS[match[1]], int(match[2]))
    return None


def parse_month(text: str) -> tuple[date, date] | None:
    """First and last day of a month written as 2026-09, 09-2026 or september 2026."""
    for pattern in MONTH_ONLY:
        match = pattern.fullmatch(text.strip().casefold())
        groups = match.groupdict() if match else {}
        month = MONTHS.get(groups["name"], 0) if "name" in groups else int(groups.get("month", 0))
        if match and 1 <= month <= 12:
            return _whole_month(int(groups["year"]), month)
    return None


def _whole_month(year: int, month: int) -> tuple[date, date] | None:
    first = _make(year, month, 1)
    return (first, first.replace(day=monthrange(year, month)[1])) if first else None


def parse_moment(text: str, order: str, zone: ZoneInfo) -> datetime | None:
    """A day with a time, as naive UTC; without an offset it is the client's local time."""
    bare = text.strip()
    try:
        moment = datetime.fromisoformat(bare)
    except ValueError:
        return _split_moment(bare, order, zone)
    return utc(moment, zone)


def _split_moment(bare: str, order: str, zone: ZoneInfo) -> datetime | None:
    match = CLOCK.search(bare)
    day = parse(bare[:match.start()].rstrip(" ,T") if match else bare, order)
    if day is None:
        return None
    clock = _clock(match) if match else time()
    return utc(datetime.combine(day, clock), zone) if clock else None


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match[1])
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        return None


def utc(moment: datetime, zone: ZoneInfo) -> datetime:
    """Naive UTC of a moment; a moment without zone is local."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(tzinfo=None)


def in_text(text: str) -> Iterator[str]:
    """Everything in a sentence that may be a date, as written."""
    return (match[0] for match in IN_TEXT.finditer(text))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
