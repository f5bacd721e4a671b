"""The classes of the talent pools are a client's choice: the same people, divided at other counts, never both ways."""

from __future__ import annotations

import pytest

from talentloop import Workspace
from talentloop.core.errors import UnknownName
from talentloop.core.kpi import Pillar
from talentloop.core.kpis import find
from talentloop.core.kpis.pools import CLASSES, IDS
from talentloop.core.measurement import Figure
from talentloop.workspace import SETTINGS

OTHER = "1-3 4-6 7-15"


def in_pools(home: Workspace, ids: tuple[str, ...]) -> list[float]:
    """As they are measured, small ones too."""
    kpis, period = [find(id, home.settings.pools) for id in ids], home.loop(5).period
    found = home.engine.measure([p for kpi in kpis for p in kpi.primitives], [period], daily=False)
    figures = [kpi.value(found, period) for kpi in kpis]
    return [f.value for f in figures if isinstance(f, Figure)]


def test_the_same_people_stand_in_other_classes(own_demo: Workspace) -> None:
    usual, before = next(iter(CLASSES)), own_demo.findings()
    people = in_pools(own_demo, IDS[usual])
    with (own_demo.path / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(f'\n[pools]\nclasses = "{OTHER}"\n')
    home = Workspace(own_demo.path)
    others = in_pools(home, IDS[OTHER])
    assert len(others) == 4 and sum(others) == sum(people) > 0 and others != people
    assert others[0] > people[0] and others[3] == people[3], "who had three stays in the first; sixteen is beyond both"
    report = home.findings()
    assert [f.kpi.id for f in report.pillars[Pillar.POOLS]] == list(IDS[OTHER][:3])
    assert (before.pool_bounds, report.pool_bounds) == (CLASSES[usual], CLASSES[OTHER])
    with pytest.raises(UnknownName):
        home.kpi(["pool_1"])
