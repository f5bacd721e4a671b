"""One small demo, written once, for all tests here."""

from __future__ import annotations

from pathlib import Path

import pytest

from talentloop.demo import DemoTruth, Story, imagine, write_demo

SMALL = 0.08


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoTruth]:
    """Folder and truth of a demo of about 35,000 events."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, write_demo(folder, scale=SMALL)


@pytest.fixture(scope="session")
def story() -> Story:
    """What happens in the full demo, without its files."""
    return imagine(2024)
