"""Every figure that a screen shows, asked by one function each; what screens ask first is worked out ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.urls import reverse
from markupsafe import Markup

from ..assess.parts import Cells
from ..assess.per_hire import PerHire, Rolling, per_hire, rolling
from ..command.reading import ways
from ..content.arrivals import seen_campaigns
from ..content.library import Library, library
from ..core.checkup import Advice
from ..core.findings import LoopReport, PlanReport
from ..core.kpi import Dated, Kpi
from ..core.kpis import find, headline
from ..core.loop import BEFOREHAND, Against
from ..core.period import Period
from ..core.roi import RoiReport
from ..core.trust import Trust
from ..custody.consent import Covered, coverage
from ..custody.overview import Overview, overview
from ..custody.retention import Retained, retain
from ..engine.told import Told, told
from ..ledger.book import Book, book
from ..ledger.by_hand import Written, written
from ..report.html import blocks, board
from ..report.plan_page import plan_body
from ..report.roi_page import roi_body
from ..report.shown import ShownReport
from ..report.tables import in_journey
from ..website.campaigns import Seen
from ..workspace import Workspace
from .remembering import key_of, known, remembered, working


def report_for(home: Workspace, number: int | None = None, against: Against | None = None,
               other: Period | None = None, dated: Dated = Dated.ACTIVITY) -> LoopReport:
    """Everything that can be said of one loop, without a number of the last that has started; `against` looks at another
    comparison than the one chosen beforehand."""
    beside = () if against in (None, home.loop(number).compared_with) else (against, other)
    asked = beside if dated is Dated.ACTIVITY else (*beside, dated)
    return remembered(home, lambda: home.findings(number, against=against, other=other, dated=dated), "report",
                      home.loop(number).number, *asked)


def plan_for(home: Workspace, number: int | None = None) -> PlanReport:
    """One loop as planned, without a number the present or next; looking at it freezes nothing."""
    return remembered(home, lambda: home.plan_report(freeze=False, number=number), "plan", number)


def privacy_for(home: Workspace) -> Overview:
    """What is kept of people; worked out again when facts, rules or the list of who may not come back changed."""
    ring = home.keyring
    stones = 0 if ring.destroyed else len(home.tombstones.all())
    return remembered(home, lambda: overview(home), "privacy", stones, ring.destroyed)


def consent_for(home: Workspace) -> tuple[Covered, ...]:
    return remembered(home, lambda: coverage(home), "coverage", planned=False)


def retention_for(home: Workspace) -> Retained:
    """What is due, told and not done."""
    return remembered(home, lambda: retain(home), "retention")


def campaigns_for(home: Workspace) -> tuple[Seen, ...]:
    return remembered(home, lambda: seen_campaigns(home), "campaigns", planned=False)


def library_for(home: Workspace) -> Library:
    return remembered(home, lambda: library(home), "library", planned=False)


def book_for(home: Workspace) -> Book:
    return remembered(home, lambda: book(home), "ledger", planned=False)


def per_hire_for(home: Workspace) -> tuple[Sequence[PerHire], Sequence[Rolling]]:
    """Cost per hire three ways: of the last twelve months, and up to each month before."""
    return (remembered(home, lambda: per_hire(home.engine, home.today), "per-hire", planned=False),
            remembered(home, lambda: rolling(home.engine, home.today), "per-hire-rolling", planned=False))


def roi_for(home: Workspace) -> RoiReport:
    return remembered(home, home.roi, "roi")


def trust_for(home: Workspace) -> Trust:
    """How far this client's verdicts may be trusted, by its own past."""
    return remembered(home, home.trust, "trust")


def told_for(home: Workspace) -> tuple[Told, ...]:
    """Every source with every fact that it told."""
    return remembered(home, lambda: told(home.lake), "told", planned=False)


def advice_for(home: Workspace) -> Sequence[Advice]:
    return remembered(home, lambda: home.doctor().advice, "advice")


def written_for(home: Workspace) -> tuple[Written, ...]:
    return remembered(home, lambda: written(home), "by-hand", planned=False)


def parts_for(home: Workspace, kpi: str, by: str, number: int | None = None) -> Cells:
    """One KPI of a loop by one dimension; the others that can be taken apart so are asked in the same go."""
    number = home.loop(number).number
    together = [k for k in headline(home.settings.pools) if by in ways(k)]
    kpis = together if kpi in {k.id for k in together} else [find(kpi)]
    found = remembered(home, lambda: home.splits(kpis, by, number), "splits", [k.id for k in kpis], by, number)
    return found[kpi]


def known_report(home: Workspace) -> LoopReport | None:
    """The last loop's report if it was worked out already; never waits for it."""
    if not home.plan.loops:
        return None
    found = known(home, key_of(home, "report", home.loop().number))
    return found if isinstance(found, LoopReport) else None


# ---- figures put in words and pictures


def board_for(home: Workspace, report: LoopReport, lang: str, slug: str) -> Markup:
    """The KPI framework of a loop as HTML, each KPI with the way to its own page at the client's address."""
    def story(kpi: str) -> str:
        return reverse("story", args=(slug, report.loop.number, kpi))

    periods = sorted({str(c.period) for f in report.findings for c in f.comparisons if c.chosen})
    shown = [f.kpi.id for f in report.findings]
    asked = ("board", report.loop.number, report.loop.compared_with, periods, shown, lang, story("x"))
    return Markup(remembered(home, lambda: str(board(report, lang, story)), *asked))


def journey_for(home: Workspace, report: LoopReport, lang: str) -> Markup:
    """The sections of a loop's report that tell how people come closer."""
    return Markup(remembered(home, lambda: str(blocks(report, lang, in_journey)), "journey", report.loop.number, lang))


def house_report_for(home: Workspace, report: LoopReport, lang: str) -> str:
    """The whole report as a page, in the house style of the client: the logo is in it, so another is another question."""
    house = home.settings.house
    return remembered(home, lambda: ShownReport(report, lang, house).html(), "house-report", report.loop.number, lang,
                      house)


def plan_body_for(home: Workspace, report: PlanReport, lang: str) -> Markup:
    number = report.loop.number if report.loop else 0
    return Markup(remembered(home, lambda: str(plan_body(report, lang)), "plan-body", number, lang))


def roi_body_for(home: Workspace, report: RoiReport, lang: str) -> Markup:
    return Markup(remembered(home, lambda: str(roi_body(report, lang)), "roi-body", lang))


# ---- ahead


def prepare(home: Workspace, slug: str = "", languages: Iterable[str] = ()) -> None:
    """Work out what the screens will ask for first, by the very functions that they ask; and put it in words for the
    pages at the client's address, in each of these languages."""
    with working(home):
        _work_out(home)
        for lang in languages:
            _put_in_words(home, slug, lang)


def _work_out(home: Workspace) -> None:
    if home.plan.loops:
        report_for(home)
        plan_for(home)
        for before in _earlier(home)[-1:]:
            report_for(home, before)
        _first_parts(home, home.loop().number)
    if home.lake.begun():
        for work in AHEAD:
            work(home)


def _earlier(home: Workspace) -> list[int]:
    return [x.number for x in home.plan.loops if x.number < home.loop().number]


def _first_parts(home: Workspace, number: int) -> None:
    for by, kpis in first_ways(home).items():
        parts_for(home, kpis[0].id, by, number)


RECENT = 12  # loops: two years of them, when each takes two months


def prepare_next(home: Workspace) -> None:
    """Work out what readers look at after that, from the facts that `prepare` took: this loop beside what else it can be
    compared with, by day of application and in every part, the loops before it, the latest first, and the trust page."""
    if not home.plan.loops:
        return
    for against in BEFOREHAND:
        if home.baseline or against is not Against.BASELINE:
            report_for(home, against=against)
    report_for(home, dated=Dated.APPLICATION)
    for by, kpi in {by: k.id for k in headline(home.settings.pools) for by in ways(k)}.items():
        parts_for(home, kpi, by)
    for number in reversed(_earlier(home)[-RECENT:]):
        report_for(home, number)
        plan_for(home, number)
        _first_parts(home, number)
    trust_for(home)


def first_ways(home: Workspace) -> Mapping[str, list[Kpi]]:
    """The dimensions by which a loop or a story is taken apart when nobody asked for another, with the KPIs that are."""
    first: dict[str, list[Kpi]] = {}
    for kpi in headline(home.settings.pools):
        for by in ways(kpi)[:1]:
            first.setdefault(by, []).append(kpi)
    return first


AHEAD: tuple[Callable[[Workspace], object], ...] = (
    privacy_for, consent_for, retention_for, told_for, campaigns_for, library_for, book_for, written_for, per_hire_for,
    roi_for, advice_for)


def _put_in_words(home: Workspace, slug: str, lang: str) -> None:
    if home.plan.loops:
        report = report_for(home)
        board_for(home, report, lang, slug)
        journey_for(home, report, lang)
        plan_body_for(home, plan_for(home), lang)
        house_report_for(home, report, lang)
    if home.lake.begun():
        roi_body_for(home, roi_for(home), lang)
