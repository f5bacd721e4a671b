"""Breaks in a series that nobody at the client caused: a platform changed what it counts (semantics §1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .kpi import Kpi
from .period import Period


@dataclass(frozen=True)
class Breakpoint:
    """From `day` on, `kpis` of `network` are counted in another way."""

    id: str
    day: date
    network: str
    kpis: tuple[str, ...]
    what_nl: str
    what_en: str
    source: str


PLATFORM_BREAKPOINTS = (
    Breakpoint(
        "meta_reach_13_months_2025", date(2025, 6, 10), "meta", ("reach_total", "reach_network", "target_group_share"),
        "Meta geeft uitgesplitst bereik sindsdien nog maar tot 13 maanden terug",
        "Meta has since given reach with a breakdown for the last 13 months only",
        "developers.facebook.com/docs/marketing-api/insights",
    ),
    Breakpoint(  # no KPI counts conversions as a platform does; named here for whoever adds one
        "meta_view_windows_2026", date(2026, 1, 12), "meta", (),
        "Meta telt conversies na 7 en 28 dagen kijken niet meer",
        "Meta no longer counts conversions 7 and 28 days after a view",
        "developers.facebook.com/docs/marketing-api/insights",
    ),
    Breakpoint(
        "meta_click_through_2026", date(2026, 3, 1), "meta", ("link_clicks", "ctr", "cpc", "apply_rate"),
        "Meta telt bij doorklikken alleen nog kliks op links", "Meta counts link clicks only as click-through",
        "developers.facebook.com/blog/post/2025/10/16",
    ),
)


def breaks_between(kpi: Kpi, one: Period, other: Period, networks: Iterable[str],
                   known: Iterable[Breakpoint] = PLATFORM_BREAKPOINTS) -> tuple[Breakpoint, ...]:
    """The breakpoints that lie between or inside two periods and touch this KPI through a network in use.

    A break before or on the first day of both periods, or after both, leaves them alike.
    """
    first, last = min(one.start, other.start), max(one.end, other.end)
    used = set(networks)
    return tuple(b for b in known
                 if kpi.id in b.kpis and first < b.day < last and (b.network in used or not b.network))
