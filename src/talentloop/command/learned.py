"""The archive of closed loops as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from ..core.archive import Archived, Given
from ..core.kpis import find
from ..report.changes import change_text
from ..report.words import Words
from .answers import loop


def archive(found: Sequence[Archived], kpi: str | None, lang: str) -> None:
    """One row per loop, the last first: what was tried, what the verdict was, what was learned."""
    w, out = Words(lang), Console(highlight=False)
    if not found:
        out.print(w("archive.none"), markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 1, 0))
    for heading in ("loop", "period", "focus", "verdict", "lesson"):
        table.add_column(w(f"archive.{heading}"))
    for one in found:
        table.add_row(str(one.loop.number), w.numbers.period(one.loop.period), w.of("focus", one.loop.focus),
                      _verdict(one, kpi, w), _learned(one, w))
    out.print(table)


def _verdict(one: Archived, kpi: str | None, w: Words) -> str:
    id = find(kpi).id if kpi else one.loop.primary
    given, name = one.kept.verdicts.get(id), w.name(find(id))
    said = w("archive.recomputed") if one.recomputed else w("archive.as_of", day=w.numbers.day(one.kept.as_of))
    if given is None:
        return said
    word = w.of("word", given.word)
    if given.fact is None:
        return w("archive.verdict.none", name=name, word=word) + f"\n{said}"
    change = change_text(w, find(id), given.fact, None)
    return w("archive.verdict.line", name=name, change=change, word=word) + f"\n{said}"


def _learned(one: Archived, w: Words) -> str:
    closing = one.loop.closing
    told = [f"“{one.loop.strategy}”"]
    if closing is not None:
        told.append(w("archive.lesson.line", lesson=closing.lesson))
        if closing.way:
            told.append(f"{w('page.way')}: {w.inside(w.of('way', closing.way))}")
        if closing.decision:
            told.append(w("archive.decision.line", decision=closing.decision))
    return "\n".join(told)


def as_json(found: Sequence[Archived]) -> dict[str, Any]:
    return {"loops": [{**loop(one.loop), "as_of": one.kept.as_of.isoformat(), "recomputed": one.recomputed,
                       "verdicts": {id: _given(g) for id, g in one.kept.verdicts.items()}} for one in found]}


def _given(given: Given) -> dict[str, Any]:
    return {"word": given.word.value, "because": given.because, "fact": given.fact, "lift": given.lift, "low": given.low,
            "high": given.high, "p": given.p}
