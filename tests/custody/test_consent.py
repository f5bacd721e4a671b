"""Consent: what it covers over time, what was shown and answered, and that taking it back has an end to it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from talentloop.custody.consent import coverage
from talentloop.workspace import Workspace

from .home import hits, made


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return made(tmp_path / "w")


def test_coverage_is_told_month_by_month_and_not_of_a_few(home: Workspace) -> None:
    hits(home, 3, "few", datetime(2026, 8, 3, 9))
    july, august = coverage(home)
    assert (july.month, july.shares["full"], july.known) == (date(2026, 7, 1), 1.0, 1.0) and july.visits > 30
    assert august.month == date(2026, 8, 1) and august.visits < 10 and not august.shares and august.known is None
