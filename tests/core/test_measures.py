"""Measures add up only where they may, and a figure is what its parts say or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.errors import NotAdditive
from talentloop.core.kpi import Kind
from talentloop.core.kpis import KPIS
from talentloop.core.measure import (
    Count,
    Flows,
    Mean,
    Measure,
    Median,
    Primitive,
    Ratio,
    Reach,
    Share,
    Shortfall,
    Size,
    Stock,
    Survival,
    Total,
    Unique,
    add,
    primitives,
    where,
)
from talentloop.core.measurement import (
    CannotSay,
    Figure,
    Measured,
    Measurement,
    Parts,
    Reason,
    figure,
)
from talentloop.core.period import Period
from talentloop.core.survival import surviving

LOOP = Period(date(2026, 3, 1), date(2026, 5, 1))
VISITS, HUMANS = Count("visits"), Count("visits", (where("traffic_class", "is", "human"),))
TIME = Total("visits", columns=("engaged_ms",))
NEVER_ADDED: tuple[Measure, ...] = (
    Unique("visits", of="visitor"), Median("visits", column="engaged_ms"), Stock("touches"), Flows("touches"),
    Reach("reach"), Size("target_groups"), Survival("jobs", ended="end_day"), Mean(TIME, VISITS),
    Share(HUMANS, VISITS), Shortfall(HUMANS, VISITS), Ratio(TIME, VISITS))


def measured(parts: Mapping[Primitive, Parts | CannotSay]) -> Measurement:
    return Measurement({(p, LOOP, None): Measured(p, LOOP, whole) for p, whole in parts.items()}, {})


@given(st.lists(st.integers(-10**15, 10**15)))
def test_counts_and_totals_are_added(values: list[int]) -> None:
    assert add(VISITS, values) == add(TIME, values) == sum(values)


@pytest.mark.parametrize("measure", NEVER_ADDED, ids=lambda m: type(m).__name__)
def test_the_others_refuse_to_be_added(measure: Measure) -> None:
    with pytest.raises(NotAdditive, match="ask for the whole period"):
        add(measure, [1, 2])


def test_only_flows_may_be_added() -> None:
    """The kind that a KPI says it is and what its measure allows agree."""
    assert [k.id for k in KPIS.values() if (k.kind is Kind.FLOW) != k.measure.additive] == []


def test_a_measure_names_what_an_engine_must_compute() -> None:
    assert primitives(Ratio(TIME, VISITS)) == (TIME, VISITS)
    assert primitives(Shortfall(HUMANS, VISITS)) == (HUMANS, VISITS)
    assert primitives(VISITS) == (VISITS,)


def test_a_column_that_does_not_exist_is_noticed_at_once() -> None:
    with pytest.raises(KeyError):
        Count("visits", (where("trafic_class", "is", "human"),))
    with pytest.raises(KeyError):
        Total("visits", columns=("seconds",))
    with pytest.raises(ValueError, match="not a day"):
        Count("visits", on="channel")


def test_divided_by_nothing_there_is_no_figure() -> None:
    for measure in (Ratio(TIME, VISITS), Mean(TIME, VISITS), Share(HUMANS, VISITS), Shortfall(HUMANS, VISITS)):
        nothing = measured({TIME: (5,), HUMANS: (0,), VISITS: (0,)})
        assert figure(measure, nothing, LOOP) == CannotSay(Reason.NO_DENOMINATOR)


def test_the_part_that_cannot_say_decides() -> None:
    why = CannotSay(Reason.NOT_CONNECTED, "visits")
    assert figure(Ratio(TIME, VISITS), measured({TIME: (5,), VISITS: why}), LOOP) == why
    assert figure(Ratio(TIME, VISITS), measured({TIME: why, VISITS: (0,)}), LOOP) == why
    assert figure(VISITS, measured({}), LOOP) == CannotSay(Reason.NO_DATA_IN_PERIOD, "visits")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_and_what_is_left_make_one(part: int, whole: int) -> None:
    known = measured({HUMANS: (part,), VISITS: (whole,)})
    share, left = figure(Share(HUMANS, VISITS), known, LOOP), figure(Shortfall(HUMANS, VISITS), known, LOOP)
    assert isinstance(share, Figure) and isinstance(left, Figure)
    assert share.value + left.value == pytest.approx(1)
    assert (share.above, share.below) == (part, whole)


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=6))
def test_reach_together_lies_between_the_largest_and_the_sum(networks: list[tuple[str, int, int]]) -> None:
    parts = tuple((name, min(a, b), max(a, b), 0) for name, a, b in networks)
    found = figure(Reach("reach"), measured({Reach("reach"): parts}), LOOP)
    assert isinstance(found, Figure) and found.low is not None and found.high is not None
    assert found.value == found.low <= found.high
    assert all(part[1] <= found.low for part in parts)
    assert found.high == sum(part[2] for part in parts)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=8),
       st.integers(1, 800), st.booleans())
def test_survival_is_a_share_and_its_range_holds_the_value(ages: list[tuple], horizon: int, lost: bool) -> None:
    measure = Survival("jobs", ended="end_day", horizon=horizon, lost=lost)
    found = figure(measure, measured({measure: tuple(sorted(ages))}), LOOP)
    if isinstance(found, Figure):
        assert found.low is not None and found.high is not None
        assert -1e-9 <= found.low <= found.value <= found.high <= 1 + 1e-9
    else:
        assert found.reason in (Reason.NO_DATA_IN_PERIOD, Reason.NOT_YET)


def test_kaplan_meier_against_the_textbook() -> None:
    """Freireich and others 1963, weeks of remission on 6-MP (21 patients): S(6) .857, S(10) .753, S(23) .448."""
    weeks = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1),
             (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]
    found = [surviving(weeks, week) for week in (5, 6, 7, 10, 13, 16, 22, 23, 35)]
    assert found == pytest.approx([1, .857, .807, .753, .690, .627, .538, .448, .448], abs=5e-4)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=9))
def test_without_censoring_survival_is_a_plain_share(ends: list[tuple[int, int]]) -> None:
    began = sum(n for _, n in ends)
    if began:
        left = sum(n for day, n in ends if day > 20)
        assert surviving([(day, n, 0) for day, n in ends], 20) == pytest.approx(left / began)


def test_a_figure_in_larger_units() -> None:
    assert Figure(5_000_000, 4_000_000, 8_000_000, n=3, above=15_000_000, below=3).divided_by(1_000_000) == Figure(
        5, 4, 8, n=3, above=15, below=3)
