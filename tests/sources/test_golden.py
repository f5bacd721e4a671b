"""Every source folder has golden pairs, and every golden input becomes exactly its expected facts."""

from __future__ import annotations

import json
import pkgutil
from pathlib import Path

import pytest
from golden import SOURCES, canonical, cases, context, inputs, outcome, source_of

from talentloop.sources import NOT_SOURCES

FOLDERS = [m.name for m in pkgutil.iter_modules([str(SOURCES)]) if m.ispkg and m.name not in NOT_SOURCES]
CASES = [case for folder in FOLDERS for case in cases(folder)]


def case_id(case: Path) -> str:
    return f"{case.parent.parent.name}/{case.name}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_source_has_a_golden_pair(folder: str) -> None:
    """A source without an example of what it reads cannot be trusted, nor learned from."""
    assert cases(folder), f"sources/{folder}/golden/<case>/ is missing"
    for case in cases(folder):
        assert inputs(case) and (case / "expected.json").exists(), f"{case_id(case)} lacks an input or expected.json"


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_golden_input_becomes_its_facts(case: Path) -> None:
    """Facts, problems, check sums and window, all of them and nothing else."""
    expected = json.loads((case / "expected.json").read_text())
    assert canonical(outcome(source_of(case), inputs(case), context(case))) == canonical(expected)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_golden_input_gives_only_facts_it_promises(case: Path) -> None:
    """`facts` of a source tells users what they get from it; it may promise neither more nor less than it gives."""
    given = outcome(source_of(case), inputs(case), context(case))["rows"]
    assert set(given) <= set(source_of(case).facts)
