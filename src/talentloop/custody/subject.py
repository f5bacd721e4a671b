"""Who is asked about: from an address or a browser to every id that the facts know this person by, and their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ..core.facts import FACTS, FactTable, Type
from ..privacy.pseudonyms import Pseudonyms, person_key
from ..workspace import Workspace
from .tables import WITH_IDS

Ask = Callable[[str], Any]


@dataclass
class Subject:
    """Ids of one person. Another who used the same browser is another: only that browser's own rows go with it."""

    persons: set[int] = field(default_factory=set)
    candidates: set[int] = field(default_factory=set)
    applications: set[int] = field(default_factory=set)
    leads: set[int] = field(default_factory=set)
    visitors: set[int] = field(default_factory=set)

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(self.persons | self.candidates | self.applications | self.leads | self.visitors)


def asked(contacts: Iterable[str], browsers: Iterable[str], pseudonyms: Pseudonyms) -> Subject:
    """What the request itself names: e-mail addresses or telephone numbers, and ids from the cookie."""
    return Subject({pseudonyms("person", person_key(c)) for c in contacts},
                   visitors={pseudonyms("visitor", b.strip()) for b in browsers})


def completed(workspace: Workspace, subject: Subject) -> Subject:
    """The subject with everything that is linked to it: candidates, applications, and the browsers that they used."""
    with workspace.lake.asking() as (ask, now):
        return linked(subject, lambda sql: ask(sql).fetchall(), now.source)


def linked(subject: Subject, ask: Callable[[str], Iterable[tuple]], source: Callable[[FactTable], str]) -> Subject:
    """The same, asked of tables as they are at a moment: of readers, or of the one who writes."""
    def found(select: str, fact: str, where: str) -> set[int]:
        rows = ask(f"SELECT DISTINCT {select} FROM {source(FACTS[fact])} AS e WHERE {where}")
        return {id for id, in rows if id is not None}

    before = None
    while before != subject.ids:
        before = subject.ids
        theirs = f"{among('person', subject.persons)} OR {among('candidate', subject.candidates)}"
        subject.candidates |= found("candidate", "applications", theirs)
        subject.persons |= found("person", "applications", among("candidate", subject.candidates))
        subject.persons |= found("person", "leads", among("lead", subject.leads))
        subject.applications |= found("application", "applications", theirs)
        subject.visitors |= found("visitor", "web_hits", f"identity = 'persistent' AND ({of_hits(subject)})")
    return subject


def of_hits(subject: Subject) -> str:
    return f"{among('person', subject.persons)} OR {among('application', subject.applications)}"


def among(column: str, ids: Iterable[int]) -> str:
    """Condition: the column of row `e` holds one of these ids."""
    listed = ", ".join(map(str, sorted(ids)))
    return f'(e."{column}" IS NOT NULL AND e."{column}" IN ({listed}))' if listed else "FALSE"


def theirs(table: FactTable, subject: Subject) -> str:
    """Condition: row `e` is about this person."""
    return " OR ".join(among(c.name, subject.ids) for c in table.columns if c.type is Type.ID) or "FALSE"


def shares_browser(workspace: Workspace, subject: Subject) -> bool:
    """Did somebody else tell who they are in one of these browsers?"""
    with workspace.lake.asking() as (ask, now):
        others = f"e.person IS NOT NULL AND NOT {among('person', subject.persons)}"
        hits = f"{now.source(FACTS['web_hits'])} AS e WHERE {among('visitor', subject.visitors)} AND {others}"
        return bool(ask(f"SELECT 1 FROM {hits} LIMIT 1").fetchall())


def rows_of(workspace: Workspace, subject: Subject) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Everything kept of a person, table by table; ids as text, for they say nothing and no reader should add them."""
    with workspace.lake.asking() as (ask, now):
        for name, table in WITH_IDS.items():
            cells = ", ".join(f'CAST("{c.name}" AS VARCHAR) AS "{c.name}"' if c.type is Type.ID else f'"{c.name}"'
                              for c in table.columns if c.name not in ("batch", "fetched_at"))
            source = f"SELECT {cells} FROM {now.source(table)} AS e WHERE {theirs(table, subject)} ORDER BY {table.day}"
            found = ask(source)
            names = [d[0] for d in found.description]
            rows = [{n: _told(v) for n, v in zip(names, row, strict=True) if v is not None} for row in found.fetchall()]
            if rows:
                yield name, rows


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
