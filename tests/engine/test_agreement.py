"""On invented facts every engine measures what the reference does: whole, per day and per segment, with its origin."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.dimension import DIMENSIONS
from talentloop.core.facts import FACTS, Column, FactTable, Type
from talentloop.core.kpis import KPIS
from talentloop.core.measure import (
    Count,
    Flows,
    Lags,
    Median,
    Primitive,
    Rises,
    Survival,
    Total,
    Unique,
    Where,
    where,
)
from talentloop.core.measurement import Measurement
from talentloop.core.period import Period
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.engine.reference import ReferenceEngine
from talentloop.people import DERIVATIONS
from talentloop.people.plain import derive

from .invented import DAYS, OFTEN, WINDOWS, Told, told, values

ASKED: tuple[Primitive, ...] = (*dict.fromkeys(p for kpi in KPIS.values() for p in kpi.primitives), Flows("touches"),
                                Rises("touches", by="content"), Rises("touches", by="channel"),
                                Lags("counted_applications", since="first_touch_day", sure_from=date(2026, 1, 1)),
                                Survival("counted_applications", ended="hired_day"))
LOOP = Period(WINDOWS[0], WINDOWS[1])
PERIODS = st.builds(lambda a, b: Period(min(a, b), max(a, b)), st.sampled_from(DAYS[:-2]), st.sampled_from(DAYS[:-2]))


COUNTED = tuple(table for name, table in FACTS.items() if name != "reach")


@st.composite
def measures(draw: st.DrawFn) -> Primitive:
    """Any count, total, median or unique that could be written down, with any conditions, by any day of its table."""
    table = draw(st.sampled_from(COUNTED))
    numbers = [c.name for c in table.columns if c.type in (Type.INT, Type.MICROS)]
    others = [c.name for c in table.columns if c.type in (Type.ID, Type.TEXT)]
    shared = {"fact": table.name, "where": tuple(draw(st.lists(conditions(table), max_size=2))),
              "on": draw(st.sampled_from(["", *(c.name for c in table.columns if c.type is Type.DAY)]))}
    made = [st.just(Count(**shared)), st.sampled_from(others).map(lambda c: Unique(**shared, of=c))]
    if numbers:
        made += [st.lists(st.sampled_from(numbers), min_size=1, max_size=2, unique=True).map(
            lambda cs: Total(**shared, columns=tuple(cs))),
            st.sampled_from(numbers).map(lambda c: Median(**shared, column=c))]
    return draw(st.one_of(made))


def conditions(table: FactTable) -> st.SearchStrategy[Where]:
    return st.sampled_from(table.columns).flatmap(lambda column: condition(table, column))


def condition(table: FactTable, column: Column) -> st.SearchStrategy[Where]:
    known = st.sampled_from((where(column.name, "known"), where(column.name, "unknown")))
    if column.type in (Type.DAY, Type.INSTANT, Type.ID):
        return known
    compared = ("is", "in", "not in", *((">=", "<") if column.type in (Type.INT, Type.MICROS) else ()))
    cells = values(table, column).map(lambda v: int(v) if isinstance(v, bool) else v)
    return known | st.builds(lambda o, v: where(column.name, o, v), st.sampled_from(compared), cells)


def differences(ours: Measurement, theirs: Measurement) -> list[str]:
    """Every entry that is not the same, in words."""
    keys = {*ours.measured, *theirs.measured}
    found = [f"{k}\n  reference {ours.measured.get(k)}\n  duckdb    {theirs.measured.get(k)}"
             for k in keys if ours.measured.get(k) != theirs.measured.get(k)]
    places = {*ours.origins, *theirs.origins}
    return found + [f"{k}\n  reference {ours.origins.get(k)}\n  duckdb    {theirs.origins.get(k)}"
                    for k in places if ours.origins.get(k) != theirs.origins.get(k)]


ANY_BY = st.none() | st.sampled_from(sorted(DIMENSIONS)) | st.sampled_from(
    ["channel+network+campaign", "page_type+page", "job_family+vacancy", "channel+tier+source_said+network"])
ANY_PERIODS = st.lists(PERIODS, max_size=2)


@given(told(batches=2), ANY_PERIODS, ANY_BY, st.booleans(), st.booleans())
@OFTEN
def test_engines_agree_on_every_kpi(facts: Told, periods: list[Period], by: str | None, daily: bool,
                                    many: bool) -> None:
    agree(facts, ASKED, periods, by, daily, many)


@given(told(batches=1), st.lists(measures(), min_size=1, max_size=12), ANY_PERIODS, ANY_BY, st.booleans(), st.booleans())
@OFTEN
def test_engines_agree_on_any_measure(facts: Told, asked: list[Primitive], periods: list[Period], by: str | None,
                                      daily: bool, many: bool) -> None:
    agree(facts, tuple(asked), periods, by, daily, many)


def agree(facts: Told, primitives: Sequence[Primitive], periods: list[Period], by: str | None, daily: bool,
          many: bool) -> None:
    """Take the facts on both sides, ask the same, find no difference; `many`: as of a table with many rows."""
    reference = ReferenceEngine(derive(facts.rows))
    asked = [LOOP, *periods]
    with tempfile.TemporaryDirectory() as root:
        lake = Lake(Path(root))
        for batch in facts.for_lake():
            lake.take(batch, DERIVATIONS)
        engine = DuckEngine(lake)
        engine.many = -1 if many else engine.many
        ours, theirs = (e.measure(primitives, asked, by, daily) for e in (reference, engine))
        assert differences(ours, theirs) == []
        for fact in {p.fact for p in primitives}:
            assert engine.days(fact) == reference.days(fact), fact
        engine.close()
