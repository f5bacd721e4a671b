"""What is stored of people, why, how long and with whose consent: read from the store and the settings as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..assess.health import views_by_consent
from ..privacy.keys import KeyInfo
from ..workspace import Workspace
from .retention import cut_offs
from .tables import TABLES

# Kind of data → the tables that hold it. Why each is kept stands in the catalogues under privacy.why.<kind>.
STORED: Mapping[str, tuple[str, ...]] = {
    "events": ("web_hits", "visits", "page_reads"), "people": ("touches", "merges", "links"),
    "applications": ("applications",), "detached": ("detached",), "leads": ("leads",),
    "interactions": ("interactions",), "jobs": ("jobs",), "consent": ("consent_log",)}
FOLLOWS = {"people": "events"}  # derived: they go with what they were made of


@dataclass(frozen=True)
class Kind:
    """One kind of data: rows and days now; `kept_from` None: until the procedure is over, or without end."""

    name: str
    rows: int
    first: date | None
    last: date | None
    kept_from: date | None


@dataclass(frozen=True)
class Overview:
    """Everything that `talentloop privacy report` says. `consent`: share of page views by people per state of consent."""

    client: str
    day: date
    kinds: tuple[Kind, ...]
    kept: Mapping[str, int]
    consent: Mapping[str, float]
    smallest: int
    keys: tuple[KeyInfo, ...]
    keys_in_force: int
    destroyed: str
    tombstones: int
    collects: bool
    audit_lines: int
    audit_whole: bool


def overview(workspace: Workspace) -> Overview:
    """How things stand now; nothing is changed by it."""
    s, checked = workspace.settings, workspace.audit.check()
    ring = workspace.keyring
    return Overview(
        s.name, workspace.today, tuple(_kinds(workspace)), s.kept, _consent(workspace), s.smallest_cell, ring.known(),
        workspace.lake.catalog.state().keys, ring.destroyed, 0 if ring.destroyed else len(workspace.tombstones.all()),
        s.collect is not None, checked.entries, checked.whole)


def _kinds(workspace: Workspace) -> list[Kind]:
    cuts, found = cut_offs(workspace), list[Kind]()
    with workspace.lake.asking() as (ask, now):
        for name, tables in STORED.items():
            rows = sum(now.rows(TABLES[t]) for t in tables)
            days = " UNION ALL ".join(f"SELECT min({TABLES[t].day}) AS a, max({TABLES[t].day}) AS b FROM "
                                      f"{now.source(TABLES[t])}" for t in tables)
            first, last = ask(f"SELECT min(a), max(b) FROM ({days})").fetchall()[0]
            found.append(Kind(name, rows, first, last, cuts.get(FOLLOWS.get(name, name))))
    gone = next(k.rows for k in found if k.name == "detached")  # their emptied rows lie among the applications
    return [replace(k, rows=k.rows - gone) if k.name == "applications" else k for k in found]


def _consent(workspace: Workspace) -> dict[str, float]:
    """Share of page views by people in each state of consent, over all that is kept."""
    known = workspace.engine.days("web_hits")
    found = views_by_consent(workspace.engine, [known]) if known else {}
    return {state: n / sum(counts.values()) for counts in found.values() for state, n in counts.items()}
