"""Who is still there after so many days, when for some it is not known yet: the product limit of Kaplan and Meier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Observation = tuple[float, float, float]  # duration in days, number whose time ended then, number still going


@dataclass(frozen=True)
class Step:
    """On `time` `events` of those `at_risk` ended; `share` is what is left of all after it."""

    time: float
    share: float
    events: float
    at_risk: float


def product_limit(observations: Iterable[Observation]) -> list[Step]:
    """The steps of the survival curve: ∏ (1 − ended ÷ at risk), one per duration on which somebody's time ended.

    Source: Kaplan and Meier 1958. Those still going at a duration were at risk on it. Negative durations are left out.
    """
    merged: dict[float, list[float]] = {}
    for duration, events, going in observations:
        if duration >= 0:
            cell = merged.setdefault(float(duration), [0.0, 0.0])
            cell[0] += max(0.0, events)
            cell[1] += max(0.0, going)
    at_risk, share, steps = sum(e + g for e, g in merged.values()), 1.0, []
    for time in sorted(merged):
        events, going = merged[time]
        if events > 0:
            share *= 1.0 - events / at_risk
            steps.append(Step(time, share, events, at_risk))
        at_risk -= events + going
    return steps


def surviving(observations: Iterable[Observation], horizon: float) -> float:
    """Share still there after `horizon` days."""
    passed = [step.share for step in product_limit(observations) if step.time <= horizon]
    return passed[-1] if passed else 1.0
