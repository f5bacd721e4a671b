"""A platform that changed what it counts: a comparison that crosses the day is one of unlike things, and says why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from talentloop.assess.obstacles import obstacle
from talentloop.assess.scope import Scope
from talentloop.core.breakpoint import PLATFORM_BREAKPOINTS, Breakpoint, breaks_between
from talentloop.core.findings import Comparison
from talentloop.core.kpi import Focus
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Against, Loop
from talentloop.core.measurement import Figure
from talentloop.core.period import Period
from talentloop.core.verdict import Word
from talentloop.core.workdays import Workdays
from talentloop.report.filling import filled
from talentloop.report.words import Words

TOUCHING = [(b, id) for b in PLATFORM_BREAKPOINTS for id in b.kpis]


def test_the_known_ones_are_there_and_name_kpis_that_exist() -> None:
    assert {b.day for b in PLATFORM_BREAKPOINTS} == {date(2025, 6, 10), date(2026, 1, 12), date(2026, 3, 1)}
    assert all(id in KPIS for _, id in TOUCHING)


@pytest.mark.parametrize(("broken", "id"), TOUCHING)
def test_only_what_crosses_the_day_and_uses_the_network_is_broken(broken: Breakpoint, id: str) -> None:
    kpi, day = KPIS[id], broken.day
    before = Period(day - timedelta(days=61), day)
    loop = Period(day, day + timedelta(days=61))
    later = Period(loop.end, loop.end + timedelta(days=61))
    assert broken in breaks_between(kpi, loop, before, ["meta"])
    assert broken in breaks_between(kpi, loop, loop.year_before(), ["meta"])
    assert broken not in breaks_between(kpi, later, loop, ["meta"])
    assert broken not in breaks_between(kpi, loop, before, ["linkedin"])
    assert broken not in breaks_between(KPIS["visits"], loop, before, ["meta"])


@pytest.mark.parametrize(("broken", "id"), TOUCHING)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_verdict_says_not_comparable_and_why(broken: Breakpoint, id: str, lang: str) -> None:
    period = Period(broken.day, broken.day + timedelta(days=61))
    loop = Loop(1, period, Focus.REACH, "impressions", "zichtbaar")
    scope = Scope(loop, (loop,), None, period.end + timedelta(days=90), period, {}, period, {}, Workdays({}), 0.1)
    crossing = Comparison(Against.PREVIOUS, period.previous(), Figure(100.0), 0.2, True, False, breaks=(broken,))
    found = obstacle(KPIS[id], scope, Figure(120.0), crossing, None, 0.0)
    assert found is not None and found.word is Word.NOT_COMPARABLE and found.because == "platform_break"
    assert getattr(broken, f"what_{lang}") in str(filled(Words(lang, "EUR"), found.facts)["what"])
