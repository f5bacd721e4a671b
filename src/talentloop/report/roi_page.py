"""The return over twelve months as one self-contained page: break-even first, then the range and what drives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..core.house import OURS, House
from ..core.kpis import KPIS
from ..core.roi import LeftOut, RoiReport
from .charts import NARROW, WIDE
from .charts_roi import alt, table, tornado
from .drawing import drawn
from .sections import Section
from .sheet import dress, template
from .words import Words


@dataclass(frozen=True)
class ShownRoi:
    """The return in one language."""

    report: RoiReport
    lang: str
    house: House = OURS

    def html(self) -> str:
        """The self-contained page."""
        report, w = self.report, Words(self.lang, self.report.currency)
        return template("roi").render(
            **_body(report, self.lang, w), **dress(self.house), client=report.client, as_of=report.as_of,
            title=w("roi.page.title"),
            aside=w.numbers.period(report.period), lead=break_even(report, w), said=list(_hires(report, w)),
            outcome=outcome(report, w) if report.outcome else "", refused=_refused(report, w))

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        target = Path(path)
        target.write_text(self.html(), encoding="utf-8")
        return target


def roi_body(report: RoiReport, lang: str) -> Markup:
    """What drives the outcome, what is in it and what is not, for a page that has the costs themselves already."""
    w = Words(lang, report.currency)
    lacking = [left_out(lack, w, "roi.left_out.parameters.here") for lack in report.left_out]
    told = {**_body(report, lang, w), "left_out": lacking, "costs": Section("costs", "")}
    return Markup(template("roi_body").render(**told))


def roi_said(report: RoiReport, lang: str) -> list[str]:
    """Break-even first, then who was hired and the range, or why it cannot be said."""
    w = Words(lang, report.currency)
    lacking = w.listed([w.of("cost_kind", k) for k in report.missing_costs])
    said = [break_even(report, w), *_hires(report, w), outcome(report, w) if report.outcome else "",
            w("roi.costs.missing", kinds=lacking) if report.costs and lacking else "", _refused(report, w)]
    return [text for text in said if text]


def roi_sections(report: RoiReport, lang: str) -> list[Section]:
    """The tables behind the return: what drives it, and what was counted."""
    w = Words(lang, report.currency)
    return [s for s in (_drivers(report, lang, w), _benefits(report, w)) if s.rows]


def _body(report: RoiReport, lang: str, w: Words) -> dict[str, Any]:
    wide, narrow = (drawn(tornado(report, lang, width), alt(report, lang), f"tornado {name}") if report.tornado else None
                    for width, name in ((WIDE, "wide broad"), (NARROW, "narrow")))
    return {"w": w, "wide": wide, "narrow": narrow, "drivers": _drivers(report, lang, w),
            "benefits": _benefits(report, w), "costs": _costs(report, w),
            "left_out": [left_out(x, w) for x in report.left_out]}


def _drivers(report: RoiReport, lang: str, w: Words) -> Section:
    headings = tuple(w(f"roi.{name}") for name in ("parameter", "parameter.range", "parameter.effect"))
    return Section("drivers", w("roi.page.drivers"), w("roi.page.drivers.sub"), headings, tuple(table(report, lang)),
                   "lrr")


def _benefits(report: RoiReport, w: Words) -> Section:
    headings = tuple(w(f"roi.{name}") for name in ("component", "p10", "p50", "p90"))
    rows = tuple(benefit_rows(report, w))
    added = len(rows) > len(report.benefits)
    return Section("benefits", w("roi.page.benefits"), w("roi.against"), headings, rows, "lrrr", total=added,
                   lines=(w("roi.together.columns"),) if added else ())


def _costs(report: RoiReport, w: Words) -> Section:
    rows = [(w.capital(w.of("cost_kind", c.kind)), w.numbers.money(c.amount)) for c in report.costs]
    rows.append((w("roi.page.costs.together"), w.numbers.money(report.total_costs)))
    lines = [w("roi.costs.missing", kinds=w.listed([w.of("cost_kind", k) for k in report.missing_costs]))
             ] if report.missing_costs else []
    headings = (w("roi.page.costs.kind"), w("roi.page.costs.amount"))
    return Section("costs", w("roi.page.costs"), w("roi.page.costs.sub"), headings, tuple(rows), "lr", total=True,
                   lines=tuple(lines))


def benefit_rows(report: RoiReport, w: Words) -> Iterator[tuple[str, str, str, str]]:
    """Each kind of benefit, and what they come to; what went the other way is named as what it is."""
    for b in report.benefits:
        low, middle, high = (w.numbers.money(x) for x in (b.p10, b.p50, b.p90))
        id = f"roi.component.{b.component.value}"
        yield w.capital(w(w.first(f"{id}.worse", id) if b.p50 < 0 else id)), low, middle, high
    if len(report.benefits) > 1 and report.outcome is not None:
        ends = report.outcome.p10, report.outcome.p50, report.outcome.p90
        low, middle, high = (w.numbers.money((1 + x) * report.total_costs) for x in ends)
        yield w("roi.together"), low, middle, high


def lines(report: RoiReport, w: Words) -> Iterator[str]:
    """Break-even first, then what it cost and how many were hired; last why nothing more can be said."""
    if even := break_even(report, w):
        yield even
    if report.costs:
        kinds = [f"{w.of('cost_kind', c.kind)} {w.numbers.money(c.amount)}" for c in report.costs]
        yield w("roi.costs", amount=w.numbers.money(report.total_costs), lines=w.listed(kinds, most=9))
        if report.missing_costs:
            yield w("roi.costs.missing", kinds=w.listed([w.of("cost_kind", k) for k in report.missing_costs]))
    yield from _hires(report, w)
    if refused := _refused(report, w):
        yield refused


def break_even(report: RoiReport, w: Words) -> str:
    """From how many hires on the costs are paid back; empty where fee or salary is not stated."""
    if report.break_even is None:
        return ""
    low, high = ceil(report.break_even.low), ceil(report.break_even.high)
    return w("roi.break_even" if low == high else "roi.break_even.range", low=low, high=high)


def _hires(report: RoiReport, w: Words) -> Iterator[str]:
    if report.hires is not None:
        yield w("roi.hires", n=report.hires)
        if (share := report.parameters.get("agency_share")) is not None:
            ends = sorted({round(share.low * report.hires), round(share.high * report.hires)})
            yield w("roi.hires.instead", hires="–".join(w.numbers.count(x) for x in ends))
        if report.pace_before is not None:
            yield w("roi.hires.before", before=round(report.pace_before))


def _refused(report: RoiReport, w: Words) -> str:
    if report.refused:
        return w(f"roi.refused.{report.refused}")
    return w("roi.outcome.none") if report.outcome is None else ""


def outcome(report: RoiReport, w: Words) -> str:
    found, n = report.outcome, w.numbers
    assert found is not None
    return w("roi.outcome", p10=n.change(found.p10), p50=n.change(found.p50), p90=n.change(found.p90),
             positive=_how_often(found.positive, w))


def _how_often(share: float, w: Words) -> str:
    """In which part of the runs more came in than went out, as people say it at either end."""
    if share in (0, 1):
        return w("roi.outcome.never" if share == 0 else "roi.outcome.always")
    if share < 0.01 or share > 0.99:
        return w("roi.outcome.hardly" if share < 0.5 else "roi.outcome.nearly")
    return w("roi.outcome.part", share=w.numbers.percent(share))


def left_out(lack: LeftOut, w: Words, unstated: str = "roi.left_out.parameters") -> str:
    """Why a kind of benefit is not counted, and what to do; `unstated` says where its numbers can be stated."""
    component = w(f"roi.component.{lack.component.value}")
    if lack.parameters:
        named = [w(f"roi.parameter.{p}") if unstated.endswith(".here") else p for p in lack.parameters]
        return w(unstated, component=component, parameters=w.listed(named))
    return w("roi.left_out.figure", component=component, figure=w.name(KPIS[lack.figure]))
