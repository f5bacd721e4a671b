"""The benefits by hand, the overlap taken off, and only what is stated and measured counted."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.assess.roi import _lacks, benefits, break_even
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.roi import Component, LeftOut, Range
from talentloop.stats.series import Floats

ALL = [Component.AGENCY_FEE, Component.VACANCY, Component.MISHIRES, Component.RETENTION]


def given(**numbers: float) -> dict[str, Floats]:
    return {name: np.array([value]) for name, value in numbers.items()}


EXAMPLE = given(agency_share=0.4, agency_fee=0.2, first_year_salary=45_000, days_saved=10, vacancy_day_value=150,
                fewer_mishires=0.05, mishire_cost=20_000, fewer_leavers=0.08, replacement_cost=10_000)


def test_the_formulas_by_hand() -> None:
    found = {c: float(x[0]) for c, x in benefits(20, ALL, EXAMPLE).items()}
    assert found == pytest.approx({
        Component.AGENCY_FEE: 20 * 0.4 * 9_000, Component.VACANCY: 20 * 10 * 150, Component.OVERLAP: -0.4 * 30_000,
        Component.MISHIRES: 20_000, Component.RETENTION: 20 * 0.03 * 10_000})


def test_days_and_fees_are_never_counted_twice() -> None:
    """Where an agency would have filled them all, saved days are no benefit beside its fee; without fees they are."""
    all_by_agency = {**EXAMPLE, **given(agency_share=1.0)}
    found = benefits(20, [Component.AGENCY_FEE, Component.VACANCY], all_by_agency)
    assert float(found[Component.VACANCY][0] + found[Component.OVERLAP][0]) == 0
    assert benefits(20, [Component.VACANCY], EXAMPLE).keys() == {Component.VACANCY}


def test_a_mishire_is_not_counted_as_another_leaver_too() -> None:
    alone = benefits(20, [Component.RETENTION], EXAMPLE)[Component.RETENTION]
    beside = benefits(20, [Component.MISHIRES, Component.RETENTION], EXAMPLE)[Component.RETENTION]
    assert float(alone[0]) == pytest.approx(16_000) and float(beside[0]) == pytest.approx(6_000)


def test_what_is_not_stated_or_not_measured_is_left_out_and_named() -> None:
    stated = {"agency_fee": Range(0.2, 0.2), "vacancy_day_value": Range(100, 200)}
    lacking = ("agency_share", "first_year_salary")
    assert _lacks(Component.AGENCY_FEE, stated, {}) == LeftOut(Component.AGENCY_FEE, lacking)
    assert _lacks(Component.VACANCY, stated, {}) == LeftOut(Component.VACANCY, figure="time_to_fill")
    assert _lacks(Component.VACANCY, stated, {Component.VACANCY: Range(3, 3)}) is None


def test_break_even() -> None:
    found = break_even(Figure(27_000), 0.2, 45_000)
    assert found["hires"] == 3.0 and found["fee_per_hire"] == 9_000
    assert break_even(Figure(27_000), None, 45_000) == {}
    assert break_even(CannotSay(Reason.NOT_CONNECTED, "ledger"), 0.2, 45_000) == {}
