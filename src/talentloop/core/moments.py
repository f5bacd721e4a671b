"""Moments as sources write them, made into naive UTC and the client's local day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)
QUARTER = 900_000_000  # microseconds: every zone's midnight falls on a quarter of an hour of UTC
EARLIEST = date(1995, 1, 1)  # no web log is older; what is, has a broken clock or another unit


def read(text: object) -> datetime | None:
    """An ISO 8601 moment as naive UTC; one without an offset is UTC; None when it is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(" UTC", "Z"))
        utc = (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return utc if 1 < utc.year < 9999 else None  # so that its local day exists too


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Local date of a naive UTC moment."""
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def read_day(text: object, zone: ZoneInfo) -> date | None:
    """The local date of a moment; a bare date (ISO, or mm/dd/yyyy as some systems still write) is that date."""
    if not isinstance(text, str) or not text.strip():
        return None
    bare = text.strip()
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    moment = read(bare)
    return local_day(moment, zone) if moment else None


class Days:
    """Local days of moments in microseconds since 1970 (UTC), each quarter of an hour looked up once.

    Days before 1995 and more than two days after `today` are out of range: None.
    """

    def __init__(self, zone: ZoneInfo, today: date) -> None:
        self.zone, self.latest = zone, today + timedelta(days=2)
        self._known: dict[int, date | None] = {}

    def of(self, micros: int) -> date | None:
        quarter = micros // QUARTER
        try:
            return self._known[quarter]
        except KeyError:
            return self._known.setdefault(quarter, self._look_up(quarter))

    def _look_up(self, quarter: int) -> date | None:
        try:
            found = local_day(EPOCH + timedelta(microseconds=quarter * QUARTER), self.zone)
        except OverflowError:
            return None
        return found if EARLIEST <= found <= self.latest else None
