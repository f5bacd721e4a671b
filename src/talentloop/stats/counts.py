"""Small counts: the exact conditional test of two rates, its interval, and the usual wobble on top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from talentloop.stats.series import Floats

WOBBLE = 0.15  # log-normal standard deviation by which recruitment rates differ between loops without a cause
SMALL = 50.0  # below this expected loop count the exact test alone speaks
LARGE = 200.0  # above it the forecast alone; in between they are blended
_NODES, _MASS = np.polynomial.hermite_e.hermegauss(9)
_MASS = _MASS / _MASS.sum()
_FAR = 30.0  # a log ratio that stands for "unbounded"


@dataclass(frozen=True)
class Rates:
    """Two counts compared: the ratio of their rates, its 95 % interval and the two-sided p."""

    ratio: float
    low: float
    high: float
    p: float


def compare(
    count: float, before: float, exposure: float = 1.0, exposure_before: float = 1.0, wobble: float = 0.0
) -> Rates:
    """Compare `count` events in `exposure` (weighted days) with `before` events in `exposure_before`.

    Conditional on their sum the count is binomial (Przyborowski and Wilenski 1940); p is the mid-p, the interval its
    inversion. `wobble` is the log standard deviation of the true ratio when nothing happened, integrated out.
    Ratio is NaN without any event, infinite without an event before; the interval is then (0, infinity) or one-sided.
    """
    k, m = round(max(count, 0.0)), round(max(before, 0.0))
    if k + m == 0 or exposure <= 0 or exposure_before <= 0:
        return Rates(float("nan"), 0.0, float("inf"), 1.0)
    offset = float(np.log(exposure / exposure_before))
    above, below = tails(k, k + m, np.array([offset]), wobble)
    p = min(1.0, 2.0 * float(min(above[0], below[0])))
    low, high = _invert(k, k + m, offset, wobble)
    ratio = (k / exposure) / (m / exposure_before) if m else float("inf")
    return Rates(ratio, low if k else 0.0, high if m else float("inf"), p)


def tails(k: int, n: int, log_odds: Floats, wobble: float) -> tuple[Floats, Floats]:
    """Mid-p tails P(X > k) + P(X = k)/2 and its complement, X ~ Bin(n, logistic(log_odds + wobble·N(0,1)))."""
    nodes = log_odds[:, None] + (wobble * _NODES[None, :] if wobble > 0 else np.zeros((1, 1)))
    mass = _MASS if wobble > 0 else np.ones(1)
    pmf = binomial(n, nodes)
    above = pmf[..., k + 1 :].sum(-1) + 0.5 * pmf[..., k]
    up = np.asarray((above * mass).sum(-1))
    return up, 1.0 - up


def binomial(n: int, log_odds: Floats) -> Floats:
    """Binomial probabilities of 0..n for every log odds; shape log_odds.shape + (n + 1,)."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    choose = logs[n] - logs - logs[::-1]
    at = np.arange(n + 1)
    odds = log_odds[..., None]
    return np.asarray(np.exp(choose + at * odds - n * np.logaddexp(0.0, odds)))


def _invert(k: int, n: int, offset: float, wobble: float) -> tuple[float, float]:
    """The rate ratios at which either tail is 2.5 %, by bisection on the log scale, both bounds at once."""
    low, high = np.full(2, -_FAR), np.full(2, _FAR)
    for _ in range(36):
        middle = (low + high) / 2
        above, below = tails(k, n, middle + offset, wobble)
        beyond = np.array([above[0] > 0.025, below[1] < 0.025])
        high, low = np.where(beyond, middle, high), np.where(beyond, low, middle)
    bounds = np.exp((low + high) / 2)
    return float(bounds[0]), float(bounds[1])


def size(mean: float, level: float = 0.05) -> float:
    """Exact false-alarm rate of the mid-p test when both counts are Poisson with this mean (no simulation)."""
    n_max = int(mean * 2 + 12 * np.sqrt(2 * mean) + 12)
    alarm = 0.0
    log_weight = -2 * mean
    for n in range(n_max + 1):
        if n:
            log_weight += float(np.log(2 * mean / n))
        pmf = binomial(n, np.zeros(1))[0]
        above = pmf[::-1].cumsum()[::-1] - 0.5 * pmf
        p = 2 * np.minimum(above, 1 - above)
        alarm += float(np.exp(log_weight) * pmf[p <= level].sum())
    return alarm
