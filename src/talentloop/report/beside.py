"""What is said beside a verdict: what was foreseen, what earlier loops did, and what two in a row show together."""

from __future__ import annotations

from typing import Any

from ..core.findings import KpiFinding
from ..core.verdict import Word
from .changes import base_of, change_text
from .controls import steering_sentence
from .read_away import read_away_sentences
from .words import Words


def beside_verdict(w: Words, finding: KpiFinding) -> list[str]:
    """Sentences that come after the verdict and its target."""
    said = []
    predicted = finding.expectation.predicted
    if predicted is not None and finding.verdict.word is Word.EXPECTED:
        said.append(w("verdict.foreseen", change=w.numbers.change(predicted)))
    if finding.read_away and "lift" in finding.verdict.facts:
        said += read_away_sentences(w, finding.kpi, finding.read_away)
    if finding.steering is not None and "lift" in finding.verdict.facts:
        said.append(steering_sentence(w, finding))
    if finding.combined is not None:
        said.append(combined_sentence(w, finding))
    return said


def combined_sentence(w: Words, finding: KpiFinding) -> str:
    """`Loop 1 en 2 wijzen dezelfde kant op. Samen is het wel meer dan …`"""
    found = finding.combined
    if found is None:
        return ""
    lift, low, high = (change_text(w, finding.kpi, x, base_of(finding)) for x in
                       (found.lift.lift, found.lift.low, found.lift.high))
    return w(f"combined.{found.verdict.word.value}", first=found.loops[0], last=found.loops[1], lift=lift, low=low,
             high=high)


def combined(w: Words, finding: KpiFinding) -> dict[str, Any] | None:
    """Two loops together, for JSON."""
    found = finding.combined
    if found is None:
        return None
    return {"loops": list(found.loops), "window": _window(found.period), "against": _window(found.base),
            "lift": found.lift.lift, "low": found.lift.low, "high": found.lift.high, "p": found.lift.p,
            "word": found.verdict.word.value, "because": found.verdict.because, "sentence": combined_sentence(w, finding)}


def _window(period: Any) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}
