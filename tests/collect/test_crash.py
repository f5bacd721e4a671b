"""The collector, its drain and its host are killed under load: what was acknowledged is in the facts, once.

bench/collect/crash.py does it two hundred times.
"""

from __future__ import annotations

from pathlib import Path

from bench.collect.crash import rounds
from bench.collect.payload import workspace


def test_kills_under_load_lose_nothing_and_count_nothing_twice(tmp_path: Path) -> None:
    workspace(tmp_path / "client")
    found = rounds(tmp_path / "client", 3, 5, senders=4, longest=1.0)
    assert found.sound, found
    assert found.acknowledged > 100
