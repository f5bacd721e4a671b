"""What every API is that a source can be asked by: what a connection needs, what to ask, what answers mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from ..core.period import Period

KEY_REFUSED, NOT_THERE, LATER = (401, 403), (404, 410), (408, 425, 429, 500, 502, 503, 504)
Given = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One thing that a connection needs. Its words are connect.<source>.<name>, and .where for where to find it."""

    name: str
    secret: bool = False
    pattern: str = r"\S.*"
    usual: str = ""  # filled in unless told otherwise
    needed: bool = True


@dataclass(frozen=True)
class Request:
    """With a `body` it is posted."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answer:
    """`content` is the body as JSON, None when it is none; header names are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: Any = None


def in_parts(window: Period, at_once: timedelta) -> list[Period]:
    """A window cut up, for APIs that answer so many days at a time."""
    starts = [window.start + timedelta(days=n) for n in range(0, window.days, at_once.days)]
    return [Period(start, min(start + at_once, window.end)) for start in starts]


class Means(Enum):
    """What an answer means for whoever asked."""

    GOOD = "good"
    LATER = "later"  # too often, or unwell: ask again after a while
    KEY = "key"  # the key is wrong, expired, or may not do this
    GONE = "gone"  # there is nothing there
    REFUSED = "refused"  # what was asked cannot be


class Api:
    """One API. `lookback`: days for which figures still change. `furthest`: days that it reaches back, 0 without end.
    `windowed`: it is asked by days, and what it says of them now takes the place of what it said. `pause`: seconds
    between two requests. `paged`: it answers in pages of JSON; else the one answer is the file itself.
    """

    source: str
    fields: tuple[Field, ...]
    lookback = 0
    furthest = 0
    windowed = False
    paged = True
    pause = 0.0

    def first(self, given: Given, window: Period) -> Sequence[Request]:
        """The first request of each thing that is asked. Half-open: the window's end is not asked for."""
        raise NotImplementedError

    def next(self, request: Request, answer: Answer) -> Request | None:
        """The request for the page after this one, None after the last."""
        return None

    def is_page(self, answer: Answer) -> bool:
        """Is a good answer really a page? One that is none would end the paging unseen."""
        return isinstance(answer.content, dict) and isinstance(answer.content.get("data"), list)

    def means(self, answer: Answer) -> Means:
        if answer.status == 200:
            return Means.GOOD
        if answer.status in KEY_REFUSED:
            return Means.KEY
        if answer.status in NOT_THERE:
            return Means.GONE
        return Means.LATER if answer.status in LATER else Means.REFUSED

    def rest(self, answer: Answer) -> float | None:
        """Seconds that the answer itself asks us to wait, None when it asks nothing."""
        told = answer.headers.get("retry-after", "")
        return float(told) if told.isdigit() else None

    def said(self, answer: Answer) -> str:
        """What it says of itself when it refuses, in its own words."""
        return ""
