"""What is said beside a verdict: what was foreseen before the loop."""

from __future__ import annotations

from ..core.findings import KpiFinding
from ..core.verdict import Word
from .words import Words


def beside_verdict(w: Words, finding: KpiFinding) -> list[str]:
    """Sentences that come after the verdict and its target."""
    predicted = finding.expectation.predicted
    if predicted is None or finding.verdict.word is not Word.EXPECTED:
        return []
    return [w("verdict.foreseen", change=w.numbers.change(predicted))]
