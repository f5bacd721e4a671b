"""The pools of a workspace as its reports count them: moves in a loop, and who stands in each at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from talentloop.core.kpis import find
from talentloop.core.kpis.pools import CLASSES, IDS
from talentloop.core.measure import Flows
from talentloop.core.measurement import Figure
from talentloop.core.period import Period
from talentloop.workspace import Workspace

Cells = Mapping[tuple[int, int], int]


def moves(home: Workspace, period: Period, classes: str) -> Cells:
    asked, gone_by = Flows("touches", bounds=CLASSES[classes]), home.standing.clipped(period)
    found = home.engine.measure([asked], [gone_by], daily=False).parts(asked, gone_by)
    assert isinstance(found, tuple)
    return {(was, came): people for was, came, people, _ in found}


def sizes(cells: Cells, side: int) -> Counter[int]:
    found: Counter[int] = Counter()
    for move, people in cells.items():
        assert people > 0
        if move[side] > 0:
            found[move[side]] += people
    return found


def stocks(home: Workspace, period: Period, classes: str) -> dict[int, int]:
    asked, gone_by = [find(id, classes) for id in IDS[classes]], home.standing.clipped(period)
    found = home.engine.measure([p for kpi in asked for p in kpi.primitives], [gone_by], daily=False)
    values = [kpi.value(found, gone_by) for kpi in asked]
    return {n: int(v.value) for n, v in enumerate(values, 1) if isinstance(v, Figure) and v.value}
