"""Access and erasure on request: what is kept of one person, and its end, with proof that it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..core.errors import LoopRule
from ..core.moves import ERASED
from ..engine.erasure import remove
from ..engine.work import Work
from ..workspace import Workspace
from .search import Searched, search
from .subject import Subject, asked, completed, linked, rows_of, shares_browser, theirs
from .tables import OF_SEVERAL, WITH_IDS

Told = Callable[[int], None]  # hears hundredths


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


def named(workspace: Workspace, contacts: Sequence[str], browsers: Sequence[str]) -> Subject:
    """Whom a request itself names. Errors: LoopRule when that is nobody."""
    if not any(c.strip() for c in (*contacts, *browsers)):
        raise LoopRule("nobody_asked")
    return asked(contacts, browsers, workspace.pseudonyms)


def stays_out_until(workspace: Workspace, objects: bool) -> date | None:
    """The last day of which nothing may come back; None: of no day."""
    return None if objects else workspace.today


def access(workspace: Workspace, contacts: Sequence[str] = (), browsers: Sequence[str] = (), behalf: str = "") -> Access:
    """Everything that is kept of whoever has these addresses or browsers."""
    subject = completed(workspace, named(workspace, contacts, browsers))
    found = Access(workspace.today, subject, dict(rows_of(workspace, subject)))
    workspace.note("access", behalf, rows=sum(map(len, found.rows.values())), tables=len(found.rows))
    return found


def erase(workspace: Workspace, contacts: Sequence[str] = (), browsers: Sequence[str] = (), objects: bool = False,
          behalf: str = "") -> Erased:
    """Take everything of this person out of the facts and off the disk, for good.

    Tombstones come first: whatever is imported or collected of days up to today does not bring the person back; with
    `objects` nothing of later days either. Figures of published loops stay as they were given.
    """
    subject = completed(workspace, named(workspace, contacts, browsers))
    return erase_subject(workspace, subject, stays_out_until(workspace, objects), behalf, (*contacts, *browsers), objects)


def erase_told(workspace: Workspace, source: str, gone: Sequence[Mapping[str, int]]) -> None:
    """Take out whoever an ATS deleted, as their own request would; what it knew them by never comes back.

    `gone` are ids that the facts know: {"candidate": …}, {"application": …}, {"lead": …}. Where only an application was
    deleted, it goes with what leads to it, and nothing else of that person.
    """
    people = Subject(candidates=_ids(gone, "candidate"), leads=_ids(gone, "lead"))
    alone = Subject(applications=_ids(gone, "application"))
    workspace.tombstones.add(people.ids | alone.ids, None)
    if people.ids:
        erase_subject(workspace, completed(workspace, people), workspace.today, source)
    if alone.ids:
        erase_subject(workspace, alone, None, source, alone=True)


def _ids(gone: Sequence[Mapping[str, int]], kind: str) -> set[int]:
    return {one[kind] for one in gone if kind in one}


def erase_subject(workspace: Workspace, subject: Subject, until: date | None, behalf: str, said: Sequence[str] = (),
                  objects: bool = False, alone: bool = False, told: Told = lambda hundredths: None) -> Erased:
    """Take everything with these ids out, off the disk, and prove it; `told` hears how far it is.

    With `alone` nothing that leads to them goes along. `said` are texts that the proof looks for too.
    """
    workspace.tombstones.add(subject.ids, until)
    shared = shares_browser(workspace, subject)
    kept = workspace.moves_kept(ERASED)
    rows = workspace.lake.change(
        "erase", "erase", kept.around(lambda work: _take_out(workspace, work, subject, until, alone, told)),
        OF_SEVERAL if shared else (), anew=shared, last=kept.keep)
    told(60)
    files = workspace.lake.vacuum(0)
    told(70)
    proof = search(workspace, subject.ids, said, told=lambda share: told(70 + int(30 * share)))
    workspace.note("erase", behalf, rows=sum(rows.values()), files=files, searched_files=proof.files,
                   searched_bytes=proof.bytes, found=len(proof.found), objects=objects)
    return Erased(dict(rows), files, until, proof)


def _take_out(workspace: Workspace, work: Work, subject: Subject, until: date | None, alone: bool,
              told: Told) -> dict[str, int]:
    """Nobody else writes now: what a drain brought since the subject was looked up is found, and goes too."""
    known, gone = subject.ids, dict[str, int]()
    if not alone:
        linked(subject, work.ask, work.source)
    if subject.ids - known:
        workspace.tombstones.add(subject.ids - known, until)
    for nth, (name, table) in enumerate(WITH_IDS.items()):
        told(10 + 40 * nth // len(WITH_IDS))
        gone[name] = remove(work, table, f"({theirs(table, subject)})")
    return {name: n for name, n in gone.items() if n}
