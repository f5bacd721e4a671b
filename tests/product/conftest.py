"""A small demo employer, taken and planned once, that the tests of the whole line look at."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from talentloop.command.demonstrate import build
from talentloop.workspace import Workspace

SCALE = 0.15


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo; workers of one run share it, the first of them makes it. No run takes another's, but one
    that a test starts: it is told where that test's own is."""
    if given := os.environ.get("TESTS_DEMO"):
        return Path(given) / "demo"
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    with (home.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "baseline.json").exists():
            shutil.rmtree(home, ignore_errors=True)
            build(home, seed=2024, scale=SCALE)
    return home


@pytest.fixture(scope="session")
def demo(built_demo: Path) -> Workspace:
    """Only for reading; a test that writes takes `own_demo`."""
    return Workspace(built_demo)


@pytest.fixture
def own_demo(built_demo: Path, tmp_path: Path) -> Workspace:
    """A copy of the demo for one test."""
    shutil.copytree(built_demo, tmp_path / "demo", ignore=shutil.ignore_patterns("exports"))
    return Workspace(tmp_path / "demo")
