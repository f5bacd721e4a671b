"""An invented loop report in which every kind of verdict and most reasons occur: words and pictures are tried on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from talentloop.core.baseline import Baseline
from talentloop.core.expectation import expectation
from talentloop.core.findings import (
    Comparison,
    DataHealth,
    Forecast,
    KpiFinding,
    LedgerLine,
    LoopReport,
    PoolMove,
    Question,
    Traceability,
)
from talentloop.core.kpi import Focus, Kpi, Pillar
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift, Mix, MixRow, NoLift, Refusal
from talentloop.core.loop import Against, Change, ChangeKind, Loop
from talentloop.core.maturity import Maturity
from talentloop.core.measurement import CannotSay, Figure, Origin, Reason
from talentloop.core.people import Credit, FirstTouch, People, PoolConversion, Rise, Rises
from talentloop.core.period import Period
from talentloop.core.purity import Spoiled, purity
from talentloop.core.target import Target, TargetState, is_reached
from talentloop.core.verdict import Evidence, Verdict, Word, decide

CHANGES = (
    Change(date(2026, 9, 7), "campagne ‘Een nacht op de spoed’", ChangeKind.CAMPAIGN, True),
    Change(date(2026, 10, 26), "salaris in de vacaturetitels", ChangeKind.CONTENT, False),
)
BEFORE = (
    Loop(1, Period(date(2026, 5, 1), date(2026, 7, 1)), Focus.TRAFFIC, "time_on_site", "Verhalen van collega's eerst."),
    Loop(2, Period(date(2026, 7, 1), date(2026, 9, 1)), Focus.CONVERSION, "applications_completed",
         "Solliciteren in één minuut.",
         changes=(Change(date(2026, 7, 20), "formulier ingekort", ChangeKind.FORM, True),
                  Change(date(2026, 8, 5), "vacatures uit de feed gehaald", ChangeKind.MARKET, False))),
)
LOOP = Loop(
    3, Period(date(2026, 9, 1), date(2026, 11, 1)), Focus.REACH, "impressions",
    "Laat verpleegkundigen in heel de regio zien hoe een nacht op de spoed is.",
    targets=(Target("impressions", 0.5), Target("applications_completed", 0.1)), changes=CHANGES)
PREVIOUS, YEAR, BASE = LOOP.period.previous(), LOOP.period.year_before(), Period(date(2026, 3, 1), date(2026, 5, 1))
AS_OF = date(2026, 11, 9)
META = Origin(("meta_ads", "linkedin_ads"), ("platform_estimate",), date(2026, 11, 28), 61)
SITE = Origin(("tracker",), ("measured",), None, 60, (date(2026, 10, 4),))
ATS = Origin(("recruitee",), ("measured",), None, 61)
ORIGINS = {Pillar.POOLS: SITE, Pillar.REACH: META, Pillar.TRAFFIC: SITE, Pillar.CONVERSION: ATS,
           Pillar.QUALITY: ATS, Pillar.ROI: ATS}


def lift(fact: float, low: float, high: float, p: float, mde80: float = 0.2, expected: float = 0.0,
         wide: bool = False) -> Lift:
    return Lift(fact, expected, (1 + fact) / (1 + expected) - 1, low, high, p, mde80, "forecast", wide)


def found(id: str, now: Figure | CannotSay | float, before: Figure | CannotSay | float | None = None,
          judged: Lift | Refusal | None = None, *, obstacle: Verdict | None = None, mix: Mix | None = None,
          stands: bool = True, interval: tuple[float, float] | None = None, maturity: Maturity | None = None,
          split: tuple[tuple[str, Figure | CannotSay], ...] = (), spoiled: tuple[Spoiled, ...] = (),
          companions: tuple[tuple[str, Figure | CannotSay], ...] = (), change: float | None = None) -> KpiFinding:
    """One finding; the verdict is the core's own, from the evidence given."""
    kpi = KPIS[id]
    figure = now if isinstance(now, Figure | CannotSay) else Figure(now, n=int(now))
    compared = _comparisons(figure, before, judged, spoiled, change)
    evidence = Evidence(judged, mix, kpi.move(LOOP.focus), id == LOOP.primary, stands, obstacle)
    origin = ORIGINS[kpi.pillar]
    return KpiFinding(
        kpi, LOOP.period, figure, interval, origin, 0.58 if kpi.people else 0.96 if origin is SITE else None,
        origin.provisional_until, compared, _target(kpi, figure, compared, judged), expectation(kpi, LOOP.focus), mix,
        decide(kpi, evidence), {}, split, companions, maturity)


def _comparisons(figure: Figure | CannotSay, before: Figure | CannotSay | float | None, judged: Lift | Refusal | None,
                 spoiled: tuple[Spoiled, ...], change: float | None) -> tuple[Comparison, ...]:
    if before is None:
        return ()
    then = before if isinstance(before, Figure | CannotSay) else Figure(before)
    if change is None and isinstance(figure, Figure) and isinstance(then, Figure):
        change = judged.fact if isinstance(judged, Lift) else figure.value / then.value - 1
    chosen = Comparison(Against.PREVIOUS, PREVIOUS, then, change, True, not spoiled, spoiled, (), judged)
    older = Figure(then.value * 0.94, low=then.low, high=then.high) if isinstance(then, Figure) else then
    since = None if not isinstance(older, Figure) or change is None else (1 + change) / 0.94 - 1
    return (chosen, Comparison(Against.BASELINE, BASE, older, since, False),
            Comparison(Against.LAST_YEAR, YEAR, CannotSay(Reason.NO_DATA_IN_PERIOD, "visits"), None, False))


def _target(kpi: Kpi, figure: Figure | CannotSay, compared: tuple[Comparison, ...],
            judged: Lift | Refusal | None) -> TargetState | None:
    target = LOOP.target_for(kpi.id)
    if target is None or target.change is None or not isinstance(figure, Figure):
        return None
    then = compared[0].figure
    assert isinstance(then, Figure)
    wanted, mde = then.value * (1 + target.change), judged.mde80 if isinstance(judged, Lift) else None
    return TargetState(wanted, target.change, is_reached(kpi, figure.value, wanted),
                       None if mde is None else target.change >= mde, mde)




def mixture(rate_low: float, rate_high: float, *rows: tuple[str, float, float, float, float]) -> Mix:
    """Kitagawa's split of (segment, share before, after, rate before, after), relative to the rate before."""
    base = sum(s0 * r0 for _, s0, _, r0, _ in rows)
    split = tuple(MixRow(name, s0, s1, r0, r1, (s1 - s0) * (r1 + r0) / 2 / base, (r1 - r0) * (s1 + s0) / 2 / base)
                  for name, s0, s1, r0, r1 in rows)
    return Mix(sum(r.mix for r in split), sum(r.rate for r in split), rate_low, rate_high, split)


MIX_TIME = mixture(-0.06, 0.04, ("new/paid_social", 0.22, 0.49, 31, 31), ("new/organic_search", 0.14, 0.16, 45, 44),
                   ("rest", 0.04, 0.04, 40, 41), ("returning/direct", 0.60, 0.31, 74, 73))
MIX_PAGES = mixture(-0.07, 0.03, ("new/paid_social", 0.22, 0.54, 1.4, 1.4), ("returning/direct", 0.78, 0.46, 4.0, 3.9))
MIX_SCROLL = mixture(-0.19, -0.09, ("new/paid_social", 0.22, 0.36, 48, 41), ("returning/direct", 0.78, 0.64, 60, 52))
COHORT = Maturity(0.39, 11, 28.2, 24, 37, "prior")
FEW = Maturity(0.39, 11, None, None, None, "prior")


def _pools() -> tuple[KpiFinding, ...]:
    return (
        found("pool_1", 18_420, 14_061, lift(0.34, 0.14, 0.31, 0.001, expected=0.1), change=0.31),
        found("pool_2", 4_310, 3_954, lift(0.09, -0.02, 0.21, 0.11, 0.16)),
        found("pool_3", 1_064, 1_023, Refusal(NoLift.BASELINE_SHORT, "41 days of history, 56 needed")),
    )


def _reach() -> tuple[KpiFinding, ...]:
    networks = (("facebook", Figure(212_400, 212_400, 212_400)), ("linkedin", Figure(84_100, 84_100, 84_100)),
                ("tiktok", Figure(44_800, 44_800, 44_800)), ("google_search", CannotSay(Reason.NOT_OFFERED)))
    together, then = Figure(212_400, 212_400, 341_300), Figure(147_500, 147_500, 238_000)
    return (
        found("impressions", 3_912_000, 2_476_000, lift(0.58, 0.51, 0.66, 0.0001, 0.12)),
        found("reach_total", together, then, lift(0.58, 0.51, 0.66, 0.0001, 0.12), change=0.44),
        found("engagements", 21_870, 17_926, lift(0.22, 0.08, 0.38, 0.004), stands=False,
              companions=(("engagement_rate", Figure(0.0056)),)),
        found("frequency", Figure(4.6, 4.6, 7.4), Figure(4.2, 4.2, 6.9), lift(0.09, 0.04, 0.14, 0.02)),
        found("reach_network", together, then, lift(0.58, 0.51, 0.66, 0.0001, 0.12), split=networks, change=0.44),
        found("target_group_share", Figure(0.41, 0.41, 0.66, above=212_400, below=515_000),
              Figure(0.286, 0.286, 0.46, above=147_500, below=515_000), lift(0.58, 0.51, 0.66, 0.0001, 0.12),
              change=0.44),
    )


def _traffic() -> tuple[KpiFinding, ...]:
    return (
        found("visits", 96_400, 70_882, lift(0.36, 0.06, 0.22, 0.002, expected=0.2),
              companions=(("engaged_visits", Figure(53_900)), ("engaged_rate", Figure(0.559)))),
        found("time_on_site", 46.5, 59.1, lift(-0.21, -0.26, -0.15, 0.0001), mix=MIX_TIME,
              companions=(("time_on_site_mean", Figure(95)),)),
        found("pageviews_per_visitor", 2.55, 3.43, lift(-0.26, -0.31, -0.2, 0.0001, wide=True), mix=MIX_PAGES),
        found("scroll_depth", 47, 57, lift(-0.17, -0.23, -0.11, 0.0001), mix=MIX_SCROLL),
        found("returning_visitors", 8_940, 9_122, lift(-0.02, -0.07, 0.04, 0.5)),
        found("organic_visitors", 12_310, 10_800, lift(0.14, -0.11, 0.07, 0.6, expected=0.15)),
        found("unique_visitors", 41_700, 33_100, lift(0.26, 0.18, 0.35, 0.001)),
    )


def _conversion() -> tuple[KpiFinding, ...]:
    young = Verdict(Word.TOO_EARLY, "cohort_young", {"completeness": 0.39, "low": 24, "high": 37, "expected": 28.2})
    few = Verdict(Word.CANNOT_TELL, "too_few_hires", {"hires": 8})
    return (
        found("applications_started", 611, 546, lift(0.12, -0.04, 0.31, 0.15, 0.21)),
        found("applications_completed", 338, 319, lift(0.06, -0.12, 0.28, 0.5, 0.26), interval=(303, 376),
              companions=(("completion_rate", Figure(0.47, above=287, below=611)), ("site_conversion", Figure(0.0035)))),
        found("applications_traceable", 121, 105, lift(0.15, -0.14, 0.54, 0.4)),
        found("leads", 204, 145, lift(0.41, -0.31, -0.03, 0.02, expected=0.7), interval=(177, 234)),
        found("hires", 11, 9, obstacle=young, maturity=COHORT, companions=(("hires_cohort", Figure(11)),)),
        found("cph_marketing", Figure(3_870, above=42_570, below=11), Figure(4_310, above=34_480, below=8), obstacle=few,
              maturity=COHORT, interval=(2_160, 7_760)),
    )


def _quality() -> tuple[KpiFinding, ...]:
    later = Verdict(Word.TOO_EARLY, "matures_later", {"ready": date(2026, 12, 1)})
    gone = BEFORE[1].changes[1]
    changed = Verdict(Word.NOT_COMPARABLE, "changed_in_compared",
                      {"day": gone.day, "what": gone.what, "kind": gone.kind.value})
    return (
        found("qualified_rate", Figure(0.246, above=83, below=338), Figure(0.26, above=83, below=319), obstacle=later,
              interval=(0.203, 0.294)),
        found("time_to_hire", 35, 34, Refusal(NoLift.NO_DAYS)),
        found("time_to_fill", 52, 55, obstacle=changed, spoiled=(Spoiled(gone, "compared"),)),
        _absent("retention_90", Reason.NOT_CONNECTED, "jobs"), _absent("retention_365", Reason.NOT_YET, "jobs"),
        _absent("mishire_rate", Reason.TOO_FEW, "jobs"),
        _absent("quality_of_hire", Reason.NOT_CONNECTED, "quality_scores"),
    )


def _roi() -> tuple[KpiFinding, ...]:
    missing = Verdict(Word.NOT_COMPARABLE, "days_missing", {"share": 0.14})
    return (
        found("recruiting_costs", 64_230, 52_110, lift(0.23, 0.1, 0.4, 0.01)),
        found("cost_per_application", Figure(125.95, above=42_570, below=338), Figure(108.09, above=34_480, below=319),
              lift(0.17, 0.03, 0.32, 0.02), interval=(113.2, 140.5)),
        found("cost_per_lead", Figure(208.68, above=42_570, below=204), Figure(237.79, above=34_480, below=145),
              obstacle=missing),
        found("cost_per_qualified", Figure(512.9, above=42_570, below=83), None),
    )


def _absent(id: str, reason: Reason, about: str) -> KpiFinding:
    said = CannotSay(reason, about)
    return found(id, said, CannotSay(reason, about), obstacle=Verdict(Word.NO_DATA, reason.value, {"about": about}))


def visits_per_day() -> Mapping[date, float]:
    """Eight months of visits with a week's rhythm, a dip in summer and a rise in the loop; one day was not measured."""
    days = {}
    for i, day in enumerate(Period(BASE.start, LOOP.period.end)):
        weekday = (1.3, 1.25, 1.1, 1.0, 0.85, 0.55, 0.95)[day.weekday()]
        level = 900 + 140 * math.sin(i / 23) + (420 if day >= date(2026, 9, 5) else 0) + 60 * math.sin(i * 2.3)
        days[day] = round(level * weekday)
    for gap in gaps():
        del days[gap]
    return days


def gaps() -> tuple[date, ...]:
    return (*(date(2026, 6, 9) + timedelta(days=i) for i in range(4)), date(2026, 10, 4))


def report() -> LoopReport:
    """The loop when it is over."""
    columns = {Pillar.POOLS: _pools(), Pillar.REACH: _reach(), Pillar.TRAFFIC: _traffic(),
               Pillar.CONVERSION: _conversion(), Pillar.QUALITY: _quality(), Pillar.ROI: _roi()}
    health = DataHealth({"visits": (date(2026, 10, 4),)}, date(2026, 11, 28), 0.58, 0.31, ("jobs", "quality_scores"))
    return LoopReport(
        "Zorggroep De Linde", "EUR", AS_OF, LOOP, LOOP.day_number(AS_OF), _baseline(), purity(LOOP), health, columns,
        Traceability(338, 121, 90, 127, {"T1": 74, "T2": 31}, {"jobboard_paid": 62, "employee_referral": 28}),
        (LedgerLine("ads", "external", 27_600), LedgerLine("recruiter_time", "internal", 15_660),
         LedgerLine("content", "external", 8_970), LedgerLine("agency_marketing", "external", 6_000),
         LedgerLine("agency_fee", "external", 6_000)),
        _moves(), _stands_out(columns), _questions(), visits_per_day(), gaps(), (*BEFORE, LOOP),
        break_even={"costs": 42_570, "fee_per_hire": 11_250, "hires": 3.784}, people=_people())


def _baseline() -> Baseline:
    return Baseline(1, BASE, date(2026, 5, 4), {}, {"visits": ("tracker",)}, 0.6, {})


def _people() -> People:
    readers = (("wat-verdien-je", 640, 182.0, 151.0, 214.0, "above"),
               ("een-nacht-op-de-spoed", 1_410, 139.0, 122.0, 156.0, "usual"),
               ("onze-historie", 420, 96.0, 77.0, 118.0, "below"))
    return People(
        0.61, (PoolConversion(1, 11_383, 79, 0.0056, 0.0087), PoolConversion(2, 3_426, 67, 0.0154, 0.0248),
               PoolConversion(3, 682, None)),
        {"content": Rises("content", 137.0, 30, tuple(Rise(*r) for r in readers), 2),
         "channel": Rises("channel", 137.0, 30, (Rise("email", 310, 150.0, 120.0, 181.0, "usual"),), 0)},
        FirstTouch(231, 102, 14, 3.0, 61.0, ((0, 0, 96), (1, 7, 41), (8, 30, 48), (31, 90, 33), (91, 180, None),
                                            (181, None, None)), 20),
        (Credit("paid_social", 61, 74, 66.5), Credit("jobboard_paid", 52, 43, 47.25), Credit("", 21, 17, 20.25)))


def _moves() -> tuple[PoolMove, ...]:
    return (PoolMove(0, 1, 9_840, 112), PoolMove(0, 2, 310, 24), PoolMove(1, 1, 6_120, 38), PoolMove(1, 2, 1_240, 41),
            PoolMove(1, 3, 96, 12), PoolMove(1, 0, 3_890, 0), PoolMove(2, 2, 1_980, 36), PoolMove(2, 3, 402, 31),
            PoolMove(2, 1, 610, 0), PoolMove(2, 0, 420, 0), PoolMove(3, 3, 520, 27), PoolMove(3, 2, 118, 0),
            PoolMove(3, 0, 44, 0), PoolMove(2, -2, 14, 14), PoolMove(1, -1, 37, None),
            PoolMove(1, -4, 12, None), PoolMove(-5, 1, 11, 0), PoolMove(3, -6, 19, None), PoolMove(-6, 3, 12, None))


def _stands_out(columns: Mapping[Pillar, tuple[KpiFinding, ...]]) -> tuple[Question, ...]:
    proven = [f for fs in columns.values() for f in fs if f.verdict.word in (Word.BETTER, Word.WORSE)]
    return (*(Question("proven", {"word": f.verdict.word.value, **f.verdict.facts}, f.kpi.id) for f in proven),
            Question("comparisons_disagree", {"previous": 0.14, "baseline": -0.12}, "organic_visitors"),
            Question("high_frequency", {"value": 8.4, "top": 8}, "frequency"))


def _questions() -> tuple[Question, ...]:
    return (
        Question("keep_the_new_ones"),
        Question("target_missed", {"wanted": 351.0, "value": 338.0}, "applications_completed"),
        Question("target_unprovable", {"change": 0.1, "mde80": 0.26}, "applications_completed"),
        Question("largest_leak", {"from": "visits", "to": "applications_started", "rate_now": 0.00634,
                                  "rate_then": 0.00770, "applications": 72.6}),
    )


def running() -> LoopReport:
    """The same loop on its 34th day: where it stands, no verdict yet."""
    whole = report()
    today = LOOP.period.start + timedelta(days=33)
    waiting = Verdict(Word.TOO_EARLY, "loop_running", {"end": LOOP.period.last})
    columns = {p: tuple(f if f.verdict.word is Word.NO_DATA else replace(
        f, verdict=waiting, mix=None, target=f.target and replace(f.target, reached=None),
        comparisons=tuple(replace(c, lift=None) for c in f.comparisons)) for f in fs) for p, fs in whole.pillars.items()}
    return replace(whole, as_of=today, day_number=34, pillars=columns, stands_out=(), questions=(),
                   history={d: n for d, n in whole.history.items() if d < today},
                   forecasts=(Forecast("impressions", 2_090_000, 3_540_000, 4_210_000, 3_714_000),))
