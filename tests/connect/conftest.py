"""A workspace that may ask servers on this machine, and a clock that does not wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from talentloop.connect.pull import Clock
from talentloop.core.facts import FACTS
from talentloop.fetch import PRIVATE
from talentloop.workspace import Workspace

TODAY = date(2026, 11, 26)
MAPPING = """
[[file]]
match = "kosten*"
fact = "costs"
columns = { day = "Datum", line = "Post", amount_micros = "Bedrag" }
constants = { kind = "jobboard", side = "external", currency = "EUR" }
"""


@dataclass
class Waited(Clock):
    """Time that passes only when somebody waits; `naps` tells how long each time."""

    naps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = lambda: sum(self.naps)
        self.sleep = self.naps.append


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv(PRIVATE, "127.0.0.1")
    made = Workspace.create(tmp_path / "client", "Zorggroep Test")
    text = (made.path / "client.toml").read_text()
    (made.path / "client.toml").write_text(text.replace("[client]\n", f"[client]\nas_of = {TODAY}\n", 1) + MAPPING)
    made.clock = Waited()
    return made


def rows(home: Workspace, fact: str, columns: str = "*", more: str = "") -> list[tuple[object, ...]]:
    with home.lake.asking() as (ask, now):
        return ask(f"SELECT {columns} FROM {now.source(FACTS[fact])} {more}").fetchall()


def naps(home: Workspace) -> list[float]:
    assert isinstance(home.clock, Waited)
    return home.clock.naps
