"""Nothing is kept longer than its purpose asks: what is due, first told and then done, and written down as proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ..core.errors import LoopRule
from ..core.facts import FACTS, FactTable
from ..core.moves import UNKNOWN
from ..core.period import add_months
from ..engine.erasure import before, remove
from ..engine.work import Work
from ..people.links import COMPLETIONS, LINKS
from ..workspace import Workspace
from .detach import agreed_on, detach, due_on, over_on

# Kind of data → the tables that go with it. Figures of frozen 0-metings and closed loops are not among them: they stay.
EVENTS: tuple[FactTable, ...] = (*(FACTS[n] for n in ("web_hits", "visits", "page_reads")), COMPLETIONS, LINKS)
KINDS: Mapping[str, tuple[FactTable, ...]] = {
    "events": EVENTS, "leads": (FACTS["leads"],), "interactions": (FACTS["interactions"],), "jobs": (FACTS["jobs"],),
    "consent": (FACTS["consent_log"],)}
TOUCHES_OF = {
    "events": ("visit", "application_start", "application_complete"), "leads": ("lead",),
    "interactions": ("chat", "event", "email_click", "alert_signup", "vacancy_saved", "reply")}


@dataclass(frozen=True)
class Due:
    """One kind of data: rows of before `before` go (`rows` per table)."""

    kind: str
    before: date
    rows: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class Retained:
    """What is due, or what went: `done` says which. `agreed` applications would be due, but their candidates agreed to
    be kept for a year."""

    day: date
    due: tuple[Due, ...]
    done: bool
    files: int = 0
    agreed: int = 0

    @property
    def count(self) -> int:
        return sum(d.count for d in self.due)


def cut_offs(workspace: Workspace) -> dict[str, date]:
    """Kind of data → first day that is still kept. Ends on a whole month, so that no figure of a month is half."""
    kept, today = workspace.settings.kept, workspace.today
    return {kind: add_months(today, -kept[f"{kind}_months"]).replace(day=1) for kind in KINDS}


def retain(workspace: Workspace, really: bool = False, told: Callable[[int], None] = lambda hundredths: None) -> Retained:
    """What is due by the settings; with `really` it goes, in one commit, and off the disk; `told` hears how far it is.

    The verdicts of closed loops are kept in the archive before anything goes. A loop that is over but not closed, and
    whose rows would go, stands in the way: its final figures are not written down yet.
    """
    cuts = cut_offs(workspace)
    due = [_due(workspace, kind, cut) for kind, cut in cuts.items()]
    gone_on = due_on(workspace)
    due.append(Due("applications", workspace.today, _counted(workspace, {"applications": gone_on})))
    agreed = _counted(workspace, {"applications": f"({over_on(workspace)} AND {agreed_on(workspace)})"})
    kept = agreed.get("applications", 0)
    found = tuple(d for d in due if d.count)
    if not really or not found:
        return Retained(workspace.today, found, done=False, agreed=kept)
    told(5)
    workspace.keep_verdicts()
    told(30)
    _all_published(workspace, cuts["events"])
    kept_moves = workspace.moves_kept(UNKNOWN)
    workspace.lake.change("retain", "retention", kept_moves.around(lambda work: _take_out(work, cuts)),
                          last=kept_moves.keep)
    told(60)
    detach(workspace, gone_on)
    told(85)
    files = workspace.lake.vacuum(0)
    for one in found:
        tables = ", ".join(f"{n} {c}" for n, c in one.rows.items())
        workspace.note("detach" if one.kind == "applications" else "retention", kind=one.kind, rows=one.count,
                       before=one.before.isoformat(), tables=tables, files=files,
                       kept_by_consent=kept if one.kind == "applications" else None)
    return Retained(workspace.today, found, done=True, files=files, agreed=kept)


def _all_published(workspace: Workspace, cut: date) -> None:
    open_ = [loop.number for loop in workspace.plan.loops if not loop.closed and loop.period.start < cut
             and loop.period.end <= workspace.today]
    if open_:
        raise LoopRule("loops_not_closed", numbers=", ".join(map(str, open_)), day=cut)


def conditions(kind: str, cut: date) -> list[tuple[FactTable, str]]:
    """Tables of a kind with the condition that a row (alias `e`) of it is due. Employments count from their end."""
    if kind == "jobs":
        return [(FACTS["jobs"], f"e.end_day < DATE '{cut}'")]
    if kind not in TOUCHES_OF:
        return [(table, before(table, cut.isoformat())) for table in KINDS[kind]]
    touches = ", ".join(f"'{k}'" for k in TOUCHES_OF[kind])
    return [*((table, before(table, cut.isoformat())) for table in KINDS[kind]),
            (FACTS["touches"], f"{before(FACTS['touches'], cut.isoformat())} AND e.kind IN ({touches})")]


def _take_out(work: Work, cuts: Mapping[str, date]) -> dict[str, int]:
    gone: dict[str, int] = {}
    for kind, cut in cuts.items():
        for table, where in conditions(kind, cut):
            gone[table.name] = gone.get(table.name, 0) + remove(work, table, f"({where})")
    return {name: n for name, n in gone.items() if n}


def _due(workspace: Workspace, kind: str, cut: date) -> Due:
    return Due(kind, cut, _counted(workspace, {t.name: where for t, where in conditions(kind, cut)}))


def _counted(workspace: Workspace, wanted: Mapping[str, str]) -> dict[str, int]:
    tables = {t.name: t for ts in (*KINDS.values(), (FACTS["touches"], FACTS["applications"])) for t in ts}
    with workspace.lake.asking() as (ask, now):
        counts = {name: ask(f"SELECT count(*) FROM {now.source(tables[name])} AS e WHERE {where}").fetchall()[0][0]
                  for name, where in wanted.items()}
    return {name: n for name, n in counts.items() if n}
