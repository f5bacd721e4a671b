"""People as sections: conversion per pool, what those who rose had read, time to application, credit by three rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..core.findings import LoopReport
from ..core.people import FirstTouch, People, PoolConversion, Rise, Rises
from .pools import applied_text, pool_bounds
from .section import Section
from .words import Words

MOST = 8  # rows that a picture of rises shows


def conversion_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """What part of each pool applied: the one test that interactions mean something."""
    found = report.people
    if found is None or not any(c.applied is not None for c in found.conversions):
        return
    rows = tuple((conversion_pool(w, report.pool_bounds, c), w.numbers.count(c.people), applied_text(w, c.applied),
                  _share(w, c), _margin(w, c)) for c in found.conversions)
    headings = tuple(w(f"page.conversion.{name}") for name in ("pool", "people", "applied", "share", "margin"))
    yield Section("conversion", w("page.conversion"), w("page.conversion.sub"), headings, rows, "lrrrr",
                  lines=(rests_on(w, found),))


def conversion_pool(w: Words, bounds: Sequence[int], c: PoolConversion) -> str:
    text = w("page.conversion.upward", low=bounds[c.pool - 1]) if c.upward else pool_bounds(w, bounds, c.pool)
    return w("page.pools.pool", bounds=text)


def _share(w: Words, c: PoolConversion) -> str:
    return w("number.none") if c.applied is None else w.numbers.share(c.applied / c.people)


def _margin(w: Words, c: PoolConversion) -> str:
    if c.applied is None or c.low is None or c.high is None:
        return w("number.none")
    return w("number.range", low=w.numbers.share(c.low), high=w.numbers.share(c.high))


def rests_on(w: Words, found: People) -> str:
    """On which part of the traffic all of this rests."""
    if found.coverage is None:
        return w("page.people.coverage.unknown")
    return w("page.people.coverage", share=w.numbers.percent(found.coverage))


def rises_sections(w: Words, report: LoopReport) -> Iterator[Section]:
    """What those who came a pool higher had read, or by which channel they came: said of groups, never as a cause."""
    for by, found in (report.people.rises if report.people else {}).items():
        rows = tuple((value_text(w, by, r), w.numbers.count(r.readers), w.numbers.count(round(r.per_thousand)),
                      w("number.range", low=round(r.low), high=round(r.high)), w(f"page.rises.{r.stands}"))
                     for r in found.found)
        headings = tuple(w(id) for id in (f"page.rises.what.{by}", "page.rises.readers", "page.rises.per_thousand",
                                          "page.rises.margin", "page.rises.stands"))
        point = rises_point(w, by, found)
        lines = [point] + ([w("page.rises.left_out", n=found.left_out)] if found.left_out else [])
        sub = w("page.rises.sub", usual=round(found.usual), days=found.days)
        yield Section(f"rises_{by}", w(f"page.rises.{by}"), sub, headings, rows, "lrrrl", lines=tuple(lines),
                      point=point, note=w("page.rises.note"))


def rises_point(w: Words, by: str, found: Rises) -> str:
    """Which ones stand out, or that none does."""
    told = []
    for way in ("above", "below"):
        texts = [value_text(w, by, r) for r in found.found if r.stands == way]
        names = [f"‘{t}’" if by == "content" else w.inside(t) for t in texts]
        if names:
            told.append(w(f"page.rises.{way}.says", who=w(f"page.rises.who.{by}", names=w.listed(names))))
    return " ".join(told) or w("page.rises.none")


def value_text(w: Words, by: str, rise: Rise) -> str:
    if by == "channel":
        return w.capital(w.of("channel", rise.value))
    return w.capital(rise.value.replace("-", " ") if by == "content" else rise.value)


def pictured(found: Rises) -> list[Rise]:
    """Those that lie furthest from usual, in order."""
    far = sorted(found.found, key=lambda r: -abs(r.per_thousand - found.usual))[:MOST]
    return [r for r in found.found if r in far]


def first_touch_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """How long those who applied had been in touch."""
    found = report.people.first_touch if report.people else None
    if found is None:
        return
    rows = tuple((span_text(w, first, last), applied_text(w, n), w("number.none") if n is None else
                  w.numbers.percent(n / found.known)) for first, last, n in found.spread)
    headings = tuple(w(f"page.first_touch.{name}") for name in ("span", "applications", "share"))
    lines = [w("page.first_touch.unknown", n=found.unknown)] if found.unknown else []
    if found.at_least:
        lines.append(w("page.first_touch.at_least", n=found.at_least))
    point = first_touch_point(w, found)
    if not any(n for _, _, n in found.spread):  # all too few to tell apart: nothing to draw
        yield Section("first_touch", w("page.first_touch"), point, lines=(*lines, w("page.first_touch.note")))
        return
    yield Section("first_touch", w("page.first_touch"), point, headings, rows, "lrr", lines=tuple(lines), point=point,
                  note=w("page.first_touch.note"))


def first_touch_point(w: Words, found: FirstTouch) -> str:
    if found.known < found.enough:
        return w("page.first_touch.few", n=found.known, enough=found.enough)
    if found.median is None:
        return w("page.first_touch.open", n=found.known)
    half = w("page.first_touch.half.same_day" if found.median < 1 else "page.first_touch.half", days=round(found.median))
    return half + (" " + w("page.first_touch.most", days=round(found.p90)) if found.p90 is not None else "")


def span_text(w: Words, first: int, last: int | None) -> str:
    if last == 0:
        return w("page.first_touch.same_day")
    if last is None:
        return w("page.first_touch.longer", days=first)
    return w("page.first_touch.days", low=first, high=last)


def credits_section(w: Words, report: LoopReport) -> Iterator[Section]:
    """Which channel a traceable application is written to, by the rule in use and by two others."""
    found = report.people.credits if report.people else ()
    if not found:
        return
    rows = [(w.capital(w.of("channel", c.channel)) if c.channel else w("page.credits.others"), w.numbers.count(c.last),
             w.numbers.count(c.first), w.numbers.count(c.linear, 1)) for c in found]
    total = sum(c.last for c in found), sum(c.first for c in found), sum(c.linear for c in found)
    rows.append((w("page.credits.total"), w.numbers.count(total[0]), w.numbers.count(total[1]),
                 w.numbers.count(total[2], 1)))
    headings = tuple(w(f"page.credits.{name}") for name in ("channel", "last", "first", "linear"))
    yield Section("credits", w("page.credits"), w("page.credits.sub"), headings, tuple(rows), "lrrr", True)
