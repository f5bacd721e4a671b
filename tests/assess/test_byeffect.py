"""What planned visits will do is worked out from the rates before the loop, and nothing else."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from talentloop.assess import byeffect
from talentloop.assess.byeffect import _Segment, by_effects, foreseen
from talentloop.core.errors import UnknownName
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.period import Period
from talentloop.core.planned import segment_of
from talentloop.stats.mix import Cell

# 400 new visits at 1.4 pages, 600 returning at 4.0: the example of the statistics.
BEFORE = {"new/paid_social": _Segment(400, Cell(560, 400)), "returning/direct": _Segment(600, Cell(2400, 600))}


def test_the_reach_loop_of_the_example() -> None:
    """A thousand extra new visits, all else alike: 1,400 at 1.4 and 600 at 4.0 make 2.18 instead of 2.96."""
    assert foreseen(BEFORE, {"new/paid_social": 1000}, 1.0) == pytest.approx(2.18 / 2.96 - 1)


def test_no_visits_planned_is_no_change_and_a_longer_loop_changes_nothing() -> None:
    assert foreseen(BEFORE, {}, 1.0) == pytest.approx(0.0)
    assert foreseen(BEFORE, {}, 2.0) == pytest.approx(0.0)
    assert foreseen(BEFORE, {"new/paid_social": 2000}, 2.0) == pytest.approx(2.18 / 2.96 - 1)


def test_visits_before_are_taken_for_as_many_days_as_the_loop_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty days after thirty: who came anyway comes twice as often, beside the visits that were planned."""
    monkeypatch.setattr(byeffect, "_segments", lambda *_: {})
    monkeypatch.setattr(byeffect, "foreseen", lambda _, planned, length: length * planned["new/paid_social"])
    engine: Any = SimpleNamespace(measure=lambda *_, **__: None)
    loop = SimpleNamespace(focus=Focus.REACH, planned_visits={"new/paid_social": 100},
                           period=Period.of_days(date(2026, 3, 1), 60))
    scope: Any = SimpleNamespace(loop=loop, chosen=Period.of_days(date(2026, 1, 30), 30))
    sinking = [KPIS["time_on_site"], KPIS["completion_rate"]]
    assert by_effects(engine, scope, sinking) == {"time_on_site": 200.0}, "what does not sink through mix is not foretold"
    assert by_effects(engine, scope, sinking[1:]) == {}


def test_a_channel_without_a_past_behaves_as_its_half_did() -> None:
    like_new = foreseen(BEFORE, {"new/paid_social": 300}, 1.0)
    assert foreseen(BEFORE, {"new/event_offline": 300}, 1.0) == pytest.approx(like_new)
    small = {**BEFORE, "new/event_offline": _Segment(3, Cell(60, 3))}
    assert foreseen(small, {"new/event_offline": 300}, 1.0) < 0, "three visits say nothing of the next three hundred"


def test_figures_of_people_count_the_people_that_visits_bring() -> None:
    """Half of the new visits consent: 1,000 visits planned bring 500 people more to the denominator."""
    before = {"new/paid_social": _Segment(400, Cell(0, 200)), "returning/direct": _Segment(600, Cell(300, 300))}
    assert foreseen(before, {"new/paid_social": 1000}, 1.0) == pytest.approx((300 / 1000) / (300 / 500) - 1)


def test_fewer_visits_may_be_planned_and_nothing_at_all_says_nothing() -> None:
    found = foreseen(BEFORE, {"new/paid_social": -1000}, 1.0)
    assert found == pytest.approx(4.0 / 2.96 - 1), "no more than there were can go"
    assert foreseen({}, {"new/paid_social": 100}, 1.0) is None
    assert foreseen({"new/direct": _Segment(0, Cell(0, 0))}, {"new/direct": 100}, 1.0) is None


def test_segments_as_people_write_them() -> None:
    assert segment_of("paid_social") == "new/paid_social"
    assert segment_of(" Returning/E-mail ".replace("E-mail", "email")) == "returning/email"
    assert segment_of("paid-social") == "new/paid_social"
    for wrong in ("tiktok", "old/email", ""):
        with pytest.raises(UnknownName):
            segment_of(wrong)
