"""Writes docs/reference/kpis.md from the KPIs and their examples: `python -m tests.spec.render`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from talentloop.core.kpi import Direction, Kpi, Move, Pillar, Unit
from talentloop.core.kpis import KPIS
from talentloop.core.measure import (
    Count,
    Mean,
    Measure,
    Median,
    Primitive,
    Ratio,
    Reach,
    Share,
    Shortfall,
    Size,
    Stock,
    Survival,
    Total,
    Unique,
    Where,
)
from talentloop.core.measurement import Reason

from . import conversion, pools, quality, reach, roi, traffic
from .example import LOOP, Between, Example, tables

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "kpis.md"
FILES = {Pillar.POOLS: pools, Pillar.REACH: reach, Pillar.TRAFFIC: traffic, Pillar.CONVERSION: conversion,
         Pillar.QUALITY: quality, Pillar.ROI: roi}
ADDITIVE = {True: "may be added up over days, networks and clients", False: "is never added up: ask for the whole period"}
DIRECTIONS = {Direction.UP: "more is better", Direction.DOWN: "less is better", Direction.BAND: "healthy within a band",
              Direction.NONE: "neither more nor less is better"}
MOVES = {Move.RISE: "is to rise", Move.MAY_SINK: "may sink", Move.NO_OPINION: "–"}
SHOWN = {Unit.MONEY: "€ {:,.2f}", Unit.SECONDS: "{:,.1f} s", Unit.PERCENT: "{:.1%}", Unit.TIMES: "{:,.2f}",
         Unit.POINTS: "{:,.1f}", Unit.DAYS: "{:,.1f} days"}
OPENING = f"""# The KPIs, with examples

Every entry below is data in `src/talentloop/core/kpis/`, and every example is a test that runs on every engine
(`tests/spec/`). This page is written by `python -m tests.spec.render`; do not edit it.

The loop of the examples is {LOOP.start:%-d %B} up to and including {LOOP.last:%-d %B %Y}, unless another period is named.
A column `local` is a local time in the Netherlands, `-` is an empty cell, `×3` behind a day stands for that and the
next two days, money is in euros. What a table leaves out is ordinary: a page view by a human with a lasting, consented
identity, an external application.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([OPENING, *contents(), *(line for pillar in Pillar for line in column(pillar))]) + "\n"


def contents() -> list[str]:
    found = []
    for pillar in Pillar:
        links = ", ".join(f"[{kpi.id}](#{kpi.id})" for kpi in of(pillar))
        found.append(f"- **{pillar.value}**: {links}")
    return [*found, ""]


def of(pillar: Pillar) -> list[Kpi]:
    return [kpi for kpi in KPIS.values() if kpi.pillar is pillar]


def column(pillar: Pillar) -> list[str]:
    opening = FILES[pillar].__doc__ or ""
    return [f"## {pillar.value.capitalize()}", "", opening.strip(), "", *(line for k in of(pillar) for line in entry(k))]


def entry(kpi: Kpi) -> list[str]:
    """One KPI: what it is, then its examples."""
    examples = [e for file in FILES.values() for e in file.EXAMPLES if e.kpi == kpi.id]
    return [f"### {kpi.id}", "", sentence(said(kpi.measure)), "", *definition(kpi),
            *(line for e in examples for line in shown(kpi, e))]


def definition(kpi: Kpi) -> list[str]:
    rows = [
        ("definition", f"`{kpi.definition}`, semantics §{kpi.section}"),
        ("kind and unit", f"{kpi.kind.value}, {kpi.unit.value}; {DIRECTIONS[kpi.direction]}{band(kpi)}"),
        ("adding up", ADDITIVE[kpi.measure.additive]),
        ("needs", ", ".join(f"`{fact}`" for fact in kpi.facts)),
        ("focus", " · ".join(f"{focus.value}: {MOVES[move]}" for focus, move in (kpi.expects or {}).items())),
        ("beside it", ", ".join(f"[{name}](#{name})" for name in kpi.companions)),
        ("judged on", said(kpi.judged_on) if kpi.judged_on else ""),
        ("mind", "; ".join(notes(kpi))),
    ]
    return ["| | |", "|---|---|", *(f"| {name} | {text} |" for name, text in rows if text), ""]


def sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def band(kpi: Kpi) -> str:
    return f" of {kpi.healthy[0]:g} to {kpi.healthy[1]:g}" if kpi.healthy else ""


def notes(kpi: Kpi) -> list[str]:
    told = {
        "consented, lasting identities only, shown with their coverage": kpi.people,
        "small cells are withheld when it is split": kpi.small_cell,
        "judged on the cohort of applications": kpi.cohort,
        f"complete {kpi.matures} days after the period's end": bool(kpi.matures),
        f"shown per {kpi.split}": bool(kpi.split),
    }
    return [text for text, holds in told.items() if holds]


def said(measure: Measure) -> str:
    """A measure in words."""
    match measure:
        case Mean(a, b) | Share(a, b):
            return f"{said(a)} ÷ {said(b)}"
        case Ratio(a, b, scale):
            return f"{said(a)} ÷ {said(b)}" + (f" × {scale:,}" if scale != 1 else "")
        case Shortfall(a, b):
            return f"1 − {said(a)} ÷ {said(b)}"
        case _:
            conditions = " and ".join(condition(w) for w in measure.where)
            placed = f" by `{measure.on}`" if measure.on else ""
            return f"{of_what(measure)}{placed}" + (f" where {conditions}" if conditions else "")


def of_what(measure: Primitive) -> str:
    match measure:
        case Count():
            return f"number of `{measure.fact}`"
        case Total(columns=columns):
            return f"sum of {' + '.join(f'`{c}`' for c in columns)} of `{measure.fact}`"
        case Unique(of=column):
            return f"different `{column}` of `{measure.fact}`"
        case Median(column=column):
            return f"median `{column}` of `{measure.fact}`"
        case Stock(low=low, high=high, window_days=days):
            often = f"{low} to {high - 1}" if high else f"{low} or more"
            return f"people with {often} `{measure.fact}` in the {days} days to the period's end"
        case Reach(give=give):
            return f"{give} of `reach` for exactly this window"
        case Size():
            return "size of the target group"
        case Survival(horizon=days, lost=lost):
            return f"Kaplan–Meier share {'lost' if lost else 'still there'} {days} days after the first"
    raise TypeError(f"no words for {measure!r}")


def condition(w: Where) -> str:
    values = ", ".join(str(v) for v in w.values)
    return f"`{w.column}` {w.operator}{' ' if values else ''}{values}"


def shown(kpi: Kpi, example: Example) -> list[str]:
    """An example: the sentence, its tables, the figure."""
    facts = [line for name, headings, rows in tables(example.facts) for line in table(name, headings, rows)]
    asked = f" for {example.by} `{example.segment}`" if example.by else ""
    when = "" if example.period == LOOP else f", {example.period.start} up to and including {example.period.last}"
    return [f"**{example.says}**", "", *facts, f"→ {kpi.id}{asked}{when}: **{figure(kpi, example.expect)}**", ""]


def table(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    head = [f"`{name}`", *headings]
    lines = [["", *row] for row in rows]
    return [line(head), line(["---"] * len(head)), *(line(cells) for cells in lines), ""]


def line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def figure(kpi: Kpi, expect: float | Between | Reason) -> str:
    if isinstance(expect, Reason):
        return f"cannot say: {expect.value.replace('_', ' ')}"
    form = SHOWN.get(kpi.unit, "{:,.0f}")
    if isinstance(expect, Between):
        return f"{form.format(expect.low)} to {form.format(expect.high)}"
    return form.format(expect)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(Path.cwd())} written")
