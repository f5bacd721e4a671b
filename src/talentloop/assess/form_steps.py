"""From a vacancy to an application that was sent: at which step of the form people stay behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.findings import FormLeak, FormStep, onward
from ..core.kpis.traffic import HUMAN, KNOWN_AGAIN, visitors
from ..core.measure import Unique, where
from ..core.measurement import CannotSay
from ..core.period import Period
from ..core.verdict import ALPHA
from ..privacy.small_cells import suppressed
from ..stats.shares import same_share, wilson
from .scope import Engine, Scope


def _read(page_type: str) -> Unique:
    return Unique("page_reads", (HUMAN, KNOWN_AGAIN, where("page_type", "is", page_type)), of="visitor")


# People who are known again, so that who comes back a day later to go on is one and the same.
STEPS: Mapping[str, Unique] = {
    "job": _read("job"),
    "click": visitors(where("apply_clicks", ">=", 1)),
    "form": _read("form"),
    "begun": visitors(where("application_starts", ">=", 1)),
    "sent": visitors(where("application_completes", ">=", 1)),
}


def form_steps(engine: Engine, scope: Scope) -> tuple[FormStep, ...]:
    """The steps that anybody took in this loop, beside the period that was chosen beforehand.

    A step that fewer than the smallest group took is not told, nor one that fewer than that left out of the step before.
    """
    windows = [scope.measured, *(p for p in [scope.beside.get(scope.loop.compared_with)] if p)]
    found = engine.measure(list(STEPS.values()), windows, daily=False)

    def people(period: Period) -> dict[str, int]:
        parts = {id: found.parts(unique, period) for id, unique in STEPS.items()}
        return {id: int(n[0]) for id, n in parts.items() if not isinstance(n, CannotSay)}

    now, *others = [people(window) for window in windows]
    before = others[0] if others else {}
    taken = {id: n for id, n in now.items() if n}
    told = _told(taken, scope.smallest_cell)
    told_before = _told({id: before.get(id, 0) for id in taken}, scope.smallest_cell)
    return tuple(FormStep(id, told[id], told_before[id]) for id in taken)


def form_leak(steps: Sequence[FormStep]) -> FormLeak | None:
    """Where the largest part stayed behind once people had clicked to apply: that few readers do so is another matter.

    Beside the step with the next largest part; None where there are no two to hold beside each other.
    """
    left = [(of - took, of, step.id) for step, pair in zip(steps, onward(steps), strict=True)
            if pair is not None and step.id not in ("job", "click") for took, of in [pair]]
    if len(left) < 2:
        return None
    (n, of, step), (m, other, rival), *_ = sorted(left, key=lambda one: one[0] / one[1], reverse=True)
    low, high = wilson(n, of) or (0.0, 1.0)
    return FormLeak(step, n / of, low, high, rival, m / other, same_share(n, of, m, other) > ALPHA)


def _told(steps: Mapping[str, int], smallest: int) -> dict[str, int | None]:
    """A step splits who took the last one that is told into who took it and who did not; neither may be a small cell."""
    told: dict[str, int | None] = {}
    last: int | None = None
    for id, n in steps.items():
        few = bool(suppressed({"took": n, "left": max(0, (last or n) - n)}, smallest))
        told[id] = None if few else n
        last = last if few else n
    return told
