"""Learn the population prior: shipped from all series, and one per left-out group to judge it by.

python train_prior.py --out prior.json            writes the shipped prior
python train_prior.py --leave-out --out DIR       writes DIR/<group>.json, each learned without that group
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

LENGTHS = (60, 28, 91)  # 56, 61 and 62 days are served by 60
REGIMES = ("long", "short", "brief")
STEPS = {"level": 45, "ratio": 90}  # days between the pseudo-loops of one series; its relatives give a third as many
Job = tuple[str, str, int, float, tuple[str | None, ...], int]


def source(family: str) -> Named:
    """The series of a family."""
    meta, daily = corpus.load()
    found = corpus.levels(meta, daily) if family == "level" else corpus.ratios(meta, daily)
    return [(one, group) for _, group, one in found]


def examples(family: str, shape: Shape, regime: str, step: int) -> Placebos:
    """Pseudo-loops of the series and, more sparsely, of their relatives."""
    real = source(family)
    one, other = placebos(real, shape, regime, step), placebos(widened(real), shape, regime, 3 * step)
    joined = (np.concatenate(pair) for pair in zip(one.columns(), other.columns(), strict=True))
    return Placebos(*joined, shape)


def parents(rows: Placebos) -> np.ndarray:
    """The real group behind each row: a relative is left out together with its group."""
    return np.array([name.split("+")[0] for name in rows.group])


def learn(job: Job) -> list[tuple[str | None, Model]]:
    """Models of one family, regime and length: one per group to leave out (None leaves out nothing)."""
    family, regime, days, gap, without, step = job
    rows = examples(family, Shape(days, 0, days), regime, step)
    kinds = parents(rows)
    print(family, regime, days, len(rows.change), flush=True)
    return [(w, fit(rows if w is None else rows.rows(kinds != w), family, regime, days, gap)) for w in without]


def gap_growth(family: str, days: int = 60) -> float:
    """How much the error variance grows per loop length between the comparison and the loop (median of squares)."""
    series = source(family)
    gaps, squares = (0, 1, 2, 4), []
    model: Model | None = None
    for gap in gaps:
        rows = placebos(series, Shape(days, gap * days, days), "short", 60 if family == "level" else 120)
        model = model or fit(rows, family, "short", days)
        scale = np.array([_scale(model, scene, rows.shape) for scene in rows.scenes])
        squares.append(float(np.median(((rows.change - rows.x @ model.beta) / scale) ** 2)))
    slope = np.polyfit(gaps, np.array(squares) / squares[0], 1)[0]
    return max(0.0, round(float(slope), 3))


def _scale(model: Model, scene: tuple, shape: Shape) -> float:
    from talentloop.stats.forecast import look
    from talentloop.stats.level import Levels

    return float(population(model, look(Levels(*scene), np.array([scene[1]]), shape, "short"))[0])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--leave-out", action="store_true")
    ask.add_argument("--lengths", default=",".join(map(str, LENGTHS)))
    ask.add_argument("--families", default="level,ratio")
    ask.add_argument("--regimes", default=",".join(REGIMES))
    ask.add_argument("--processes", type=int, default=2)
    a = ask.parse_args()
    meta, _ = corpus.load()
    groups = sorted({*meta.group, "site"} - {"hiring"})
    lengths, families = tuple(int(x) for x in a.lengths.split(",")), tuple(a.families.split(","))
    without: tuple[str | None, ...] = tuple(groups) if a.leave_out else (None,)
    regimes = tuple(a.regimes.split(","))
    gaps = {family: 0.0 if a.leave_out else gap_growth(family) for family in families}  # the bench has no loop with a gap
    print("gap growth", gaps, flush=True)
    jobs = [(f, r, n, gaps[f], without, STEPS[f]) for f in families for r in regimes for n in lengths]
    models: dict[str | None, list[Model]] = {w: [] for w in without}
    with ProcessPoolExecutor(a.processes) as pool:
        for learned in pool.map(learn, jobs):
            for w, model in learned:
                models[w].append(model)
    for w, found in models.items():
        provenance = {
            "trained_on": [g for g in groups if g != w],
            "trained_at": date.today().isoformat(),
            "data": "public daily series of the verdict bench; series_meta.csv there has source and licence of each",
            "series": int((meta.group != w).sum()),
            "widened": "each series also thinned, with another season, and with drift and bursts (widen.py)",
            "loop_lengths": list(lengths),
            "regimes": list(regimes),
        }
        path = a.out / f"{w}.json" if a.leave_out else a.out
        path.parent.mkdir(parents=True, exist_ok=True)
        document = dump(Prior(tuple(found), provenance))
        path.write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
