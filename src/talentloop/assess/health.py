"""How far the data can be trusted: coverage by consent, days without data, what is not connected, what was excluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..core.facts import FACTS
from ..core.findings import DataHealth
from ..core.kpi import Kpi
from ..core.kpis import KPIS
from ..core.measure import Count, where
from ..core.measurement import CannotSay, Figure, Measurement, Reason
from ..core.period import Period
from ..core.vocabulary import CONSENTS
from .scope import Engine, Scope
from .silence import stopped_on_purpose, untold

VIEW = where("kind", "is", "page_view")
HUMAN = where("traffic_class", "is", "human")
ALL_VIEWS = Count("web_hits", (HUMAN, VIEW))
KNOWN_VIEWS = Count("web_hits", (HUMAN, VIEW, where("identity", "is", "persistent")))
VISIT_VIEWS = Count("web_hits", (HUMAN, VIEW, where("visitor", "known")))
ALL_HITS = Count("web_hits")
PERSON_HITS = Count("web_hits", (HUMAN,))
BY_CONSENT = {state: Count("web_hits", (HUMAN, VIEW, where("consent", "is", state))) for state in CONSENTS}
ENOUGH_COVERED = 0.9  # share of page views that must lie in a visit before visits may divide what is not of the web
APPLIED = "counted_applications"
LAG = 7  # days that exports of a running loop may be behind
HEALTH = (ALL_VIEWS, KNOWN_VIEWS, VISIT_VIEWS, ALL_HITS, PERSON_HITS)


@dataclass(frozen=True)
class Coverage:
    """Share of page views by people who can be known again, by people in a visit at all; share that is no person's.
    `views`: the page views by people of which the first two are shares."""

    people: float | None
    visits: float | None
    excluded: float | None
    views: int = 0

    def of(self, kpi: Kpi) -> float | None:
        """The coverage that a KPI rests on; None where consent plays no part."""
        if kpi.people:
            return self.people
        return self.visits if any(fact in ("visits", "page_reads") for fact in kpi.facts) else None


def covered_figure(kpi: Kpi, figure: Figure | CannotSay, covered: Coverage) -> Figure | CannotSay:
    """The figure, unless it rests on more people than the web measurement covers.

    Visitors that can be known again are not zero where no source lets any be; and all applications over the visits
    of those who consented would be a rate that is too high.
    """
    if isinstance(figure, CannotSay) or "visits" not in kpi.facts:
        return figure
    if kpi.people and covered.people == 0:
        return CannotSay(Reason.NOT_MEASURED, "visits")
    if len(kpi.facts) > 1 and (covered.visits or 0.0) < ENOUGH_COVERED:
        return CannotSay(Reason.PARTLY_COVERED, "visits")
    return figure


def coverage(engine: Engine, period: Period) -> Coverage:
    return coverages(engine, [period])[period]


def coverages(engine: Engine, periods: Sequence[Period]) -> dict[Period, Coverage]:
    """The coverage of each period, measured in one go."""
    found = engine.measure(HEALTH, periods, daily=False)
    return {period: _coverage(found, period) for period in periods}


def _coverage(found: Measurement, period: Period) -> Coverage:
    def share(part: Count, whole: Count) -> float | None:
        a, b = found.parts(part, period), found.parts(whole, period)
        return None if isinstance(a, CannotSay) or isinstance(b, CannotSay) or not b[0] else a[0] / b[0]

    person, views = share(PERSON_HITS, ALL_HITS), found.parts(ALL_VIEWS, period)
    return Coverage(share(KNOWN_VIEWS, ALL_VIEWS), share(VISIT_VIEWS, ALL_VIEWS), None if person is None else 1 - person,
                    0 if isinstance(views, CannotSay) else int(views[0]))


def views_by_consent(engine: Engine, periods: Sequence[Period]) -> dict[Period, dict[str, int]]:
    """Page views by people in each state of consent (core.vocabulary.CONSENTS); periods without any are left out.

    Of views and not of visits: who did not consent is in no visit, so visits alone would always say 100 %.
    """
    found = engine.measure(tuple(BY_CONSENT.values()), periods, daily=False)
    counted = {p: {state: found.parts(count, p) for state, count in BY_CONSENT.items()} for p in periods}
    told = {p: {s: 0 if isinstance(n, CannotSay) else int(n[0]) for s, n in each.items()} for p, each in counted.items()}
    return {period: each for period, each in told.items() if any(each.values())}


def data_health(engine: Engine, measurement: Measurement, scope: Scope, covered: Coverage) -> DataHealth:
    """The state of the data under one loop."""
    origins = {fact: measurement.origins.get((fact, scope.measured)) for fact in FACTS}
    visits = origins["visits"]
    without = (*(visits.missing_days if visits else ()), *silent(scope, "visits"))
    provisional = [o.provisional_until for o in origins.values() if o and o.provisional_until
                   and o.provisional_until >= scope.as_of]
    return DataHealth({"visits": without} if without else {}, max(provisional, default=None), covered.people,
                      covered.excluded, not_connected(engine), {**late(scope), **late_applications(measurement, scope)})


def late(scope: Scope) -> dict[str, date]:
    """The last day of what has told nothing since: ads that nobody stopped, and what a running loop still waits for."""
    stopped = stopped_on_purpose(scope)
    told = {fact: known for fact in ("visits", "exposures") if (known := scope.known.get(fact)) is not None}
    return {fact: known.last for fact, known in told.items()
            if (fact == "exposures" and fact not in stopped and silent(scope, fact))
            or (scope.running and known.end <= scope.loop.period.start and not silent(scope, fact))}


def late_applications(measurement: Measurement, scope: Scope) -> dict[str, date]:
    """The last day of which an ATS told, where so long without an application is no quiet time."""
    known = scope.known.get(APPLIED)
    days = untold(APPLIED, measurement, scope.history) if known else ()
    if known is None or len(days) <= (LAG if scope.running else 0):
        return {}
    return {"applications": known.last}


def silent(scope: Scope, fact: str) -> tuple[date, ...]:
    """Days at the end of what has gone by that come after the last of which a fact told anything."""
    known, gone = scope.known.get(fact), scope.measured
    if known is None:
        return ()
    start = min(max(known.end, gone.start), gone.end)
    days = tuple(Period(start, gone.end))
    return () if scope.running and len(days) <= LAG else days


def not_connected(engine: Engine) -> tuple[str, ...]:
    """Facts that a KPI needs and that no source has given yet."""
    needed = dict.fromkeys(fact for kpi in KPIS.values() for fact in kpi.facts)
    return tuple(fact for fact in needed if engine.days(fact) is None)
