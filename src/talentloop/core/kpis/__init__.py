"""Every KPI, one file per pillar, in the order of the framework."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import UnknownName
from ..kpi import Dated, Kpi, Pillar
from . import conversion, pools, quality, reach, roi, traffic

KPIS: Mapping[str, Kpi] = {
    kpi.id: kpi
    for file in (pools, reach, traffic, conversion, quality, roi)
    for kpi in file.KPIS
}


def find(name: str) -> Kpi:
    """The KPI of that id; an unknown one says which come near."""
    if name in KPIS:
        return KPIS[name]
    from difflib import get_close_matches

    raise UnknownName("unknown_kpi", name=name, near=", ".join(get_close_matches(name, KPIS, 3, 0.4)))


def framework(dated: Dated = Dated.ACTIVITY) -> Mapping[Pillar, tuple[Kpi, ...]]:
    """The headline KPIs per pillar, as the white paper prints them; outcomes of applications by the day that is asked."""
    return {p: tuple(_dated(k, dated) for k in KPIS.values() if k.pillar is p and k.headline) for p in Pillar}


def _dated(kpi: Kpi, dated: Dated) -> Kpi:
    return KPIS[kpi.on_application] if dated is Dated.APPLICATION and kpi.on_application else kpi
