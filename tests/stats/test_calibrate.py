"""Ranks among placebo errors: the tails go on beyond what was seen, and a hard kind is heard."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from talentloop.stats.calibrate import p_value, quantile
from talentloop.stats.fit import PROBS, _quantiles, fit
from talentloop.stats.forecast import Shape
from talentloop.stats.placebo import placebos
from talentloop.stats.prior import shipped
from talentloop.stats.series import Series

MODELS = shipped().models


@pytest.mark.parametrize("number", range(len(MODELS)))
def test_p_falls_with_the_error_on_both_sides_and_has_no_floor(number: int) -> None:
    model = MODELS[number]
    for side in (1, -1):
        scores = quantile(model, 0.5) + side * np.linspace(0.5, 60, 400)
        found = np.array([p_value(model, float(x)) for x in scores])
        assert (np.diff(found) <= 1e-9).all()
        assert 0 < found[-1] < found[200] < 0.01


@pytest.mark.parametrize("number", range(len(MODELS)))
def test_p_is_five_percent_where_the_interval_ends(number: int) -> None:
    model = MODELS[number]
    for prob in (0.025, 0.975):
        assert p_value(model, quantile(model, prob)) == pytest.approx(0.05, abs=1e-6)


def test_a_hard_kind_widens_the_tails_and_leaves_the_middle() -> None:
    rng = np.random.default_rng(1)
    group = np.repeat(np.array(["a", "b", "c", "d"]), 2000)
    scores = rng.normal(0, np.repeat([1.0, 1.0, 1.0, 3.0], 2000))
    plain, careful = _quantiles(scores, group, 0.0), _quantiles(scores, group, 0.75)
    at = [int(np.argmin(np.abs(PROBS - p))) for p in (0.025, 0.5, 0.975)]
    assert careful[at[0]] < plain[at[0]] and careful[at[2]] > plain[at[2]]
    assert careful[at[1]] == pytest.approx(plain[at[1]], abs=0.1)
    assert (np.diff(careful) >= 0).all()


def test_the_longest_loops_get_the_ranks_of_a_hard_kind() -> None:
    """The same pseudo-loops of calm and wild kinds: only what they are said to be the length of differs."""
    rng = np.random.default_rng(3)
    named = [(Series(date(2020, 1, 6), 80 * np.exp(np.cumsum(rng.standard_t(3, 1200) * wild))), kind)
             for kind, wild in (("calm", 0.004), ("wild", 0.02)) for _ in range(3)]
    rows = placebos(named, Shape(60, 0, 60), "long", 20)
    usual, longest = (fit(rows, "level", "long", days) for days in (60, 91))
    widths = [quantile(m, 0.975) - quantile(m, 0.025) for m in (usual, longest)]
    assert widths[1] > 1.03 * widths[0]
    assert quantile(longest, 0.5) == pytest.approx(quantile(usual, 0.5), abs=0.1)
