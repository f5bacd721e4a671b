"""Answers of the verbs as JSON: documented in docs/reference/json.md, and kept stable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..collect.spool import NotSeen
from ..collect.status import Status
from ..core.checkup import Checkup
from ..core.errors import BadInput, NothingRecognised, Problem
from ..core.findings import PlanReport, PlanRow
from ..core.loop import Loop
from ..core.measurement import CannotSay
from ..core.period import Period
from ..core.taking import FileTaken, Outcome
from ..report.read_away import as_json as read_away
from ..report.words import Words
from ..workspace import Tidied, Undone, Workspace
from . import collected


def exit_code(taken: Sequence[FileTaken]) -> int:
    """0 when every file was taken (or had been), else the code of the worst that happened."""
    outcomes = {file.outcome for file in taken}
    if Outcome.REFUSED in outcomes:
        return BadInput.exit_code
    return NothingRecognised.exit_code if Outcome.NOT_RECOGNISED in outcomes else 0


def created(workspace: Workspace) -> dict[str, Any]:
    return {"workspace": str(workspace.path), "settings": "client.toml"}


def taken(files: Sequence[FileTaken]) -> dict[str, Any]:
    return {"files": [file(x) for x in files]}


def file(one: FileTaken) -> dict[str, Any]:
    return {
        "file": str(one.path), "outcome": one.outcome.value, "source": one.source, "batch": one.batch,
        "rows": dict(one.rows), "replaced": dict(one.replaced), "period": period(one.period),
        "totals": [{"name": c.name, "ours": c.ours, "theirs": c.theirs, "agrees": c.agrees} for c in one.checks],
        "problems": [problem(p) for p in one.problems], "notes": dict(one.notes),
    }


def problem(one: Problem) -> dict[str, Any]:
    return {"code": one.code, "severity": one.severity, "file": one.file, "line": one.line, "unit": one.unit,
            "column": one.column, "found": one.found, "expected": one.expected, "todo": one.todo}


def period(one: Period | None) -> dict[str, str] | None:
    """Half-open: `end` is the first day after."""
    return None if one is None else {"start": one.start.isoformat(), "end": one.end.isoformat()}


def loop(one: Loop) -> dict[str, Any]:
    return {
        "number": one.number, "period": period(one.period), "focus": one.focus.value, "primary": one.primary,
        "strategy": one.strategy, "compared_with": one.compared_with.value,
        "targets": [{"kpi": t.kpi, "change": t.change, "value": t.value} for t in one.targets],
        "planned_visits": dict(one.planned_visits),
        "changes": [{"day": c.day.isoformat(), "what": c.what, "kind": c.kind.value, "planned": c.planned}
                    for c in one.changes],
        "closing": None if one.closing is None else {
            "day": one.closing.day.isoformat(), "lesson": one.closing.lesson,
            "way": one.closing.way.value if one.closing.way else None, "decision": one.closing.decision,
            "against_verdict_because": one.closing.against_verdict_because},
    }


def plan(report: PlanReport, lang: str) -> dict[str, Any]:
    w = Words(lang)
    base = report.baseline
    return {
        "client": report.client, "as_of": report.as_of.isoformat(),
        "baseline": None if base is None else {
            "version": base.version, "period": period(base.period), "frozen_on": base.frozen_on.isoformat(),
            "newly_frozen": report.newly_frozen, "coverage": base.coverage,
            "sources": {k: list(v) for k, v in base.sources.items()},
            "gaps": {k: [d.isoformat() for d in v] for k, v in base.gaps.items()}},
        "loop": None if report.loop is None else loop(report.loop),
        "kpis": [plan_row(row, w) for row in report.rows], "earlier": dict(report.earlier),
        "together": {id: {"sites": x.sites, "provable_from": x.mde80, "enough": x.enough}
                     for id, x in report.together.items()},
        "foreseen": dict(report.foreseen),
        "not_connected": list(report.not_connected),
    }


def plan_row(row: PlanRow, w: Words) -> dict[str, Any]:
    said = isinstance(row.base, CannotSay)
    return {
        "id": row.kpi.id, "name": w(f"kpi.{row.kpi.id}.name"), "pillar": row.kpi.pillar.value, "primary": row.primary,
        "base": None if isinstance(row.base, CannotSay) else row.base.value,
        "reason": row.base.reason.value if isinstance(row.base, CannotSay) else None, "unit": row.kpi.unit.value,
        "wanted": row.wanted, "wanted_change": row.wanted_change, "provable_from": None if said else row.mde80,
        "provable": row.provable, "expectation": row.expectation.move.value,
        "predicted": row.expectation.predicted, "experience": row.experience and {
            "loops": row.experience.loops, "mean": row.experience.mean, "change": row.experience.change},
        "controls": list(row.controls), "read_away": read_away(row.read_away),
    }


def checkup(found: Checkup, stands: Status | NotSeen | None) -> dict[str, Any]:
    return {
        "client": found.client, "healthy": found.healthy,
        "connected": [{"fact": c.fact, "sources": list(c.sources), "rows": c.rows, "period": period(c.period)}
                      for c in found.connected],
        "missing": list(found.missing), "empty_kpis": {k: list(v) for k, v in found.empty.items()},
        "advice": [{"code": a.code, "serious": a.serious, "facts": {k: plain(v) for k, v in a.facts.items()}}
                   for a in found.advice],
        "collector": collected.as_json(stands) if stands else None,
    }


def undone(found: Undone) -> dict[str, Any]:
    return {"undone": found.batch, "restored": found.restored}


def tidied(found: Tidied) -> dict[str, Any]:
    return {"months_joined": found.months, "files_deleted": found.files}


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
