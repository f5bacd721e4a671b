"""On invented facts every engine measures what the reference does: whole, per day and per segment, with its origin."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from talentloop.core.dimension import DIMENSIONS
from talentloop.core.kpis import KPIS
from talentloop.core.measure import Flows, Primitive, Survival
from talentloop.core.measurement import Measurement
from talentloop.core.period import Period
from talentloop.engine.duckdb import DuckEngine
from talentloop.engine.lake import Lake
from talentloop.engine.reference import ReferenceEngine
from talentloop.people import DERIVATIONS
from talentloop.people.plain import derive

from .invented import DAYS, OFTEN, WINDOWS, Told, told

ASKED: tuple[Primitive, ...] = (*dict.fromkeys(p for kpi in KPIS.values() for p in kpi.primitives), Flows("touches"),
                                Survival("counted_applications", ended="hired_day"))
LOOP = Period(WINDOWS[0], WINDOWS[1])
PERIODS = st.builds(lambda a, b: Period(min(a, b), max(a, b)), st.sampled_from(DAYS[:-2]), st.sampled_from(DAYS[:-2]))


def differences(ours: Measurement, theirs: Measurement) -> list[str]:
    """Every entry that is not the same, in words."""
    keys = {*ours.measured, *theirs.measured}
    found = [f"{k}\n  reference {ours.measured.get(k)}\n  duckdb    {theirs.measured.get(k)}"
             for k in keys if ours.measured.get(k) != theirs.measured.get(k)]
    places = {*ours.origins, *theirs.origins}
    return found + [f"{k}\n  reference {ours.origins.get(k)}\n  duckdb    {theirs.origins.get(k)}"
                    for k in places if ours.origins.get(k) != theirs.origins.get(k)]


@given(told(batches=2), st.lists(PERIODS, max_size=2), st.none() | st.sampled_from(sorted(DIMENSIONS)), st.booleans())
@OFTEN
def test_engines_agree(facts: Told, periods: list[Period], by: str | None, daily: bool) -> None:
    reference = ReferenceEngine(derive(facts.rows))
    asked = [LOOP, *periods]
    with tempfile.TemporaryDirectory() as root:
        lake = Lake(Path(root))
        for batch in facts.for_lake():
            lake.take(batch, DERIVATIONS)
        engine = DuckEngine(lake)
        assert differences(reference.measure(ASKED, asked, by, daily), engine.measure(ASKED, asked, by, daily)) == []
        for fact in {p.fact for p in ASKED}:
            assert engine.days(fact) == reference.days(fact), fact
        engine.close()
