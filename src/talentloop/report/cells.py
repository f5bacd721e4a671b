"""The KPI cell of the page: everything that is said of one KPI, as texts and one small picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from ..core.findings import KpiFinding, LoopReport
from ..core.identity import identity_of
from ..core.kpis import KPIS
from ..core.measurement import CannotSay, Figure
from .changes import SHAPES, Marks, change_text, fact_of, marks, shown_change, told_per_day, tone
from .drawing import bar
from .figures import cannot_say, figure_text, told_shortly, value_text
from .one_person import one_person
from .scale import Scale
from .sentences import cell_sentence, comparison_sentence, target_sentence, verdict_sentence
from .words import Words


@dataclass(frozen=True)
class ComparedRow:
    against: str
    period: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Cell:
    """Texts of one cell; `details` are (label, text) pairs that open on request."""

    id: str
    name: str
    primary: bool
    tone: str
    shape: str
    word: str
    figure: str
    unit: str
    exact: str
    silent: str  # why there is no figure, where the head of the page has said it for all: not said again, only found
    change: str
    picture: Markup | None
    says: str
    tag: str
    definition: str
    whole: str
    compared: tuple[ComparedRow, ...]
    compared_note: str
    details: tuple[tuple[str, str], ...]
    split: tuple[tuple[str, str], ...]


def cell(w: Words, report: LoopReport, finding: KpiFinding, scale: Scale) -> Cell:
    kpi, found = finding.kpi, marks(finding)
    word, says = cell_sentence(w, report, finding)
    none = isinstance(finding.figure, CannotSay)
    silent = cannot_say(w, finding.figure) if isinstance(finding.figure, CannotSay) and report.nothing_yet else ""
    changed = not none and not report.nothing_yet
    colour = tone(finding.verdict.word)
    return Cell(
        id=kpi.id, name=w.name(kpi), primary=kpi.id == report.loop.primary, tone=colour, shape=SHAPES[colour],
        word=word,
        figure=figure_text(w, kpi, finding.figure, finding.interval), unit="" if none else w(f"kpi.{kpi.id}.unit_word"),
        exact=silent or _exact(w, finding), silent=silent,
        change=shown_change(w, finding) if fact_of(finding) is not None and changed else "",
        picture=None if found.fact is None or not changed else bar(found, scale, bar_alt(w, finding, found)),
        says=says,
        tag=w("status.provisional") if finding.provisional and not none else "",
        definition=w(f"kpi.{kpi.id}.definition"), whole=verdict_sentence(w, finding),
        compared=tuple(_compared(w, finding)),
        compared_note=w("change.per_day.means") if any(told_per_day(finding, c) for c in finding.comparisons) else "",
        details=tuple(_details(w, finding)),
        split=() if silent else tuple(_split(w, finding)))


def bar_alt(w: Words, finding: KpiFinding, found: Marks) -> str:
    """The picture's point in words."""
    places = {"name": w.short(finding.kpi), "change": shown_change(w, finding),
              "word": w.of("word", finding.verdict.word)}
    if found.low is None or found.high is None:
        return w("page.bar.alt.no_margin", **places)
    low, high = (change_text(w, finding.kpi, x, None) for x in (found.low, found.high))
    return w("page.bar.alt", margin=w("margin.both", low=low, high=high), **places)


def _exact(w: Words, finding: KpiFinding) -> str:
    """Window, source and status in one line, for the figure's title."""
    parts = [w.numbers.period(finding.period), _sources(w, finding), _status(w, finding)]
    return " · ".join(parts)


def _sources(w: Words, finding: KpiFinding) -> str:
    names = [w.of("source", s) for s in finding.origin.sources]
    known = [w.of("provenance", p) for p in finding.origin.provenances]
    if not names:
        return w("page.source.none")
    return ", ".join(names) + (f" ({', '.join(known)})" if known else "")


def _status(w: Words, finding: KpiFinding) -> str:
    if finding.provisional_until is None:
        return w("status.final")
    return w("status.provisional_until", day=w.numbers.day(finding.provisional_until))


def _compared(w: Words, finding: KpiFinding) -> Iterator[ComparedRow]:
    for c in finding.comparisons:
        period = w.numbers.period(c.period) if c.period else ""
        yield ComparedRow(w.of("against", c.against), period, comparison_sentence(w, finding, c), c.chosen)


def _details(w: Words, finding: KpiFinding) -> Iterator[tuple[str, str]]:
    """What is one click away of every figure: window, source, coverage, status, and what the verdict rests on."""
    kpi = finding.kpi
    yield w("page.window"), _window(w, finding)
    yield w("page.source"), _sources(w, finding)
    yield w("page.coverage"), _coverage(w, finding)
    if known := identity_of(kpi):
        yield w("page.identity"), one_person(w, known)
    yield w("page.status"), _status(w, finding)
    if finding.interval and not isinstance(finding.figure, CannotSay):
        low, high = (value_text(w, kpi, x, *finding.interval) for x in finding.interval)
        yield w("page.own_margin"), w("number.range", low=low, high=high)
    if finding.target:
        yield w("page.target"), target_sentence(w, finding)
    yield w("page.expectation"), _expectation(w, finding)
    if w.has(f"kpi.{kpi.id}.judged_on"):
        yield w("page.verdict"), w(f"kpi.{kpi.id}.judged_on")
    if finding.companions:
        yield w("page.companions"), w.capital("; ".join(_companion(w, id, figure) for id, figure in finding.companions))


def _window(w: Words, finding: KpiFinding) -> str:
    origin, parts = finding.origin, [w.numbers.period(finding.period)]
    if origin.days_with_data:
        parts.append(w("page.days_with_data", n=origin.days_with_data))
    if origin.missing_days:
        parts.append(w("page.missing_days", n=len(origin.missing_days)))
    return ", ".join(parts)


def _coverage(w: Words, finding: KpiFinding) -> str:
    if finding.coverage is None:
        return w("page.coverage.all")
    id = "page.coverage.value" if finding.kpi.people else "page.coverage.site"
    return w(id, share=w.numbers.percent(finding.coverage))


def _expectation(w: Words, finding: KpiFinding) -> str:
    text = w.of("move", finding.expectation.move) + "."
    if finding.expectation.predicted is not None:
        text += " " + w("expectation.predicted", change=w.numbers.change(finding.expectation.predicted))
    return text


def _companion(w: Words, id: str, figure: Figure | CannotSay) -> str:
    kpi = KPIS[id]
    return f"{w.inside(w.short(kpi))} {told_shortly(w, kpi, figure)}"


def _split(w: Words, finding: KpiFinding) -> Iterator[tuple[str, str]]:
    for name, figure in finding.split:
        yield w.of(finding.kpi.split, name), told_shortly(w, finding.kpi, figure)
