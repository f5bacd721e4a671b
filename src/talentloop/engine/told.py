"""What each source has told so far: which facts, over which days, and until when it may still restate them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..core.facts import FACTS
from ..core.period import Period
from .connection import quoted
from .coverage import COVERAGE
from .known import EVERY_DAY
from .lake import Lake
from .merge import EVENTS

WINDOWED = tuple(name for name, table in FACTS.items() if "window_end" in table.names)


@dataclass(frozen=True)
class Told:
    """One fact by one source: its rows and days, and the days between the first and the last that it says nothing of."""

    source: str
    fact: str
    rows: int
    period: Period
    days: int
    provenances: tuple[str, ...]
    provisional_until: date | None = None

    @property
    def missing(self) -> int:
        """Days without a row, of a fact that has rows every day; elsewhere such a day is a quiet one."""
        return self.period.days - self.days if self.fact in EVERY_DAY else 0


def told(lake: Lake) -> tuple[Told, ...]:
    """Every source with every fact that it told, by name. What is told of a window covers it to its last day."""
    with lake.asking() as (ask, now):
        rows = ask("SELECT source, fact, sum(rows)::BIGINT, min(day), max(day), count(DISTINCT day), "
                   "list(DISTINCT provenance), max(provisional_until) "
                   f"FROM {now.source(COVERAGE)} WHERE source IS NOT NULL GROUP BY source, fact ORDER BY source, fact"
                   ).fetchall()
        ends = {(source, name): end for name in WINDOWED for source, end in ask(
            f"SELECT source, max(window_end) FROM {now.source(FACTS[name])} GROUP BY source").fetchall()}
    return tuple(Told(source, fact, n, Period(first, ends.get((source, fact), last + timedelta(days=1))), days,
                      tuple(sorted(p for p in how if p)), until)
                 for source, fact, n, first, last, days, how, until in rows)


def told_by(lake: Lake, series: str, period: Period) -> dict[str, int]:
    """Rows per fact table that batches of one series told of a period, events left out: they stay."""
    with lake.asking() as (ask, now):
        found = {name: ask(f"SELECT count(*) FROM {now.source(table)} WHERE starts_with(batch, {quoted(series)}) "
                           f"AND \"{table.day}\" >= DATE '{period.start}' AND \"{table.day}\" < DATE '{period.end}'"
                           ).fetchall()[0][0] for name, table in FACTS.items()
                 if name not in EVENTS and not table.derived}
    return {name: n for name, n in found.items() if n}
