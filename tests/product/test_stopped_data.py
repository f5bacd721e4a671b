"""A loop whose exports stop weeks before its end gets no verdict from the days that are not there."""

from __future__ import annotations

from datetime import date

import pytest

from talentloop import line
from talentloop.core.findings import LoopReport
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Against
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.period import Period
from talentloop.core.verdict import Word
from talentloop.report.changes import fact_of, marks
from talentloop.workspace import Workspace

# In the demo everything ends on the first of November.
FROM, TO = date(2026, 9, 25), date(2026, 11, 25)


@pytest.fixture
def late(own_demo: Workspace) -> LoopReport:
    plan, client = own_demo.path / "plan.toml", own_demo.path / "client.toml"
    text = plan.read_text(encoding="utf-8")
    begin, end = "start = 2026-09-01", "end = 2026-11-01"
    assert text.count(begin) == text.count(end) == 1
    plan.write_text(text.replace(begin, f"start = {FROM}").replace(end, f"end = {TO}"), encoding="utf-8")
    later = client.read_text(encoding="utf-8").replace("as_of = 2026-11-05", "as_of = 2026-11-28")
    client.write_text(later, encoding="utf-8")
    return Workspace(own_demo.path).findings(5)


def test_what_did_not_come_in_is_neither_worse_nor_a_missed_target(late: LoopReport) -> None:
    assert late.loop.period.start == FROM and not late.running
    judged = {f.kpi.id: (f.verdict.word, f.verdict.because) for pillar in late.pillars.values() for f in pillar}
    for kpi in ("visits", "impressions", "engagements", "applications_started"):
        assert judged[kpi] == (Word.NOT_COMPARABLE, "days_missing"), kpi
    assert not [kpi for kpi, (word, _) in judged.items() if word in (Word.WORSE, Word.BETTER)]
    visits = late.finding("visits")
    assert visits and visits.target and visits.target.wanted and visits.target.reached is None


def test_the_fact_is_of_the_days_that_came(late: LoopReport) -> None:
    visits = late.finding("visits")
    assert visits and isinstance(visits.figure, Figure)
    before = next(c for c in visits.comparisons if c.against is Against.PREVIOUS)
    assert isinstance(before.figure, Figure) and before.change is not None
    of_all_days = visits.figure.value / before.figure.value - 1
    assert of_all_days < -.2 < .1 < before.change, "of the days that came, for who reads the JSON"
    for id in ("visits", "unique_visitors"):
        found = late.finding(id)
        assert found and fact_of(found) is None and marks(found).fact is None, "shown is none: uniques have no days"


def test_a_pool_of_a_window_beyond_the_data_is_no_figure_either(demo: Workspace) -> None:
    for period, there in ((Period(date(2026, 9, 1), date(2026, 11, 1)), True), (Period(FROM, TO), False)):
        frozen = line.freeze_baseline(demo.engine, period, 1, date(2026, 11, 28), "0", demo.standing).figures["pool_1"]
        told = line.told(demo.engine, KPIS["pool_1"], period, demo.standing).figure
        assert isinstance(told, Figure) is (frozen.value is not None) is there
        assert there or (told, frozen.reason) == (CannotSay(Reason.PARTLY_MISSING, "touches"), "partly_missing")


def test_pools_that_sank_by_themselves_are_no_figures_and_have_no_moves(late: LoopReport) -> None:
    pool = late.finding("pool_1")
    assert pool and pool.figure == CannotSay(Reason.PARTLY_MISSING, "touches")
    assert late.pool_moves == ()
