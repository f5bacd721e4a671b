"""A few thousand payloads that no tracker sends: each gets an answer with a reason, and what is let in can be taken.

bench/collect/hostile.py does the same a million times.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from bench.collect.hostile import Attacked, hypothesised, mutated


def test_nothing_that_is_sent_breaks_the_collector(tmp_path: Path) -> None:
    attacked = Attacked(tmp_path / "client")
    hypothesised(attacked, 500, 4)
    mutated(attacked, 3000, Random(5), invented=300)
    assert attacked.answers.total() >= 3000
    assert attacked.answers["204 ok"] > 20  # some are right, or the rest would prove nothing; 50 are usual
    assert attacked.answers["400 malformed"] > 100
    attacked.drain()
    attacked.close()
