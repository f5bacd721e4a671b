"""Two loops in a row are one only where they may be: adjacent, clean, the same way, and neither proven alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from talentloop.assess import combined
from talentloop.assess.combined import controls_of_pair, pair_of, together
from talentloop.assess.controls import Elsewhere
from talentloop.assess.scope import Scope
from talentloop.core.findings import Comparison
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.lift import Lift
from talentloop.core.loop import Against, Change, ChangeKind, Loop
from talentloop.core.measurement import Figure, Measurement
from talentloop.core.period import Period
from talentloop.core.verdict import Word
from talentloop.core.workdays import Workdays
from talentloop.stats.series import Series
from talentloop.store.settings import StatedControl

from .test_controls import Nothing

FIRST, SECOND = (Period.of_months(date(2026, m, 1), 2) for m in (3, 5))
ONE = Loop(1, FIRST, Focus.TRAFFIC, "visits", "verhalen")
TWO = Loop(2, SECOND, Focus.TRAFFIC, "visits", "meer verhalen")
NOTHING = Measurement({}, {})
VISITS = Series(date(2025, 1, 1), np.full(600, 50.0))


def scope(one: Loop = ONE, two: Loop = TWO, as_of: date = date(2026, 7, 8)) -> Scope:
    compared = {Against.PREVIOUS: two.period.previous()}
    return Scope(two, (one, two), None, as_of, two.period, compared, Period(date(2025, 1, 1), two.period.end),
                 {"visits": Period(date(2025, 1, 1), two.period.end)}, Workdays({}), 0.10)


def lift(change: float, half: float, p: float) -> Lift:
    return Lift(change, 0.0, change, change - half, change + half, p, 0.2, "forecast")


def judged(monkeypatch: pytest.MonkeyPatch, first: Lift, second: Lift) -> None:
    """Statistics say this of the first and of the second loop, whatever they are held against."""
    def judge(series: Series, loop: Any, against: Any, **_: object) -> Lift:
        return first if loop[0] == FIRST.start else second

    monkeypatch.setattr(combined, "judge", judge)


def candidate(change: float, half: float, p: float, kpi: str = "visits") -> combined.Candidate:
    core = Lift(change, 0.0, change, change - half, change + half, p, 0.2, "forecast")
    return KPIS[kpi], VISITS, Comparison(Against.PREVIOUS, FIRST, Figure(1), change, True, lift=core)


def test_what_neither_shows_alone_both_may(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, lift(0.15, 0.16, 0.06), lift(0.16, 0.17, 0.07))
    found = together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2)])["visits"]
    assert found.loops == (1, 2) and found.period == Period(FIRST.start, SECOND.end) and found.base == FIRST.previous()
    assert found.lift.p <= 0.05 and found.verdict.word is Word.BETTER
    judged(monkeypatch, lift(0.08, 0.16, 0.3), lift(0.09, 0.17, 0.3))
    assert together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2)])["visits"].verdict.word is Word.CANNOT_TELL


def test_opposite_ways_or_proven_alone_is_not_combined(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, lift(-0.1, 0.16, 0.2), lift(0.1, 0.16, 0.2))
    assert together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2)]) == {}
    judged(monkeypatch, lift(0.3, 0.16, 0.001), lift(0.1, 0.16, 0.2))
    assert together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2)]) == {}
    judged(monkeypatch, lift(0.1, 0.16, 0.2), lift(0.3, 0.16, 0.001))
    assert together(scope(), NOTHING, [candidate(0.3, 0.16, 0.001)]) == {}


def test_an_unplanned_change_in_the_midst_of_either_keeps_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, lift(0.15, 0.16, 0.06), lift(0.16, 0.17, 0.07))
    spoiled = replace(ONE, changes=(Change(date(2026, 4, 1), "ander menu", ChangeKind.SITE, False),))
    assert together(scope(spoiled), NOTHING, [candidate(0.1, 0.17, 0.2)]) == {}


def test_a_guardrail_has_to_stand_among_all_that_were_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """p = .04 is enough for the primary KPI, and for one of several guardrails it is not."""
    judged(monkeypatch, lift(0.15, 0.1565, 0.06), lift(0.15, 0.1565, 0.07))
    rails = ["pageviews", "organic_visits", "engaged_visits", "organic_search_visits"]
    found = together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2, id) for id in ("visits", *rails)])
    assert found["visits"].verdict.word is Word.BETTER
    monkeypatch.setattr(combined, "benjamini_hochberg", lambda ps: [False] * len(ps))
    found = together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2, id) for id in ("visits", *rails)])
    assert found["visits"].verdict.word is Word.BETTER and found["pageviews"].verdict.word is Word.CANNOT_TELL


def test_what_says_nothing_of_the_work_is_not_combined(monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, lift(0.15, 0.16, 0.06), lift(0.16, 0.17, 0.07))
    assert together(scope(), NOTHING, [candidate(0.1, 0.17, 0.2, "recruiting_costs")]) == {}


def test_only_a_loop_directly_before_and_a_base_before_both() -> None:
    assert pair_of(scope()) is not None
    assert pair_of(scope(as_of=date(2026, 6, 1))) is None, "this loop still runs"
    apart = replace(ONE, period=Period(date(2026, 2, 1), date(2026, 4, 1)))
    assert pair_of(scope(apart)) is None
    assert pair_of(scope(replace(ONE, compared_with=Against.BASELINE))) is None, "without a 0-meting"
    year = pair_of(scope(replace(ONE, compared_with=Against.LAST_YEAR)))
    assert year is not None and year.base == FIRST.previous()


def alike(seed: int = 5) -> tuple[Series, Series]:
    """Two years of two series that feel the same shocks."""
    chance = np.random.default_rng(seed)
    days = (SECOND.end - date(2024, 7, 1)).days
    shock = np.repeat(chance.normal(0, 0.25, days // 30 + 1), 30)[:days]
    mine, theirs = (Series(date(2024, 7, 1), chance.poisson(60 * np.exp(shock)).astype(float)) for _ in range(2))
    return mine, theirs


def pair_lift(stated: list[StatedControl]) -> Lift:
    mine, theirs = alike()
    chosen = Comparison(Against.PREVIOUS, FIRST, Figure(1), 0.0, True, lift=lift(0.1, 0.4, 0.6))
    controls = controls_of_pair(Nothing(), scope(), stated, {"zuster": Elsewhere(theirs)})
    pair = pair_of(scope())
    assert pair is not None
    found = combined._lift(KPIS["visits"], mine, chosen, pair, scope(), NOTHING, controls)
    assert found is not None
    return found


def test_a_control_stands_beside_both_loops_or_neither() -> None:
    sister = StatedControl("zuster", workspace="../zuster")
    alone, beside = pair_lift([]), pair_lift([sister])
    assert np.log1p(beside.high) - np.log1p(beside.low) < 0.95 * (np.log1p(alone.high) - np.log1p(alone.low))
    for touched in (1, 2):
        assert pair_lift([replace(sister, touched_in=(touched,))]) == alone, "it was worked on in one of the two"
