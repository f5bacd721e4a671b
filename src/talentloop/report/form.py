"""Where people leave between a vacancy and an application that was sent, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.findings import FormLeak, FormStep, LoopReport, onward
from .figures import share_text
from .section import Section
from .words import Words


def form_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """The steps with the part that went on; and the step where most stayed behind, where that can be said."""
    steps = report.form_steps
    if sum(s.people is not None for s in steps) < 2:
        return
    against = w(f"against.{report.loop.compared_with.value}.than")
    headings = (w("page.journey.step"), w("page.journey.people"), w("page.journey.onward"),
                w("page.journey.before", against=against))
    rows = tuple((w(f"form.step.{s.id}"), _people(w, s.people), share_text(w, now), share_text(w, before))
                 for s, now, before in zip(steps, shares(steps), shares(steps, before=True), strict=True))
    told = _largest(w, report.form_leak) or w("page.form.sub")
    yield Section("form_steps", w("page.form"), told, headings, rows, "lrrr",
                  lines=(w("page.form.whom"),))


def shares(steps: tuple[FormStep, ...], before: bool = False) -> list[float | None]:
    """Per step the part of the people before it that took it."""
    return [None if pair is None else pair[0] / pair[1] for pair in onward(steps, before)]


def _largest(w: Words, leak: FormLeak | None) -> str:
    """Where the largest part stayed behind, with its margin; and where chance may have put it there, that it may."""
    if leak is None:
        return ""
    step, rival = (w.inside(w(f"form.step.{id}")) for id in (leak.step, leak.rival))
    margin = w("margin.text", low=w.numbers.share(leak.low), high=w.numbers.share(leak.high))
    return w("page.form.unclear" if leak.chance else "page.form.largest", step=step, rival=rival, margin=margin,
             share=w.numbers.share(leak.share), rival_share=w.numbers.share(leak.rival_share))


def _people(w: Words, n: int | None) -> str:
    return w("page.form.few") if n is None else w.numbers.count(n)
