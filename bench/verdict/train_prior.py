"""Learn the population prior: shipped from all series, and one per left-out group to judge it by.

python train_prior.py --out prior.json            writes the shipped prior
python train_prior.py --leave-out --out DIR       writes DIR/<group>.json, each learned without that group
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import corpus
import numpy as np

from talentloop.stats.fit import Placebos, fit
from talentloop.stats.forecast import Shape
from talentloop.stats.placebo import placebos
from talentloop.stats.prior import Prior, dump

LENGTHS = (28, 56, 60, 61, 91)
REGIMES = ("long", "short", "brief")


def learn_rows(lengths: tuple[int, ...], families: tuple[str, ...]) -> dict[tuple[str, str, int], Placebos]:
    """Pseudo-loops by (family, regime, loop length)."""
    meta, daily = corpus.load()
    sources = {"level": corpus.levels(meta, daily), "ratio": corpus.ratios(meta, daily)}
    rows = {}
    for family in families:
        series = [(one, group) for _, group, one in sources[family]]
        for regime in REGIMES:
            for days in lengths:
                rows[family, regime, days] = placebos(series, Shape(days, 0, days), regime)
                print(family, regime, days, len(rows[family, regime, days].change), flush=True)
    return rows


def gap_growth(family: str, model_days: int = 60) -> float:
    """How much the error variance grows per loop length between the comparison and the loop."""
    meta, daily = corpus.load()
    source = corpus.levels(meta, daily) if family == "level" else corpus.ratios(meta, daily)
    series = [(one, group) for _, group, one in source]
    spread = []
    for gap in (0, 1, 2, 4):
        rows = placebos(series, Shape(model_days, gap * model_days, model_days), "short", step=60)
        model = fit(rows, family, "short", model_days)
        base = fit(placebos(series, Shape(model_days, 0, model_days), "short", step=60), family, "short", model_days)
        z = (rows.change - rows.x @ base.beta) / np.exp(0.5 * ((rows.g - base.centre) / base.spread) @ base.gamma)
        spread.append(float(np.median(np.abs(z))) ** 2)
        del model
    slope = np.polyfit([0, 1, 2, 4], np.array(spread) / spread[0], 1)[0]
    return max(0.0, round(float(slope), 3))


def prior_of(rows: dict, gaps: dict[str, float], without: str | None, groups: list[str]) -> Prior:
    """A prior from all rows, or from all but one group."""
    models = []
    for (family, regime, days), found in rows.items():
        kept = found if without is None else found.rows(found.group != without)
        models.append(fit(kept, family, regime, days, gaps[family]))
    provenance = {
        "trained_on": [g for g in groups if g != without],
        "trained_at": date.today().isoformat(),
        "data": "191 public daily series of the verdict bench (series_meta.csv has source and licence of each)",
        "loop_lengths": sorted({key[2] for key in rows}),
        "regimes": list(REGIMES),
    }
    return Prior(tuple(models), provenance)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--leave-out", action="store_true")
    ask.add_argument("--lengths", default=",".join(map(str, LENGTHS)))
    ask.add_argument("--families", default="level,ratio")
    a = ask.parse_args()
    lengths, families = tuple(int(x) for x in a.lengths.split(",")), tuple(a.families.split(","))
    rows = learn_rows(lengths, families)
    gaps = {family: gap_growth(family) for family in families}
    print("gap growth", gaps)
    groups = sorted({g for found in rows.values() for g in set(found.group)})
    if not a.leave_out:
        a.out.write_text(json.dumps(dump(prior_of(rows, gaps, None, groups)), separators=(",", ":")) + "\n")
        return
    a.out.mkdir(parents=True, exist_ok=True)
    for group in groups:
        document = dump(prior_of(rows, gaps, group, groups))
        (a.out / f"{group}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
