"""Pseudo-loops: the loops of a series' past in which nothing was done, as examples to learn from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from talentloop.stats.fit import Placebos
from talentloop.stats.forecast import Regime, Shape, look
from talentloop.stats.level import YEAR, Levels
from talentloop.stats.scale import covariates
from talentloop.stats.series import Series

HISTORY = {"long": 1461, "short": 120, "brief": 56}  # days of history a pseudo-loop may see
EXTRA = {"long": YEAR, "brief": 0}  # days it needs before the previous period; "short" needs another such period


def placebos(
    series: Iterable[tuple[Series, str]], shape: Shape, regime: Regime, step: int = 30, history: int | None = None
) -> Placebos:
    """Every pseudo-loop, `step` days apart, of every (series, group), seen with at most `history` days before it.

    The weekday weights of each pseudo-loop come from its own past only, as in a real verdict.
    """
    days = history or HISTORY[regime]
    rows = [row for one, group in series for row in _rows(one, group, shape, regime, step, days)]
    change, x, g, names = zip(*rows, strict=True)
    return Placebos(np.array(change), np.array(x), np.array(g), np.array(names)).complete()


def _rows(
    series: Series, group: str, shape: Shape, regime: Regime, step: int, history: int
) -> list[tuple[float, np.ndarray, np.ndarray, str]]:
    need = shape.before + shape.gap + EXTRA.get(regime, shape.before)
    rows = []
    for origin in range(need, len(series) - shape.loop + 1, step):
        first = max(0, origin - max(history, need))
        part = Series(
            series.start,
            series.values[first : origin + shape.loop],
            series.kind,
            None if series.den is None else series.den[first : origin + shape.loop],
        )
        past = look(Levels(part, origin - first), np.array([origin - first]), shape, regime)
        rows.append((past.change[0], past.x[0], covariates(past)[0], group))
    return rows
