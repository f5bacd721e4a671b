"""The house as ARCHITECTURE.md draws it stands: who imports whom, how long things are, and that our papers are true."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from house import imports, papers, sizes, words

from talentloop.core.kpis import KPIS

ROOT = Path(__file__).resolve().parent.parent
CHECKS = (
    imports.direction, imports.circles, imports.core_stands_alone, imports.only_store_and_web_know_django,
    imports.telling_names, imports.sources_stand_apart,
    sizes.long_functions, sizes.mostly_small_functions, sizes.long_files, sizes.opening_sentences, sizes.no_sql_in_core,
    words.glossary, words.unlike, words.told_twice, words.spoken_ids,
    papers.of_one_machine, papers.golden_pairs, papers.inventory, papers.lock, papers.reasons,
    papers.links,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_the_house_stands(check: Callable[[Path], list[str]]) -> None:
    wrong = check(ROOT)
    assert not wrong, "\n" + "\n".join(wrong)


def test_files_over_four_hundred_lines_are_told() -> None:
    """Not wrong yet, but told every time until they are split."""
    if longish := sizes.longish_files(ROOT):
        warnings.warn("files over 400 lines: " + ", ".join(longish), stacklevel=1)
    assert all(int(line.rsplit(" ", 1)[1]) <= sizes.FILE for line in longish)


def test_every_kpi_is_named_in_both_languages() -> None:
    wrong = words.without_words(ROOT, "kpi", list(KPIS), ".name")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_problem_has_words() -> None:
    codes = words.problem_codes(ROOT)
    wrong = words.without_words(ROOT, "problems", codes)
    assert codes and not wrong, "\n" + "\n".join(wrong)


def test_every_error_has_words() -> None:
    codes = words.error_codes(ROOT)
    wrong = words.without_words(ROOT, "errors", codes)
    assert codes and not wrong, "\n" + "\n".join(wrong)
