"""An unplanned change at the edge of a loop widens its margins, and says the same in words as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from talentloop.core.lift import Lift
from talentloop.core.loop import Change, ChangeKind
from talentloop.store.planfile import write_plan
from talentloop.workspace import PLAN, Workspace


def lift(home: Workspace, kpi: str) -> Lift:
    found = home.findings(2).finding(kpi)
    assert found and found.chosen and isinstance(found.chosen.lift, Lift)
    return found.chosen.lift


def test_an_edge_widens_and_spoils_nothing(own_demo: Workspace) -> None:
    before, untouched = lift(own_demo, "visits"), lift(own_demo, "impressions")
    loop = own_demo.loop(2)
    change = Change(loop.period.last - timedelta(days=4), "banner van een ander", ChangeKind.SITE, False)
    write_plan(own_demo.path / PLAN, own_demo.plan.with_loop(replace(loop, changes=(*loop.changes, change))))
    after = lift(own_demo, "visits")
    assert after.lift == before.lift and after.low < before.low and after.high > before.high
    assert after.affected == 5 / loop.period.days
    assert lift(own_demo, "impressions") == untouched, "a change of the site leaves the networks' figures alone"
    visits = own_demo.findings(2).finding("visits")
    assert visits and visits.chosen and visits.chosen.comparable
