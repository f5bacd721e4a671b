"""The list of KPIs is whole: every entry can be measured, judged, broken down and told apart."""

from __future__ import annotations

from itertools import pairwise

import pytest

from talentloop.core.dimension import DIMENSIONS, column_for, splittable
from talentloop.core.errors import UnknownName
from talentloop.core.facts import FACTS, Rows, Type
from talentloop.core.kpi import Direction, Focus, Kind, Kpi, Move, Pillar, Unit
from talentloop.core.kpis import KPIS, find, framework, in_use
from talentloop.core.kpis.pools import CLASSES, IDS, USUAL
from talentloop.core.measure import Stock

EVERY = pytest.mark.parametrize("kpi", KPIS.values(), ids=list(KPIS))


@EVERY
def test_facts_and_columns_are_known(kpi: Kpi) -> None:
    for primitive in kpi.primitives:
        table = FACTS[primitive.fact]
        assert {*primitive.reads, *(w.column for w in primitive.where)} <= set(table.names)
    assert kpi.facts


@EVERY
def test_conditions_name_values_that_occur(kpi: Kpi) -> None:
    """A condition on a word that its column never holds would count nothing, silently."""
    for condition, column in ((w, FACTS[p.fact].column(w.column)) for p in kpi.primitives for w in p.where):
        if column.allowed:
            assert set(condition.values) <= set(column.allowed), condition
        assert bool(condition.values) == (condition.operator not in ("known", "unknown")), condition
        if column.type in (Type.INT, Type.BOOL):
            assert all(isinstance(v, int) for v in condition.values), condition


@EVERY
def test_companions_exist_and_are_no_headlines(kpi: Kpi) -> None:
    for name in kpi.companions:
        assert name in KPIS
        assert not KPIS[name].headline


@EVERY
def test_a_definition_says_where_it_comes_from(kpi: Kpi) -> None:
    assert kpi.section and kpi.version >= 1
    assert kpi.split in ("", *DIMENSIONS)
    assert (kpi.direction is Direction.BAND) == (kpi.healthy is not None)
    assert kpi.per == {Unit.SECONDS: 1000, Unit.MONEY: 1_000_000}.get(kpi.unit, kpi.per)


@EVERY
def test_every_kpi_has_days_to_be_judged_by_or_is_judged_otherwise(kpi: Kpi) -> None:
    """Stocks and distinct counts have no days that add up: the statistics look at the flow or ratio behind them."""
    if kpi.kind in (Kind.STOCK, Kind.DISTRIBUTION) and kpi.pillar is not Pillar.QUALITY:
        assert kpi.judged_on is not None
    for focus in Focus:
        assert kpi.move(focus) in Move


def test_definitions_are_told_apart() -> None:
    assert len({kpi.definition for kpi in KPIS.values()}) == len(KPIS)
    assert all(id == kpi.id for id, kpi in KPIS.items())
    assert len({(k.measure, k.id) for k in KPIS.values()}) == len(KPIS)


def test_the_paper_s_four_columns_come_first() -> None:
    for pools in CLASSES:
        assert [p.value for p in framework(pools)][:4] == ["pools", "reach", "traffic", "conversion"]
        assert all(framework(pools).values())


def test_a_client_has_the_pools_of_one_choice() -> None:
    """Two beside each other would tell how many people had exactly as many interactions as lie between their bounds."""
    assert set(IDS) == set(CLASSES) and USUAL in CLASSES
    for pools, bounds in CLASSES.items():
        found = [kpi for kpi in in_use(pools).values() if kpi.pillar is Pillar.POOLS]
        assert [kpi.id for kpi in found] == list(IDS[pools])
        limits = [(kpi.measure.low, kpi.measure.high) for kpi in found if isinstance(kpi.measure, Stock)]
        assert limits == list(pairwise((*bounds, 0)))
    with pytest.raises(UnknownName):
        find("pool_1_to_3", USUAL)
    assert find("visits", USUAL) is KPIS["visits"]


def test_an_unknown_kpi_says_what_comes_near() -> None:
    with pytest.raises(UnknownName) as found:
        find("visit")
    assert found.value.code == "unknown_kpi" and "visits" in str(found.value.facts["near"])
    with pytest.raises(UnknownName) as found:
        find("bezoekjes", USUAL)
    assert found.value.code == "no_such_kpi" and str(found.value.facts["near"]).split(", ") == list(in_use(USUAL))
    assert find("visits") is KPIS["visits"]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_dimension_is_a_text_column_somewhere(dimension: str) -> None:
    columns = [FACTS[fact].column(c) for fact in FACTS if (c := column_for(dimension, fact))]
    assert columns and all(column.type is Type.TEXT for column in columns)
    assert set(DIMENSIONS[dimension]) <= {column.name for column in columns}


def test_a_kpi_is_split_only_where_all_its_parts_can_be() -> None:
    assert splittable(KPIS["site_conversion"], "channel")
    assert not splittable(KPIS["site_conversion"], "tier")
    assert not splittable(KPIS["target_group_share"], "network")


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_table_is_in_order(fact: str) -> None:
    table = FACTS[fact]
    assert len(set(table.names)) == len(table.names)
    assert {*table.key, *table.replace, *table.order, table.day} <= set(table.names)
    assert table.column(table.day).type is Type.DAY
    assert all(source in FACTS for source in table.derived_from)
    assert table.derived or {"source", "batch", "fetched_at", "provenance"} <= set(table.names)


def test_rows_are_refused_when_they_do_not_fit() -> None:
    with pytest.raises(ValueError, match="lengths"):
        Rows("costs", {"day": [], "line": ["x"]})
    with pytest.raises(ValueError, match="unknown columns"):
        Rows("costs", {"money": [1]})
    assert len(Rows("costs", {"line": ["a", "b"]})) == 2
