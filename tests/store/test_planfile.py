"""plan.toml and baseline.json: what is written is what is read, and a 0-meting once frozen stays."""

from datetime import date
from pathlib import Path

import pytest

from talentloop.core.baseline import Baseline, FrozenFigure
from talentloop.core.decision import Decision
from talentloop.core.errors import BadSettings
from talentloop.core.kpi import Focus
from talentloop.core.loop import Against, Change, ChangeKind, Closing, Loop
from talentloop.core.period import Period
from talentloop.core.target import Target
from talentloop.store.baselines import add_baseline, read_baselines
from talentloop.store.planfile import Plan, read_plan, write_plan

NOV_DEC = Period(date(2025, 11, 1), date(2026, 1, 1))
LOOP = Loop(
    1, NOV_DEC.following(), Focus.CONVERSION, "applications_started", 'Kort formulier, "zonder brief"\nen snel',
    Against.BASELINE, (Target("leads", change=0.25), Target("hires", value=12.0)),
    (Change(date(2026, 1, 5), "Campagne gestart", ChangeKind.CAMPAIGN, True),),
    Closing(date(2026, 3, 8), "Het lag aan het formulier.", "Het blijft staan.", "", Decision.GO_ON))


def test_a_plan_comes_back_as_it_went(tmp_path: Path) -> None:
    plan = Plan(NOV_DEC, (LOOP, Loop(2, LOOP.period.following(), Focus.REACH, "impressions", "zichtbaar",
                                         planned_visits={"new/paid_social": 4000, "returning/email": -20})))
    write_plan(tmp_path / "plan.toml", plan)
    assert read_plan(tmp_path / "plan.toml") == plan


def test_no_file_is_an_empty_plan(tmp_path: Path) -> None:
    assert read_plan(tmp_path / "plan.toml") == Plan()


@pytest.mark.parametrize("text", ["[[loop]]\nnumber = 1", "[baseline]\nstart = 'x'\nend = 'y'", "[[loop",
                                  '[[loop]]\nnumber = 1\nstart = 2026-01-01\nend = 2026-03-01\nfocus = "reach"\n'
                                  'primary = "impressions"\nstrategy = "x"\nplanned_visits = { tiktok = 5 }'])
def test_a_damaged_plan_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.toml").write_text(text)
    with pytest.raises(BadSettings, match="plan_unreadable"):
        read_plan(tmp_path / "plan.toml")


def test_a_second_0_meting_leaves_the_first_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    one = Baseline(1, NOV_DEC, date(2026, 1, 2), {"visits": FrozenFigure("visits@1", 4200.0),
                                                  "hires": FrozenFigure("hires@1", None, reason="not_connected")},
                   {"visits": ("ga4_bigquery",)}, 0.58, {"visits": (date(2025, 12, 3),)}, "7")
    two = Baseline(2, NOV_DEC.previous(), date(2026, 2, 1), {}, {}, None, {}, "9")
    add_baseline(path, one)
    add_baseline(path, two)
    assert read_baselines(path) == (one, two)
