"""Several sites judged together, in words: one set of cells and sentences for whoever prints them."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.lift import Lift
from ..core.pooled import PooledKpi, PooledReport
from .changes import NEGLIGIBLE
from .words import Words

HEADINGS = ("pooled.kpi", "pooled.alone", "pooled.together", "pooled.margin", "pooled.provable", "pooled.verdict")
DIFFER = 0.05  # sites whose true lifts differ by less than this (log scale) are said to agree


def cells(row: PooledKpi, w: Words) -> tuple[str, ...]:
    """Name, every site's own lift, all of them together with the margin, from what is provable, and the verdict."""
    n, lift = w.numbers, row.lift
    alone = " · ".join(n.change(one.lift) for _, one in row.alone)
    margin = w("number.range", low=n.change(lift.low), high=n.change(lift.high))
    return (w.name(row.kpi), alone, n.change(lift.lift), margin, "±" + n.percent(lift.mde80),
            w.capital(w.of("word", row.verdict.word)))


def lines(report: PooledReport, w: Words) -> Iterator[str]:
    """Which sites, what they share, where they differ, and which could not take part."""
    for site in report.sites:
        yield w("pooled.site", client=site.client, number=site.loop.number, period=w.numbers.period(site.loop.period),
                focus=w.of("focus", site.loop.focus))
    if not report.rows:
        yield w("pooled.none")
        return
    shares = [row.shared for row in report.rows]
    yield w("pooled.shared", low=w.numbers.percent(min(shares)), high=w.numbers.percent(max(shares)))
    differ = [w.inside(w.short(row.kpi)) for row in report.rows if row.apart >= DIFFER]
    if differ:
        yield w("pooled.apart", names=w.listed(differ, most=6))
    yield from _missed(report, w)
    yield w("pooled.never_added")


def _missed(report: PooledReport, w: Words) -> Iterator[str]:
    """Per site the figures that it could not bring in."""
    gone: dict[str, list[str]] = {}
    for row in report.rows:
        for one in row.missed:
            gone.setdefault(one.client, []).append(w.inside(w.short(row.kpi)))
    yield from (w("pooled.missed", client=client, names=w.listed(names, most=6)) for client, names in gone.items())


def sentence(row: PooledKpi, w: Words) -> str:
    """`Bezoeken: samen +14% (marge +3% tot +26%), meer dan de gewone schommeling.`"""
    n, lift = w.numbers, row.lift
    way = "proven" if _excludes_zero(lift) and lift.p <= 0.05 else "unproven"
    expected = w("pooled.sentence.expected", expected=n.change(lift.expected)) if abs(lift.expected) >= NEGLIGIBLE else ""
    return w(f"pooled.sentence.{way}", name=w.name(row.kpi), sites=len(row.alone), lift=n.change(lift.lift),
             low=n.change(lift.low), high=n.change(lift.high), expected=expected).strip()


def _excludes_zero(lift: Lift) -> bool:
    return lift.low > 0 or lift.high < 0
