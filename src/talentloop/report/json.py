"""A loop report as plain data with stable names; docs/reference/json.md tells what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from ..core.findings import Comparison, KpiFinding, LoopReport
from ..core.identity import identity_of
from ..core.lift import Lift, Mix, Refusal
from ..core.loop import Change
from ..core.measurement import CannotSay, Figure
from ..core.period import Period
from .beside import combined
from .changes import told_per_day
from .controls import as_json as control_json
from .controls import steering_json
from .one_person import as_json as identity_json
from .people_json import people_dict
from .read_away import as_json as read_away_json
from .sentences import comparison_sentence, question_sentence, verdict_sentence
from .summary import summary, title
from .words import Words

VERSION = 1  # raised when a name changes its meaning or goes


def as_dict(report: LoopReport, lang: str) -> dict[str, Any]:
    """Everything of the report; sentences in `lang`, everything else independent of it. Days are ISO dates."""
    w = Words(lang, report.currency)
    return {
        "version": VERSION, "language": lang, "client": report.client, "currency": report.currency,
        "as_of": _plain(report.as_of), "title": title(w, report), "summary": [s.plain for s in summary(w, report)],
        "loop": _loop(report), "baseline": _baseline(report), "data": _health(report),
        "kpis": [finding_dict(w, f) for f in report.findings],
        "traceability": _traceability(report),
        "ledger": [{"kind": x.kind, "side": x.side, "amount": x.amount} for x in report.ledger],
        "pool_moves": moves_list(report),
        "people": people_dict(w, report.people),
        "stands_out": [question_dict(w, "stands_out", q, report) for q in report.stands_out],
        "questions": [question_dict(w, "question", q, report) for q in report.questions],
        "forecasts": [{"kpi": f.kpi, "so_far": f.so_far, "low": f.low, "high": f.high} for f in report.forecasts],
        "break_even": dict(report.break_even), "controls": [control_json(c) for c in report.controls],
        "visits_per_day": {day.isoformat(): n for day, n in sorted(report.history.items())},
        "days_not_measured": [day.isoformat() for day in report.history_missing],
    }


def _loop(report: LoopReport) -> dict[str, Any]:
    loop = report.loop
    return {
        "number": loop.number, "window": _window(loop.period), "days": loop.period.days, "day": report.day_number,
        "running": report.running, "focus": loop.focus.value, "primary": loop.primary, "strategy": loop.strategy,
        "compared_with": loop.compared_with.value, "purity": report.purity.cleanness.value,
        "changes": [_change(c) for c in loop.changes],
        "closing": None if loop.closing is None else {
            "day": _plain(loop.closing.day), "lesson": loop.closing.lesson,
            "way": loop.closing.way.value if loop.closing.way else None, "decision": loop.closing.decision,
            "against_verdict_because": loop.closing.against_verdict_because},
    }


def _change(change: Change) -> dict[str, Any]:
    return {"day": _plain(change.day), "what": change.what, "kind": change.kind.value, "planned": change.planned}


def _baseline(report: LoopReport) -> dict[str, Any] | None:
    found = report.baseline
    if found is None:
        return None
    return {"version": found.version, "window": _window(found.period), "frozen_on": _plain(found.frozen_on)}


def _health(report: LoopReport) -> dict[str, Any]:
    health = report.health
    return {"missing": {fact: [_plain(d) for d in days] for fact, days in health.missing.items()},
            "provisional_until": _plain(health.provisional_until), "coverage": health.coverage,
            "excluded": health.excluded, "not_connected": list(health.not_connected)}


def finding_dict(w: Words, f: KpiFinding) -> dict[str, Any]:
    kpi = f.kpi
    return {
        "id": kpi.id, "definition": kpi.definition, "pillar": kpi.pillar.value, "name": w.name(kpi),
        "unit": kpi.unit.value, "kind": kpi.kind.value, **_figure(f.figure, f.interval), "window": _window(f.period),
        "coverage": f.coverage, "identity": identity_json(w, identity_of(kpi)), "sources": list(f.origin.sources),
        "provenances": list(f.origin.provenances), "status": "provisional" if f.provisional else "final",
        "provisional_until": _plain(f.provisional_until),
        "days_with_data": f.origin.days_with_data, "missing_days": [_plain(d) for d in f.origin.missing_days],
        "comparisons": {c.against.value: _comparison(w, f, c) for c in f.comparisons},
        "target": _target(f),
        "expectation": {"move": f.expectation.move.value, "predicted": f.expectation.predicted},
        "mix": _mix(f.mix), "combined": combined(w, f), "controls": steering_json(f),
        "read_away": read_away_json(f.read_away if "lift" in f.verdict.facts else ()),
        "maturity": _maturity(f), "verdict": _verdict(w, f),
        "split": {name: _figure(figure) for name, figure in f.split},
        "companions": {name: _figure(figure) for name, figure in f.companions},
    }


def _figure(figure: Figure | CannotSay, interval: tuple[float, float] | None = None) -> dict[str, Any]:
    """`value` with its bounds, or null with the reason; `low` and `high` are its range or its own 95 % margin."""
    if isinstance(figure, CannotSay):
        return {"value": None, "low": None, "high": None, "reason": figure.reason.value}
    low, high = interval or (figure.low, figure.high)
    return {"value": figure.value, "low": _plain(low), "high": _plain(high), "reason": None}


def _comparison(w: Words, f: KpiFinding, c: Comparison) -> dict[str, Any]:
    return {
        **_figure(c.figure), "window": _window(c.period) if c.period else None, "change": _plain(c.change),
        "per_day": told_per_day(f, c),
        "chosen": c.chosen, "comparable": c.comparable, "spoiled_by": [_change(s.change) for s in c.spoiled_by],
        "breaks": [b.id for b in c.breaks], "consent": None if c.consent is None else list(c.consent),
        "lift": _lift(c.lift), "sentence": comparison_sentence(w, f, c),
    }


def _lift(lift: Lift | Refusal | None) -> dict[str, Any] | None:
    if isinstance(lift, Refusal):
        return {"reason": lift.reason.value, "detail": lift.detail}
    if lift is None:
        return None
    names = ("fact", "expected", "lift", "low", "high", "p", "mde80", "method", "wide", "affected")
    return {name: _plain(getattr(lift, name)) for name in names}


def _mix(mix: Mix | None) -> dict[str, Any] | None:
    if mix is None:
        return None
    rows = [{name: getattr(r, name) for name in ("segment", "share_before", "share_after", "rate_before", "rate_after",
                                                 "mix", "rate")} for r in mix.rows]
    return {"mix": mix.mix, "rate": mix.rate, "rate_low": mix.rate_low, "rate_high": mix.rate_high, "rows": rows}


def _target(f: KpiFinding) -> dict[str, Any] | None:
    if f.target is None:
        return None
    names = ("wanted", "wanted_change", "reached", "provable", "mde80")
    return {name: _plain(getattr(f.target, name)) for name in names}


def _maturity(f: KpiFinding) -> dict[str, Any] | None:
    if f.maturity is None:
        return None
    names = ("completeness", "observed", "nowcast", "low", "high", "curve")
    return {**{name: getattr(f.maturity, name) for name in names}, "ripeness": f.maturity.ripeness.value}


def _verdict(w: Words, f: KpiFinding) -> dict[str, Any]:
    facts = {name: _plain(value) for name, value in f.verdict.facts.items()}
    return {"word": f.verdict.word.value, "because": f.verdict.because, "facts": facts,
            "look_here": f.verdict.look_here, "sentence": verdict_sentence(w, f),
            "short": verdict_sentence(w, f, short=True)}


def _traceability(report: LoopReport) -> dict[str, Any] | None:
    found = report.traceability
    if found is None:
        return None
    return {"total": found.total, "traceable": found.traceable, "said_by_ats": found.said_by_ats,
            "unknown": found.unknown, "untold": found.untold, "tiers": dict(found.tiers), "said": dict(found.said)}


def question_dict(w: Words, group: str, question: Any, report: LoopReport) -> dict[str, Any]:
    facts = {name: _plain(value) for name, value in question.facts.items()}
    return {"code": question.code, "kpi": question.kpi, "facts": facts,
            "sentence": question_sentence(w, group, question, report)}


def moves_list(report: LoopReport) -> list[dict[str, Any]]:
    """Moves between pools; docs/reference/json.md tells how pools are numbered."""
    return [{"before": m.before, "after": m.after, "people": m.people, "applied": m.applied, "way": m.way}
            for m in report.pool_moves]


def _window(period: Period) -> Mapping[str, str]:
    """`end` is the first day after the window."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _plain(value: Any) -> Any:
    """Days as ISO text; what is infinite or no number is null, for JSON knows neither."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return None
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
