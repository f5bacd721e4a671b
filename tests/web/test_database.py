"""PostgreSQL by one setting: what the web app does on SQLite it does there; and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from talentloop.core.errors import CannotServe
from talentloop.web import database
from web import postgres
from web.settings import ON_POSTGRES

ROOT = Path(__file__).parents[2]
# Migrations, everything that is stored, every page, people at once, jobs: what the database decides.
ENTRANCE = (f"tests/web/entrance/test_{of}.py" for of in ("login", "mail", "passkeys", "second_step", "single_sign_on"))
DECIDED_THERE = (
    "tests/store", "tests/web/test_foundation.py", *ENTRANCE, "tests/web/people", "tests/web/home", "tests/web/start",
    "tests/web/data/test_data.py", "tests/web/plan/test_changes.py", "tests/web/api/test_keys.py",
    "tests/web/test_labels.py::test_no_label_shows_a_name_of_code[nl]")


def talentloop(address: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "talentloop", "serve", "--data", str(data)], timeout=60,
                          capture_output=True, text=True, env={**os.environ, "TALENTLOOP_DATABASE_URL": address})


@pytest.mark.skipif(ON_POSTGRES, reason="these are the tests that run there")
def test_what_the_database_decides_is_the_same_on_postgresql(seen_demo: Path) -> None:
    try:
        address = postgres.start()
    except postgres.Absent as absent:
        pytest.skip(str(absent))
    ran = subprocess.run([sys.executable, "-m", "pytest", "-n0", "-m", "not browser", "-p", "no:cacheprovider",
                          *DECIDED_THERE], capture_output=True, text=True, cwd=ROOT, timeout=600, env={
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}, "TESTS_ON": "postgres",
        "TALENTLOOP_DATABASE_URL": address, "TESTS_DEMO": str(seen_demo.parent)})
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed and int(passed.group(1)) > 80, ran.stdout[-2000:]


def test_an_address_is_read_whole() -> None:
    found = database.at("postgres://jan:a%40b@db.example.org:6432/loop?sslmode=require", Path("nergens"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "jan", "a@b", "db.example.org", 6432, "loop")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("address", ["mysql://a/b", "db.example.org", "postgres://db.example.org"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(CannotServe):
        database.at(address, Path("nergens"))


def test_a_server_that_is_not_there_is_told_in_one_sentence_without_the_password(tmp_path: Path) -> None:
    ran = talentloop(f"postgres://jan:geheim@127.0.0.1:{postgres.free_port()}/loop", tmp_path)
    assert ran.returncode == CannotServe.exit_code and "Traceback" not in ran.stderr
    assert "TALENTLOOP_DATABASE_URL" in ran.stderr and "geheim" not in ran.stderr + ran.stdout
