"""Every class of error has an exit code of its own and says its facts."""

from __future__ import annotations

from talentloop.core import errors
from talentloop.core.errors import Problem, TalentloopError, UnknownName

CLASSES = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, TalentloopError)]


def test_exit_codes_are_distinct() -> None:
    codes = [c.exit_code for c in CLASSES]
    assert len(set(codes)) == len(codes) >= 7
    assert 0 not in codes and 2 not in codes  # 2 is what the command line says of wrong arguments
    assert all(code < 126 for code in codes)  # above that the shell speaks


def test_codes_of_sentences_are_distinct() -> None:
    assert len({c.code for c in CLASSES}) == len(CLASSES)


def test_an_error_tells_its_facts() -> None:
    error = UnknownName("unknown_kpi", name="visit", near="visits")
    assert error.code == "unknown_kpi"
    assert str(error) == "unknown_kpi · name: visit · near: visits"


def test_only_errors_block() -> None:
    assert Problem("wrong_date", "kosten.csv", 3, "datum", "31-02-2026").blocks
    assert not Problem("odd_total", "kosten.csv", severity="warning").blocks
