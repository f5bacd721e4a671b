"""Reads an access log, line by line, into page views of daily visitors."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ...core.facts import Rows
from ...core.intake import CheckSum, Context, Likeness, Reading, span
from ...core.scrub import scrub
from ..reader.files import open_bytes
from ..reader.problems import Problems
from ..refusals import refusal
from ..source import HEAD, Sample
from .lines import Line, other_format, parse
from .requests import COLUMNS, Requests

PIECE = 20_000
TOLERATED = 0.5  # share of lines that cannot be understood above which it is no log of ours
CLOCK = 0.01  # share of requests at an impossible moment that is left out rather than refused
LOOKED_AT = 50  # lines by which a log is recognised
NUMBERS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,}", re.I)
QUERY = re.compile(r"\?\S*")
LONGEST = 65_536  # characters of a line that are looked at


class AccessLog:
    """Common and combined log format, with or without the (virtual) host in front; also as .gz.

    A visitor is known for one day only: the pseudonym of address (cut to /24 or /48 first), user agent and local day,
    so identity is `daily` and consent `limited` (no people KPI rests on it). Only GET requests answered with 200 or
    304 count, for pages and documents; robots by their user agent, colleagues by the client's own addresses. Engaged
    time and scroll depth are not known to a log. Order of lines does not matter.
    """

    name = "access_log"
    title = "Toegangslog van een webserver"
    version = 1
    facts: tuple[str, ...] = ("web_hits",)

    def looks_like(self, sample: Sample, context: Context) -> Likeness:
        try:
            with open_bytes(sample.path) as file:
                head = file.read(HEAD).decode("utf-8", errors="replace")
        except (OSError, EOFError):
            return Likeness(0.0, "cannot be opened")
        lines = [text for text in head.splitlines()[:LOOKED_AT] if _says_something(text)]
        understood = sum(parse(text) is not None for text in lines)
        if lines and understood:
            return Likeness(min(0.95, 0.3 + understood / len(lines)), f"{understood} of {len(lines)} lines are requests")
        other = other_format(head) if _named_as_log(sample.path) else None
        return Likeness(0.4, other) if other else Likeness(0.0, "no requests")

    def read(self, path: Path, context: Context) -> Reading:
        reading = Reading(self.name, path, iter(()))
        reading.rows = _rows(path, context, reading)
        return reading


def _named_as_log(path: Path) -> bool:
    return path.suffix.lower() == ".log" or "access" in path.name.lower() or path.name.lower().endswith(".log.gz")


def _says_something(text: str) -> bool:
    """Empty lines and comments are part of no format, and no mistake either."""
    return bool(text.strip()) and not text.startswith("#")


def _rows(path: Path, context: Context, reading: Reading) -> Iterator[Rows]:
    problems = Problems(path.name, reading.problems)
    requests, read = Requests(context), _Read()
    try:
        with open_bytes(path) as file:
            head = file.read(HEAD).decode("utf-8", errors="replace")
        with open_bytes(path) as file:
            lines = iter(io.TextIOWrapper(file, encoding="utf-8", errors="replace"))
            while piece := list(islice(lines, PIECE)):
                rows = [row for line in read.lines(piece, problems) if (row := requests.row(line)) is not None]
                if rows:
                    yield Rows("web_hits", dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
    except (OSError, EOFError) as error:
        problems.append(refusal("file_damaged", path.name, read.number or None, found=type(error).__name__))
    problems.close()
    _conclude(reading, requests, read, head if read.number else "")


class _Read:
    """Counts lines: all, those that say something, those that were understood."""

    def __init__(self) -> None:
        self.number = self.said = self.understood = 0

    def lines(self, piece: list[str], problems: Problems) -> Iterator[Line]:
        for text in piece:
            self.number += 1
            if not _says_something(text):
                continue
            self.said += 1
            line = parse(text[:LONGEST])
            if line is None:
                problems.append(refusal("log_line_unreadable", problems.file, self.number, found=_shown(text)))
                continue
            self.understood += 1
            yield line


def _shown(text: str) -> str:
    """The beginning of a line without what could be somebody's: network and e-mail addresses, and queries."""
    return scrub(QUERY.sub("?…", NUMBERS.sub("-", text.strip()[:200])))[:60]


def _conclude(reading: Reading, requests: Requests, read: _Read, head: str) -> None:
    """Whether it was a log of ours at all, and what was left out of it and why."""
    file = reading.path.name
    if not read.number:
        if not reading.blocked:
            reading.problems.append(refusal("empty_file", file, found="0 lines"))
        return
    if read.understood < (1 - TOLERATED) * read.said or not read.understood:
        reading.problems[:] = [p for p in reading.problems if p.blocks]
        other = other_format(head) or f"{read.understood} of {read.said} lines are requests"
        reading.problems.append(refusal("log_format_unknown", file, 1, found=other))
        return
    clock = requests.left_out["clock"]
    if clock:
        most = clock > CLOCK * read.understood
        reading.problems.append(refusal("most_events_out_of_range" if most else "event_time_out_of_range", file,
                                        found=f"{clock} of {read.understood} requests"))
    if not requests.taken:
        reading.problems.append(refusal("log_without_pages", file, found=f"{read.understood} requests"))
    elif not requests.agents:
        reading.problems.append(refusal("log_without_agent", file, found="common log format"))
    reading.checks.append(CheckSum("requests", requests.taken + requests.left_out.total(), read.understood))
    reading.window = span([d for d in (requests.first, requests.last) if d])
    reading.notes.update({f"left out: {why}": str(count) for why, count in sorted(requests.left_out.items())})
