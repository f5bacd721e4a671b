"""One line of an access log, taken apart; and what kind of log it is when it is another one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

# Common log format (NCSA httpd) from the time on, and the two quoted fields that "combined" adds. What follows the user
# agent (times, upstreams) is left alone.
QUOTED = r'"([^"\\]*(?:\\.[^"\\]*)*)"'
REST = re.compile(rf'([^\]]{{20,30}})\] {QUOTED} (\d{{3}}|-) (?:\d+|-)(?: {QUOTED} {QUOTED})?')
HOST = re.compile(r"^(?:localhost|[\w\-]+(?:\.[\w\-]+)+)(?::\d+)?$")  # as Apache's vhost formats put in front
ADDRESS = re.compile(r"^(?:[\d.]+|[0-9a-fA-F:.%\[\]]*:[0-9a-fA-F:.%\[\]]*|[\w.\-]+)$")
MONTHS = {name: i for i, name in enumerate(
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)}
TIME = re.compile(r"^(\d{1,2})/([A-Z][a-z]{2})/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$")
OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, re.compile(pattern, re.M)) for name, pattern in (
    ("a W3C extended log (IIS, CloudFront, NetScaler)", r"^\ufeff?#(?:Version|Fields|Software):"),
    ("a log in JSON", r"^\s*\{\s*\""),
    ("an error log", r"^(?:\[\w{3} \w{3} \d|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[)"),
    ("a load balancer's log", r"^(?:https?|h2|wss?) \d{4}-\d\d-\d\dT|^\d{4}-\d\d-\d\dT\S+ \S+ \d+\.\d+\.\d+\.\d+:\d+ "),
    ("an Amazon S3 log", r"^[0-9a-f]{64} \S+ \["),
    ("a log in a format of its own", r"^.{0,200}\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d "),
))


@dataclass(frozen=True)
class Line:
    """A request as logged; `at` is naive UTC, `referrer` and `agent` are None where the format has none."""

    address: str
    at: datetime
    method: str
    target: str
    status: int
    referrer: str | None
    agent: str | None
    vhost: str | None


def parse(text: str) -> Line | None:
    """A line of the log, None when it is not one that can be understood."""
    front, _, rest = text.partition(" [")
    who, found = _who(front), REST.match(rest)
    if who is None or found is None:
        return None
    time, request, status, referrer, agent = found.groups()
    at = moment(time)
    if at is None:
        return None
    method, _, target = request.partition(" ")
    return Line(who[1], at, method, target.rpartition(" ")[0] or target, 0 if status == "-" else int(status), referrer,
                agent, who[0])


@lru_cache(10_000)
def _who(front: str) -> tuple[str | None, str] | None:
    """Host and address from `[host] address ident user`; a user's name may have spaces in it."""
    fields = front.split(" ")
    if len(fields) >= 4 and HOST.match(fields[0]) and fields[2] == "-" and ADDRESS.match(fields[1]):
        return fields[0].rpartition(":")[0] or fields[0], fields[1]
    return (None, fields[0]) if len(fields) >= 3 and ADDRESS.match(fields[0]) else None


def moment(text: str) -> datetime | None:
    """09/Aug/2026:13:11:30 +0200 as naive UTC, None when there is no such moment."""
    found = TIME.match(text)
    if not found:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    first = midnight(int(year), MONTHS.get(month, 0), int(day), sign + hours + minutes)
    if first is None or hour > "23" or minute > "59" or second > "60":
        return None
    return first + timedelta(hours=int(hour), minutes=int(minute), seconds=int(second))


@lru_cache(1000)
def midnight(year: int, month: int, day: int, offset: str) -> datetime | None:
    """Midnight of a logged date as naive UTC; a log has few of them, so each is made once."""
    sign = -1 if offset[0] == "-" else 1
    away = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    if away >= timedelta(hours=24):
        return None
    try:
        return datetime.combine(date(year, month, day), datetime.min.time(), timezone(sign * away)).astimezone(
            UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def other_format(beginning: str) -> str | None:
    """What kind of log it is instead, None when it is none that we know."""
    return next((name for name, pattern in OTHERS if pattern.search(beginning)), None)
