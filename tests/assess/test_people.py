"""People as groups in a report: small groups stay hidden, also where they could be worked out from what is shown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from spec.example import read
from spec.told import stored

from talentloop.assess.parts import split
from talentloop.assess.people import conversions, credits, first_touch, people, rises
from talentloop.assess.pools import determined, hidden_applied, hidden_moves, pool_moves, too_few
from talentloop.assess.whole import whole
from talentloop.core.kpis import KPIS
from talentloop.core.kpis.pools import CLASSES, USUAL
from talentloop.core.measure import Lags
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.moves import ERASED, HIRED, MERGED
from talentloop.core.period import Period
from talentloop.core.standing import Standing
from talentloop.engine.duckdb import DuckEngine

LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))


def engine(tmp_path: Path, facts: str) -> DuckEngine:
    return DuckEngine(stored(read(facts), tmp_path))


def many(rows: str, count: int) -> str:
    """The row template for so many visitors."""
    return "\n".join(rows.format(v=100 + i) for i in range(count))


def test_conversion_leaves_merged_ids_out_and_counts_the_hired_as_applied() -> None:
    moves = ((1, 1, 900, 20), (1, 0, 80, 0), (1, MERGED, 30, 0), (1, HIRED, 20, 20), (2, 2, 90, 12), (0, 1, 500, 50))
    assert [(c.pool, c.people, c.applied) for c in conversions(moves, 10)] == [(1, 1000, 40), (2, 90, 12)]


def test_a_few_merged_ids_do_not_follow_from_the_size_of_the_pool_and_its_conversion() -> None:
    assert [c.people for c in conversions(((1, 1, 900, 20), (1, MERGED, 2, 0)), 10)] == [902]


def test_pools_with_too_few_applicants_are_told_together() -> None:
    found = conversions(((1, 1, 900, 20), (2, 2, 90, 8), (3, 3, 40, 7)), 10)
    assert [(c.pool, c.people, c.applied, c.upward) for c in found] == [(1, 900, 20, False), (2, 130, 15, True)]


def test_a_pool_of_few_people_has_no_conversion_and_neither_has_the_next_smallest() -> None:
    """How many were in all pools is told elsewhere: less the others it would be the few."""
    found = conversions(((1, 1, 900, 20), (2, 2, 90, 20), (3, 3, 6, 0)), 10)
    assert [(c.pool, c.people) for c in found] == [(1, 900)]


def test_all_moves_of_a_pool_that_is_hidden_are_never_shown_together() -> None:
    """The third pool has six, so the fourth is hidden with it: its only move would tell its size."""
    people = {(0, 3): 3, (2, 3): 3, (0, 2): 12, (2, 2): 80, (4, 4): 14, (1, 1): 500}
    assert (4, 4) in hidden_moves(people, 10)


def test_moves_of_too_few_stand_together_only_where_that_is_enough_people() -> None:
    assert too_few({(1, 1): 100, (1, 2): 4, (2, 2): 40}, {(1, 2)}, 10) == []
    told = too_few({(1, 1): 100, (1, 2): 4, (1, 3): 7, (2, 2): 40, (3, 3): 30}, {(1, 2), (1, 3)}, 10)
    assert [(m.before, m.people) for m in told if m.before == 1] == [(1, 11)]


@pytest.mark.parametrize("seed", range(20))
def test_a_small_move_cannot_be_worked_out_from_the_pools_that_are_known(seed: int) -> None:
    """Whole numbers of people that fit every total: a small cell takes several values among them."""
    rng = random.Random(seed)
    people = {(a, b): rng.choice((3, 8, 12, 40, 300)) for a in range(4) for b in range(4) if a + b and rng.random() < 0.8}
    hidden = hidden_moves(people, 10)
    small = {m for m, n in people.items() if n < 10}
    assert small <= hidden and (not small & determined(people, hidden, 10) or hidden == set(people))
    for side, pool in ((s, p) for s in (0, 1) for p in range(4)):
        line = [n for m, n in people.items() if m in hidden and m[side] == pool]
        shown = [m for m in people if m not in hidden and m[side] == pool]
        assert not line or not shown or (len(line) > 1 and sum(line) >= 10)


def test_one_who_was_merged_does_not_hide_the_moves_of_all_others() -> None:
    """What was merged is one in all, which no output tells: the large moves can be shown."""
    people = {(0, 1): 2134, (0, 2): 234, (0, 3): 30, (1, MERGED): 1, (1, 0): 3394, (1, 1): 3247, (1, 2): 69, (1, 3): 17,
              (2, 0): 244, (2, 1): 67, (2, 2): 413, (2, 3): 35, (3, 0): 16, (3, 2): 13, (3, 3): 88}
    hidden = hidden_moves(people, 10)
    assert (1, MERGED) in hidden and {(0, 1), (1, 0), (1, 1), (2, 2)}.isdisjoint(hidden)


def test_what_is_shown_does_not_depend_on_whether_somebody_of_a_hidden_pool_was_erased() -> None:
    """The size of the fourth pool is not told, because of the third's: nobody can tell who left it by what is left."""
    others = {(0, 1): 1495, (0, 2): 66, (1, 0): 1503, (1, 1): 17607, (1, 2): 8, (2, ERASED): 3, (2, 0): 37, (2, 2): 408}
    one = {**others, (3, ERASED): 1, (3, 3): 6, (4, ERASED): 1, (4, 4): 13}
    two = {**others, (3, ERASED): 2, (3, 3): 7, (4, 4): 12}
    assert one.keys() - hidden_moves(one, 10) == two.keys() - hidden_moves(two, 10) == {(2, 2)}


def test_moves_of_many_people_are_all_shown() -> None:
    assert hidden_moves({(1, 1): 500, (1, 2): 40, (2, 2): 80}, 10) == frozenset()


def test_how_many_applied_stays_untold_where_few_did_or_nearly_all() -> None:
    assert hidden_applied({(1, 1): (500, 40), (1, 2): (60, 3), (1, 0): (300, 12)}, 10) == {(1, 2), (1, 0)}
    assert (1, 2) in hidden_applied({(1, 1): (500, 40), (1, 2): (60, 55)}, 10)


def test_rises_are_told_for_groups_only() -> None:
    """`small` has few who rose, and alone it would follow from the others: the next smallest goes with it."""
    parts = (("", 1, 2000, 300), ("small", 1, 40, 6), ("large", 1, 900, 150), ("other", 1, 800, 100), ("next", 1, 60, 12))
    found = rises("content", parts, 10)
    assert found is not None
    assert {r.value for r in found.found} == {"large", "other"} and found.left_out == 2
    assert found.usual == pytest.approx(1000 * 268 / 1800)


def test_what_is_told_of_rises_rests_on_no_value_of_few() -> None:
    """Somebody of one small value rises, or of the other: what is shown of the large ones does not tell which."""
    large = (("large", 1, 900, 150), ("other", 1, 800, 60))
    told = [rises("content", (*large, ("one", 1, 40, n), ("two", 1, 60, 16 - n)), 10) for n in (5, 6, 7)]
    assert told[0] is not None and {r.value for r in told[0].found} == {"large", "other"}
    assert told[0] == told[1] == told[2]


def test_readers_who_begin_higher_are_held_against_readers_who_begin_as_high() -> None:
    """Readers of both rise as usual for their pool: neither stands out though their plain rates differ by half."""
    parts = (("a", 1, 1000, 100), ("a", 2, 10, 2), ("b", 1, 10, 1), ("b", 2, 1000, 200))
    found = rises("content", parts, 10)
    assert found is not None and {r.stands for r in found.found} == {"usual"}
    assert [round(r.per_thousand) for r in found.found] == [150, 150]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    """Twelve applied in a visit by paid social, after one by e-mail 5 days before; three by an e-mail alone."""
    facts = "web_hits\nlocal | visitor | kind | channel | application | content\n"
    facts += many("2026-03-05 09:00 | {v} | page_view | email | - | a-story", 12) + "\n"
    facts += many("2026-03-10 09:00 | {v} | application_complete | paid_social | {v} | -", 12) + "\n"
    facts += many("2026-03-12 09:00 | 9{v} | application_complete | email | 9{v} | -", 3)
    facts += "\n\napplications\napplication | candidate | day\n" + many("{v} | {v} | 2026-03-10", 12) + "\n"
    facts += many("9{v} | 9{v} | 2026-03-12", 3)
    return engine(tmp_path_factory.mktemp("people"), facts)


def test_an_application_is_credited_once_by_every_rule(told: DuckEngine) -> None:
    shown: Sequence = credits(told, LOOP, 1)
    assert {c.channel: (c.last, c.first, c.linear) for c in shown} == {
        "paid_social": (12, 0, pytest.approx(6)), "email": (3, 15, pytest.approx(9))}
    assert credits(told, LOOP, 10) == ()  # 3 by e-mail: neither may be shown, for together they are 15


def test_time_since_the_first_touch_has_no_median_while_all_began_at_the_edge(told: DuckEngine) -> None:
    found = first_touch(told, LOOP, 10)
    assert found is not None and (found.known, found.at_least, found.median) == (15, 15, None)
    assert first_touch(told, LOOP, 16) is None


class Lagged:
    """An engine that knows how long applications had been coming, and of how many nothing is known."""

    def __init__(self, lags: Sequence[tuple[int, int, int]], unknown: int) -> None:
        self.lags, self.whole = tuple(lags), (sum(a + b for _, a, b in lags) + unknown,)

    def days(self, fact: str) -> None:
        return None

    def measure(self, *_: object, **__: object) -> Lagged:
        return self

    def parts(self, asked: object, _: Period) -> tuple:
        return self.lags if isinstance(asked, Lags) else self.whole


@pytest.mark.parametrize(("known", "half", "most"), [(19, None, None), (20, 10, None), (99, 50, None), (100, 50, 90)])
def test_a_quantile_of_a_few_is_nobody_s_own(known: int, half: int | None, most: int | None) -> None:
    """So many lie on either side of what is told as the smallest group has; of fewer it is withheld."""
    found = first_touch(Lagged([(n, 1, 0) for n in range(1, known + 1)], 40), LOOP, 10)  # type: ignore[arg-type]
    assert found is not None and (found.median, found.p90, found.enough) == (half, most, 20)


@pytest.mark.parametrize(("lags", "unknown", "at_least"), [
    ([(0, 60, 0), (9, 0, 30)], 12, 30), ([(0, 60, 0), (9, 0, 3)], 12, None), ([(0, 3, 0), (9, 0, 30)], 12, None),
    ([(0, 60, 0), (9, 0, 30)], 0, 30), ([(0, 60, 0), (9, 0, 30)], 4, "nothing")])
def test_few_without_a_touch_or_from_before_measuring_are_not_told(lags: list, unknown: int, at_least: object) -> None:
    found = first_touch(Lagged(lags, unknown), LOOP, 10)  # type: ignore[arg-type]
    assert (found.at_least if found else "nothing") == at_least


def test_days_to_a_hire_are_told_from_twenty_hires_on(tmp_path: Path) -> None:
    """By channel and in all: the middle of fewer would be what one of a few took."""
    rows = "applications\napplication | candidate | channel | day | hired_day\n" + "\n".join(
        f"{n} | {n} | {'email' if n < 21 else 'direct'} | 2026-03-01 | 2026-03-{2 + n % 25:02d}" for n in range(33))
    of, standing = engine(tmp_path, rows), Standing.of([LOOP], None, date(2026, 6, 1), 10)
    parts = dict(split(of, KPIS["time_to_hire"], LOOP, "channel", standing))
    assert isinstance(parts["email"], Figure) and parts["direct"] == CannotSay(Reason.TOO_FEW, "20")
    assert isinstance(whole(of, KPIS["time_to_hire"], LOOP, standing)[0], Figure)
    of = engine(tmp_path / "fewer", "\n".join(rows.splitlines()[:21]))
    assert whole(of, KPIS["time_to_hire"], LOOP, standing)[0] == CannotSay(Reason.TOO_FEW, "20")
    assert isinstance(whole(of, KPIS["hires"], LOOP, standing)[0], Figure), "how many were hired is a total"


def test_a_whole_report_of_people_holds_no_cell_under_k(told: DuckEngine) -> None:
    found = people(told, LOOP, 0.6, 10, CLASSES[USUAL])
    assert all(c.people >= 10 and (c.applied is None or c.applied == 0 or c.applied >= 10) for c in found.conversions)
    assert all(m.people >= 10 for m in pool_moves(told, LOOP, 10, CLASSES[USUAL]))
    assert found.first_touch is not None and all(n is None or n == 0 or n >= 10 for _, _, n in found.first_touch.spread)
