"""The invented people: what is true of them, and that nothing but lost ids and refused consent comes between."""

from __future__ import annotations

import numpy as np
import pytest

from bench.people.run import measured, table
from talentloop.demo.identities import DAYS, World, imagine, salted, truth

ALL_SEEN = World(people=2_000, consent=1.0, leaning=0.0, devices=(1.0, 0.0, 0.0), safari=0.0, private=0.0, wiped=0.0,
                 shared=0.0, life=10_000)


def test_the_product_says_the_truth_where_every_id_lasts_and_everybody_consents() -> None:
    seen = imagine(ALL_SEEN)
    row = measured(seen, "all")
    assert row.covered == 1.0
    assert row.told == truth(seen)


def test_who_gave_an_address_on_two_devices_is_one_person_again() -> None:
    """Everybody says who they are at every visit: the second device changes nothing, from the day on that it is told."""
    seen = imagine(World(people=2_000, consent=1.0, leaning=0.0, devices=(0.0, 1.0, 0.0), safari=0.0, private=0.0,
                         wiped=0.0, shared=0.0, life=10_000, says_who=1.0))
    row = measured(seen, "all")
    assert row.told.pools == truth(seen).pools
    assert row.told.unique > row.true.unique  # unique visitors are browsers and say so


def test_salts_count_people_once_a_day_or_once_a_month() -> None:
    seen = imagine(World(people=3_000))
    true, daily, monthly = truth(seen), salted(seen, monthly=False), salted(seen, monthly=True)
    assert true.unique < monthly.unique < daily.unique
    assert daily.returning is None and monthly.returning is not None and true.returning is not None
    assert monthly.returning < true.returning
    assert daily.pools[1:] == (0, 0, 0)


def test_the_same_seed_is_the_same_people_and_another_one_is_not() -> None:
    one, same, other = (imagine(World(people=500, seed=seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.cookie, same.cookie) and np.array_equal(one.day, same.day)
    assert len(one.day) != len(other.day) or not np.array_equal(one.day, other.day)


@pytest.mark.parametrize("consent", [0.3, 0.9])
def test_consent_is_what_was_asked_for_and_one_answer_a_person(consent: float) -> None:
    seen = imagine(World(people=4_000, consent=consent))
    agreed = np.bincount(seen.person, weights=seen.consent) / np.maximum(np.bincount(seen.person), 1)
    assert set(np.unique(agreed)) <= {0.0, 1.0}
    assert agreed[np.bincount(seen.person) > 0].mean() == pytest.approx(consent, abs=0.03)
    assert seen.day.min() >= 0 and seen.day.max() < DAYS


def test_a_browser_that_forgets_makes_more_ids_and_the_server_keeps_them() -> None:
    page, server = (imagine(World(people=3_000, server_set=kept)) for kept in (False, True))
    assert np.array_equal(page.person, server.person)
    assert len(np.unique(page.cookie)) > 1.1 * len(np.unique(server.cookie)) > 1.1 * 3_000


def test_the_table_has_a_row_for_each_teller() -> None:
    lines = list(table([measured(imagine(World(people=500)), "talentloop")]))
    assert len(lines) == 3 and lines[2].startswith("| talentloop | ")
