"""The population prior learned again from an installation's own clients, model by model where they teach enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from talentloop.stats.fit import fit
from talentloop.stats.forecast import Shape
from talentloop.stats.level import as_it_is
from talentloop.stats.placebo import Placebos, placebos
from talentloop.stats.prior import Family, Model, Prior
from talentloop.stats.series import Floats, Series

CLIENTS = 5  # fewer are no population: what one of them did would become everyone's usual wobble
STEADY = 2000.0  # pseudo-loops whose quantiles weigh as much as the shipped ones: a tail takes many to know
LOOPS = 300  # pseudo-loops below which the shipped model of that family, regime and length is kept


@dataclass(frozen=True)
class Refitted:
    """`prior` is the new one; None when there were too few clients. `learned` and `kept` name models of it as
    family/regime/days: learned from these clients, or still the shipped one. `placebo_loops` taught the learned."""

    prior: Prior | None
    clients: int
    series: int
    learned: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    placebo_loops: int = 0


def refit(clients: Mapping[str, Sequence[Series]], base: Prior, today: date) -> Refitted:
    """Each model of `base` again from the days of all clients, who weigh equally. Names of clients stay out of it."""
    with_days = {name: series for name, series in clients.items() if series}
    count = sum(map(len, with_days.values()))
    if len(with_days) < CLIENTS:
        return Refitted(None, len(with_days), count)
    named = [(as_it_is(one, len(one)), str(i)) for i, series in enumerate(with_days.values()) for one in series]
    first = [(old, _again(old, named, base)) for old in base.models if old.regime != "long"]
    heard = Prior(tuple(new or old for old, new in first), base.provenance)
    found = [*first, *((old, _again(old, named, heard)) for old in base.models if old.regime == "long")]
    learned = tuple(_name(old) for old, new in found if new)
    kept = tuple(_name(old) for old, new in found if not new)
    provenance = {
        "trained_on": [f"{len(with_days)} clients"], "trained_at": today.isoformat(), "series": count,
        "data": "days of the clients of one installation, without their names", "learned": list(learned),
        "kept": list(kept), "kept_from": dict(base.provenance),
    }
    taught = sum(new.learned_from for _, new in found if new)
    return Refitted(Prior(tuple(new or old for old, new in found), provenance), len(with_days), count, learned, kept,
                    taught)


def _again(old: Model, named: Sequence[tuple[Series, str]], heard: Prior) -> Model | None:
    """The model of the same family, regime and length; None where the clients teach too little of it.

    What loops of a first year say of later ones is heard through the short model of `heard`.
    """
    rows = _rows(old, [(one, name) for one, name in named if _family(one) == old.family])
    if rows is None or len(rows.change) < LOOPS or len(np.unique(rows.group)) < CLIENTS:
        return None
    with np.errstate(all="ignore"):
        new = fit(rows, old.family, old.regime, old.days, old.gap, heard.nearest(old.family, "short", old.days))
    sane = np.isfinite(new.beta).all() and np.isfinite(new.scores).all()
    return replace(new, probs=old.probs, scores=_steadied(old, new)) if sane else None


def _steadied(old: Model, new: Model) -> Floats:
    """The new quantiles of the errors, drawn towards the shipped ones where few loops stand behind them."""
    share = new.learned_from / (new.learned_from + STEADY)
    return share * np.interp(old.probs, new.probs, new.scores) + (1 - share) * old.scores


def _rows(old: Model, named: Sequence[tuple[Series, str]]) -> Placebos | None:
    with np.errstate(all="ignore"):
        return placebos(named, Shape(old.days, 0, old.days), old.regime) if _long_enough(old, named) else None


def _long_enough(old: Model, named: Sequence[tuple[Series, str]]) -> bool:
    """Is there at least one series with two periods and a loop in it? None at all would leave nothing to stack."""
    least = old.days * 2 + (364 if old.regime == "long" else 0 if old.regime == "brief" else old.days)
    return any(len(one) >= least for one, _ in named)


def _family(series: Series) -> Family:
    return "ratio" if series.kind in ("ratio", "mean") else "level"


def _name(model: Model) -> str:
    return f"{model.family}/{model.regime}/{model.days}"
