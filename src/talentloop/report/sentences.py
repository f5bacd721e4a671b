"""Findings as sentences: what happened, how sure, what to do."""

from __future__ import annotations

from ..core.facts import STOP_WITH_ADS
from ..core.findings import Comparison, KpiFinding, LoopReport, Question
from ..core.kpis import KPIS
from ..core.lift import Lift, Refusal
from ..core.measure import Median
from ..core.measurement import CannotSay, Figure
from ..core.verdict import PROVEN
from .beside import beside_verdict
from .changes import (
    NEGLIGIBLE,
    SAME,
    base_of,
    bounds_text,
    change_text,
    fact_of,
    fact_text,
    judged_apart,
    judged_text,
    least_provable,
    lift_of,
    margin_text,
    of_missing_days,
    per_day,
    told_per_day,
)
from .figures import cannot_say, figure_text, value_text
from .filling import filled
from .words import Words

HARDLY = 1.0  # a loop that only proves a change larger than this proves hardly anything


def happened(w: Words, finding: KpiFinding) -> str:
    """`Tijd op site daalt 18%`, without a full stop. Of a median whose mean is judged, what that mean did: the middle
    visitor may stay where he is while all others move."""
    lift = lift_of(finding)
    if lift is None or not isinstance(finding.kpi.measure, Median) or not judged_apart(finding):
        return happened_itself(w, finding)
    name = w.capital(w(f"kpi.{finding.kpi.id}.judged_name"))
    return _happened(w, name, "one", lift.fact, judged_text(w, finding, lift.fact).lstrip("+\u2212"))


def happened_itself(w: Words, finding: KpiFinding) -> str:
    """The same of the figure as it is shown, with what was judged in brackets where that is another."""
    text = _happened(w, w.short(finding.kpi), w.number_of(finding.kpi), fact_of(finding),
                     per_day(w, fact_text(w, finding, plain=True), told_per_day(finding, finding.chosen)))
    return f"{text} ({beside})" if (beside := judged_beside(w, finding)) else text


def _happened(w: Words, name: str, number: str, change: float | None, written: str) -> str:
    if change is None:
        way = "unknown"
    elif abs(change) < SAME or not any(c in "123456789" for c in written):
        way = "same"
    else:
        way = "rise" if change > 0 else "fall"
    return w(f"happened.{way}.{number}", name=name, change=written)


def judged_beside(w: Words, finding: KpiFinding, id: str = "judged.beside") -> str:
    """What the verdict rests on and how it changed, where that is not the figure itself: `vertoningen per dag +58%`."""
    lift = lift_of(finding)
    if lift is None or not judged_apart(finding):
        return ""
    return w(id, what=w(f"kpi.{finding.kpi.id}.judged_name"), change=judged_text(w, finding, lift.fact))


def verdict_sentence(w: Words, finding: KpiFinding, short: bool = False) -> str:
    """What happened, how sure, what to do; `short` is what stands in the cell, under its name and its figure."""
    id = _verdict_id(w, finding, short)
    parts = [w(id, **_places(w, finding))]
    if finding.target:
        parts.append(target_sentence(w, finding, short, said=not short and id.startswith("verdict.within_usual_wobble")))
    lift = lift_of(finding)
    if not short:
        parts += beside_verdict(w, finding)
    if of_missing_days(finding) and STOP_WITH_ADS & set(finding.kpi.facts) and not short:
        parts.append(w("verdict.days_missing.ads"))
    if lift and lift.wide and not short:
        parts.append(w("verdict.wide"))
    if finding.verdict.look_here and not short:
        parts.append(w("verdict.look_here"))
    return " ".join(p.strip() for p in parts if p.strip())


def cell_sentence(w: Words, report: LoopReport, finding: KpiFinding) -> tuple[str, str]:
    """The verdict's word and the short sentence after it. While a loop runs that its verdict is still to come is said
    once, at the head; the cell then tells where the figure is heading, and its target. So is that nothing came yet."""
    if report.nothing_yet and isinstance(finding.figure, CannotSay):
        return "", ""
    if finding.verdict.because != "loop_running":
        beside = w.capital(judged_beside(w, finding, "judged.first")) if _rests_on_lift(finding) else ""
        text = verdict_sentence(w, finding, short=True)
        return w.capital(w.of("word", finding.verdict.word)), f"{beside} {text}".strip()
    told = [target_sentence(w, finding, short=True)]
    ahead = next((f for f in report.forecasts if f.kpi == finding.kpi.id), None)
    if ahead is not None:
        low, high = (value_text(w, finding.kpi, x) for x in (ahead.low, ahead.high))
        told.insert(0, w("pace.heading", low=low, high=high, end=w.numbers.day(report.loop.period.last)))
    return "", " ".join(t for t in told if t)


def _rests_on_lift(finding: KpiFinding) -> bool:
    """Was the verdict tested at all, so that what it was tested on is worth telling?"""
    return "lift" in finding.verdict.facts


def _verdict_id(w: Words, finding: KpiFinding, short: bool) -> str:
    because, lift = finding.verdict.because, lift_of(finding)
    ending = ".short" if short else ""
    if because == "within_usual_wobble" and lift and (lift.low > 0 or lift.high < 0):
        because = "stood_alone"
    beside = f"verdict.{because}.beside_expected{ending}"
    if lift and abs(lift.expected) >= NEGLIGIBLE and w.has(beside):
        return beside
    return w.first(f"verdict.{because}{ending}", f"nolift.{because}{ending}", f"reason.{because}",
                   f"verdict.generic{ending}")


def _places(w: Words, finding: KpiFinding) -> dict[str, object]:
    """Everything that a verdict's sentence may name, as text."""
    kpi, lift = finding.kpi, lift_of(finding)
    places: dict[str, object] = {
        "happened": happened(w, finding), "name": w.short(kpi),
        "word": w.of("word", finding.verdict.word), "nowcast": _nowcast(w, finding), **_healthy(w, finding),
        **filled(w, finding.verdict.facts, kpi),
    }
    if finding.verdict.because in ("not_connected", "not_measured", "no_data_in_period", "partly_missing"):
        places["about"] = w.of("fact", str(finding.verdict.facts.get("about") or kpi.facts[0]))
    return {**places, **(_lifted(w, finding, lift) if lift else {}), **_mixed(w, finding)}


def _lifted(w: Words, finding: KpiFinding, lift: Lift) -> dict[str, object]:
    beside = abs(lift.expected) >= NEGLIGIBLE
    return {
        "expected": judged_text(w, finding, lift.expected), "lift": judged_text(w, finding, lift.lift, 1 + lift.expected),
        "margin": margin_text(w, finding, around_lift=beside), "provable": provable_from(w, finding, lift.mde80),
    }


def provable_from(w: Words, finding: KpiFinding, mde80: float) -> str:
    """From which change on such a loop proves something; past a doubling that is no help to anyone."""
    if mde80 > HARDLY:
        return w("provable.hardly")
    return w("provable.from", mde=least_provable(w, finding, mde80))


def _mixed(w: Words, finding: KpiFinding) -> dict[str, object]:
    mix = finding.mix
    if mix is None:
        return {}
    return {"mix": judged_text(w, finding, mix.mix), "rate": judged_text(w, finding, mix.rate),
            "rate_margin": bounds_text(w, finding, mix.rate_low, mix.rate_high)}


def _healthy(w: Words, finding: KpiFinding) -> dict[str, object]:
    band = finding.kpi.healthy
    if band is None or not isinstance(finding.figure, Figure):
        return {}
    value = finding.figure.value
    place = "below" if value < band[0] else "above" if value > band[1] else "inside"
    low, high = (w.numbers.count(x) for x in band)
    return {"healthy": w("number.range", low=low, high=high), "place": w(f"band.{place}")}


def _nowcast(w: Words, finding: KpiFinding) -> str:
    found = finding.maturity
    if found is None:
        return ""
    if found.low is None or found.high is None:
        return w("maturity.unknown")
    return w("maturity.nowcast", low=w.numbers.count(round(found.low)), high=w.numbers.count(round(found.high)))


def target_sentence(w: Words, finding: KpiFinding, short: bool = False, said: bool = False) -> str:
    """Reached, missed or still to come, and whether a loop like this can prove it; `said`: what it can prove was told."""
    target = finding.target
    if target is None or target.wanted is None:
        return ""
    ending = ".short" if short else ""
    state = "running" if target.reached is None else "reached" if target.reached else "missed"
    wanted = value_text(w, finding.kpi, target.wanted)
    if short and target.wanted_change is not None:
        wanted = change_text(w, finding.kpi, target.wanted_change, base_of(finding))
    text = w(f"target.{state}{ending}", figure=figure_text(w, finding.kpi, finding.figure), wanted=wanted)
    told = short and finding.verdict.because == "within_usual_wobble"  # its sentence says what can be proven
    if target.provable is False and target.mde80 is not None and not told and finding.verdict.word not in PROVEN:
        ending = ".said" if said else ending
        text += " " + w(f"target.not_provable{ending}", mde=least_provable(w, finding, target.mde80))
    return text


def comparison_sentence(w: Words, finding: KpiFinding, comparison: Comparison) -> str:
    """`58 s → 48 s (−17%)`, `343 in 62 days → 488 in 61 days (+43% per day)`, or why not."""
    if isinstance(comparison.figure, CannotSay):
        return w("comparison.missing", why=cannot_say(w, comparison.figure, short=True))
    before, now = figure_text(w, finding.kpi, comparison.figure), figure_text(w, finding.kpi, finding.figure)
    if not comparison.comparable:
        return w("comparison.not_comparable", before=before, now=now, why=_why_not(w, comparison))
    if comparison.change is None or of_missing_days(finding):
        return w("comparison.line.no_change", before=before, now=now)
    change = change_text(w, finding.kpi, comparison.change, comparison.figure.value)
    if comparison.period is not None and told_per_day(finding, comparison):
        return w("comparison.line.per_day", before=before, now=now, change=per_day(w, change, True),
                 days=w.numbers.days(finding.period.days), days_before=w.numbers.days(comparison.period.days))
    return w("comparison.line", before=before, now=now, change=change)


def _why_not(w: Words, comparison: Comparison) -> str:
    found = [(s.change.what, s.change.day) for s in comparison.spoiled_by]
    found += [(b.what_nl if w.lang == "nl" else b.what_en, b.day) for b in comparison.breaks]
    changes = [w("comparison.spoiled_by", what=what, day=w.numbers.day(day)) for what, day in found]
    if comparison.consent:
        then, now = map(w.numbers.percent, comparison.consent)
        changes.append(w("comparison.other_consent", then=then, now=now))
    return w.listed(changes) if changes else w("comparison.not_comparable.unknown")


def refusal_sentence(w: Words, refusal: Refusal) -> str:
    return w(f"nolift.{refusal.reason.value}")


def question_sentence(w: Words, group: str, question: Question, report: LoopReport) -> str:
    """Something that stands out (`stands_out`) or a question for the next loop (`question`)."""
    finding = report.finding(question.kpi) if question.kpi else None
    kpi = KPIS.get(question.kpi or "")
    against = w(f"against.{report.loop.compared_with.value}.than")
    places: dict[str, object] = {"name": w.short(kpi) if kpi else "", "against": against,
                                 **filled(w, question.facts, kpi)}
    if finding is not None:
        places["sentence"] = verdict_sentence(w, finding)
        places["mde"] = least_provable(w, finding, float(_number(question.facts.get("mde80"))))
        places["changes"] = w.listed([
            per_day(w, f"{w.of('against', c.against)} {change_text(w, finding.kpi, c.change, _value(c.figure))}",
                    told_per_day(finding, c))
            for c in finding.comparisons if c.change is not None])
    return w(w.first(f"{group}.{question.code}", f"{group}.generic"), **places)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _value(figure: Figure | CannotSay) -> float | None:
    return figure.value if isinstance(figure, Figure) else None
