"""docs/reference/json.md names everything that the commands say with --json, and nothing that they do not."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page import ROOT, Block, Demo, blocks, environment, execute

PAGE = ROOT / "docs" / "reference" / "json.md"
COSTS = """
[[file]]
match = "costs.csv"
fact = "costs"
columns = { day = "Day", line = "Line", kind = "Kind", side = "Side", amount_micros = "Amount" }
"""
VERBS = ("take", "report", "kpi", "plan", "loop", "archive", "roi", "doctor", "trust", "prior", "init", "undo")


def differences(told: Any, said: Any, where: str = "") -> Iterator[str]:
    """Names that only one of the two has, by the way to them. What is null may be anything; "<…>" is every name."""
    if said is None or isinstance(told, str):
        if isinstance(said, dict | list):
            yield f"{where} is documented as one value"
    elif isinstance(told, list):
        for one in said if isinstance(said, list) else ():
            yield from differences(told[0], one, f"{where}[]")
    elif not isinstance(said, dict):
        yield f"{where} is no object"
    elif any(name.startswith("<") for name in told):
        for value in said.values():
            yield from differences(next(iter(told.values())), value, f"{where}.<…>")
    else:
        yield from (f"{where}.{name} is not documented" for name in said if name not in told)
        yield from (f"{where}.{name} is documented, but not there" for name in told if name not in said)
        for name in set(told) & set(said):
            yield from differences(told[name], said[name], f"{where}.{name}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small_demo: Demo) -> Path:
    """A folder with a small demo in it and a file that is still to be taken."""
    place = tmp_path_factory.mktemp("json")
    small_demo.copied(place)
    with (place / "demo" / "client.toml").open("a", encoding="utf-8") as settings:
        settings.write(COSTS)
    (place / "costs.csv").write_text("Day;Line;Kind;Side;Amount\n2026-10-01;Fair;content;external;950,00\n")
    return place


@pytest.mark.parametrize("block", [b for b in blocks(PAGE) if b.kind == "json"], ids=lambda b: b.heading["run"])
def test_json_is_as_documented(block: Block, folder: Path) -> None:
    done = execute(shlex.split(block.heading["run"]), folder, environment(folder, ROOT / "src"))
    assert done.returncode == 0, done.stdout
    wrong = sorted(set(differences(json.loads(block.text), json.loads(done.stdout))))
    assert not [w for w in wrong if not refused_lift(w)], "\n".join(wrong)


def refused_lift(difference: str) -> bool:
    """Where statistics refuse, `lift` holds a reason instead; the page says so in words."""
    return ".lift." in difference


def test_differences_are_found() -> None:
    told = {"a": "one", "b": [{"c": "two"}], "d": {"<any>": "three"}}
    assert list(differences(told, {"a": 1, "b": [{"c": None}], "d": {"x": 1, "y": 2}})) == []
    assert set(differences(told, {"a": {"e": 1}, "b": [{"c": 2}, {"f": 3}], "g": 4})) == {
        ".g is not documented", ".d is documented, but not there", ".b[].f is not documented",
        ".b[].c is documented, but not there", ".a is documented as one value"}


def test_every_command_is_documented() -> None:
    documented = " ".join(b.heading["run"] for b in blocks(PAGE) if b.kind == "json")
    assert all(f"talentloop {verb}" in documented for verb in VERBS)
