"""Learn the population prior: shipped from all series, and one per left-out group to judge it by.

python train_prior.py --out prior.json                    writes the shipped prior
python train_prior.py --out prior.json --left-out DIR     and DIR/<group>.json, each learned without that group
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import corpus
import numpy as np
from widen import Named, widened

from talentloop.stats.fit import fit
from talentloop.stats.forecast import Shape
from talentloop.stats.placebo import Placebos, placebos
from talentloop.stats.prior import Model, Prior, dump
from talentloop.stats.scale import population

LENGTHS = (60, 28, 91)  # the nearest serves the others
JUDGED = 60  # the length of the loops that the bench judges: only for it there are priors that left a group out
REGIMES = ("brief", "short", "long")
STEPS = {"level": 45, "ratio": 120}  # days between the pseudo-loops of one series; its relatives give a third as many
WIDENED = ("each series also thinned, with another season, with drift and bursts, and for the models of a year and more "
           "with a level that wanders (widen.py)")
Job = tuple[str, int, float, tuple[str, ...], tuple[str | None, ...], int]


def source(family: str) -> Named:
    """The series of a family."""
    meta, daily = corpus.load()
    found = corpus.levels(meta, daily) if family == "level" else corpus.ratios(meta, daily)
    return [(one, group) for _, group, one in found]


def examples(family: str, shape: Shape, regime: str, step: int) -> Placebos:
    """Pseudo-loops of the series and, more sparsely, of their relatives."""
    real = source(family)
    one, other = placebos(real, shape, regime, step), placebos(widened(real, regime == "long"), shape, regime, 3 * step)
    joined = (np.concatenate(pair) for pair in zip(one.columns(), other.columns(), strict=True))
    return Placebos(*joined, shape)


def parents(rows: Placebos) -> np.ndarray:
    """The real group behind each row: a relative is left out together with its group."""
    return np.array([name.split("+")[0] for name in rows.group])


def learn(job: Job) -> list[tuple[str | None, Model]]:
    """Models of one family and length in every regime: one per group to leave out (None leaves out nothing).

    The long regime comes last: its scale hears the loops of a first year, as the model of the short one reads them.
    """
    family, days, gap, regimes, without, step = job
    found: list[tuple[str | None, Model]] = []
    short: dict[str | None, Model] = {}
    for regime in sorted(regimes, key=REGIMES.index):
        rows = examples(family, Shape(days, 0, days), regime, step)
        kinds = parents(rows)
        print(family, regime, days, len(rows.change), flush=True)
        for w in without:
            model = fit(rows if w is None else rows.rows(kinds != w), family, regime, days, gap, short.get(w))
            found.append((w, model))
            if regime == "short":
                short[w] = model
    return found


def gap_growth(family: str, days: int = 60) -> float:
    """How much the error variance grows per loop length between the comparison and the loop (median of squares)."""
    series = source(family)
    gaps, squares = (0, 1, 2, 4), []
    model: Model | None = None
    for gap in gaps:
        rows = placebos(series, Shape(days, gap * days, days), "short", 60 if family == "level" else 120)
        model = model or fit(rows, family, "short", days)
        scale = np.array([float(population(model, seen.past)[0]) for seen in rows.seen])
        squares.append(float(np.median(((rows.change - rows.x @ model.beta) / scale) ** 2)))
    slope = np.polyfit(gaps, np.array(squares) / squares[0], 1)[0]
    return max(0.0, round(float(slope), 3))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--left-out", type=Path)
    ask.add_argument("--lengths", default=",".join(map(str, LENGTHS)))
    ask.add_argument("--families", default="level,ratio")
    ask.add_argument("--regimes", default=",".join(REGIMES))
    ask.add_argument("--processes", type=int, default=2)
    a = ask.parse_args()
    meta, _ = corpus.load()
    groups = sorted({*meta.group, "site"} - {"hiring"})
    lengths, families = tuple(int(x) for x in a.lengths.split(",")), tuple(a.families.split(","))
    regimes = tuple(a.regimes.split(","))
    gaps = {family: gap_growth(family) for family in families}
    print("gap growth", gaps, flush=True)
    jobs = [(f, n, gaps[f], regimes, (None, *groups) if a.left_out and n == JUDGED else (None,), STEPS[f])
            for n in lengths for f in families]
    models: dict[str | None, list[Model]] = {}
    with ProcessPoolExecutor(a.processes) as pool:
        for learned in pool.map(learn, jobs):
            for w, model in learned:
                models.setdefault(w, []).append(model)
    for w, found in models.items():
        write(a.out if w is None else a.left_out / f"{w}.json", found, [g for g in groups if g != w],
              int((meta.group != w).sum()))


def write(path: Path, models: list[Model], groups: list[str], series: int) -> None:
    """A prior as JSON, with what it was learned from."""
    provenance = {
        "trained_on": groups,
        "trained_at": date.today().isoformat(),
        "data": "public daily series of the verdict bench; series_meta.csv there has source and licence of each",
        "series": series,
        "widened": WIDENED,
        "loop_lengths": sorted({m.days for m in models}),
        "regimes": list(dict.fromkeys(m.regime for m in models)),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dump(Prior(tuple(models), provenance)), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
