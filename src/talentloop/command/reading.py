"""What a program may read of a client, as plain data: definitions, loops, reports and figures; aggregates only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..assess.parts import about_people, split
from ..core.dimension import DIMENSIONS, splittable
from ..core.errors import UnknownName
from ..core.findings import KpiFinding, LoopReport, PlanReport, Told
from ..core.identity import identity_of
from ..core.kpi import Kpi
from ..core.kpis import KPIS, find
from ..core.loop import Loop
from ..core.measure import Count, Median, Reach, Total, Unique
from ..core.measurement import CannotSay, Figure
from ..core.period import Period
from ..line import told
from ..report.figures import cannot_say
from ..report.json import as_dict, finding_dict
from ..report.one_person import as_json as identity_json
from ..report.words import Words
from ..workspace import Workspace
from . import answers
from .speak import words

SPLITS = (Count, Total, Unique, Median, Reach)  # measures that can be asked per value of a dimension
Plain = dict[str, Any]


def said(w: Words, figure: Figure | CannotSay, interval: tuple[float, float] | None = None) -> Plain:
    """A value with its bounds, or in its place an object that says why there is none: never a number."""
    if isinstance(figure, CannotSay):
        return {"cannot_say": figure.reason.value, "about": figure.about or None, "sentence": cannot_say(w, figure)}
    low, high = interval or (figure.low, figure.high)
    return {"value": figure.value, "low": low, "high": high}


def ways(kpi: Kpi) -> list[str]:
    """The dimensions that this KPI can be split by."""
    if not all(isinstance(p, SPLITS) for p in kpi.primitives):
        return []
    return [id for id in DIMENSIONS if splittable(kpi, id)]


# ---- definitions ---------------------------------------------------------------------------------------------------


def definitions(lang: str) -> list[Plain]:
    return [definition(id, lang) for id in KPIS]


def definition(name: str, lang: str) -> Plain:
    """What a KPI is, and the ways in which its figure can be asked for."""
    kpi, w = find(name), words(lang)
    return {"id": kpi.id, "definition": kpi.definition, "name": w.name(kpi), "meaning": w(f"kpi.{kpi.id}.definition"),
            "pillar": kpi.pillar.value, "kind": kpi.kind.value, "unit": kpi.unit.value, "direction": kpi.direction.value,
            "headline": kpi.headline, "of_people": about_people(kpi), "facts": list(kpi.facts),
            "splits": ways(kpi)}


# ---- a client ------------------------------------------------------------------------------------------------------


def loops(home: Workspace) -> list[Plain]:
    return [_loop(x, home.today) for x in home.plan.loops]


def _loop(loop: Loop, today: date) -> Plain:
    return {**answers.loop(loop), "day": loop.day_number(today), "running": loop.running(today), "closed": loop.closed}


def figure(home: Workspace, name: str, period: Period, by: str | None, lang: str) -> Plain:
    """One KPI over a window, and per value of a dimension where that is asked; cells of few people are not told."""
    kpi = find(name, home.settings.pools)
    if by and by not in DIMENSIONS:
        raise UnknownName("unknown_dimension", name=by, near=", ".join(DIMENSIONS))
    if by and by not in ways(kpi):
        raise UnknownName("not_splittable", kpi=kpi.id, by=by)
    engine, standing = home.engine, home.standing
    whole = told(engine, kpi, period, standing)
    parts = split(engine, kpi, period, by, standing) if by else ()
    return {**_told(words(lang), whole), "by": by, "segments": _segments(words(lang), parts)}


def _told(w: Words, one: Told) -> Plain:
    until = one.origin.provisional_until
    return {"kpi": one.kpi.id, "definition": one.kpi.definition, "unit": one.kpi.unit.value,
            "window": answers.period(one.period), "figure": said(w, one.figure, one.interval),
            "sources": list(one.origin.sources), "provenances": list(one.origin.provenances), "coverage": one.coverage,
            "identity": identity_json(w, identity_of(one.kpi)),
            "provisional_until": until and until.isoformat(), "days_with_data": one.origin.days_with_data,
            "missing_days": [d.isoformat() for d in one.origin.missing_days]}


def _segments(w: Words, parts: Sequence[tuple[str, Figure | CannotSay]]) -> list[Plain]:
    return [{"segment": name, "figure": said(w, found)} for name, found in parts]


def window(home: Workspace, start: date | None, end: date | None, number: int | None) -> Period:
    """The window that is asked for, `end` being the first day after it; else the part of a loop that has gone by."""
    if start and end:
        if end <= start:
            raise UnknownName("not_a_period", name=f"{start}/{end}", near=f"{end}/{start}")
        return Period(start, end)
    if start or end:
        raise UnknownName("not_a_period", name=f"{start or '…'}/{end or '…'}", near="2026-01-01/2026-03-01")
    period = home.loop(number).period
    return period.clipped(Period(period.start, max(period.start, home.today)))


# ---- reports -------------------------------------------------------------------------------------------------------


def report(found: LoopReport, lang: str) -> Plain:
    """What `talentloop report --json` prints."""
    return as_dict(found, lang)


def board(found: LoopReport, lang: str) -> Plain:
    """The KPI framework of a loop: every figure with its window, source and coverage, and its verdict."""
    w = Words(lang, found.currency)
    return {"loop": found.loop.number, "as_of": found.as_of.isoformat(), "focus": found.loop.focus.value,
            "primary": found.loop.primary, "purity": found.purity.cleanness.value,
            "pillars": {pillar.value: [_cell(w, f) for f in column] for pillar, column in found.pillars.items()}}


def _cell(w: Words, f: KpiFinding) -> Plain:
    one = Told(f.kpi, f.period, f.figure, f.interval, f.origin, f.coverage)
    whole = finding_dict(w, f)
    return {**_told(w, one), "name": whole["name"], "verdict": whole["verdict"], "target": whole["target"]}


def story(found: LoopReport, name: str, lang: str) -> Plain:
    """One KPI of a loop with its comparisons, its mix, its companions and the loops around it."""
    w, kpi = Words(lang, found.currency), find(name)
    one = found.finding(kpi.id)
    if one is None:
        raise UnknownName("unknown_kpi", name=name, near=", ".join(f.kpi.id for f in found.findings))
    whole = finding_dict(w, one)
    kept = ("comparisons", "expectation", "mix", "combined", "controls", "read_away", "maturity", "split", "companions")
    return {**_cell(w, one), "meaning": w(f"kpi.{kpi.id}.definition"), **{name: whole[name] for name in kept},
            "loops": [{"number": x.number, "focus": x.focus.value, "window": answers.period(x.period)}
                      for x in found.others]}


def plan(found: PlanReport, lang: str) -> Plain:
    """What `talentloop plan --json` prints; reading it freezes nothing."""
    return answers.plan(found, lang)
