"""Related breakdowns: whatever is added to and taken from what they show, no sum counts a few people."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from talentloop.privacy.related_cells import Joint, margins, suppressed_together, told_few

K = 10


def shown(joint: Joint, hidden: Sequence[frozenset[str]]) -> Iterator[tuple[int, ...]]:
    """What a reader has: everybody, and the members of each shown part, a number for each place of the table."""
    yield (1,) * len(joint)
    for number, (cells, gone) in enumerate(zip(margins(joint), hidden, strict=True)):
        for part in cells.keys() - gone:
            yield tuple(int(values[number] == part) for values in joint)


def basis(rows: Iterator[tuple[int, ...]]) -> list[list[Fraction]]:
    """The same sums, each with a first place that is in no other."""
    made: list[list[Fraction]] = []
    for row in rows:
        left = rest([Fraction(n) for n in row], made)
        if any(left):
            first = next(n for n in left if n)
            made.append([n / first for n in left])
    return made


def rest(row: list[Fraction], made: list[list[Fraction]]) -> list[Fraction]:
    """What is left of a row when every sum that can be taken from it is taken; nothing when it follows from them."""
    for known in made:
        times = row[next(i for i, n in enumerate(known) if n)]
        row = [a - times * b for a, b in zip(row, known, strict=True)] if times else row
    return row


def told(joint: Joint, hidden: Sequence[frozenset[str]]) -> list[tuple[int, list[tuple[str | None, ...]]]]:
    """Every group of fewer than K that follows from what is shown, by trying all of them."""
    made, places, found = basis(shown(joint, hidden)), list(joint), []
    for chosen in itertools.product((0, 1), repeat=len(places)):
        n = sum(joint[place] for place, one in zip(places, chosen, strict=True) if one)
        if 0 < n < K and not any(rest([Fraction(x) for x in chosen], made)):
            found.append((n, [place for place, one in zip(places, chosen, strict=True) if one]))
    return found


counts = st.sampled_from([1, 2, 3, 4, 5, 8, 9, 10, 11, 14, 30, 40])
# Any network in any channel and any campaign in any of both: they need not lie in each other neatly.
loose = st.dictionaries(st.tuples(st.sampled_from("ab"), st.sampled_from(["c", "d", "e", None]),
                                  st.sampled_from(["f", "g", "h", None])), counts, min_size=1, max_size=8)
# Each network in one channel, each campaign in one network.
neat = st.dictionaries(st.sampled_from([("a", "c", "f"), ("a", "c", "g"), ("a", "d", "h"), ("a", "d", None),
                                        ("a", None, None), ("b", "e", "i"), ("b", "e", "j"), ("b", None, "k")]),
                       counts, min_size=1)


@settings(max_examples=250, deadline=None)
@given(loose | neat)
def test_nothing_that_is_shown_tells_of_a_few_people(joint: Joint) -> None:
    total = sum(joint.values())
    hidden = suppressed_together(joint, K, total)
    assert total < K or told(joint, hidden) == []


@settings(max_examples=250, deadline=None)
@given(loose | neat, st.data())
def test_the_search_finds_a_group_exactly_where_there_is_one(joint: Joint, data: st.DataObject) -> None:
    hidden = [data.draw(st.frozensets(st.sampled_from(sorted(cells)))) if cells else frozenset()
              for cells in margins(joint)]
    assert sum(joint.values()) < K or bool(told_few(joint, hidden, K)) == bool(told(joint, hidden))


@settings(max_examples=200, deadline=None)
@given(neat)
def test_a_coarse_part_is_never_hidden_for_a_finer_one(joint: Joint) -> None:
    for depth in (1, 2):
        above: dict[tuple[str | None, ...], int] = {}
        for values, n in joint.items():
            above[values[:depth]] = above.get(values[:depth], 0) + n
        total = sum(joint.values())
        assert suppressed_together(above, K, total) == suppressed_together(joint, K, total)[:depth]


def test_a_channel_less_its_networks_is_nobody_or_enough() -> None:
    joint = {("paid_social", "facebook"): 30, ("paid_social", None): 4, ("email", None): 20, ("search", "google"): 25}
    assert suppressed_together(joint, K, 79) == (frozenset(), {"facebook"})
    assert suppressed_together({**joint, ("paid_social", None): 14}, K, 89) == (frozenset(), frozenset())


def test_a_channel_less_one_network_and_the_campaigns_of_another() -> None:
    joint = {("paid_social", "facebook", None): 20, ("paid_social", "linkedin", "klein"): 6,
             ("paid_social", "tiktok", "klein"): 4, ("paid_social", "tiktok", None): 4, ("email", None, None): 40}
    assert suppressed_together(joint, K, 74) == (frozenset(), {"linkedin", "tiktok"}, {"klein"})
    without = [frozenset[str](), frozenset({"linkedin", "tiktok"}), frozenset[str]()]
    assert told(joint, without) == [(4, [("paid_social", "tiktok", None)])]


def test_people_counted_once_are_looked_at_as_they_are_shown() -> None:
    joint = {("paid_social", "facebook"): 30, ("paid_social", "linkedin"): 12, ("email", None): 30}
    once = ({"paid_social": 32, "email": 30}, {"facebook": 30, "linkedin": 12})  # ten came by both
    assert suppressed_together(joint, K, 60) == (frozenset(), frozenset())
    assert suppressed_together(joint, K, 60, once) == (frozenset(), {"facebook", "linkedin"})


def test_a_large_table_is_guarded_in_little_time() -> None:
    """A thousand pages of three types, most of few people."""
    joint = {(f"type {n % 3}", f"theme {n % 40}", f"page {n}"): 1 + (n * 7919) % 60 for n in range(1000)}
    began = time.process_time()
    hidden = suppressed_together(joint, K, sum(joint.values()))
    assert time.process_time() - began < 5
    assert not any(told_few(joint, [*hidden[:2], hidden[2] | {f"page {n}"}], K) for n in (1, 2))
