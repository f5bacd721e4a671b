"""Measure the verdict on the public bench: ours with the shipped prior and with priors that never saw the group.

python measure.py --regime long --per-group 80 --out results/long.parquet
    ours: shipped prior; left_out: a prior learned without the group of the series; own_length: a prior that knows
    the length of the loops (reproduce learns it); other names are the bench's own.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import corpus
import pandas as pd

from talentloop.stats.bench import bench_verdict
from talentloop.stats.prior import Prior, parse

RESULTS = corpus.ROOT / "bench" / "results" / "verdict"
OURS = ("ours", "left_out", "own_length")
COLUMNS = "candidate windows false_alarm cover width winkler pow10 pow20 pow40 adjpow10 adjpow20 adjpow40 ms_median"


def left_out(folder: Path) -> Callable:
    """The product with, for every series, the prior that was learned without its group."""
    priors: dict[str, Prior] = {p.stem: parse(json.loads(p.read_text())) for p in folder.glob("*.json")}
    now: dict[str, Prior] = {}

    def verdict(history: pd.Series, start: pd.Timestamp, end: pd.Timestamp, kind: str) -> tuple:
        return bench_verdict(history, start, end, kind, prior=now["prior"])

    def set_context(_series: str, group: str) -> None:
        now["prior"] = priors[group]

    verdict.set_context = set_context
    return verdict


def own_length(path: Path = RESULTS / "own_lengths.json") -> Callable:
    """The product with models that were learned on loops of the very length that is judged."""
    prior = parse(json.loads(path.read_text()))

    def verdict(history: pd.Series, start: pd.Timestamp, end: pd.Timestamp, kind: str) -> tuple:
        return bench_verdict(history, start, end, kind, prior=prior)

    return verdict


def candidates(names: list[str], folder: Path) -> dict[str, Callable]:
    """Ours by name, anything else from the bench's own candidates."""
    own = dict(zip(OURS, (lambda: bench_verdict, lambda: left_out(folder), own_length), strict=True))
    return {name: own[name]() if name in own else _theirs(name) for name in names}


def _theirs(name: str) -> Callable:
    from candidates import peers, simple

    return getattr(simple, name) if hasattr(simple, name) else getattr(peers, f"make_{name}")()


def chosen(windows: pd.DataFrame, per_group: int) -> pd.DataFrame:
    """The first windows per group in the bench's own shuffled order."""
    return windows.sample(frac=1, random_state=1).groupby("group").head(per_group) if per_group else windows


def kept(out: Path | None, names: list[str], windows: pd.DataFrame) -> pd.DataFrame | None:
    """What the others said of these windows in an earlier run: nothing of theirs changes with the product.

    None where a window or a method is not in it.
    """
    if out is None or not out.exists():
        return None
    found = pd.read_parquet(out)
    found = found[found.candidate.isin(set(names) - set(OURS))]
    there = found.groupby("candidate").apply(lambda x: set(zip(x.series_id, x.start, strict=True)))
    asked = set(zip(windows.series_id, windows.start, strict=True))
    return found if set(there.index) == set(names) - set(OURS) and all(x == asked for x in there) else None


def by_group(found: pd.DataFrame) -> pd.DataFrame:
    """False alarms and coverage per candidate and group."""
    found = found.assign(
        alarm=(found.p < 0.05) & (found.lift == 0), hit=(found.low <= found.lift) & (found.lift <= found.high)
    )
    alarms = found[found.lift == 0].groupby(["candidate", "group"]).alarm.mean()
    table = pd.DataFrame({"false_alarm": alarms, "cover": found.groupby(["candidate", "group"]).hit.mean()})
    return table.unstack("group")


def show(found: pd.DataFrame) -> None:
    print(corpus.core.summarise(found)[COLUMNS.split()].round(3).to_string(index=False))
    print(by_group(found).round(3).to_string())
    print(found[found.err != ""].groupby(["candidate", "err"]).size().to_string())


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cands", default="ours,left_out")
    ask.add_argument("--regime", default="long", choices=["long", "short"])
    ask.add_argument("--per-group", type=int, default=80)
    ask.add_argument("--lifts", default="0,.05,.1,.2,.4")
    ask.add_argument("--priors", type=Path, default=RESULTS / "left_out")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--loop", type=int, default=60)
    ask.add_argument("--out", type=Path)
    ask.add_argument("--keep", action="store_true", help="take what others said from --out, if it is there")
    a = ask.parse_args()
    meta, daily = corpus.load()
    windows = chosen(corpus.core.windows(meta, daily, loop=a.loop, seed=a.seed), a.per_group)
    names = a.cands.split(",")
    before = kept(a.out, names, windows) if a.keep else None
    tried = candidates([x for x in names if before is None or x in OURS], a.priors)
    hooks = {name: f.set_context for name, f in tried.items() if hasattr(f, "set_context")}
    lifts = [float(x) for x in a.lifts.split(",")]
    found = corpus.core.run(tried, windows, daily, lifts=lifts, regime=a.regime, hooks=hooks)
    found = found if before is None else pd.concat([found, before], ignore_index=True)
    if a.out:
        a.out.parent.mkdir(parents=True, exist_ok=True)
        found.to_parquet(a.out)
    pd.set_option("display.width", 250, "display.max_columns", 60)
    show(found)


if __name__ == "__main__":
    main()
