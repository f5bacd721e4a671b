"""The container file, as far as can be held without a container: what it copies is there, what it calls exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from typer.testing import CliRunner

from talentloop.cli import app

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "deploy" / "Containerfile").read_text().replace("\\\n", " ").splitlines()


def told(word: str) -> list[str]:
    return [line.removeprefix(word).strip() for line in LINES if line.startswith(f"{word} ")]


def test_what_it_copies_is_there_and_is_all_that_building_needs() -> None:
    copied = {name for line in told("COPY") for name in line.split()[:-1]}
    assert copied and all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert {project["project"]["readme"], "src", "requirements.lock", "pyproject.toml"} <= copied


def test_what_builds_it_is_in_the_lock_for_nothing_else_is_fetched() -> None:
    assert "--no-build-isolation" in told("RUN")[0]
    project, lock = tomllib.loads((ROOT / "pyproject.toml").read_text()), (ROOT / "requirements.lock").read_text()
    for need in project["build-system"]["requires"]:
        assert re.search(rf"^{re.escape(need)}==", lock, re.M), need


def test_what_it_runs_exists() -> None:
    script, = (re.findall(r'"([^"]+)"', line)[0] for line in told("ENTRYPOINT"))
    assert script in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert CliRunner().invoke(app, re.findall(r'"([^"]+)"', told("CMD")[0])).exit_code == 0
    options = re.findall(r"(--[a-z]+) ", next(line for line in LINES if "podman run" in line).split("collect", 1)[1])
    help_text = CliRunner().invoke(app, ["collect", "--help"], env={"COLUMNS": "200"}).output
    assert options and all(option in help_text for option in options)
