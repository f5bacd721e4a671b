"""Single verdicts without a control on invented counts in which nothing was done: how often they ring, by history.

    .venv/bin/python -m bench.controls.alone [--series 300]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np

from bench.controls.invented import WORLDS, counts, pair
from talentloop.core.lift import Lift
from talentloop.stats.judge import judge
from talentloop.stats.series import Floats, Series

HISTORIES = (300, 425, 500, 600, 728, 1100)
LOOP, EVENTS = 60, 40.0
# Days in which a level comes back, and how far it wanders (log standard deviation).
WANDERING = {"slow": (200, 0.2), "fast": (20, 0.1), "in between": (50, 0.15), "none": (50, 0.0)}
Maker = Callable[[np.random.Generator, int], Floats]


def wandering(returns: float, size: float) -> Maker:
    """Counts of a level that wanders off and comes back, without steps."""
    def make(rng: np.random.Generator, days: int) -> Floats:
        level = np.zeros(days)
        for i, step in enumerate(rng.normal(size=days - 1) * np.sqrt(2 / returns), 1):
            level[i] = level[i - 1] * (1 - 1 / returns) + step
        return counts(rng, np.log(EVENTS) + size * level, int(rng.integers(364)))
    return make


def makers() -> Mapping[str, Maker]:
    """The worlds of the controls, of which the figure alone is used, and levels that wander more or less."""
    shared = {name: lambda rng, days, world=world: pair(rng, world, days)[0] for name, world in WORLDS.items()}
    return {**shared, **{f"{name} wander": wandering(*how) for name, how in WANDERING.items()}}


def rings(rng: np.random.Generator, make: Maker, history: int) -> bool:
    """Is a loop in which nothing was done called better or worse?"""
    series = Series(date(2023, 1, 2) + timedelta(days=int(rng.integers(364))), make(rng, history + LOOP))
    start = series.end - timedelta(days=LOOP)
    found = judge(series, (start, series.end), (start - timedelta(days=LOOP), start))
    return isinstance(found, Lift) and found.p <= 0.05


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--series", type=int, default=300)
    asked.add_argument("--seed", type=int, default=11)
    given = asked.parse_args()
    print("| days of history | " + " | ".join(f"{h:,}" for h in HISTORIES) + " |\n|" + "---|" * (len(HISTORIES) + 1))
    for w, (name, make) in enumerate(makers().items()):
        rates = [np.mean([rings(np.random.default_rng((given.seed, w, h, i)), make, h) for i in range(given.series)])
                 for h in HISTORIES]
        print(f"| {name} | " + " | ".join(f"{100 * rate:.1f} %" for rate in rates) + " |", flush=True)


if __name__ == "__main__":
    main()
