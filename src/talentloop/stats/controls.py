"""Control series beside a verdict: what also happened where the loop did nothing is taken off its lift."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import expm1, isfinite, log1p
from statistics import NormalDist

import numpy as np

from talentloop.core.lift import Lift
from talentloop.stats.judge import judge
from talentloop.stats.prior import Prior
from talentloop.stats.series import Floats, Series, Window

STEP = 30  # days between pseudo-loops
MOST = 24  # pseudo-loops that are looked at
FEWEST = 4  # pseudo-loops in which figure and control were both judged, below which a control says nothing
BELIEF = 4.0  # independent pseudo-loops that weigh as much as the belief that a control has nothing to do with it
KEPT = 3.0  # independent pseudo-loops' worth of belief that a control takes no doubt away
CLEARLY = 1.96  # a control that moved less than this is not worth a wider margin
ENOUGH = 0.85  # doubt that must be left with a control, at most, for it to take part: a weak one only adds noise
SURPRISE = 4.0  # standard scores beyond this count as this: one disaster does not make the rule
NORMAL = NormalDist()
Scores = dict[date, float]


@dataclass(frozen=True)
class Steered:
    """A lift with controls taken into account.

    `weights`: per control the share of its surprise (in standard scores) that the figure follows, drawn towards 0.
    `carried`: relative change that is put down to what the controls saw too. `narrower`: new margin ÷ old margin, on
    the log scale; `loops`: pseudo-loops of the past that it was learned from.
    """

    lift: Lift
    weights: tuple[float, ...]
    carried: float
    narrower: float
    loops: int


def past_scores(series: Series, loop: Window, prior: Prior | None = None, day_weights: Floats | None = None) -> Scores:
    """First day → standard score of every pseudo-loop before `loop`, as long, judged with nothing later in sight."""
    days, found = (loop[1] - loop[0]).days, {}
    for k in range(MOST):
        start = loop[0] - timedelta(days=days + STEP * k)
        if start - timedelta(days=days) < series.start:
            break
        score = standard_score(_judged(series, (start, start + timedelta(days=days)), prior, day_weights))
        if score is not None:
            found[start] = score
    return found


def standard_score(lift: object) -> float | None:
    """The calibrated score behind a lift's p, with its sign; None where nothing was judged."""
    if not isinstance(lift, Lift) or not isfinite(lift.high):
        return None
    size = NORMAL.inv_cdf(1 - min(max(lift.p, 1e-9), 1.0) / 2)
    return float(np.clip(np.sign(lift.lift) * size, -SURPRISE, SURPRISE))


def steered(lift: Lift, past: Scores, controls: Sequence[tuple[Scores, float]], days: int) -> Steered | None:
    """The lift of a loop of `days` less what the controls explain; per control its past scores and its score now.

    Ridge regression of the figure's past scores on those of the controls, with a prior around 0 that weighs as much as
    BELIEF independent pseudo-loops. What doubt that takes away is measured by leaving each pseudo-loop out in turn, and
    what the coefficients themselves are unsure of is added again. None where too few pseudo-loops have both, where the
    controls foretold hardly anything that was left out, or where all they would do is to add doubt.
    """
    learned = _learned(past, [scores for scores, _ in controls], days)
    if learned is None or min(lift.low, lift.lift) <= -1:
        return None
    now = np.array([score for _, score in controls])
    narrower = float(np.sqrt(learned.share * (1.0 + now @ learned.spread @ now)))
    if narrower >= 1 and np.abs(now).max() < CLEARLY:
        return None
    shift = float(learned.weights @ now)
    return Steered(_moved(lift, shift, narrower), tuple(map(float, learned.weights)),
                   expm1(shift * _deviation(lift)), narrower, learned.loops)


def foreseen(past: Scores, controls: Sequence[Scores], days: int) -> float | None:
    """New margin ÷ old margin to expect of a loop of `days`, before anybody knows what the controls will do in it.

    `steered` with the mean of what is not known yet: of controls that go on as in the past, the mean of now·spread·now is
    the trace of spread × their second moments. Those moments are drawn towards 1 by BELIEF pseudo-loops, as the ridge
    draws the coefficients; the product is then a multiple of the identity. None where controls would take no part.
    """
    learned = _learned(past, controls, days)
    if learned is None:
        return None
    unsure = len(controls) / (_each(days) * learned.loops + BELIEF)
    narrower = float(np.sqrt(learned.share * (1.0 + unsure)))
    return narrower if narrower < 1 else None


@dataclass(frozen=True)
class _Learned:
    """What the pseudo-loops say: coefficients, their covariance (in units of the residual variance), and the share of
    the figure's variance that is left with the controls."""

    weights: Floats
    spread: Floats
    share: float
    loops: int


def _learned(past: Scores, controls: Sequence[Scores], days: int) -> _Learned | None:
    """None where too few pseudo-loops have figure and controls, or where these foretold hardly anything left out."""
    shared = sorted(set(past).intersection(*controls)) if controls else []
    if len(shared) < FEWEST:
        return None
    u = np.array([past[day] for day in shared])
    v = np.array([[scores[day] for scores in controls] for day in shared])
    weights, spread, left = _ridge(u, v, _each(days))
    share = (KEPT + _each(days) * float(np.sum(left**2))) / (KEPT + _each(days) * float(np.sum(u**2)))
    return _Learned(weights, spread, share, len(shared)) if share < ENOUGH else None


def _each(days: int) -> float:
    """How many independent loops one pseudo-loop is worth: those that share days count for less."""
    return 0.8 * min(1.0, STEP / days)


def _ridge(u: Floats, v: Floats, each: float) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their covariance in units of the residual variance, and residuals with each row left out."""
    spread = np.linalg.inv(each * v.T @ v + BELIEF * np.eye(v.shape[1]))
    weights = each * spread @ v.T @ u
    leverage = each * np.einsum("ij,jk,ik->i", v, spread, v)
    return np.asarray(weights), np.asarray(spread, np.float64), (u - v @ weights) / (1.0 - np.minimum(leverage, 0.9))


def _moved(lift: Lift, shift: float, narrower: float) -> Lift:
    """The lift moved by `shift` standard scores and its margin made narrower (or wider); p follows."""
    low, centre, high = log1p(lift.low), log1p(lift.lift), log1p(lift.high)
    middle = centre - shift * _deviation(lift)
    score = (float(np.sign(lift.lift)) * NORMAL.inv_cdf(1 - min(max(lift.p, 1e-12), 1.0) / 2) - shift) / narrower
    return replace(
        lift, lift=expm1(middle), low=expm1(middle - (centre - low) * narrower),
        high=expm1(middle + (high - centre) * narrower), p=2 * NORMAL.cdf(-abs(score)),
        expected=(1 + lift.fact) / (1 + expm1(middle)) - 1, mde80=expm1(log1p(lift.mde80) * narrower))


def _deviation(lift: Lift) -> float:
    """One standard deviation of the lift, on the log scale."""
    return (log1p(lift.high) - log1p(lift.low)) / (2 * NORMAL.inv_cdf(0.975))


def _judged(series: Series, loop: Window, prior: Prior | None, day_weights: Floats | None) -> object:
    days = series.index(loop[1])
    seen = series.until(days)
    before = (loop[0] - (loop[1] - loop[0]), loop[0])
    return judge(seen, loop, before, prior=prior, day_weights=None if day_weights is None else day_weights[:days])
