"""What the demo is there to show, in the product's own words: a by-effect, a spoiled loop, a season, a real lift."""

from __future__ import annotations

import pytest

from bench.employers.run import Judged, loops_of
from talentloop.core.findings import LoopReport
from talentloop.core.kpi import Pillar
from talentloop.core.lift import Lift
from talentloop.core.purity import Cleanness
from talentloop.core.verdict import Word
from talentloop.demo import imagine
from talentloop.workspace import Workspace


@pytest.fixture(scope="module")
def reports(demo: Workspace) -> dict[int, LoopReport]:
    """Of the small demo, by way of its files."""
    return {number: demo.findings(number) for number in (2, 3, 5)}


@pytest.fixture(scope="module")
def at_full_size() -> dict[tuple[str, int], Judged]:
    """Of the demo as `talentloop demo` makes it, each loop as the product judges it; without the files."""
    return {(x.kpi, x.loop): x for x in loops_of(2024, imagine(2024))}


def test_time_on_site_sinks_through_mix_and_not_within_groups(reports: dict[int, LoopReport]) -> None:
    time = reports[2].finding("time_on_site")
    assert time and time.mix and time.mix.mix < -0.1 < time.mix.rate
    assert time.verdict.word is Word.EXPECTED


def test_the_loop_with_an_unplanned_change_is_not_comparable(reports: dict[int, LoopReport]) -> None:
    assert reports[3].purity.cleanness is Cleanness.SPOILED
    assert {f.verdict.word for f in reports[3].pillars[Pillar.CONVERSION]} <= {Word.NOT_COMPARABLE, Word.NO_DATA}


def test_autumn_after_summer_proves_nothing(reports: dict[int, LoopReport]) -> None:
    visits = reports[5].finding("visits")
    assert visits and visits.chosen and isinstance(visits.chosen.lift, Lift)
    assert visits.chosen.change is not None and visits.chosen.change > 0.15
    assert visits.verdict.word not in (Word.BETTER, Word.WORSE)


def test_at_full_size_the_short_form_is_proven_and_nothing_else_is_that_did_not_happen(
        at_full_size: dict[tuple[str, int], Judged]) -> None:
    form = at_full_size["applications_started", 4]
    assert form.found and form.holds, "the focus KPI: better, and the truth lies in its margin"
    assert at_full_size["applications_started", 3].refused == "not comparable"
    assert at_full_size["visits", 2].found
    assert not any(at_full_size["visits", n].proven for n in (1, 4, 5))
