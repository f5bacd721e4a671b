"""The story of one KPI: its line over time with the loops behind it, its cell whole, and the weeks behind the line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from ..core.findings import KpiFinding, LoopReport
from .cells import Cell, cell
from .changes import marks
from .charts import NARROW, WIDE, over_time
from .drawing import dated, drawn
from .figures import value_text
from .html import flags
from .scale import common_scale
from .words import Words


@dataclass(frozen=True)
class Story:
    """Everything of one KPI as texts and pictures; `wide` and `narrow` are empty where no day has a figure."""

    cell: Cell
    wide: Markup | None
    narrow: Markup | None
    flags: tuple[str, ...]
    weeks: tuple[tuple[str, str], ...]


def story(report: LoopReport, finding: KpiFinding, lang: str) -> Story:
    w = Words(lang, report.currency)
    scale = common_scale(marks(f) for f in report.findings)
    daily = _daily(report, finding)
    wide, narrow = _line(w, report, finding, lang) if daily else (None, None)
    return Story(cell(w, report, finding, scale), wide, narrow, tuple(flags(w, report)) if daily else (),
                 tuple(_weeks(w, finding, daily)))


def _daily(report: LoopReport, finding: KpiFinding) -> Mapping[date, float]:
    """Figures per day: of the whole history where the report has it, else of the loop and what it is compared with."""
    return report.history if finding.kpi.id == "visits" else finding.daily


def _line(w: Words, report: LoopReport, finding: KpiFinding, lang: str) -> tuple[Markup, Markup]:
    daily = _daily(report, finding)
    now = [n for day, n in daily.items() if day in report.loop.period]
    mean = value_text(w, finding.kpi, sum(now) / len(now)) if now else w("number.none")
    point = w("story.alt", name=w.short(finding.kpi), start=w.numbers.day(min(daily)), last=w.numbers.day(max(daily)),
              number=report.loop.number, now=mean)
    first, last = min(daily), max(max(daily), report.loop.period.last)
    wide, narrow = (dated(drawn(over_time(report, finding.kpi.id, lang, width), point, name), first, last)
                    for width, name in ((WIDE, "wide broad"), (NARROW, "narrow")))
    return wide, narrow


def _weeks(w: Words, finding: KpiFinding, daily: Mapping[date, float]) -> list[tuple[str, str]]:
    """Means of the days that have a figure, week by week, never their sum."""
    weeks: dict[date, list[float]] = {}
    for day, n in sorted(daily.items()):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(n)
    return [(w.numbers.day(monday), value_text(w, finding.kpi, sum(ns) / len(ns))) for monday, ns in weeks.items()]
