"""The loop report as one self-contained page: no script, no request, readable in print, in the dark and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from markupsafe import Markup

from ..core.findings import LoopReport
from ..core.house import OURS, House
from ..core.kpi import Pillar
from .bars import cost_bars, evidence_bar, journey_bars, mix_bars
from .cells import Cell, cell
from .changes import SHAPES, marks
from .charts import NARROW, WIDE, changes_shown, over_time
from .drawing import drawn
from .people_charts import first_touch_bars, rise_dots
from .sankey import pool_sankey
from .scale import Scale, common_scale
from .sections import Section, sections
from .sheet import dress, template
from .summary import header, summary, title
from .words import Words

FRAMEWORK = (Pillar.POOLS, Pillar.REACH, Pillar.TRAFFIC, Pillar.CONVERSION)
BELOW = (Pillar.QUALITY, Pillar.ROI)
RISEN_BY = ("content", "evp_theme", "channel")
Draw = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Column:
    """One pillar with its cells."""

    id: str
    name: str
    sub: str
    focus: bool
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Block:
    """One section under the framework, with its picture in two widths where it has one."""

    section: Section
    wide: Markup | None = None
    narrow: Markup | None = None


@dataclass(frozen=True)
class Visits:
    """The picture of visits over time, and the weeks behind it."""

    wide: Markup
    narrow: Markup
    notes: str
    flags: Sequence[str]
    weeks: Sequence[tuple[str, str]]


def page(report: LoopReport, lang: str, house: House = OURS) -> str:
    """The whole page as HTML; `lang` is one of locale.LANGUAGES."""
    w = Words(lang, report.currency)
    scale = common_scale(marks(f) for f in report.findings)
    blocks = [_block(s, report, lang) for s in sections(w, report)]
    return template("loop").render(
        w=w, report=report, title=title(w, report), header=header(w, report), summary=summary(w, report),
        **dress(house),
        **_pillars(w, report, scale), story=None, visits=_visits(w, report, lang),
        pictured=[b for b in blocks if b.section.rows and b.section.id != "changes"],
        told=[b for b in blocks if not (b.section.rows and b.section.id != "changes")],
        legend=[(SHAPES[tone], tone, w.capital(w(f"word.{word}")), w(f"word.{word}.means")) for tone, word in (
            ("better", "better"), ("worse", "worse"), ("expected", "expected_by_effect"), ("unsure", "cannot_tell"))],
        sources=_sources(w, report))


def board(report: LoopReport, lang: str, story: Callable[[str], str] | None = None) -> Markup:
    """The KPI framework by itself, for a page of the app; `story` gives the address of one KPI's own page."""
    w = Words(lang, report.currency)
    scale = common_scale(marks(f) for f in report.findings)
    return Markup(template("board").render(w=w, report=report, story=story, **_pillars(w, report, scale)))


def blocks(report: LoopReport, lang: str, wanted: Callable[[Section], bool]) -> Markup:
    """Some of the sections under the framework, with their pictures and tables, for a page of the app."""
    w = Words(lang, report.currency)
    found = [_block(s, report, lang) for s in sections(w, report) if wanted(s)]
    return Markup(template("blocks").render(w=w, blocks=found)) if found else Markup("")


def _pillars(w: Words, report: LoopReport, scale: Scale) -> dict[str, Any]:
    """The four columns as the paper prints them, quality and ROI below, and the ends of the scale they share."""
    return {"columns": [_column(w, report, p, scale) for p in FRAMEWORK if report.pillars.get(p)],
            "below": [_column(w, report, p, scale) for p in BELOW if report.pillars.get(p)],
            "scale": (w.numbers.change(scale.low), w.numbers.change(scale.high))}


def _column(w: Words, report: LoopReport, pillar: Pillar, scale: Scale) -> Column:
    return Column(pillar.value, w.of("pillar", pillar), w(f"pillar.{pillar.value}.sub"),
                  pillar.value == report.loop.focus.value, [cell(w, report, f, scale) for f in report.pillars[pillar]])


def _block(section: Section, report: LoopReport, lang: str) -> Block:
    draw = _picture(section)
    if draw is None:
        return Block(section)
    wide, narrow = (drawn(draw(report, *_about(section, report), lang, width), section.point, name)
                    for width, name in ((560, "wide"), (NARROW, "narrow")))
    return Block(section, wide, narrow)


def _picture(section: Section) -> Draw | None:
    """The picture that belongs to a section, when it has figures to show and there is something to say of it."""
    known: dict[str, Draw] = {"journey": journey_bars, "mix": mix_bars, "trace": evidence_bar, "costs": cost_bars,
                              "pools": pool_sankey, "first_touch": first_touch_bars,
                              **{f"rises_{by}": partial(rise_dots, by=by) for by in RISEN_BY}}
    return known.get(section.id) if section.rows and section.point else None


def _about(section: Section, report: LoopReport) -> Iterable[Any]:
    return (report.finding(section.kpi),) if section.kpi else ()


def _visits(w: Words, report: LoopReport, lang: str) -> Visits | None:
    if not report.history:
        return None
    point = _visits_point(w, report)
    wide, narrow = (drawn(over_time(report, "visits", lang, width), point, name)
                    for width, name in ((WIDE, "wide broad"), (NARROW, "narrow")))
    finding = report.finding("visits")
    notes = [w("page.visits.sub")]
    if report.history_missing:
        notes.append(w("page.visits.gaps"))
    if report.running and any(f.kpi == "visits" for f in report.forecasts):
        notes.append(w("page.visits.forecast"))
    if finding and finding.provisional:
        notes.append(w("page.visits.provisional"))
    return Visits(wide, narrow, " ".join(notes), flags(w, report), _weeks(w, report))


def flags(w: Words, report: LoopReport) -> list[str]:
    """What the flags stand for, by their numbers."""
    return [w("page.visits.flag", n=str(i), what=c.what, day=w.numbers.day(c.day),
              planned=w("change.planned" if c.planned else "change.unplanned"))
            for i, c in enumerate(changes_shown(report), 1)]


def _visits_point(w: Words, report: LoopReport) -> str:
    """What the picture of visits says: the loop's mean per day beside that of the period before."""
    loop = report.loop.period
    now = [n for day, n in report.history.items() if day in loop]
    before = [n for day, n in report.history.items() if day in loop.previous()]
    mean = w.numbers.count(round(sum(now) / len(now))) if now else w("number.none")
    places = {"start": w.numbers.day(min(report.history)), "last": w.numbers.day(max(report.history)),
              "number": report.loop.number, "now": mean}
    if not before:
        return w("page.visits.alt.alone", **places)
    return w("page.visits.alt", before=w.numbers.count(round(sum(before) / len(before))), **places)


def _weeks(w: Words, report: LoopReport) -> list[tuple[str, str]]:
    """Mean visits per day, week by week: the table behind the line."""
    weeks: dict[Any, list[float]] = {}
    for day, n in sorted(report.history.items()):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(n)
    return [(w.numbers.day(monday), w.numbers.count(round(sum(ns) / len(ns)))) for monday, ns in weeks.items()]


def _sources(w: Words, report: LoopReport) -> str:
    names = dict.fromkeys(s for f in report.findings for s in f.origin.sources)
    return w("page.sources", sources=w.listed([w.of("source", s) for s in names], most=20)) if names else ""


