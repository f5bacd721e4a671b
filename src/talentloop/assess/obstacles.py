"""What settles a verdict before any statistics: no data, too early, not comparable."""

from __future__ import annotations

from datetime import timedelta

from ..core.findings import Comparison
from ..core.kpi import Kpi
from ..core.maturity import Maturity, Ripeness
from ..core.measurement import CannotSay, Figure
from ..core.verdict import Verdict, Word
from .scope import Scope

LEAST_HIRES = 10  # below this a cost per hire is printed and not judged (statistics: €5,000 with 12 hires is 2,862–9,677)
BEARABLE_GAPS = 0.1  # share of days without data that a comparison bears


def obstacle(kpi: Kpi, scope: Scope, figure: Figure | CannotSay, comparison: Comparison | None,
             maturity: Maturity | None, gaps: float) -> Verdict | None:
    """The first obstacle in this order; None lets statistics speak."""
    if isinstance(figure, CannotSay):
        return Verdict(Word.NO_DATA, figure.reason.value, {"about": figure.about})
    return (_late(scope, gaps) or _too_early(kpi, scope, maturity) or _incomparable(comparison) or _gaps(gaps)
            or _few_hires(kpi, figure, comparison))


def _late(scope: Scope, gaps: float) -> Verdict | None:
    """Of a running loop whose days are missing not even the pace can be told."""
    return _gaps(gaps) if scope.running else None


def _too_early(kpi: Kpi, scope: Scope, maturity: Maturity | None) -> Verdict | None:
    if scope.running:
        return Verdict(Word.TOO_EARLY, "loop_running", {"end": scope.loop.period.last})
    if kpi.cohort and maturity is not None and maturity.ripeness is Ripeness.TOO_EARLY:
        return Verdict(Word.TOO_EARLY, "cohort_young", {"completeness": maturity.completeness, "low": maturity.low,
                                                        "high": maturity.high, "expected": maturity.nowcast})
    ready = scope.loop.period.end + timedelta(days=kpi.matures)
    if kpi.matures and scope.as_of < ready:
        return Verdict(Word.TOO_EARLY, "matures_later", {"ready": ready})
    return None


def _incomparable(comparison: Comparison | None) -> Verdict | None:
    if comparison is None:
        return Verdict(Word.CANNOT_TELL, "no_comparison")
    if comparison.spoiled_by:
        first = comparison.spoiled_by[0]
        return Verdict(Word.NOT_COMPARABLE, f"changed_in_{first.side}",
                       {"day": first.change.day, "what": first.change.what, "kind": first.change.kind.value})
    if comparison.breaks:
        broken = comparison.breaks[0]
        return Verdict(Word.NOT_COMPARABLE, "platform_break",
                       {"day": broken.day, "what_nl": broken.what_nl, "what_en": broken.what_en})
    if comparison.consent:
        then, now = comparison.consent
        return Verdict(Word.NOT_COMPARABLE, "other_consent", {"rate_then": then, "rate_now": now})
    if not comparison.comparable:
        return Verdict(Word.NOT_COMPARABLE, "other_source")
    if isinstance(comparison.figure, CannotSay):
        return Verdict(Word.CANNOT_TELL, "nothing_to_compare_with", {"against": comparison.against.value,
                                                                     "reason": comparison.figure.reason.value})
    return None


def _gaps(share: float) -> Verdict | None:
    if share > BEARABLE_GAPS:
        return Verdict(Word.NOT_COMPARABLE, "days_missing", {"share": share})
    return None


def _few_hires(kpi: Kpi, figure: Figure, comparison: Comparison | None) -> Verdict | None:
    """A cost per hire on a handful of hires is bookkeeping, no evidence."""
    if not kpi.cohort or figure.below is None or comparison is None:
        return None
    then = comparison.figure
    hires = min(figure.below, then.below if isinstance(then, Figure) and then.below is not None else 0)
    if hires < LEAST_HIRES:
        return Verdict(Word.CANNOT_TELL, "too_few_hires", {"hires": int(hires)})
    return None
