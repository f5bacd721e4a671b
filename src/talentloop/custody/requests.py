"""Access and erasure on request: what is kept of one person, and its end, with proof that it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..core.errors import LoopRule
from ..engine.erasure import remove
from ..engine.work import Work
from ..workspace import Workspace
from .search import Searched, search
from .subject import Subject, asked, completed, linked, rows_of, shares_browser, theirs
from .tables import OF_SEVERAL, WITH_IDS


@dataclass(frozen=True)
class Access:
    """The answer to a request for access: every row, and how long each kind is kept."""

    day: date
    known_as: Subject
    rows: dict[str, list[dict[str, Any]]]

    @property
    def empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True)
class Erased:
    """Rows that went, per table; files deleted; and what a search of every byte found afterwards."""

    rows: dict[str, int]
    files: int
    until: date | None
    proof: Searched


def _subject(workspace: Workspace, contacts: Sequence[str], browsers: Sequence[str]) -> Subject:
    if not any(c.strip() for c in (*contacts, *browsers)):
        raise LoopRule("nobody_asked")
    return completed(workspace, asked(contacts, browsers, workspace.pseudonyms))


def access(workspace: Workspace, contacts: Sequence[str] = (), browsers: Sequence[str] = (), behalf: str = "") -> Access:
    """Everything that is kept of whoever has these addresses or browsers."""
    subject = _subject(workspace, contacts, browsers)
    found = Access(workspace.today, subject, dict(rows_of(workspace, subject)))
    workspace.note("access", behalf, rows=sum(map(len, found.rows.values())), tables=len(found.rows))
    return found


def erase(workspace: Workspace, contacts: Sequence[str] = (), browsers: Sequence[str] = (), objects: bool = False,
          behalf: str = "") -> Erased:
    """Take everything of this person out of the facts and off the disk, for good.

    Tombstones come first: whatever is imported or collected of days up to today does not bring the person back; with
    `objects` nothing of later days either. Figures of published loops stay as they were given.
    """
    subject = _subject(workspace, contacts, browsers)
    until = None if objects else workspace.today
    workspace.tombstones.add(subject.ids, until)
    shared = shares_browser(workspace, subject)
    rows = workspace.lake.change("erase", "erase", lambda work: _take_out(workspace, work, subject, until),
                                 OF_SEVERAL if shared else (), anew=shared)
    files = workspace.lake.vacuum(0)
    proof = search(workspace, subject.ids, (*contacts, *browsers))
    workspace.note("erase", behalf, rows=sum(rows.values()), files=files, searched_files=proof.files,
                   searched_bytes=proof.bytes, found=len(proof.found), objects=objects)
    return Erased(dict(rows), files, until, proof)


def _take_out(workspace: Workspace, work: Work, subject: Subject, until: date | None) -> dict[str, int]:
    """Nobody else writes now: what a drain brought since the subject was looked up is found, and goes too."""
    known = subject.ids
    linked(subject, work.ask, work.source)
    if subject.ids - known:
        workspace.tombstones.add(subject.ids - known, until)
    gone = {name: remove(work, table, f"({theirs(table, subject)})") for name, table in WITH_IDS.items()}
    return {name: n for name, n in gone.items() if n}
