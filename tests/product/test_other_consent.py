"""A cookie notice that fewer agree to is no decline: the whole line says so, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from talentloop import line
from talentloop.assess.health import Coverage
from talentloop.core.period import Period
from talentloop.core.verdict import Word
from talentloop.report.sentences import comparison_sentence, verdict_sentence
from talentloop.report.words import Words
from talentloop.workspace import Workspace


def test_less_consent_is_told_instead_of_a_verdict(demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = line.coverages

    def less_in_the_loop(engine: object, periods: Sequence[Period]) -> dict[Period, Coverage]:
        found = measured(engine, periods)  # type: ignore[arg-type]
        return {p: replace(x, people=0.2, views=10**6) if p == periods[0] else replace(x, views=10**6)
                for p, x in found.items()}

    before = demo.findings(2).finding("unique_visitors")
    monkeypatch.setattr(line, "coverages", less_in_the_loop)
    report = Workspace(demo.path).findings(2)
    uniques, time = report.finding("unique_visitors"), report.finding("time_on_site")
    assert before and uniques and time
    assert before.verdict.because != "other_consent" != time.verdict.because
    assert uniques.verdict.word is Word.NOT_COMPARABLE and uniques.verdict.because == "other_consent"
    assert uniques.figure == before.figure, "the figure stays what it is"
    for lang, says in (("nl", "toestemming om te meten ging van"), ("en", "consent to measure went from")):
        w = Words(lang, "EUR")
        assert says in verdict_sentence(w, uniques)
        assert uniques.chosen and says in comparison_sentence(w, uniques, uniques.chosen)
