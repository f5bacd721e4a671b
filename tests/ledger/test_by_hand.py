"""Costs written by hand: one batch each, spread to the micro, corrected and taken out whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talentloop.core.errors import BadInput, UnknownName
from talentloop.core.period import Period
from talentloop.ledger.book import book
from talentloop.ledger.by_hand import Cost, add, remove, side_of, spread_over, written
from talentloop.workspace import Workspace

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
PHOTOS = Cost(MARCH, "Fotograaf", "content", "external", 1_000_000_001)


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    found = Workspace.create(tmp_path / "client", "Bakker")
    found.who = "user:7"
    return found


def in_march(home: Workspace) -> float:
    return book(home, date(2026, 3, 31)).in_month(date(2026, 3, 1))


def test_a_cost_is_spread_to_the_micro_over_its_days_and_says_who_wrote_it(home: Workspace) -> None:
    batch = add(home, PHOTOS, "een-klik-1")
    [found] = written(home)
    assert (found.cost, found.who, found.batch) == (PHOTOS, "user:7", batch)
    assert in_march(home) == pytest.approx(1000.000001, abs=1e-9)
    with home.lake.asking() as (ask, now):
        from talentloop.core.facts import FACTS
        amounts = ask(f"SELECT amount_micros, provenance FROM {now.source(FACTS['costs'])} ORDER BY day").fetchall()
    assert len(amounts) == 31 and sum(a for a, _ in amounts) == PHOTOS.amount_micros
    assert {how for _, how in amounts} == {"manual"} and amounts[0][0] - amounts[-1][0] in (0, 1)


def test_a_second_click_is_the_same_cost(home: Workspace) -> None:
    assert add(home, PHOTOS, "een-klik-1") == add(home, PHOTOS, "een-klik-1")
    assert in_march(home) == pytest.approx(1000.0, abs=0.01)
    assert [e.facts["source"] for e in home.audit.entries() if e.what == "import"] == ["by_hand"]


def test_a_correction_takes_the_place_of_all_that_stood_there(home: Workspace) -> None:
    first = add(home, PHOTOS, "een-klik-1")
    shorter = Cost(Period(date(2026, 3, 10), date(2026, 3, 12)), "Fotograaf", "content", "external", 500_000_000)
    add(home, shorter, "een-klik-2", instead=first)
    assert [w.cost for w in written(home)] == [shorter] and in_march(home) == 500.0
    with pytest.raises(UnknownName):
        add(home, shorter, "een-klik-3", instead=first)  # somebody else was first
    home.undo()
    assert [w.cost for w in written(home)] == [PHOTOS], "undoing the correction brings back what it replaced"


def test_what_is_taken_out_is_gone_and_taking_it_out_again_is_harmless(home: Workspace) -> None:
    kept = add(home, Cost(MARCH, "Jobboard", "jobboard", "external", 250_000_000), "een-klik-1")
    gone = add(home, PHOTOS, "een-klik-2")
    remove(home, gone)
    remove(home, gone)
    assert [w.batch for w in written(home)] == [kept] and in_march(home) == 250.0
    with pytest.raises(UnknownName):
        remove(home, "mapping@1:0011")


def test_it_never_takes_the_place_of_another_line_unseen(home: Workspace) -> None:
    add(home, PHOTOS, "een-klik-1")
    with pytest.raises(BadInput) as refused:
        add(home, PHOTOS, "een-klik-2")
    assert refused.value.code == "cost_there_already" and refused.value.facts["day"] == MARCH.start
    add(home, Cost(MARCH.following(), "Fotograaf", "content", "external", 1_000_000), "een-klik-3")
    assert len(written(home)) == 2


@pytest.mark.parametrize(("cost", "code"), [
    (Cost(MARCH, "Bel jan@voorbeeld.nl", "content", "external", 1), "cost_names_a_person"),
    (Cost(MARCH, " ", "content", "external", 1), "cost_incomplete"),
    (Cost(MARCH, "Fotograaf", "content", "external", 0), "cost_incomplete"),
    (Cost(MARCH, "Fotograaf", "lunch", "external", 1), "cost_unknown_kind"),
    (Cost(Period(date(2020, 1, 1), date(2026, 1, 1)), "Huur", "other", "external", 1), "cost_too_long"),
])
def test_what_is_no_cost_is_refused_with_a_reason(home: Workspace, cost: Cost, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        add(home, cost, "een-klik-1")
    assert refused.value.code == code and written(home) == ()


def test_days_are_given_first_and_last_included() -> None:
    assert spread_over(date(2026, 3, 1), date(2026, 3, 31)) == MARCH
    assert spread_over(date(2026, 3, 1), None).days == 1
    with pytest.raises(BadInput):
        spread_over(date(2026, 3, 2), date(2026, 3, 1))


def test_own_time_is_paid_to_nobody_outside() -> None:
    assert (side_of("recruiter_time"), side_of("ads")) == ("internal", "external")


def test_the_book_counts_twelve_months_and_no_more(home: Workspace) -> None:
    add(home, PHOTOS, "een-klik-1")
    add(home, Cost(Period(date(2025, 3, 1), date(2025, 4, 1)), "Oud", "ads", "external", 9_000_000), "een-klik-2")
    found = book(home, date(2026, 3, 31))
    assert [line.kind for line in found.lines] == ["content"] and len(found.months) == 12
    assert book(home, date(2026, 2, 28)).total == 9.0
