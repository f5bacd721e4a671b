"""Moves between pools as a balance: nobody leaves a pool for nowhere, and nobody stands in one from nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Move = tuple[int, int]  # pool before, pool after
Cells = Mapping[Move, tuple[int, int]]  # people, of whom applied

# What stands in place of a pool. After: the id turned out to be somebody already counted, the person was hired, asked
# to be erased, or can no longer be known again (what led to them was let go).
MERGED, HIRED, ERASED, UNKNOWN = -1, -2, -3, -4
BACK = -5  # before: somebody who was hired, or had become unknown, and is counted as a new person
FEW = -6  # on either side, in reports only: moves of too few people, together
STOOD = -7  # in what is kept only: no move, but how many stood in a pool on the eve


def taken_out(before: Cells, now: Cells, over: bool, way: int) -> dict[Move, tuple[int, int]]:
    """What must be added to the moves that are left in the facts, now that people were taken out of those.

    Over: the moves stay as they were. Else who is gone left by `way` (ERASED or UNKNOWN), and who stands in a pool only
    because of it came BACK. Only what is left over of people who changed places is told, so no person is.
    """
    found: dict[Move, list[int]] = defaultdict(lambda: [0, 0])
    for move in before.keys() | now.keys():
        (people, applied), (left, still) = before.get(move, (0, 0)), now.get(move, (0, 0))
        for to, n, of_them in _placed(move, people - left, applied - still, over, way):
            found[to][0] += n
            found[to][1] += of_them
    return {move: (n, applied) for move, (n, applied) in found.items() if n or applied}


def _placed(move: Move, people: int, applied: int, over: bool, way: int) -> Iterable[tuple[Move, int, int]]:
    was, came = move
    if over or came in (HIRED, MERGED) or not people:
        return [(move, people, applied)]
    if people > 0:
        return [((was, way), people, applied)] if was else []
    back = [((BACK, came), -people, max(0, -applied))] if came else []
    return [(move, people, applied), *back]


def settled(moves: Iterable[tuple[int, int, int, int]]) -> tuple[tuple[int, int, int, int], ...]:
    """Moves (before, after, people, applied) of the facts with what was kept of others: none of fewer than nobody.

    Who came back was taken from where they stood that day; did they go on since, they are taken from there.
    """
    cells: dict[Move, list[int]] = defaultdict(lambda: [0, 0])
    for was, came, people, applied in moves:
        cells[was, came][0] += people
        cells[was, came][1] += applied
    for (was, came), (people, _) in sorted(cells.items()):
        if people < 0:
            _taken_elsewhere(cells, was, came, -people)
    return tuple((*move, people, min(max(applied, 0), people)) for move, (people, applied) in sorted(cells.items())
                 if people > 0)


def _taken_elsewhere(cells: dict[Move, list[int]], was: int, came: int, wanted: int) -> None:
    """Take people from where they went since; who is nowhere any more did not come back either."""
    others = sorted((-n, after) for (before, after), (n, _) in cells.items() if before == was and after >= 0 and n > 0)
    for n, after in others:
        taken = min(-n, wanted)
        cells[was, after][0] -= taken
        wanted -= taken
        back = min(taken, cells[BACK, came][0]) if came else taken
        for pool, people in ((came, -back), (after, back)):
            if pool:
                cells[BACK, pool][0] += people
    if came:
        cells[BACK, came][0] = max(0, cells[BACK, came][0] - wanted)
