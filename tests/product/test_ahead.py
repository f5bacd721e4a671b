"""Files that a second process reads ahead come in as if they had been read here, whatever becomes of that process."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from talentloop.core.errors import Problem
from talentloop.taker import open_here
from talentloop.workspace import Workspace, ahead
from talentloop.workspace.ahead import Ahead

KINDS = ("kosten.xlsx", "ga4_events_*.jsonl.gz", "greenhouse_harvest_*.json", "leads.csv", "vacatures.csv")


@pytest.fixture
def home(tmp_path: Path, built_demo: Path) -> Workspace:
    """The demo's client before anything was taken."""
    shutil.copytree(built_demo, tmp_path / "client", ignore=shutil.ignore_patterns("facts", "exports", "plan.*"))
    return Workspace(tmp_path / "client")


@pytest.fixture
def files(tmp_path: Path, built_demo: Path) -> list[Path]:
    there = tmp_path / "files"
    there.mkdir()
    (there / "brief.txt").write_text("Beste lezer,")
    (there / "bereik.csv").write_text("")
    return [*there.iterdir(), *(next((built_demo / "exports").glob(kind)) for kind in KINDS), there / "nergens.csv"]


def started(home: Workspace, files: list[Path]) -> Ahead:
    reader, until = Ahead(home.path, files, home.context), time.monotonic() + 60
    while reader.told.empty():
        assert time.monotonic() < until and reader.process.poll() is None
        time.sleep(0.02)
    return reader


def everything(opened: object) -> object:
    """All that a file says, and the number of blocks that its rows came in."""
    if isinstance(opened, Problem):
        return opened
    source, reading = opened  # type: ignore[misc]
    rows = [(r.fact, {n: list(v) for n, v in r.columns.items()}) for r in reading.rows]
    return source.name, rows, reading.problems, reading.checks, reading.window, reading.notes


def test_what_was_read_ahead_is_what_is_read_here(home: Workspace, files: list[Path]) -> None:
    with started(home, files) as reader:
        for path in files:
            assert everything(reader(path)) == everything(open_here(path, home.context)), path.name
            assert reader.started and reader.next and reader.next.number == reader.asked


def test_a_reader_that_dies_is_not_missed(home: Workspace, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "BLOCKS", 1)
    big = [next(p for p in files if p.suffix == ".gz"), *files]
    here = [everything(open_here(path, home.context)) for path in big]
    with started(home, big) as reader:
        source, reading = reader(big[0])  # type: ignore[misc]
        rows = iter(reading.rows)
        first = next(rows)
        reader.process.kill()
        reading.rows = joined(first, rows)
        assert everything((source, reading)) == here[0]
        assert [everything(reader(path)) for path in files] == here[1:]


def joined(first: object, rest: Iterator) -> Iterator:
    yield first
    yield from rest


def test_files_that_are_there_are_left_alone_and_one_given_twice_comes_in_once(
        home: Workspace, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    cost, leads = (next(p for p in files if p.name == name) for name in ("kosten.xlsx", "leads.csv"))
    assert home.take([cost])[0].outcome.value == "taken"
    monkeypatch.setattr(ahead, "WORTH", 0)
    monkeypatch.setattr(Ahead, "_ready", at_once(Ahead._ready))
    found = home.take([cost, leads, leads, cost])
    assert [f.outcome.value for f in found] == ["repeated", "taken", "repeated", "repeated"]


def at_once(ready):  # type: ignore[no-untyped-def]
    """As if the reader had started in no time."""
    def wait(self: Ahead) -> bool:
        while not self.started and self.told.empty():
            time.sleep(0.02)
        return ready(self)
    return wait


def test_a_file_that_changed_meanwhile_is_read_as_it_is_now(home: Workspace, files: list[Path], tmp_path: Path) -> None:
    leads = Path(shutil.copy(next(p for p in files if p.name == "leads.csv"), tmp_path))
    with started(home, [leads, leads]) as reader:
        assert everything(reader(leads)) == everything(open_here(leads, home.context))
        while reader.told.empty():
            time.sleep(0.02)
        lines = leads.read_text().splitlines(keepends=True)
        leads.write_text("".join(lines[: len(lines) // 2]))
        assert everything(reader(leads)) == everything(open_here(leads, home.context))
