"""The archive of closed loops: what was tried, what the verdicts were when they were given, and what was learned."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .findings import LoopReport
from .kpi import Focus
from .lift import Lift
from .loop import Loop
from .verdict import Word


@dataclass(frozen=True)
class Given:
    """The verdict on one KPI as it was given; changes are relative, `fact` is what happened, `lift` what was left."""

    word: Word
    because: str
    fact: float | None = None
    lift: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


@dataclass(frozen=True)
class Kept:
    """All verdicts of one loop as they stood on the day `as_of`; never changed afterwards."""

    number: int
    as_of: date
    primary: str
    verdicts: Mapping[str, Given]

    @property
    def word(self) -> Word | None:
        """The verdict on the KPI that the loop is judged by."""
        given = self.verdicts.get(self.primary)
        return given.word if given else None


@dataclass(frozen=True)
class Archived:
    """A closed loop with its verdicts; `recomputed` when none were kept at its closing and these are worked out now."""

    loop: Loop
    kept: Kept
    recomputed: bool = False

    @property
    def primary(self) -> Given | None:
        return self.kept.verdicts.get(self.loop.primary)

    def has_figure(self, kpi: str) -> bool:
        given = self.kept.verdicts.get(kpi)
        return given is not None and given.word is not Word.NO_DATA


def keep(report: LoopReport) -> Kept:
    """The verdicts of a report, to be kept as they are."""
    verdicts = {}
    for f in report.findings:
        lift = f.chosen.lift if f.chosen else None
        change = f.chosen.change if f.chosen else None
        judged = (lift.lift, lift.low, lift.high, lift.p) if isinstance(lift, Lift) else ()
        verdicts[f.kpi.id] = Given(f.verdict.word, f.verdict.because, change, *judged)
    return Kept(report.loop.number, report.as_of, report.loop.primary, verdicts)


def fits(loop: Loop, words: str, focus: Focus | None, also: str = "") -> bool:
    """Has the loop that focus, and does every word occur in what was written of it, or in the text `also`?"""
    text = plain(f"{_written(loop)} {also}")
    return (focus is None or loop.focus is focus) and all(word in text for word in plain(words).split())


def _written(loop: Loop) -> str:
    closing = loop.closing
    told = (closing.lesson, closing.decision, closing.against_verdict_because) if closing else ()
    return " ".join((loop.strategy, loop.focus.value, loop.primary, *told, *(c.what for c in loop.changes)))


def plain(text: str) -> str:
    """Small letters without accents, so that "één" is found by "een"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))
