"""Two loops in a row beside a control: how alike their errors stay, and what judging both together is worth then.

    .venv/bin/python -m bench.controls.pairs [--pairs 200]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from bench.controls.invented import WORLDS, pair
from bench.controls.run import EFFECTS, LOOP, START, Tried, summary
from talentloop.core.lift import Lift
from talentloop.stats.controls import past_scores, standard_score, steered
from talentloop.stats.judge import judge
from talentloop.stats.pair import combine
from talentloop.stats.series import Floats, Series, Window

HISTORIES = {"fourteen months": 425, "two and a half years": 910}


def tried(rng: np.random.Generator, name: str, history: int) -> Iterator[tuple[Tried, list[tuple[Lift, Lift]]]]:
    """Both loops together, alone and beside the control, with each effect in both; and the lifts of each of the two."""
    values, control = pair(rng, WORLDS[name], history + 2 * LOOP)
    base = (START + timedelta(history - LOOP), START + timedelta(history))
    loops = [(base[1] + timedelta(k * LOOP), base[1] + timedelta((k + 1) * LOOP)) for k in range(2)]
    for effect in EFFECTS:
        treated = values.copy()
        treated[history:] += rng.poisson(values[history:] * effect)
        found = [_judged(treated, control, loop, base) for loop in loops]
        if any(x is None for x in found):
            continue
        each = [x for x in found if x is not None]
        both = [combine(each[0][k], each[1][k]) for k in range(2)]
        if both[0] is not None and both[1] is not None:
            yield Tried(effect, both[0], both[1]), each


def _judged(values: Floats, control: Floats, loop: Window, base: Window) -> tuple[Lift, Lift] | None:
    """One loop with nothing later in sight: alone, and beside the control where it takes part."""
    mine, theirs = (Series(START, x[: (loop[1] - START).days]) for x in (values, control))
    alone, now = judge(mine, loop, base), standard_score(judge(theirs, loop, base))
    if not isinstance(alone, Lift) or now is None:
        return None
    found = steered(alone, past_scores(mine, loop), [(past_scores(theirs, loop), now)], LOOP)
    return alone, found.lift if found else alone


def alike(each: list[list[tuple[Lift, Lift]]], k: int) -> float:
    """Correlation of the errors of the two loops, alone (0) or beside the control (1)."""
    return float(np.corrcoef([[np.log1p(loop[k].lift) for loop in x] for x in each], rowvar=False)[0, 1])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--pairs", type=int, default=200)
    asked.add_argument("--seed", type=int, default=13)
    given = asked.parse_args()
    print("| world | history | errors alike | false alarms | covered | margin | found +20 % | found +40 % |")
    print("|" + "---|" * 8)
    for w, world in enumerate(WORLDS):
        for h, (history, days) in enumerate(HISTORIES.items()):
            rng = np.random.default_rng((given.seed, w, h))
            found = [t for _ in range(given.pairs) for t in tried(rng, world, days)]
            row, quiet = summary([t for t, _ in found]), [each for t, each in found if t.effect == 0]
            print(f"| {world} | {history} | {alike(quiet, 0):.2f} → {alike(quiet, 1):.2f} | " + " | ".join(
                f"{row[f'alone {x}']:.{k}f} → {row[f'beside {x}']:.{k}f}" for x, k in
                (("alarms", 3), ("covers", 3), ("width", 2), ("+20%", 2), ("+40%", 2))) + " |", flush=True)


if __name__ == "__main__":
    main()
