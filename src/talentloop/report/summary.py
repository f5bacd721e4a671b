"""The whole loop in a few sentences: title, facts of the header, what happened, was expected and cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..core.findings import KpiFinding, LoopReport
from ..core.measurement import CannotSay, Figure, Reason
from ..core.verdict import Word
from .changes import NEGLIGIBLE, fact_of, lift_of, margin_text, of_missing_days, told_per_day, tone
from .figures import cannot_say, figure_text
from .sentences import happened_itself, target_sentence, verdict_sentence
from .words import Words

NAMED = 5  # KPIs that one sentence names; then how many more there are
STRONG = "**"  # what stands between two of these is printed strong, in the sentence's tone


@dataclass(frozen=True)
class Sentence:
    """One sentence of the summary. `tone` colours its strong words: better, worse, expected or unsure."""

    text: str
    tone: str = "unsure"

    @property
    def plain(self) -> str:
        return self.text.replace(STRONG, "")

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """Pieces of text, each with whether it is strong."""
        return tuple((piece, i % 2 == 1) for i, piece in enumerate(self.text.split(STRONG)) if piece)


@dataclass(frozen=True)
class HeaderFact:
    """A line of the header: what it is, what it says, and what that means (for a title or a second line)."""

    label: str
    text: str
    meaning: str = ""

    @property
    def main(self) -> str:
        """What is said first."""
        return self.text.partition(" · ")[0]

    @property
    def rest(self) -> str:
        """What comes after it, as one line."""
        return self.text.partition(" · ")[2].replace(" · ", ", ")


def primary_of(report: LoopReport) -> KpiFinding | None:
    return report.finding(report.loop.primary)


def title(w: Words, report: LoopReport) -> str:
    """What came of the loop, judged by the one KPI that its focus is about."""
    return w(f"title.{_outcome(report)}", number=report.loop.number, focus=w.of("focus", report.loop.focus).lower())


def _outcome(report: LoopReport) -> str:
    primary = primary_of(report)
    if report.running:
        return "running"
    if primary is None:
        return "unknown"
    reached = primary.target.reached if primary.target else None
    proven = primary.verdict.word
    if reached:
        return "reached" if proven is Word.BETTER else "reached_unproven"
    names = {Word.BETTER: "better", Word.WORSE: "worse", Word.NO_RELEVANT_CHANGE: "unchanged"}
    return "missed" if reached is False and proven not in (Word.BETTER, Word.WORSE) else names.get(proven, "unknown")


def header(w: Words, report: LoopReport) -> tuple[HeaderFact, ...]:
    """Day, period, focus, comparison, purity, data and coverage, in this order."""
    loop = report.loop
    return (
        HeaderFact(w("header.day"), w("header.day.value", day=report.day_number, days=loop.period.days)),
        HeaderFact(w("header.period"), w.numbers.period(loop.period)),
        HeaderFact(w("header.focus"), w.of("focus", loop.focus)),
        HeaderFact(w("header.compared_with"), w.of("against", loop.compared_with)),
        _purity(w, report), data_fact(w, report), _coverage(w, report),
    )


def _purity(w: Words, report: LoopReport) -> HeaderFact:
    found = report.purity
    counts = [w(f"header.purity.{name}", n=len(changes)) for name, changes in
              (("planned", found.planned), ("unplanned", found.unplanned)) if changes]
    text = " · ".join([w.of("cleanness", found.cleanness), *counts])
    return HeaderFact(w("header.purity"), text, w(f"cleanness.{found.cleanness.value}.todo"))


def data_fact(w: Words, report: LoopReport) -> HeaderFact:
    """Is the data whole, what of it lacks or is late, and until when it is provisional."""
    health = report.health
    days = {day for missing in health.missing.values() for day in missing}
    whole = w("header.data.none" if report.nothing_yet else "header.data.complete")
    parts = [w("header.data.missing", n=len(days))] if days else [] if health.late else [whole]
    parts += [w("header.data.late", fact=w.of("fact", fact), day=w.numbers.day(x)) for fact, x in health.late.items()]
    parts[0] = w.capital(parts[0])
    if health.provisional_until:
        parts.append(w("header.data.provisional", day=w.numbers.day(health.provisional_until)))
    meaning = []
    if health.excluded:
        meaning.append(w("header.excluded", share=w.numbers.percent(health.excluded)))
    if health.not_connected:
        facts = list(dict.fromkeys(w.of("fact", fact) for fact in health.not_connected))
        meaning.append(w("header.not_connected", facts=w.listed(facts, most=6)))
    return HeaderFact(w("header.data"), " · ".join(parts), " ".join(meaning))


def _coverage(w: Words, report: LoopReport) -> HeaderFact:
    share = report.health.coverage
    text = w("header.coverage.none") if share is None else w("header.coverage.value", share=w.numbers.percent(share))
    return HeaderFact(w("header.coverage"), text)


def summary(w: Words, report: LoopReport) -> tuple[Sentence, ...]:
    """What happened to the focus KPI and how sure, by-effects to be expected, what else moved, what cannot be told."""
    if report.nothing_yet:
        first = f"summary.nothing_yet.{'connected' if _connected(report) else 'unconnected'}"
        return Sentence(w(first)), Sentence(w("summary.nothing_yet.then"))
    primary = primary_of(report)
    rest = [f for f in report.findings if f.kpi.id != report.loop.primary and not f.split]
    said = list(_primary(w, report, primary)) if primary else []
    if report.running:
        said.append(Sentence(w("summary.running", end=w.numbers.day(report.loop.period.last))))
        return tuple(said)
    said += _by_effects(w, [f for f in rest if f.verdict.word is Word.EXPECTED])
    groups = (("also_better", Word.BETTER), ("also_worse", Word.WORSE), ("cannot_tell", Word.CANNOT_TELL),
              ("not_comparable", Word.NOT_COMPARABLE), ("too_early", Word.TOO_EARLY))
    for name, word in groups:
        found = [f for f in rest if f.verdict.word is word and _in_summary(f)]
        if found:
            said.append(Sentence(w.capital(w(f"summary.{name}", names=_names(w, found))), tone(word)))
    return tuple(said)


def _connected(report: LoopReport) -> bool:
    """Does any source tell something that the framework asks for?"""
    figures = [f.figure for f in report.findings]
    return any(not isinstance(x, CannotSay) or x.reason is not Reason.NOT_CONNECTED for x in figures)


def _in_summary(finding: KpiFinding) -> bool:
    """Of what cannot be told, only what was tested: a figure without any verdict is said at its own place."""
    if finding.verdict.word is not Word.CANNOT_TELL:
        return True
    return finding.verdict.because in ("within_usual_wobble", "mostly_expected_anyway")


def _names(w: Words, found: Iterable[KpiFinding], first: Callable[[str], str] = str) -> str:
    names = [w.inside(w.short(f.kpi)) for f in found]
    return first(w.listed(names, most=NAMED))


def _primary(w: Words, report: LoopReport, primary: KpiFinding) -> Iterable[Sentence]:
    colour = tone(primary.verdict.word)
    if isinstance(primary.figure, CannotSay):
        name, reason = w.inside(w.short(primary.kpi)), cannot_say(w, primary.figure)
        if report.running and primary.figure.reason is Reason.NO_DATA_IN_PERIOD:
            yield Sentence(w("summary.primary.not_yet", name=name))
            return
        yield Sentence(w("summary.primary.no_figure", name=name, reason=reason))
        return
    yield Sentence(_stands(w, report, primary), colour)
    if of_missing_days(primary):
        yield Sentence(verdict_sentence(w, primary))
    elif report.running:
        yield from _pace(w, report)
    else:
        yield Sentence(_sure(w, primary), colour)


def _stands(w: Words, report: LoopReport, primary: KpiFinding) -> str:
    kpi, figure = primary.kpi, figure_text(w, primary.kpi, primary.figure)
    chosen = primary.chosen
    silent = report.running or of_missing_days(primary)
    if silent or chosen is None or not isinstance(chosen.figure, Figure) or fact_of(primary) is None:
        return w("summary.primary.no_before", name=w.short(kpi), figure=figure, word=w(f"kpi.{kpi.id}.unit_word"))
    if chosen.period is not None and told_per_day(primary, chosen):
        return w("summary.primary.per_day", happened=happened_itself(w, primary), figure=figure,
                 days=w.numbers.days(primary.period.days), against=w(f"against.{chosen.against.value}.than"),
                 before=figure_text(w, kpi, chosen.figure), days_before=w.numbers.days(chosen.period.days))
    return w("summary.primary", happened=happened_itself(w, primary), figure=figure,
             against=w(f"against.{chosen.against.value}.than"), before=figure_text(w, kpi, chosen.figure))


def _sure(w: Words, primary: KpiFinding) -> str:
    """How sure, then the target; a verdict other than better or worse speaks for itself."""
    word, lift = primary.verdict.word, lift_of(primary)
    if word in (Word.BETTER, Word.WORSE) and lift and abs(lift.expected) < NEGLIGIBLE:
        return " ".join(p for p in (w(f"summary.sure.{word.value}", margin=margin_text(w, primary)),
                                    target_sentence(w, primary, short=True)) if p)
    return verdict_sentence(w, primary, short=True)


def _pace(w: Words, report: LoopReport) -> Iterable[Sentence]:
    found = next((f for f in report.forecasts if f.kpi == report.loop.primary), None)
    if found is not None:
        left = report.loop.period.days - report.day_number
        yield Sentence(w("summary.pace", days=w.numbers.days(left), low=w.numbers.compact(found.low),
                         high=w.numbers.compact(found.high)))


def _by_effects(w: Words, found: list[KpiFinding]) -> list[Sentence]:
    """Falls that belong to the focus, in one sentence; and that the groups stayed as they were, where they did."""
    if not found:
        return []
    one = len(found) == 1 and w.number_of(found[0].kpi) == "one"
    names = _names(w, found, w.capital)
    said = [Sentence(w("summary.by_effects.one" if one else "summary.by_effects", names=names), "expected")]
    if all(f.mix is not None and f.mix.rate_low <= 0 <= f.mix.rate_high for f in found):
        said.append(Sentence(w("summary.by_effects.groups"), "expected"))
    return said
