"""Breakdowns that imply each other, guarded as one table: what one shows less what another shows tells of no few.

Of each breakdown a reader knows the parts that are shown and, from the total, what the others come to. Everything that
follows from those is a sum of them, each added or subtracted any number of times. A group of people is told when such a
sum counts each of its members once and nobody else. Members of few people that no breakdown keeps apart are one unknown;
a group is told exactly when every change of the unknowns that leaves all known sums as they are leaves the group's sum
too. One such change is drawn at random among all: a group that is told sums to zero in it, and another does so with a
chance below one in 10^18. So the search misses none, and whatever it cannot finish counts as told.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from .small_cells import SMALLEST, suppressed

Joint = Mapping[tuple[str | None, ...], int]  # how many, by the parts they are in, coarse first; None = in none
Place = tuple[str | None, ...]  # which part of each breakdown somebody is known to be in; None = one that is not shown
Group = Sequence[Place]  # people who are in any of these places
PRIME = 2**61 - 1
MOST = 20_000  # sums that are kept while looking for a group


def suppressed_together(joint: Joint, smallest: int = SMALLEST, total: int | None = None,
                        parts: Sequence[Mapping[str, int]] = ()) -> tuple[frozenset[str], ...]:
    """Which parts of each breakdown may not be shown. Finer ones give way: a part is never hidden for a finer one's sake.

    `parts` are the counts by each breakdown alone, where they are no sums of the joint ones (people counted once).
    """
    known = tuple(parts) or margins(joint)
    hidden: list[frozenset[str]] = []
    for number, cells in enumerate(known):
        hidden.append(suppressed(cells, smallest, total))
        while groups := told_few(joint, hidden, smallest) or _left_over(joint, known, hidden, smallest):
            more = _giving_way(joint, groups, cells, hidden[number])
            hidden[number] = hidden[number] | more or frozenset(cells)
            if not more:
                break
    return tuple(hidden)


def margins(joint: Joint) -> tuple[dict[str, int], ...]:
    """How many are in each part of each breakdown."""
    found: list[dict[str, int]] = [{} for _ in next(iter(joint), ())]
    for place, n in joint.items():
        for cells, part in zip(found, place, strict=True):
            if part is not None:
                cells[part] = cells.get(part, 0) + n
    return tuple(found)


def told_few(joint: Joint, hidden: Sequence[frozenset[str]], smallest: int) -> list[Group]:
    """Groups of fewer than `smallest` that follow from what is shown: not all of them; none where there is none."""
    sizes: dict[Place, int] = {}
    for values, n in joint.items():
        if n > 0:
            place = tuple(None if part in gone else part for part, gone in zip(values, hidden, strict=False))
            sizes[place] = sizes.get(place, 0) + n
    few = [place for place, n in sizes.items() if n < smallest]
    if not few or sum(sizes.values()) < smallest:  # of a total that is few itself no part is shown
        return []
    change = _change(sizes)
    return _unchanged([(place, sizes[place], change.get(place, 0)) for place in sorted(few, key=_by_name)], smallest)


def _by_name(place: Place) -> tuple[str, ...]:
    return tuple(part or "" for part in place)


def _change(places: Iterable[Place]) -> dict[Place, int]:
    """A change of how many are where, drawn from all that no known sum shows; modulo a prime. Who is missing is fixed."""
    sums: dict[tuple[int, str | None], set[Place]] = {}
    for place in places:
        for number, part in enumerate(place):
            sums.setdefault((number, part), set()).add(place)
    _take_out_fixed(sums)
    follow = _solved(sums.values())
    free = {place for known in sums.values() for place in known} - {first for first, _ in follow}
    draw = random.Random(PRIME)
    found = {place: draw.randrange(1, PRIME) for place in sorted(free, key=_by_name)}
    for first, others in reversed(follow):
        found[first] = -sum(times * found[place] for place, times in others.items()) % PRIME
    return found


def _take_out_fixed(sums: dict[tuple[int, str | None], set[Place]]) -> None:
    """Takes away what stands alone in a sum, and what then stands alone: most of a table, so little is left to solve."""
    alone = [key for key, known in sums.items() if len(known) == 1]
    while alone:
        for place in list(sums[alone.pop()]):
            for key in enumerate(place):
                sums[key].discard(place)
                if len(sums[key]) == 1:
                    alone.append(key)


def _solved(sums: Iterable[set[Place]]) -> list[tuple[Place, dict[Place, int]]]:
    """Each sum solved for one place: that and the others are together nothing; none holds a place solved before it."""
    solved: list[tuple[Place, dict[Place, int]]] = []
    for known in sums:
        row = dict.fromkeys(known, 1)
        for first, others in solved:
            if times := row.pop(first, 0):
                for place, n in others.items():
                    row[place] = (row.get(place, 0) - times * n) % PRIME
        row = {place: n for place, n in row.items() if n}
        if row:
            first = min(row, key=_by_name)
            inverse = pow(row.pop(first), -1, PRIME)
            solved.append((first, {place: n * inverse % PRIME for place, n in row.items()}))
    return solved


def _unchanged(few: Sequence[tuple[Place, int, int]], smallest: int) -> list[Group]:
    """Places of together fewer than `smallest` that the change leaves as many; all where there are too many to try."""
    fixed: list[Group] = [[place] for place, _, change in few if not change]
    if fixed:
        return fixed
    kept: dict[int, tuple[int, list[Place]]] = {0: (0, [])}  # what a choice changes by, and the least people that do
    for place, n, change in few:
        for by, (size, chosen) in list(kept.items()):
            if size + n < smallest:
                changed = (by + change) % PRIME
                if not changed:
                    return [[*chosen, place]]
                if changed not in kept or size + n < kept[changed][0]:
                    kept[changed] = size + n, [*chosen, place]
        if len(kept) > MOST:
            return [[place for place, _, _ in few]]
    return []


def _left_over(joint: Joint, known: Sequence[Mapping[str, int]], hidden: Sequence[frozenset[str]],
               smallest: int) -> list[Group]:
    """Of people counted once in each part: a coarse part less one finer part in it, or less all of them, leaves few."""
    finer, gone = known[len(hidden) - 1], hidden[-1]
    for number, cells in enumerate(known[:len(hidden) - 1]):
        lies_in: dict[str, set[str | None]] = {}
        for values, n in joint.items():
            part = values[len(hidden) - 1]
            if n > 0 and part is not None and part not in gone:
                lies_in.setdefault(part, set()).add(values[number])
        for coarse in sorted(cells.keys() - hidden[number]):
            inside = [finer.get(part, 0) for part, where in lies_in.items() if where == {coarse}]
            if any(0 < cells[coarse] - less < smallest for less in (*inside, sum(inside)) if less):
                return [[tuple(coarse if i == number else None for i in range(len(hidden)))]]
    return []


def _giving_way(joint: Joint, groups: Sequence[Group], cells: Mapping[str, int],
                hidden: frozenset[str]) -> frozenset[str]:
    """The parts that are hidden as well: for each group the smallest of those that share most with it, and for groups
    that lie in the same coarser parts once."""
    last = len(groups[0][0]) - 1
    shown: dict[Place, set[str]] = {}
    for values, n in joint.items():
        part = values[last]
        if part is not None and part not in hidden and n > 0:
            shown.setdefault(values[:last], set()).add(part)
    found: dict[Place, str] = {}
    for group in groups:
        where = {place[:last] for place in group}
        if shown and not where & found.keys():
            near = {place: max(_shared(place, other) for other in where) for place in shown}
            most = max(near.values())
            give = min((cells.get(part, 0), part) for place in shown if near[place] == most for part in shown[place])[1]
            found |= dict.fromkeys(where, give)
    return frozenset(found.values())


def _shared(one: Place, other: Place) -> int:
    return sum(a == b for a, b in zip(one, other, strict=True))
