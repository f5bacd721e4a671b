"""Counts of people that a split tells of: by one dimension, and with it by the coarser ones that it is related to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..core.dimension import AND, BETWEEN, DIMENSIONS, up_to
from ..core.measure import Count, Median, Primitive, Stock, Survival, Total, Unique
from ..core.measurement import CannotSay, Measurement, Parts, Reason
from ..core.period import Period
from ..privacy.related_cells import Joint, margins, suppressed_together
from ..privacy.small_cells import enough_for, suppressed
from .scope import Engine

# A row of these is somebody: an applicant, a lead, a contact, an employee.
PEOPLE_FACTS = frozenset({"applications", "counted_applications", "evidence", "leads", "interactions", "touches", "jobs"})
STEPS = frozenset({"apply_clicks", "application_starts", "application_completes", "people"})  # columns that count people
Counted = Mapping[str, int]
Key = tuple[Primitive, Period, str | None]
Name = TypeVar("Name")


@dataclass(frozen=True)
class Table:
    """How many of each part and how many in all; `joint` by all related dimensions, `coarser` by each of those alone
    where it is no sum of the joint ones."""

    cells: Counted
    total: int
    joint: Joint
    coarser: tuple[Counted, ...] = ()

    def less(self, of: Table) -> Table:
        """Those of this table who are not in another of the same shape."""
        return Table(_less(self.cells, of.cells), self.total - of.total, _less(self.joint, of.joint),
                     tuple(_less(a, b) for a, b in zip(self.coarser, of.coarser, strict=False)))

    def hidden(self, smallest: int) -> frozenset[str]:
        """Parts that may not be shown, also because of what a coarser dimension shows."""
        if not self.joint:
            return suppressed(self.cells, smallest, self.total)
        coarser = self.coarser or margins(self.joint)[:-1]
        return suppressed_together(self.joint, smallest, self.total, (*coarser, self.cells))[-1]


class Tables:
    """What an engine counted by a dimension, and the tables in it."""

    def __init__(self, engine: Engine, asked: Sequence[Primitive], windows: Sequence[Period], by: str) -> None:
        self.found = engine.measure(asked, windows, by=by, daily=False)
        self._joint: dict[tuple[Primitive, Period], dict[tuple[str | None, ...], int]] = {}
        self._coarser: dict[tuple[Primitive, Period], list[dict[str, int]]] = {}
        related: dict[tuple[str, ...], list[Primitive]] = {}
        for primitive in asked:
            if of_people(primitive) and by in DIMENSIONS and len(names := up_to(by, primitive.fact)) > 1:
                related.setdefault(names, []).append(primitive)
        for names, primitives in related.items():
            for (primitive, window, values), n in _counts(engine.measure(primitives, windows, AND.join(names), False)):
                self._joint.setdefault((primitive, window), {})[tuple(v or None for v in values.split(BETWEEN))] = n
            once = [p for p in primitives if isinstance(p, Unique)]
            for number, name in enumerate(names[:-1] if once else ()):
                for (primitive, window, value), n in _counts(engine.measure(once, windows, name, False)):
                    alone = self._coarser.setdefault((primitive, window), [{} for _ in names[:-1]])
                    alone[number][value] = n

    def of(self, primitive: Primitive, period: Period) -> Table:
        """Of each part that was ever seen how many there are, also where that is nobody; and of all together."""
        names = dict.fromkeys(name for (_, _, name) in self.found.measured if name is not None)
        return Table({name: counted(primitive, self.found.parts(primitive, period, name)) for name in names},
                     counted(primitive, self.found.parts(primitive, period)),
                     self._joint.get((primitive, period), {}), tuple(self._coarser.get((primitive, period), ())))


def _counts(found: Measurement) -> Iterator[tuple[tuple[Primitive, Period, str], int]]:
    for (primitive, period, name), one in found.measured.items():
        if name is not None:
            yield (primitive, period, name), counted(primitive, one.whole)


def _less(whole: Mapping[Name, int], of: Mapping[Name, int]) -> dict[Name, int]:
    return {name: n - of.get(name, 0) for name, n in whole.items()}


def counted(primitive: Primitive, parts: Parts | CannotSay) -> int:
    """How many a figure rests on; nobody where there is none."""
    if isinstance(parts, CannotSay):
        return 0
    if isinstance(primitive, Median):
        return int(parts[2])
    if isinstance(primitive, Survival):
        return sum(sum(row[1:]) for row in parts)
    return int(parts[0])


def of_people(primitive: Primitive) -> bool:
    """Does it count people, or what one of them did once?"""
    if isinstance(primitive, Total):
        return bool(STEPS & set(primitive.columns))
    counts = isinstance(primitive, Unique | Stock | Survival)
    return counts or (isinstance(primitive, Count | Median) and primitive.fact in PEOPLE_FACTS)


def few_in_the_middle(found: Measurement, smallest: int) -> Mapping[Key, CannotSay]:
    """Medians of so few people that they would be what one of a few took, of the whole and of parts."""
    enough = enough_for(0.5, smallest)
    return {key: CannotSay(Reason.TOO_FEW, str(enough)) for key, one in found.measured.items()
            if isinstance(key[0], Median) and of_people(key[0]) and 0 < counted(key[0], one.whole) < enough}
