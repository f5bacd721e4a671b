"""Ranks among placebo errors: the tails go on beyond what was seen, and a hard kind is heard."""

from __future__ import annotations

import numpy as np
import pytest

from talentloop.stats.calibrate import p_value, quantile
from talentloop.stats.fit import PROBS, _quantiles
from talentloop.stats.prior import shipped

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
