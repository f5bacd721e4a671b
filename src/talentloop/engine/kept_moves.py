"""Keeps, beside the facts, what the pools lose when people are taken out: numbers of people, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..core.facts import FACTS, FactTable, day, derived, later, number, text
from ..core.kpis.pools import CLASSES
from ..core.measure import Flows, Stock
from ..core.moves import STOOD, Cells, taken_out
from ..core.period import Period
from . import pools
from .connection import quoted
from .work import Work

# What is added to moves and stocks that are worked out from the facts; `day` is the first of the loop that it is about.
KEPT: FactTable = derived("kept_moves", "moves between pools of people who were taken out of the facts since", [
    day("day", "first day of the loop; of who stood in a pool, the day after", required=True),
    text("bounds", "lower bounds of the pools", required=True),
    number("before", "pool before, or what core.moves names", required=True),
    number("after", "pool after, or what core.moves names", required=True),
    number("people", "to be added to what the facts say", required=True),
    number("applied", "of whom applied in the loop", required=True),
    later("files", "the files that alone told of these people, where nothing else did: with the last of them they go"),
], source=(), key=("day", "bounds", "before", "after", "files"), order=("day", "bounds", "before", "after"))
TOLD_BY = ("web_hits", "leads", "interactions", "applications")  # what touches are made of
READ = ("touches", "merges", "counted_applications")
Moves = dict[tuple[date, str], Cells]  # by day and bounds
Change = Callable[[Work], Mapping[str, int]]


@dataclass
class MovesKept:
    """Around one change that takes people out: what the pools were before it, and what it took from them.

    `loops` are those of the client, `until` the day after the last that has gone by. Loops that are over keep their moves
    as they were; of one that runs who is gone leaves by `way`. How many stood in a pool on the eve of a loop, at its end,
    or on the eve of one of the days `also` stays as it was too.
    """

    loops: Sequence[Period]
    until: date
    way: int
    also: Sequence[date] = ()
    _moved: Moves = field(default_factory=dict)
    _stood: Moves = field(default_factory=dict)
    _files: str = ""

    def around(self, change: Change) -> Change:
        """The change, after a look at the pools."""
        def looked(work: Work) -> Mapping[str, int]:
            self._moved, self._stood = self._look(work)
            told = change(work)
            self._files = _files_alone(work)
            return told
        return looked

    def keep(self, work: Work) -> None:
        """To be called once everything is derived from what is left: write down what is missing."""
        if not any(work.changed.get(name) for name in READ):
            return
        (moved, stood), over = self._look(work), {p.start for p in self.loops if p.end <= self.until}
        for known, left in ((self._moved, moved), (self._stood, stood)):
            for (first, bounds), cells in known.items():
                as_it_was = known is self._stood or first in over
                lost = taken_out(cells, left.get((first, bounds), {}), as_it_was, self.way)
                if lost:
                    _add(work, first, bounds, lost, self._files)

    def _look(self, work: Work) -> tuple[Moves, Moves]:
        begun = [p.clipped(Period(p.start, max(p.start, self.until))) for p in self.loops if p.start <= self.until]
        days = {day for p in self.loops for day in (p.start, p.end)} | set(self.also)
        gone_by = sorted(day for day in days if day <= self.until)
        moved, stood = Moves(), Moves()
        for bounds in CLASSES.values() if work.rows(FACTS["touches"]) else ():
            moved |= {(period.start, bounds_text(bounds)): _moves(work, bounds, period) for period in begun}
            stood |= {(day, bounds_text(bounds)): cells for day, cells in _standing(work, bounds, gone_by).items()}
        return moved, stood


def _moves(work: Work, bounds: tuple[int, ...], period: Period) -> Cells:
    rows = work.ask(pools.flows(Flows("touches", bounds=bounds), period, _sources(work)))
    return {(was, came): (people, applied) for was, came, people, applied in rows if (was, came) != (0, 0)}


def _standing(work: Work, bounds: Sequence[int], days: Sequence[date]) -> dict[date, Cells]:
    """Who stood in which pool on the eve of these days."""
    asked = [Stock("touches", low=low, high=high) for low, high in zip(bounds, (*bounds[1:], 0), strict=True)]
    rows = work.ask(pools.stocks(asked, [Period(day, day) for day in days], _sources(work))) if days else []
    return {days[place]: {(STOOD, pool): (n, 0) for pool, n in enumerate(cells, 1)} for place, *cells in rows}


def _sources(work: Work) -> pools.Sources:
    return pools.Sources(*(work.source(FACTS[name]) for name in READ))


def bounds_text(bounds: Sequence[int]) -> str:
    return ",".join(map(str, bounds))


def _files_alone(work: Work) -> str:
    """The files that the rows taken out came in; empty where a site or webhook told of those people too."""
    told = {batch for name in TOLD_BY for batch in work.taken_out.get(name, ())}
    return " ".join(sorted(told)) if all("@" in batch for batch in told) else ""


def let_go(work: Work, batch: str) -> None:
    """Of who was known by files alone, and by no file but this one any more, nothing is kept either."""
    for month in work.months(KEPT):
        rows = work.source(KEPT, [month])
        named = f"list_contains(string_split(files, ' '), {quoted(batch)})"
        if work.ask(f"SELECT count(*) FROM {rows} WHERE {named}")[0][0]:
            left = f"array_to_string(list_filter(string_split(files, ' '), lambda x: x <> {quoted(batch)}), ' ')"
            work.rewrite(KEPT, month, f"SELECT * REPLACE (CASE WHEN {named} THEN {left} ELSE files END AS files) "
                                      f"FROM {rows} WHERE files IS NULL OR files <> {quoted(batch)}")


def _add(work: Work, first: date, bounds: str, lost: Cells, files: str) -> None:
    """One row per move and the files behind it: what is kept of several people is never told apart any further."""
    month = f"{first:%Y-%m}"
    cells = ", ".join(f"({was}, {came}, {people}, {applied})" for (was, came), (people, applied) in lost.items())
    work.rewrite(KEPT, month, f"""SELECT day, bounds, before, after, CAST(sum(people) AS BIGINT) AS people,
  CAST(sum(applied) AS BIGINT) AS applied, files FROM (
    SELECT * FROM {work.source(KEPT, [month])} UNION ALL BY NAME
    SELECT DATE '{first}' AS day, '{bounds}' AS bounds, *, {quoted(files) if files else "NULL"} AS files
    FROM (VALUES {cells}) AS t(before, after, people, applied))
GROUP BY day, bounds, before, after, files HAVING sum(people) <> 0 OR sum(applied) <> 0""")
