"""Every KPI, one file per pillar, in the order of the framework."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import UnknownName
from ..kpi import Dated, Kpi, Pillar
from . import conversion, pools, quality, reach, roi, traffic
from .pools import IDS

KPIS: Mapping[str, Kpi] = {
    kpi.id: kpi
    for file in (pools, reach, traffic, conversion, quality, roi)
    for kpi in file.KPIS
}


def in_use(pools: str) -> Mapping[str, Kpi]:
    """The KPIs of a client whose talent pools have these classes (pools.CLASSES): all but other classes' pools."""
    others = {id for ids in IDS.values() for id in ids} - set(IDS[pools])
    return {id: kpi for id, kpi in KPIS.items() if id not in others}


def find(name: str, pools: str | None = None) -> Kpi:
    """The KPI of that id, of those of a client with these pools where that is given; an unknown one says which come
    near, or else which there are."""
    known = KPIS if pools is None else in_use(pools)
    if name in known:
        return known[name]
    from difflib import get_close_matches

    near = get_close_matches(name, known, 3)
    raise UnknownName("unknown_kpi" if near else "no_such_kpi", name=name, near=", ".join(near or known))


def framework(pools: str, dated: Dated = Dated.ACTIVITY) -> Mapping[Pillar, tuple[Kpi, ...]]:
    """The headline KPIs per pillar, as the white paper prints them; outcomes of applications by the day that is asked."""
    return {p: tuple(_dated(k, dated) for k in in_use(pools).values() if k.pillar is p and k.headline) for p in Pillar}


def headline(pools: str) -> tuple[Kpi, ...]:
    """All of the framework in one row."""
    return tuple(kpi for kpis in framework(pools).values() for kpi in kpis)


def _dated(kpi: Kpi, dated: Dated) -> Kpi:
    return KPIS[kpi.on_application] if dated is Dated.APPLICATION and kpi.on_application else kpi
