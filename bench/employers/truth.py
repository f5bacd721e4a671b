"""What really changed between a loop and the days before it, from the rates that the demo itself is made of."""

from __future__ import annotations

from functools import cache

from talentloop.demo.applicants import ELSEWHERE
from talentloop.demo.arrivals import CONSENT, EMPLOYEE_A_DAY, MOBILE, REGULARS, VISITS_A_DAY
from talentloop.demo.behaviour import COMPLETES
from talentloop.demo.employer import CAMPAIGNS, CHANNELS, RETURNING, SHARE_OF_META
from talentloop.demo.plan import SHORT_FORM

from .days import NOT_EXTERNAL

COUNTED = ("visits", "applications_started", "applications_completed")
REACH_LOOP, SPOILED_LOOP, FORM_LOOP = 2, 3, 4
# Of these pairs of loop and period before it, nothing that people did differs but the season and chance.
NOTHING_HAPPENED = {
    "visits": (1, 4, 5), "applications_started": (1, 5), "applications_completed": (1, 5),
    "pageviews_per_visit": (1, 5), "time_on_site_mean": (1, 5),
}


def true_lift(kpi: str, loop: int) -> float | None:
    """Relative change without the season, against the days before the loop; None where only a hundred employers
    together can tell: ratios that move through another mix of visitors or through the site itself."""
    if loop in NOTHING_HAPPENED[kpi]:
        return 0.0
    if kpi not in COUNTED:
        return None
    return a_day(kpi, loop) / a_day(kpi, loop - 1) - 1


@cache
def a_day(kpi: str, loop: int) -> float:
    """What an average day of the loop brings at a seasonal index of 1."""
    if kpi == "visits":
        return CONSENT * (VISITS_A_DAY + _extra(loop)) + REGULARS * EMPLOYEE_A_DAY
    starts = _starts(loop)
    if kpi == "applications_started":
        return CONSENT * starts
    completes = MOBILE * COMPLETES[1] + (1 - MOBILE) * COMPLETES[0]
    return completes * starts + sum(n for name, n, _ in ELSEWHERE if name not in NOT_EXTERNAL)


def _extra(loop: int) -> float:
    return sum(c.extra for c in CAMPAIGNS) if loop == REACH_LOOP else 0.0


def _starts(loop: int) -> float:
    """Starts a day of all visitors, with or without consent."""
    rate = {c.name: c.starts * (1 + c.returning * (RETURNING["starts"] - 1)) for c in CHANNELS}
    usual = VISITS_A_DAY * sum(c.share * rate[c.name] for c in CHANNELS)
    on_meta = sum(share * rate[name] for name, share in SHARE_OF_META)
    extra = sum(c.extra * (on_meta if c.network == "meta" else rate[c.network]) for c in CAMPAIGNS if c.extra)
    return (usual + (extra if loop == REACH_LOOP else 0.0)) * (SHORT_FORM if loop >= FORM_LOOP else 1.0)
