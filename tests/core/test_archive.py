"""What was written of a loop is found by its words, without regard to accents or capitals."""

from __future__ import annotations

from datetime import date

import pytest

from talentloop.core.archive import fits
from talentloop.core.kpi import Focus
from talentloop.core.loop import Change, ChangeKind, Closing, Loop
from talentloop.core.period import Period

LOOP = Loop(1, Period(date(2026, 1, 1), date(2026, 3, 1)), Focus.TRAFFIC, "time_on_site", "Eén verhaal per week",
            changes=(Change(date(2026, 1, 5), "Nieuw menu", ChangeKind.SITE, False),),
            closing=Closing(date(2026, 3, 8), "Bleef even lang.", "Nu eerst bereik."))


@pytest.mark.parametrize(("words", "found"), [
    ("", True), ("een VERHAAL", True), ("menu", True), ("bereik", True), ("even lang", True), ("tijd", True),
    ("verhaal vacature", False), ("leads", False),
])
def test_every_word_has_to_occur(words: str, found: bool) -> None:
    assert fits(LOOP, words, None, "Tijd op site") is found


def test_focus() -> None:
    assert fits(LOOP, "", Focus.TRAFFIC) and not fits(LOOP, "", Focus.REACH)
