"""Return on a year of recruitment marketing: break-even first, then a range over what is known as ranges only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from ..core.baseline import Baseline
from ..core.findings import LedgerLine
from ..core.kpis import KPIS
from ..core.kpis.conversion import HIRES
from ..core.measure import primitives
from ..core.measurement import CannotSay, Figure
from ..core.period import Period
from ..core.roi import NEEDS, Benefit, Component, LeftOut, Outcome, Range, RoiReport, Swing
from ..stats.series import Floats
from ..stats.shares import wilson
from ..stats.simulate import draw, spread, swings
from .extras import ledger
from .reach_back import ENOUGH
from .scope import Engine, known_days

YEAR = 365  # days
# Kinds of costs that hardly any recruitment marketing goes without; where one has no line, the costs are not complete.
USUAL_COSTS = ("ads", "content", "tooling", "recruiter_time", "manager_time")
AGENCY = "agency"
# Figures that must be known of now and of the 0-meting, and the name under which their difference is drawn.
MEASURED = {Component.VACANCY: "time_to_fill", Component.MISHIRES: "mishire_rate", Component.RETENTION: "retention_365"}
SAVED = {Component.VACANCY: "days_saved", Component.MISHIRES: "fewer_mishires", Component.RETENTION: "fewer_leavers"}


def break_even(costs: Figure | CannotSay, fee: float | None, salary: float | None) -> Mapping[str, float]:
    """Hires that a loop has to bring instead of an agency to pay for itself: costs ÷ (fee × first-year salary).

    Source: semantics §4.2; without both parameters nothing is said.
    """
    if isinstance(costs, CannotSay) or not fee or not salary:
        return {}
    return {"costs": costs.value, "fee_per_hire": fee * salary, "hires": costs.value / (fee * salary)}


def roi_report(engine: Engine, client: str, currency: str, stated: Mapping[str, Range], baseline: Baseline | None,
               as_of: date) -> RoiReport:
    """Twelve months up to `as_of`: costs, break-even, and the range of (benefits − costs) ÷ costs."""
    period = Period(as_of - timedelta(days=YEAR), as_of)
    costs = tuple(line for line in ledger(engine, period) if line.kind != "agency_fee")
    total = sum(line.amount for line in costs)
    hires, by_agency = _hires(engine, period)
    refused = _refused(engine, period, total, hires)
    base = RoiReport(
        client, currency, as_of, period, costs, _missing(costs), hires, by_agency, _pace(engine, baseline),
        _break_even(total, stated), stated, refused=refused)
    return base if refused or hires is None else _with_range(base, engine, baseline, float(hires), total)


def _with_range(report: RoiReport, engine: Engine, baseline: Baseline | None, hires: float, total: float) -> RoiReport:
    saved = _saved(engine, report.period, baseline, frozenset(c for c, names in NEEDS.items()
                                                              if all(n in report.parameters for n in names)))
    counted = [c for c in NEEDS if _lacks(c, report.parameters, saved) is None]
    left_out = tuple(lack for c in NEEDS if (lack := _lacks(c, report.parameters, saved)) is not None)
    ranges = {n: (r.low, r.high) for n, r in report.parameters.items() if any(n in NEEDS[c] for c in counted)}
    ranges |= {SAVED[c]: (r.low, r.high) for c, r in saved.items() if c in counted}
    if not counted:
        return replace(report, left_out=left_out)

    def value(drawn: Mapping[str, Floats]) -> Floats:
        return np.asarray(sum(benefits(hires, counted, drawn).values()) / total - 1.0)

    drawn = draw(ranges)
    parts = {c: spread(x) for c, x in benefits(hires, counted, drawn).items()}
    result = spread(value(drawn))
    return replace(
        report, benefits=tuple(Benefit(c, s.p10, s.p50, s.p90) for c, s in parts.items()), left_out=left_out,
        outcome=Outcome(result.p10, result.p50, result.p90, result.positive),
        tornado=tuple(Swing(n, *ranges[n], *ends) for n, ends in swings(value, ranges).items()))


def benefits(hires: float, counted: list[Component], p: Mapping[str, Floats]) -> Mapping[Component, Floats]:
    """Each benefit in money (semantics §4.1). `p` holds the stated parameters and the measured differences.

    An agency would have filled its share of the vacancies too: of the open days saved, that share is no benefit beside
    its fee and is taken off again. Where agency fees are not counted nothing is taken off.
    """
    found: dict[Component, Floats] = {}
    if Component.AGENCY_FEE in counted:
        found[Component.AGENCY_FEE] = hires * p["agency_share"] * p["agency_fee"] * p["first_year_salary"]
    if Component.VACANCY in counted:
        found[Component.VACANCY] = hires * p["days_saved"] * p["vacancy_day_value"]
    if Component.AGENCY_FEE in counted and Component.VACANCY in counted:
        found[Component.OVERLAP] = -p["agency_share"] * found[Component.VACANCY]
    if Component.MISHIRES in counted:
        found[Component.MISHIRES] = hires * p["fewer_mishires"] * p["mishire_cost"]
    if Component.RETENTION in counted:
        others = p["fewer_leavers"] - (p["fewer_mishires"] if Component.MISHIRES in counted else 0.0)
        found[Component.RETENTION] = hires * others * p["replacement_cost"]
    return found


def _lacks(component: Component, stated: Mapping[str, Range], saved: Mapping[Component, Range]) -> LeftOut | None:
    unstated = tuple(n for n in NEEDS[component] if n not in stated)
    if unstated:
        return LeftOut(component, unstated)
    if component in MEASURED and component not in saved:
        return LeftOut(component, figure=MEASURED[component])
    return None


def _saved(engine: Engine, period: Period, baseline: Baseline | None,
           wanted: frozenset[Component]) -> Mapping[Component, Range]:
    """How much better each figure is than in the 0-meting, as a range with its margin; those that can be said."""
    if baseline is None:
        return {}
    found = {}
    for component in wanted & MEASURED.keys():
        now, then = (_figure(engine, MEASURED[component], p) for p in (period, baseline.period))
        if not isinstance(now, CannotSay) and not isinstance(then, CannotSay):
            (a, b), (c, d) = _ends(component, then), _ends(component, now)
            found[component] = Range(a - d, b - c) if component is not Component.RETENTION else Range(c - b, d - a)
    return found


def _figure(engine: Engine, kpi: str, period: Period) -> Figure | CannotSay:
    measure = KPIS[kpi].measure
    return KPIS[kpi].value(engine.measure(list(primitives(measure)), [period], daily=False), period)


def _ends(component: Component, figure: Figure) -> tuple[float, float]:
    """A share with the margin that its number of people leaves; a median of days as it stands."""
    if component is Component.VACANCY or not figure.n:
        return figure.value, figure.value
    margin = wilson(figure.value * figure.n, figure.n)
    low, high = margin or (figure.value, figure.value)
    ends = (low, high, *(x for x in (figure.low, figure.high) if x is not None))
    return min(ends), max(ends)


def _hires(engine: Engine, period: Period) -> tuple[int | None, int]:
    """Hires of the period that did not come through an agency, and those that did."""
    found = engine.measure([HIRES], [period], by="channel", daily=False)
    whole = engine.measure([HIRES], [period], daily=False).parts(HIRES, period)
    if isinstance(whole, CannotSay):
        return None, 0
    agency = found.parts(HIRES, period, AGENCY)
    through = 0 if isinstance(agency, CannotSay) else int(agency[0] or 0)
    return int(whole[0]) - through, through


def _pace(engine: Engine, baseline: Baseline | None) -> float | None:
    """Hires in twelve months at the pace of the 0-meting: what is held against, no proof of cause."""
    if baseline is None:
        return None
    hires, _ = _hires(engine, baseline.period)
    return None if hires is None else hires * YEAR / baseline.period.days


def _refused(engine: Engine, period: Period, costs: float, hires: int | None) -> str:
    """Why nothing is said of this year at all; empty when it can be."""
    known = known_days(engine)
    for fact in ("ledger", "counted_applications"):
        if fact not in known:
            return f"no_{fact}"
        if period.clipped(Period(known[fact].start, max(known[fact].start, period.end))).days < ENOUGH * period.days:
            return "not_yet_a_year"
    return "no_costs" if costs <= 0 else "no_hires" if not hires else ""


def _missing(costs: tuple[LedgerLine, ...]) -> tuple[str, ...]:
    there = {line.kind for line in costs}
    return tuple(kind for kind in USUAL_COSTS if kind not in there)


def _break_even(costs: float, stated: Mapping[str, Range]) -> Range | None:
    """Hires instead of an agency that pay the costs back, at the dearest and at the cheapest agency."""
    fee, salary = stated.get("agency_fee"), stated.get("first_year_salary")
    if fee is None or salary is None or costs <= 0 or not fee.low or not salary.low:
        return None
    return Range(costs / (fee.high * salary.high), costs / (fee.low * salary.low))
