"""Moves between pools add up, whoever is taken out: hypothesis invents the people, plain counting says what is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.core.moves import BACK, ERASED, HIRED, MERGED, UNKNOWN, settled, taken_out

Move = tuple[int, int]
POOLS = range(4)
PLACES = st.tuples(st.sampled_from(POOLS), st.sampled_from((*POOLS, HIRED)))
# A person: the move then; what is seen of it after the change (None: nothing); where they stand in the end; applied?
PERSON = st.tuples(PLACES, st.none() | PLACES, st.sampled_from(POOLS), st.booleans())


def counted(moves: Sequence[tuple[Move, bool]]) -> dict[Move, tuple[int, int]]:
    people, applied = Counter(m for m, _ in moves), Counter(m for m, did in moves if did)
    return {m: (n, applied[m]) for m, n in people.items() if m != (0, 0)}


def column(cells: dict[Move, tuple[int, int]], side: int) -> Counter[int]:
    found: Counter[int] = Counter()
    for move, (n, _) in cells.items():
        if move[side] > 0:
            found[move[side]] += n
    return found


@given(st.lists(PERSON, max_size=30), st.sampled_from((ERASED, UNKNOWN)), st.booleans())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_pools_are_what_they_were_whoever_is_taken_out(people: list, way: int, over: bool) -> None:
    """`over`: both sides stay as they were. Else the pools before do, and those after are what is left in the end."""
    first = counted([(move, did) for move, _, _, did in people])
    left = counted([(seen, did) for _, seen, _, did in people if seen])
    kept = taken_out(first, left, over, way)
    ended = left if over else counted([((seen[0], end), did) for _, seen, end, did in people if seen and seen[1] != HIRED]
                                      + [(seen, did) for _, seen, _, did in people if seen and seen[1] == HIRED])
    rows = [(*move, *n) for cells in (ended, kept) for move, n in cells.items()]
    shown = {(was, came): (n, of) for was, came, n, of in settled(rows)}
    assert column(shown, 0) == column(first, 0)
    assert column(shown, 1) == column(first if over else ended, 1)
    assert all(n > 0 and 0 <= of <= n for n, of in shown.values())
    assert over or ({m[0] for m in shown} <= {*POOLS, BACK} and {m[1] for m in shown} <= {*POOLS, HIRED, MERGED, way})
    if over:
        assert shown == first
