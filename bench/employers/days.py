"""The days of an invented employer as its systems would tell them: no consent no visit, colleagues out, one day lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from talentloop.demo import HISTORY, OUTAGE, Story
from talentloop.demo.applicants import Application
from talentloop.demo.employer import ZONE
from talentloop.people.applications import AGAIN
from talentloop.stats.series import Floats, Kind, Series

# As the demo's ATS names colleagues who move, agencies and whom recruiters found: they do not count for marketing.
NOT_EXTERNAL = ("Internal Applicant", "Recruitmentbureau Proefdraai", "LinkedIn (Prospecting)")


def series_of(story: Story) -> dict[str, Series]:
    """KPI → its daily series over the demo's eighteen months, as assess.series would make it of the files."""
    visits = story.visits
    measured = (visits.consent == 1) & (visits.internal == 0)
    seen = measured[story.views.visit]
    day_of_view = visits.day[story.views.visit][seen]
    total = _web(visits.day[measured])
    return {
        "visits": _series(total, "count"),
        "applications_started": _series(_web(visits.day[measured], story.outcome.started[measured]), "count"),
        "applications_completed": _of_applications(story.applications),
        "pageviews_per_visit": _series(_web(day_of_view), "mean", total),
        "time_on_site_mean": _series(_web(day_of_view, story.views.engaged_ms[seen]), "mean", total),
    }


def _series(values: Floats, kind: Kind, below: Floats | None = None) -> Series:
    return Series(HISTORY.start, values, kind, below)


def _web(day: np.ndarray, weight: np.ndarray | None = None) -> Floats:
    """Totals per day of what the tag saw; nothing is known of the day on which it was broken."""
    found = np.bincount(day, weight, HISTORY.days)[: HISTORY.days].astype(np.float64)
    found[(OUTAGE - HISTORY.start).days] = np.nan
    return found


def _of_applications(applications: list[Application]) -> Series:
    """Counted applications per local day: from outside, no tests, the same person and vacancy once in thirty days."""
    zone, first = ZoneInfo(ZONE), HISTORY.start
    days = np.zeros(HISTORY.days)
    counted: dict[tuple[int, int], datetime] = {}
    for one in sorted(applications, key=lambda a: (a.at, a.id)):
        if one.test or one.source in NOT_EXTERNAL:
            continue
        key = one.candidate, id(one.vacancy)
        if key in counted and one.at < counted[key] + timedelta(days=AGAIN):
            continue
        counted[key] = one.at
        day = one.at.astimezone(zone).date()
        if day in HISTORY:  # a form that is sent after midnight of the last day lies outside
            days[(day - first).days] += 1
    begins = int(np.flatnonzero(days)[0])
    return Series(first + timedelta(days=begins), days[begins:], "count")
