"""A look at a whole workspace: what is there, what lacks, and which step helps most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from ..core.baseline import Baseline
from ..core.checkup import Advice, Checkup, Connected
from ..core.facts import FACTS
from ..core.kpi import Kpi
from ..core.kpis import KPIS, in_use
from ..core.kpis.reach import IMPRESSIONS
from ..core.loop import Loop
from ..core.measure import Count, primitives, where
from ..core.measurement import CannotSay, Measurement
from ..core.period import Period
from ..store.settings import Settings
from .scope import Engine

STALE_AFTER = 14  # days without news from a fact that had rows before
HIGH_CONSENT, LOW_CONSENT = 0.95, 0.30  # semantics §6: above it the banner is broken, below it little is left to see
VIEWS = Count("web_hits", (where("kind", "is", "page_view"), where("traffic_class", "is", "human")))
NAMELESS = Count("web_hits", (*VIEWS.where, where("page_type", "unknown")))
KNOWN = Count("web_hits", (*VIEWS.where, where("identity", "is", "persistent")))
DAILY = ("web_hits", "exposures")


def checkup(engine: Engine, rows: Callable[[str], int], settings: Settings, baseline: Baseline | None,
            loops: tuple[Loop, ...], today: date, tellers: Sequence[str] = ()) -> Checkup:
    """The whole examination; it changes nothing. `tellers`: every source of web visits, those that do not count too."""
    connected = tuple(_connected(engine, fact, rows(fact)) for fact, table in FACTS.items()
                      if not table.derived and engine.days(fact) is not None)
    missing = tuple(fact for fact, table in FACTS.items() if not table.derived and engine.days(fact) is None)
    empty = {kpi.id: lacking for kpi in in_use(settings.pools).values() if (lacking := _lacking(engine, kpi))}
    return Checkup(settings.name, connected, missing, empty,
                   tuple(_advice(engine, connected, missing, settings, baseline, loops, today, tellers)))


def _lacking(engine: Engine, kpi: Kpi) -> tuple[str, ...]:
    """Facts that its own figure needs and that are not there; what it is judged on is another matter."""
    needed = dict.fromkeys(p.fact for p in primitives(kpi.measure))
    return tuple(fact for fact in needed if engine.days(fact) is None)


def _connected(engine: Engine, fact: str, rows: int) -> Connected:
    period = engine.days(fact)
    assert period is not None
    primitive = Count(fact)
    origin = engine.measure([primitive], [period], daily=False).origins.get((fact, period))
    return Connected(fact, origin.sources if origin else (), rows, period)


def _advice(engine: Engine, connected: tuple[Connected, ...], missing: tuple[str, ...], settings: Settings,
            baseline: Baseline | None, loops: tuple[Loop, ...], today: date, tellers: Sequence[str]) -> list[Advice]:
    if not connected:
        return [Advice("take_first_files", serious=True)]
    found = [Advice("connect", {"fact": fact}) for fact in missing if fact in _needed()]
    found += _stale(connected, today) + _two_tellers(tellers, settings) + _twice(engine, connected)
    found += _web(engine, connected)
    if not settings.own_hosts and "web_hits" not in missing:
        found.append(Advice("name_own_hosts"))
    if baseline is None:
        found.append(Advice("freeze_baseline"))
    elif baseline.short:
        found.append(Advice("baseline_short", {"days": baseline.period.days}))
    if not loops:
        found.append(Advice("start_loop"))
    found += [Advice("close_loop", {"number": x.number}) for x in loops if not x.closed and x.period.end <= today]
    return found


def _needed() -> Mapping[str, None]:
    """Fact tables that sources fill and that some headline KPI needs, itself or by way of a derived table."""
    tables = [FACTS[fact] for kpi in KPIS.values() if kpi.headline for fact in kpi.facts]
    return dict.fromkeys(name for t in tables for name in (t.derived_from[:1] or (t.name,)) if not FACTS[name].derived)


def _stale(connected: tuple[Connected, ...], today: date) -> list[Advice]:
    return [Advice("stale", {"fact": c.fact, "last": c.period.last, "days": (today - c.period.last).days})
            for c in connected if c.fact in DAILY and today - c.period.last > timedelta(days=STALE_AFTER)]


def _two_tellers(tellers: Sequence[str], settings: Settings) -> list[Advice]:
    """Two sources for the same web visits are never added up: the first counts until somebody chooses."""
    if len(tellers) < 2 or "web_hits" in settings.record:
        return []
    return [Advice("choose_record", {"fact": "web_hits", "sources": ", ".join(tellers)}, serious=True)]


def _twice(engine: Engine, connected: tuple[Connected, ...]) -> list[Advice]:
    """Meta as a whole and Meta by platform on the same days tell the same delivery twice."""
    ads = next((c for c in connected if c.fact == "exposures"), None)
    if ads is None:
        return []
    found = engine.measure([IMPRESSIONS], [ads.period], by="network")
    days = {name: _days_shown(found, ads.period, name) for name in found.segments(ads.period)}
    both = days.get("meta", set()) & (days.get("facebook", set()) | days.get("instagram", set()))
    if not both:
        return []
    return [Advice("meta_twice", {"count": len(both), "first": min(both), "last": max(both)}, serious=True)]


def _days_shown(found: Measurement, period: Period, network: str) -> set[date]:
    """Days on which this network showed anything."""
    return {day for day, parts in found.measured[(IMPRESSIONS, period, network)].daily.items() if parts[0]}


def _web(engine: Engine, connected: tuple[Connected, ...]) -> list[Advice]:
    web = next((c for c in connected if c.fact == "web_hits"), None)
    if web is None:
        return []
    found = engine.measure([VIEWS, NAMELESS, KNOWN], [web.period], daily=False)
    views, nameless, known = (found.parts(p, web.period) for p in (VIEWS, NAMELESS, KNOWN))
    if isinstance(views, CannotSay) or isinstance(nameless, CannotSay) or isinstance(known, CannotSay) or not views[0]:
        return []
    share = known[0] / views[0]
    advice = [Advice("page_rules", {"share": nameless[0] / views[0]})] if nameless[0] > views[0] / 5 else []
    if share > HIGH_CONSENT:
        advice.append(Advice("consent_too_high", {"share": share}))
    if share < LOW_CONSENT:
        advice.append(Advice("consent_low", {"share": share}, serious=True))
    return advice + _gaps(found, web.period)


def _gaps(found: Measurement, period: Period) -> list[Advice]:
    origin = found.origins.get(("web_hits", period))
    days = origin.missing_days if origin else ()
    return [Advice("days_missing", {"n": len(days), "first": days[0], "last": days[-1]})] if days else []
