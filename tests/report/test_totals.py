"""A file's own totals in words: columns by their names, money as money, and which of the two is the file's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talentloop.report.totals import total_said
from talentloop.report.words import Words

SOURCES = Path(__file__).parents[2] / "src" / "talentloop" / "sources"
BY_HAND = {name for file in SOURCES.rglob("*.py") for name in re.findall(r'CheckSum\("([^"]+)"', file.read_text("utf-8"))}


@pytest.mark.parametrize(("lang", "name", "theirs", "says"), [
    ("nl", "spend", 53_683, "Besteed: € 536,83, gelijk aan het bestand"),
    ("nl", "impressions", None, "Vertoningen: 53.683"),
    ("en", "spend", 53_700, "Spent: €536.83, but the file says €537.00")])
def test_a_total_is_told_as_it_would_be_read(lang: str, name: str, theirs: int | None, says: str) -> None:
    assert total_said(Words(lang), name, 53_683, theirs).replace("\xa0", " ") == says


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_total_of_every_source_has_a_name(lang: str) -> None:
    assert len(BY_HAND) > 3
    for name in BY_HAND:
        assert not total_said(Words(lang), name, 1, 1).startswith(name)


def test_which_of_the_two_is_the_file_s() -> None:
    assert "bestand (1300)" in Words("nl")("problems.total_differs", found="1300", expected="1200")
    assert "own total (1300)" in Words("en")("problems.total_differs", found="1300", expected="1200")
