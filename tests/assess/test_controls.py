"""Which control may speak: touched ones are refused with the reason, and a control is never held beside itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from talentloop.assess.controls import Control, Controls, Elsewhere, controls_before, controls_of
from talentloop.assess.scope import Scope
from talentloop.assess.targets import provable_beside
from talentloop.core.control import Unfit
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Against, Loop
from talentloop.core.measurement import Measurement
from talentloop.core.period import Period
from talentloop.core.workdays import Workdays
from talentloop.stats.judge import judge
from talentloop.stats.series import Series
from talentloop.store.settings import StatedControl

DAYS = Period.of_months(date(2026, 5, 1), 2)
LOOP = Loop(3, DAYS, Focus.REACH, "impressions", "zichtbaar", planned_visits={"new/email": 400})
START = date(2024, 7, 1)


class Nothing:
    """An engine without facts."""

    def measure(self, primitives: object, periods: object, by: object = None, daily: bool = True) -> Measurement:
        return Measurement({}, {})

    def days(self, fact: str) -> Period | None:
        return None


def scope(**changes: object) -> Scope:
    made = Scope(LOOP, (LOOP,), None, date(2026, 7, 8), DAYS, {Against.PREVIOUS: DAYS.previous()},
                 Period(START, DAYS.end), {}, Workdays({}), 0.10)
    return replace(made, **changes)  # type: ignore[arg-type]


def days(level: float = 40.0, now: float = 1.0, seed: int = 1) -> Series:
    values = np.random.default_rng(seed).poisson(level, (DAYS.end - START).days).astype(float)
    values[-DAYS.days:] *= now
    return Series(START, values)


SISTER = StatedControl("zuster", workspace="../zuster")


@pytest.mark.parametrize(("stated", "away", "unfit"), [
    (replace(SISTER, touched_in=(3,)), Elsewhere(days()), Unfit.DECLARED),
    (StatedControl("betaald", channels=("paid_social",)), None, Unfit.CAMPAIGN_CHANNEL),
    (StatedControl("mail", channels=("email",)), None, Unfit.CAMPAIGN_CHANNEL),  # visits were planned through it
    (StatedControl("markt"), None, Unfit.NO_DATA),
    (SISTER, Elsewhere(None), Unfit.NO_DATA),
    (SISTER, Elsewhere(Series(date(2026, 4, 20), np.full(72, 40.0))), Unfit.SHORT),
    (SISTER, Elsewhere(days(), days(20.0, now=3.0, seed=2)), Unfit.CAMPAIGN_MOVED),
    (SISTER, Elsewhere(days(), days(20.0, seed=2)), None),
    (replace(SISTER, touched_in=(2,)), Elsewhere(days()), None),
])
def test_a_touched_control_is_refused_with_the_reason(stated: StatedControl, away: Elsewhere | None,
                                                      unfit: Unfit | None) -> None:
    found = controls_of(Nothing(), scope(), [stated], {stated.name: away} if away else {})
    assert [c.unfit for c in found.seen] == [unfit]
    assert bool(found.able) is (unfit is None)


def test_a_running_loop_is_told_of_no_control() -> None:
    assert controls_of(Nothing(), scope(as_of=date(2026, 6, 1)), [SISTER], {"zuster": Elsewhere(days())}).seen == ()


def alike(days_after: float = 1.0) -> tuple[Series, Series]:
    """Two series that feel the same shocks; from the loop on the control does `days_after` times what it did."""
    rng = np.random.default_rng(5)
    n = (DAYS.end - START).days
    shock = np.repeat(rng.normal(0, 0.25, n // 30 + 1), 30)[:n]
    mine, theirs = (rng.poisson(60 * np.exp(shock)).astype(float) for _ in range(2))
    theirs[-DAYS.days:] *= days_after
    return Series(START, mine), Series(START, theirs)


def test_before_a_loop_a_control_makes_less_provable_from_the_days_before_alone() -> None:
    mine, theirs = alike()
    alone, nobody = provable_beside(KPIS["visits"], mine, scope(), Controls())
    found = [provable_beside(KPIS["visits"], mine, scope(), controls_before(
        Nothing(), scope(), [SISTER], {"zuster": Elsewhere(x)})) for x in (theirs, alike(3.0)[1])]
    assert alone is not None and nobody == ()
    assert found[0] == found[1] and found[0][1] == ("zuster",)
    assert found[0][0] is not None and found[0][0] < 0.95 * alone


@pytest.mark.parametrize("stated", [replace(SISTER, touched_in=(3,)), replace(SISTER, only=("leads",)),
                                    StatedControl("zuster", channels=("email",))])
def test_before_a_loop_a_control_that_may_not_speak_in_it_helps_nothing(stated: StatedControl) -> None:
    mine, theirs = alike()
    controls = controls_before(Nothing(), scope(), [stated], {"zuster": Elsewhere(theirs)})
    assert provable_beside(KPIS["visits"], mine, scope(), controls) == provable_beside(
        KPIS["visits"], mine, scope(), Controls())


def test_a_control_stands_beside_what_it_is_not_part_of() -> None:
    market = Control(StatedControl("markt"), days())
    organic = Control(StatedControl("organisch", channels=("organic_search",)), days())
    assert market.fits(KPIS["visits"]) and market.fits(KPIS["applications_completed"])
    assert not market.fits(KPIS["impressions"])  # what is shown is bought
    assert not market.fits(KPIS["cph_marketing"])
    assert organic.fits(KPIS["visits"]) and not organic.fits(KPIS["organic_visitors"])
    assert not Control(StatedControl("m", only=("leads",)), days()).fits(KPIS["visits"])


def test_the_verdict_moves_with_a_control_that_shares_the_shocks() -> None:
    mine, theirs = alike()
    controls = controls_of(Nothing(), scope(), [SISTER], {"zuster": Elsewhere(theirs)})
    against = DAYS.previous()
    alone = judge(mine, (DAYS.start, DAYS.end), (against.start, against.end))
    assert isinstance(alone, Lift)
    lift, steering = controls.beside(KPIS["visits"], mine, DAYS, against, alone, None)
    assert steering is not None and steering.weights["zuster"] > 0.3
    assert lift.high - lift.low < alone.high - alone.low
