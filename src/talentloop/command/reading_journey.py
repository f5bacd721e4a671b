"""The candidate journey of a loop as plain data: its steps, the leak, the form, pools, and what leads people upward."""

from __future__ import annotations

from dataclasses import asdict

from ..core.findings import LoopReport
from ..report.form import shares
from ..report.journey import journey as steps_of
from ..report.journey import onward
from ..report.json import moves_list, question_dict
from ..report.people_json import people_dict
from ..report.sections import leak, sections
from ..report.tables import in_journey
from ..report.words import Words
from . import answers
from .reading import Plain


def journey(found: LoopReport, lang: str) -> Plain:
    """Everything that the screen shows, as values; and `sections`, its tables and sentences as they stand there."""
    w, told = Words(lang, found.currency), leak(found)
    return {
        "loop": found.loop.number, "window": answers.period(found.loop.period),
        "compared_with": found.loop.compared_with.value, "steps": _steps(w, found),
        "leak": told and question_dict(w, "question", told, found), "form_steps": _form(w, found),
        "form_leak": found.form_leak and asdict(found.form_leak), "pool_bounds": list(found.pool_bounds),
        "pool_moves": moves_list(found), "people": people_dict(w, found.people),
        "sections": [{"id": s.id, "title": s.title, "headings": list(s.headings), "rows": [list(row) for row in s.rows],
                      "lines": list(s.lines)} for s in sections(w, found) if in_journey(s)]}


def _steps(w: Words, found: LoopReport) -> list[Plain]:
    steps = steps_of(found)
    parts = onward(steps)
    return [{"id": s.id, "name": w(f"step.{s.id}"), "kpi": s.kpi, "people": s.people, "onward": parts.get(s.id),
             "before": s.before} for s in steps]


def _form(w: Words, found: LoopReport) -> list[Plain]:
    steps = found.form_steps
    return [{"id": s.id, "name": w(f"form.step.{s.id}"), "people": s.people, "onward": now, "onward_before": before}
            for s, now, before in zip(steps, shares(steps), shares(steps, before=True), strict=True)]
