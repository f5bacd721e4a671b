"""What a control series does to verdicts: false alarms, coverage and power on invented pairs, with and without it.

    .venv/bin/python -m bench.controls.run [--pairs 400]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bench.controls.invented import WORLDS, pair
from talentloop.core.lift import Lift
from talentloop.stats.controls import past_scores, standard_score, steered
from talentloop.stats.judge import judge
from talentloop.stats.series import Series, Window

HISTORIES = {"six months": 180, "fourteen months": 425, "two and a half years": 910}
LOOP = 60
EFFECTS = (0.0, 0.1, 0.2, 0.4)
START = date(2023, 1, 2)


@dataclass(frozen=True)
class Tried:
    effect: float
    alone: Lift
    beside: Lift


def tried(rng: np.random.Generator, name: str, history: int) -> Iterator[Tried]:
    """One pair: the same loop judged alone and beside its control, with nothing done and with each effect put in."""
    values, control = pair(rng, WORLDS[name], history + LOOP)
    loop = (START + timedelta(days=history), START + timedelta(days=history + LOOP))
    base = (loop[0] - timedelta(days=LOOP), loop[0])
    other = Series(START, control)
    theirs, now = past_scores(other, loop), standard_score(judge(other, loop, base))
    mine = past_scores(Series(START, values), loop)
    for effect in EFFECTS:
        treated = values.copy()
        treated[history:] += rng.poisson(values[history:] * effect)
        yield from _judged(effect, Series(START, treated), loop, base, mine, theirs, now)


def _judged(effect: float, series: Series, loop: Window, base: Window, mine: dict[date, float],
            theirs: dict[date, float], now: float | None) -> Iterator[Tried]:
    alone = judge(series, loop, base)
    if isinstance(alone, Lift):
        found = steered(alone, mine, [(theirs, now)], LOOP) if now is not None else None
        yield Tried(effect, alone, found.lift if found else alone)


def summary(found: list[Tried]) -> dict[str, float]:
    """False alarms, coverage, mean log width, and power; power also at an equal 5 % of false alarms."""
    row: dict[str, float] = {}
    for name in ("alone", "beside"):
        lifts = {e: [getattr(t, name) for t in found if t.effect == e] for e in EFFECTS}
        none = lifts[0.0]
        row[f"{name} alarms"] = float(np.mean([x.p <= 0.05 for x in none]))
        row[f"{name} covers"] = float(np.mean([x.low <= 0 <= x.high for x in none]))
        row[f"{name} width"] = float(np.median([np.log1p(x.high) - np.log1p(x.low) for x in none]))
        threshold = float(np.quantile([x.p for x in none], 0.05))
        for effect in EFFECTS[1:]:
            row[f"{name} +{effect:.0%}"] = float(np.mean([x.p <= 0.05 for x in lifts[effect]]))
            row[f"{name} +{effect:.0%} equal"] = float(np.mean([x.p <= threshold for x in lifts[effect]]))
    return row


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pairs", type=int, default=400)
    asked.add_argument("--seed", type=int, default=11)
    given = asked.parse_args()
    print("| world | history | false alarms | covered | margin | found +20 % | found +40 % | +20 % at equal alarms |")
    print("|---|---|---|---|---|---|---|---|")
    for w, world in enumerate(WORLDS):
        for h, (history, days) in enumerate(HISTORIES.items()):
            rng = np.random.default_rng((given.seed, w, h))
            row = summary([t for _ in range(given.pairs) for t in tried(rng, world, days)])
            print(f"| {world} | {history} | " + " | ".join(
                f"{row[f'alone {x}']:.{k}f} → {row[f'beside {x}']:.{k}f}" for x, k in
                (("alarms", 3), ("covers", 3), ("width", 2), ("+20%", 2), ("+40%", 2), ("+20% equal", 2))) + " |",
                flush=True)


if __name__ == "__main__":
    main()
