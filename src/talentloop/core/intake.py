"""What a source needs to know to read a file, and what it hands back: rows, problems and check sums."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .errors import Problem
from .facts import Rows
from .period import Period

Pseudonym = Callable[[str, str], int]  # (kind of thing, its own value) → 64-bit pseudonym, keyed per client


@dataclass(frozen=True)
class Forgotten:
    """An id whose rows may not come in (again): those up to and including a day, or ever (`until` None).

    Of a detached application the row of the ATS does not come back; other rows only lose what leads to it.
    """

    id: int
    until: date | None = None
    detached: bool = False


@dataclass(frozen=True)
class PageRule:
    """A rule of the client's: pages whose path matches `pattern` have this type, content name, EVP theme or persona."""

    pattern: re.Pattern[str]
    page_type: str | None = None
    content: str | None = None
    evp_theme: str | None = None
    persona: str | None = None


@dataclass(frozen=True)
class Mapped:
    """A CSV or XLSX of the client's own shape: which heading holds which column of which fact table.

    `constants` fills columns that are the same for every row; `words` translates cell texts per column.
    """

    fact: str
    match: str  # file-name pattern, e.g. "kosten*.xlsx"
    columns: Mapping[str, str]  # fact column → heading in the file
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """Everything about the client that reading depends on. Days are cut in `zone`."""

    zone: ZoneInfo
    pseudonym: Pseudonym
    today: date
    currency: str = "EUR"
    own_hosts: tuple[str, ...] = ()
    internal_addresses: tuple[str, ...] = ()  # CIDR ranges of employees, agency, ATS vendor
    page_rules: tuple[PageRule, ...] = ()
    mappings: tuple[Mapped, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)  # ATS stage name (lower case) → our stage
    channels: Mapping[str, str] = field(default_factory=dict)  # ATS or UTM source (lower case) → our channel
    events: Mapping[str, str] = field(default_factory=dict)  # event name of the site's own (lower case) → kind of hit
    keys: int | None = None  # how many keys `pseudonym` was made with, see Batch.keys


@dataclass(frozen=True)
class CheckSum:
    """A total that the file gives of itself beside what we read; `theirs` None when the file gives none."""

    name: str
    ours: int
    theirs: int | None = None

    @property
    def agrees(self) -> bool:
        return self.theirs is None or self.ours == self.theirs


@dataclass
class Reading:
    """One file being read: iterate `rows` to the end, then the rest is filled in.

    Rows carry every column but `source`, `batch` and `fetched_at`, which the line adds. When a problem blocks, the
    rows must not be taken. `window` is the span of days that the file speaks for (its own statement where it makes
    one, else first to last day), `per` the words for what one row is (day, campaign, …), for the eye only.
    """

    source: str
    path: Path
    rows: Iterator[Rows]
    problems: list[Problem] = field(default_factory=list)
    checks: list[CheckSum] = field(default_factory=list)
    window: Period | None = None
    notes: dict[str, str] = field(default_factory=dict)  # e.g. language and locale that were decided

    @property
    def blocked(self) -> bool:
        return any(p.blocks for p in self.problems)


@dataclass(frozen=True)
class Likeness:
    """How much a file looks like a source: 0 no, 1 surely; `why` names what was seen or missed."""

    score: float
    why: str = ""


@dataclass(frozen=True)
class Batch:
    """Rows on their way into the fact store, whole or not at all.

    `id` is the same for the same content read by the same version of a source: taken twice, it changes nothing.
    `windows` bounds per fact table what a restatement replaces (see FactTable.replace). `keys` says how many keys its
    pseudonyms were made with: after a rotation meanwhile it is refused, for its people would be strangers. `checks` are
    the file's own totals beside what was read of it; the history keeps them. `series` is how the ids begin of batches
    that one connection brought: in tables that are restated, their rows within this batch's window leave first.
    """

    id: str
    source: str
    fetched_at: datetime
    rows: Iterator[Rows]
    window: Callable[[], Period | None] = lambda: None  # asked after the rows have been read
    cancelled: Callable[[], bool] = lambda: False  # asked after the rows have been read: True = take nothing
    keys: int | None = None
    checks: Callable[[], Sequence[CheckSum]] = tuple  # asked after the rows have been read
    series: str = ""


@dataclass(frozen=True)
class Taken:
    """What a batch changed: rows per fact table, whether it had been taken before."""

    batch: str
    rows: Mapping[str, int]
    days: Mapping[str, Period]
    repeated: bool = False
    replaced: Mapping[str, int] = field(default_factory=dict)
    refused: bool = False


def span(days: Sequence[date]) -> Period | None:
    """First to last day as a period, None without days."""
    return Period(min(days), max(days) + timedelta(days=1)) if days else None
