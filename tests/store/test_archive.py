"""archive.json: what is kept comes back, and what was given once is never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from talentloop.core.archive import Given, Kept
from talentloop.core.errors import BadSettings
from talentloop.core.verdict import Word
from talentloop.store.archive import add_archived, read_archive

ONE = Kept(1, date(2026, 3, 8), "visits", {
    "visits": Given(Word.BETTER, "more_than_usual_wobble", 0.3, 0.25, 0.1, 0.4, 0.003),
    "hires": Given(Word.TOO_EARLY, "cohort_young")})


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "archive.json"
    assert read_archive(path) == {}
    add_archived(path, ONE)
    add_archived(path, replace(ONE, number=2))
    assert read_archive(path) == {1: ONE, 2: replace(ONE, number=2)}


def test_a_verdict_once_given_stays(tmp_path: Path) -> None:
    path = tmp_path / "archive.json"
    add_archived(path, ONE)
    before = path.read_bytes()
    add_archived(path, replace(ONE, as_of=date(2027, 1, 1), verdicts={}))
    assert path.read_bytes() == before


def test_infinite_changes_are_kept_as_unknown(tmp_path: Path) -> None:
    given = Given(Word.BETTER, "x", float("inf"), None, 0.1, float("inf"))
    endless = Kept(3, date(2026, 3, 8), "leads", {"leads": given})
    add_archived(tmp_path / "archive.json", endless)
    given = read_archive(tmp_path / "archive.json")[3].verdicts["leads"]
    assert (given.fact, given.low, given.high) == (None, 0.1, None)


@pytest.mark.parametrize("text", ["[", '[{"number": 1}]', '{"a": 1}'])
def test_a_damaged_archive_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "archive.json").write_text(text)
    with pytest.raises(BadSettings, match="archive_unreadable"):
        read_archive(tmp_path / "archive.json")
