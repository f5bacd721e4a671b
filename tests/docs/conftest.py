"""A small demo that the pages and the reference of JSON look at: made once as its reader makes it, copied for each."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import subprocess

import pytest
from page import DEMO, ROOT, Demo, environment, execute


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Workers of one run share it; the first of them makes it."""
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "small-demo"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = place / "said.txt"
        if not said.exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            made = execute(shlex.split(DEMO), place, environment(place, ROOT / "src"))
            assert made.returncode == 0, made.stdout
            said.write_text(made.stdout, encoding="utf-8")
    return Demo(place, subprocess.CompletedProcess(DEMO, 0, said.read_text(encoding="utf-8")))
