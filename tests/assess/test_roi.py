"""The benefits by hand, the overlap taken off, and only what is stated and measured counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from spec.example import read
from spec.told import stored

from talentloop.assess import roi
from talentloop.assess.roi import _lacks, benefits, break_even, roi_report
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.period import Period
from talentloop.core.roi import Component, LeftOut, Range
from talentloop.engine.duckdb import DuckEngine
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


BEFORE = Period(date(2025, 1, 1), date(2025, 3, 2))
YEARLY = """
applications
candidate | day           | hired_day     | channel
1         | 2025-01-02 ×6 | 2025-02-02    | organic_search
2         | 2025-01-09 ×2 | 2025-02-09    | agency
3         | 2025-06-02 ×9 | 2025-07-02    | organic_search
4         | 2025-09-02 ×3 | 2025-10-02    | agency

costs
day        | kind       | amount_micros
2025-01-05 | content    | 700
2025-06-05 | content    | 1,000
2026-05-05 | ads        | 8,000
2025-10-05 | agency_fee | 27,000
"""


def test_what_comes_through_an_agency_is_neither_cost_nor_hire_of_the_year(tmp_path: Path) -> None:
    """Nine of one's own for 9,000; three through an agency, whose fee is no marketing. Before: six in sixty days."""
    told = read(YEARLY)
    for number, row in enumerate(told["applications"]):
        row["candidate"] = number + 1
    engine, before = DuckEngine(stored(told, tmp_path)), SimpleNamespace(period=BEFORE)
    stated = {"agency_share": Range(0.5, 0.5), "agency_fee": Range(0.2, 0.2), "first_year_salary": Range(45_000, 45_000)}
    found = roi_report(engine, "werkenbij", "EUR", stated, before, date(2026, 6, 1))  # type: ignore[arg-type]
    assert (found.hires, found.agency_hires, found.total_costs, found.refused) == (9, 3, 9_000, "")
    assert found.pace_before == pytest.approx(6 * 365 / 60)
    assert found.outcome and found.outcome.p50 == pytest.approx((9 * 0.5 * 9_000 - 9_000) / 9_000)


def test_what_was_saved_carries_the_margin_of_both_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """More who stay and fewer mishires are both a gain; between shares of a hundred people it may be none."""
    now, then = Period(date(2025, 6, 1), date(2026, 6, 1)), BEFORE
    shares = {("retention_365", now): 0.9, ("retention_365", then): 0.8, ("mishire_rate", now): 0.1,
              ("mishire_rate", then): 0.2}
    monkeypatch.setattr(roi, "_figure", lambda _, kpi, period: Figure(shares[kpi, period], n=100))
    engine: Any = None
    found = roi._saved(engine, now, SimpleNamespace(period=then),  # type: ignore[arg-type]
                       frozenset({Component.RETENTION, Component.MISHIRES}))
    for saved in found.values():
        assert (saved.low, saved.mid, saved.high) == pytest.approx((-0.041, 0.097, 0.234), abs=0.002)
