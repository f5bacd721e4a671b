"""Where people leave between a vacancy and an application that was sent, step by step."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.findings import FormStep, LoopReport
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
                 for s, now, before in zip(steps, onward(steps), onward(steps, before=True), strict=True))
    yield Section("form_steps", w("page.form"), _largest(w, steps) or w("page.form.sub"), headings, rows, "lrrr",
                  lines=(w("page.form.whom"),))


def onward(steps: tuple[FormStep, ...], before: bool = False) -> list[float | None]:
    """Per step which part of the last known step before it took it; None for the first, and where too few did."""
    shares: list[float | None] = []
    last: int | None = None
    for step in steps:
        n = step.before if before else step.people
        shares.append(n / last if n is not None and last and n <= last else None)
        last = last if n is None else n
    return shares


def _largest(w: Words, steps: tuple[FormStep, ...]) -> str:
    """Where the largest part stayed behind once people had clicked to apply: that few readers do so is another matter."""
    shares = list(zip(steps, onward(steps), strict=True))
    late = [(share, step) for step, share in shares if share is not None and step.id not in ("job", "click")]
    if not late:
        return ""
    share, step = min(late, key=lambda one: one[0])
    return w("page.form.largest", step=w.inside(w(f"form.step.{step.id}")), share=w.numbers.share(1 - share))


def _people(w: Words, n: int | None) -> str:
    return w("page.form.few") if n is None else w.numbers.count(n)
