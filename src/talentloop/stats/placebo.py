"""Pseudo-loops: the loops of a series' past in which nothing was done, as examples to learn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from talentloop.stats.expect import expect_with, see
from talentloop.stats.forecast import EXTRA, Regime, Shape
from talentloop.stats.prior import Model
from talentloop.stats.scale import covariates
from talentloop.stats.series import Floats, Series
from talentloop.stats.yearend import Reading

# Days of history that pseudo-loops may see, in turn: the first loop of a client has 120, its later ones more.
HISTORY = {"long": (425, 1461, 560, 780), "short": (120, 240, 120, 400), "brief": (56,)}


@dataclass(frozen=True, eq=False)
class Placebos:
    """Pseudo-loops of many series, one row each.

    change: log change of the loop; x: features; g: scale covariates; group: kind of series; seen: what a verdict would
    know on the eve of the loop, to judge it as a verdict would.
    """

    change: Floats
    x: Floats
    g: Floats
    group: npt.NDArray[np.str_]
    seen: npt.NDArray[np.object_]
    shape: Shape

    def rows(self, keep: npt.NDArray[np.bool_]) -> Placebos:
        change, x, g, group, seen = (column[keep] for column in self.columns())
        return Placebos(change, x, g, group, seen, self.shape)

    def columns(self) -> tuple[np.ndarray, ...]:
        """The arrays, in the order of the fields."""
        return self.change, self.x, self.g, self.group, self.seen


def placebos(series: Iterable[tuple[Series, str]], shape: Shape, regime: Regime, step: int = 30) -> Placebos:
    """Every pseudo-loop, `step` days apart, of every (series, group), seen with at most HISTORY days before it.

    The weekday weights of each pseudo-loop come from its own past only, as in a real verdict. Loops that cannot be
    described (gaps, too little before them) are left out.
    """
    change, x, g, names, eves = [], [], [], [], []
    for one, group in series:
        for values, origin in _scenes(one, shape, regime, step):
            seen = see(Reading(values, origin).within(regime), origin, shape, regime)
            if seen is None:
                continue
            change.append(seen.past.change[0])
            x.append(seen.past.x[0])
            g.append(covariates(seen.past)[0])
            names.append(group)
            eves.append(seen)
    every = np.empty(len(eves), dtype=object)
    every[:] = eves
    found = Placebos(np.array(change), np.array(x), np.array(g), np.array(names), every, shape)
    complete = np.isfinite(found.change) & np.isfinite(found.x).all(1) & np.isfinite(found.g).all(1)
    return found.rows(complete)


def scores(placebos: Placebos, model: Model, short: Model | None) -> Floats:
    """Standardised errors of the whole machine, own history included."""
    found = [expect_with(model, seen, short) for seen in placebos.seen]
    return (placebos.change - [one.mean for one in found]) / np.array([one.scale for one in found])


def _scenes(series: Series, shape: Shape, regime: Regime, step: int) -> Iterable[tuple[Series, int]]:
    need = shape.before + shape.gap + EXTRA.get(regime, shape.before)
    for k, origin in enumerate(range(need, len(series) - shape.loop + 1, step)):
        history = HISTORY[regime][k % len(HISTORY[regime])]
        first = max(0, origin - max(history, need))
        last = origin + shape.loop
        den = None if series.den is None else series.den[first:last]
        yield Series(series.start + timedelta(days=first), series.values[first:last], series.kind, den), origin - first
