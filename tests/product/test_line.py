"""The whole line on a small demo: what is measured is judged, and what cannot be said is not a number."""

from __future__ import annotations

import pytest

from talentloop.core.findings import LoopReport
from talentloop.core.kpi import Pillar
from talentloop.core.kpis import framework
from talentloop.core.kpis.pools import USUAL
from talentloop.core.loop import Against
from talentloop.core.measurement import CannotSay, Figure, Reason
from talentloop.core.verdict import Word
from talentloop.demo import OUTAGE
from talentloop.workspace import Workspace


@pytest.fixture(scope="module")
def reports(demo: Workspace) -> dict[int, LoopReport]:
    return {loop.number: demo.findings(loop.number) for loop in demo.plan.loops}


def test_the_framework_stands_as_the_paper_prints_it(reports: dict[int, LoopReport]) -> None:
    printed = {pillar: [f.kpi.id for f in found] for pillar, found in reports[2].pillars.items()}
    assert printed == {pillar: [k.id for k in kpis] for pillar, kpis in framework(USUAL).items()}
    assert list(printed)[:4] == [Pillar.POOLS, Pillar.REACH, Pillar.TRAFFIC, Pillar.CONVERSION]


def test_the_reach_loop_reaches_more_people(reports: dict[int, LoopReport]) -> None:
    reach = reports[2].finding("impressions")
    assert reach and reach.verdict.word is Word.BETTER and reach.target and reach.target.reached


def test_a_segment_is_told_in_the_unit_of_the_whole(reports: dict[int, LoopReport]) -> None:
    time = reports[2].finding("time_on_site")
    assert time and time.mix
    mean = dict(time.companions)["time_on_site_mean"]
    assert isinstance(mean, Figure)
    assert sum(r.share_after * r.rate_after for r in time.mix.rows) == pytest.approx(mean.value, rel=1e-6), "seconds"


def test_a_network_without_reach_has_a_reason_and_no_zero(reports: dict[int, LoopReport]) -> None:
    per_network = reports[2].finding("reach_network")
    assert per_network
    search = dict(per_network.split)["google_search"]
    assert search == CannotSay(Reason.NOT_OFFERED, "google_search")


def test_reach_together_is_a_range(reports: dict[int, LoopReport]) -> None:
    total, per_network = reports[2].finding("reach_total"), reports[2].finding("reach_network")
    assert total and per_network and isinstance(total.figure, Figure)
    single = [f.value for _, f in per_network.split if isinstance(f, Figure)]
    assert total.figure.low == max(single) and total.figure.high == sum(single)


def test_the_day_without_data_is_a_gap(reports: dict[int, LoopReport]) -> None:
    assert OUTAGE in reports[4].health.missing["visits"]
    assert OUTAGE not in reports[4].history and OUTAGE in reports[4].history_missing


def test_young_hires_are_too_early_to_judge(reports: dict[int, LoopReport]) -> None:
    hires = reports[5].finding("hires")
    assert hires and hires.maturity and hires.maturity.completeness < 0.6
    assert hires.verdict.word is Word.TOO_EARLY


def test_people_figures_carry_their_coverage(reports: dict[int, LoopReport]) -> None:
    returning = reports[2].finding("returning_visitors")
    assert returning and returning.coverage == pytest.approx(0.58, abs=0.06)


def test_every_application_is_counted_once(reports: dict[int, LoopReport]) -> None:
    trace, completed = reports[2].traceability, reports[2].finding("applications_completed")
    assert trace and completed and isinstance(completed.figure, Figure)
    told = [n for n in (trace.traceable, trace.said_by_ats, trace.unknown) if n is not None]
    assert sum(told) + trace.untold == trace.total == completed.figure.value


def test_last_year_is_refused_where_there_was_no_data_yet(reports: dict[int, LoopReport]) -> None:
    visits = reports[2].finding("visits")
    year = next(c for c in visits.comparisons if c.against is Against.LAST_YEAR) if visits else None
    assert year and year.figure == CannotSay(Reason.PARTLY_MISSING, "visits") and year.change is None


def test_what_is_not_connected_has_no_figure(reports: dict[int, LoopReport]) -> None:
    quality = reports[2].finding("quality_of_hire")
    assert quality and quality.figure == CannotSay(Reason.NOT_CONNECTED, "quality_scores")
    assert quality.verdict.word is Word.NO_DATA


def test_nothing_of_a_person_is_in_the_facts(demo: Workspace) -> None:
    """Names and addresses stand in the raw exports; no byte of them is in the store."""
    exports = b"".join(p.read_bytes() for p in (demo.path / "exports").glob("greenhouse*"))
    assert b"@example.org" in exports and b"last_name" in exports
    stored = b"".join(p.read_bytes() for p in (demo.path / "facts").rglob("*") if p.is_file())
    assert b"@example" not in stored and b"last_name" not in stored
