"""A few thousand payloads that no tracker sends: each gets an answer with a reason, and what is let in can be taken.

bench/collect/hostile.py does the same a million times.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from bench.collect.hostile import RIGHT_EVERY, Attacked, hypothesised, mutated


def test_nothing_that_is_sent_breaks_the_collector(tmp_path: Path) -> None:
    attacked = Attacked(tmp_path / "client")
    hypothesised(attacked, 500, 4)
    mutated(attacked, 3000, Random(5), invented=300)
    visits = 3000 // RIGHT_EVERY
    assert attacked.answers.total() >= 3000 + visits
    assert attacked.answers["204 ok"] >= visits  # each seen to be taken; what else came out right is on top
    assert attacked.answers["400 malformed"] > 100
    assert attacked.drain()["web_hits"] >= 2 * visits
    attacked.close()
