"""Where a level that wanders, and may have seasons, is heading: a forecast from the weeks before a loop alone."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from talentloop.stats.level import Levels
from talentloop.stats.series import Floats, Ints

WEEKS, WEEKLY, BLOCK = 156, 26, 4  # looked back at most; the latest one by one, the older in fours
MOST = WEEKLY + (WEEKS - WEEKLY) // BLOCK  # blocks
LEAST = 6  # weeks below which there is no outlook
# How the log level may behave, every pair of the two: variance of its steps per week, variance of its seasons.
WANDERS, SEASONS = (0.0003, 0.003, 0.03), (0.0, 0.03, 0.3)
BELIEVED = (0.2, 0.3, 0.5)  # of the three sizes of season, before a day was seen
RESTLESS = (1.0, 3.0)  # a week may be off by its noise, or by three times that variance
SEASON_LASTS = 208.0  # weeks after which two seasons are alike by 1/e
ANYWHERE, RETURNS = 4.0, 52.0  # variance of where the level lies; weeks in which it returns there, if it wandered off
SURPRISE = 20.0  # so many blocks speak for themselves; more say less each, for no figure behaves as described
SPIKE = 3.0  # a week further from its neighbours' median than so many usual distances is taken at that distance
TOGETHER = 8  # rows turned in one product: of more the algebra makes threads, which wait for each other
QUIET, LOUD = 1e-4, 2.0  # variance of a week's log level at least and at most


def outlook(levels: Levels, ends: Ints, noise: Floats, gaps: Ints, days: int) -> tuple[Floats, Floats]:
    """Mean log level of a loop of `days` that starts `gaps` days after each of `ends`, and its standard deviation.

    The weeks before `ends` are a Gaussian process: a wandering level plus a season of 52 weeks of any shape and phase,
    which dies out slowly, plus noise (`noise`: variance of a week's log level). How much it wanders and how strong its
    season is, is not known: every combination forecasts, and counts as it explains the weeks seen (Bayesian model
    averaging, the likelihood tempered as in Grünwald 2012). No calendar is used: a figure that turns in July and one
    that turns in January are the same to it. NaN where fewer than LEAST weeks are known.
    """
    mean, sd = np.full(len(ends), np.nan), np.full(len(ends), np.nan)
    values, known = _blocks(levels, ends)
    variance = np.minimum(np.maximum(noise, QUIET), LOUD)
    lengths = _lengths(known)
    there = np.arange(values.shape[1]) < lengths[:, None]
    seen = np.isfinite(values) & there
    at = np.flatnonzero((known >= LEAST) & np.isfinite(variance) & (seen.sum(1) >= 0.5 * lengths))
    if len(at):
        _bridge(values, seen, lengths, at)
        mean[at], sd[at] = _mixed(values[at], known[at], variance[at], gaps[at], days)
    return mean, sd


def _blocks(levels: Levels, ends: Ints) -> tuple[Floats, Ints]:
    """Log levels of the past of each end, and how many weeks back there are any.

    The latest weeks as they are, the older ones as means of four (NaN where none of the four is known); spikes cut.
    """
    weeks, last = _weeks(levels, ends)
    older = weeks[:, WEEKLY:]
    fours = older[:, : older.shape[1] // BLOCK * BLOCK].reshape(len(weeks), -1, BLOCK)
    seen = np.isfinite(fours)
    means = np.where(seen, fours, 0.0).sum(2) / seen.sum(2)
    whole = np.where(last > WEEKLY, WEEKLY + (last - WEEKLY) // BLOCK * BLOCK, last)
    return np.concatenate([weeks[:, :WEEKLY], means], axis=1), whole


def _lengths(known: Ints) -> Ints:
    """Number of blocks that so many weeks make."""
    return np.minimum(known, WEEKLY) + np.maximum(known - WEEKLY, 0) // BLOCK


def _weeks(levels: Levels, ends: Ints) -> tuple[Floats, Ints]:
    """Log levels of the weeks before each end, latest first, spikes cut; and how many weeks back there are any."""
    width = min(max(int(ends.max()) // 7, 1), WEEKS)
    around = np.full((len(ends), width + 4), np.nan)  # after the latest week nothing is known
    around[:, 2:] = levels.week_ending(ends[:, None] - 7 * np.arange(width + 2))
    raw, smooth = around[:, 2:-2], _median_of_five(around)
    distance = raw - smooth
    usual = SPIKE * (1.4826 * _median_of_rows(np.abs(distance)) + 0.02)[:, None]
    cut = smooth + np.minimum(np.maximum(distance, -usual), usual)
    return cut, np.where(np.isfinite(raw), np.arange(1, width + 1), 0).max(axis=1)


def _median_of_five(values: Floats) -> Floats:
    """Median of every five neighbours in a row, of those that are known."""
    a, b, c, d, e = (values[:, k : values.shape[1] - 4 + k] for k in range(5))
    # Without the least of both pairs' least and the most of their most, the median of three is left.
    low = np.maximum(np.minimum(a, b), np.minimum(d, e))
    high = np.minimum(np.maximum(a, b), np.maximum(d, e))
    found = np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), c))
    row, first = np.nonzero(np.isnan(found))
    found[row, first] = _median_of_rows(values[row[:, None], first[:, None] + np.arange(5)])
    return found


def _median_of_rows(values: Floats) -> Floats:
    """Median over the last axis without NaN; NaN where there is nothing."""
    ordered = np.sort(values, axis=1)  # NaN last
    count, row = np.isfinite(values).sum(1), np.arange(len(values))
    low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, np.maximum(count - 1, 0))
    return np.asarray((ordered[row, low] + ordered[row, high]) / 2)


def _bridge(values: Floats, seen: npt.NDArray[np.bool_], lengths: Ints, rows: Ints) -> None:
    """Gaps in these rows bridged by a straight line."""
    for i in rows[seen[rows].sum(1) < lengths[rows]].tolist():
        ok = np.flatnonzero(seen[i])
        values[i, : lengths[i]] = np.interp(np.arange(lengths[i]), ok, values[i, ok])


def _mixed(values: Floats, known: Ints, noise: Floats, gaps: Ints, days: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of all combinations together, for every row of blocks and its noise.

    Shapes: rows, restless, combinations, blocks. Rows of a shorter past are filled up with blocks that say nothing.
    """
    centre, z = _turned(values, known)
    own, there, towards, towards2, spread = _side_by_side(tuple(known.tolist()), tuple(gaps.tolist()), days)
    width = own + noise[:, None, None, None] * there
    share = 1.0 / width
    means, squared, surprise = (np.einsum("nrcb,ncb->nrc", share, x) for x in (z * towards, towards2, z**2))
    variances = np.maximum(spread - squared, 1e-6)
    # One logarithm of a product: at most 58 blocks between QUIET and some hundreds, far from where a float ends.
    likely = -0.5 * (surprise + np.log(width.prod(-1)))
    best = likely.max(axis=(1, 2), keepdims=True)
    weight = _PRIOR * np.exp((likely - best) * (SURPRISE / (SURPRISE + _lengths(known)))[:, None, None])
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    mean = (weight * means).sum(axis=(1, 2))
    off = (means - mean[:, None, None]) ** 2
    return centre + mean, np.sqrt((weight * (variances + off)).sum(axis=(1, 2)))


def _turned(values: Floats, known: Ints) -> tuple[Floats, Floats]:
    """Mean of each row, and what its blocks differ from it along the eigenvectors of every combination."""
    centre, z = np.empty(len(values)), np.zeros((len(values), len(_PRIOR), MOST))
    first = 0
    for (weeks, _), alike in groupby(enumerate(known.tolist()), lambda one: (one[1], one[0] // TOGETHER)):
        own, turn, sizes = _spectrum(weeks)
        rows, blocks = slice(first, first := first + len(list(alike))), own.shape[1]
        told = values[rows, :blocks]
        middle = told @ sizes / sizes.sum()
        centre[rows] = middle
        z[rows, :, :blocks] = ((told - middle[:, None]) @ turn).reshape(-1, *own.shape)
    return centre, z


_RESTLESS = np.array(RESTLESS)[:, None, None]
_PRIOR = np.array([belief for _ in WANDERS for belief in BELIEVED])


@lru_cache(maxsize=128)
def _spectrum(known: int) -> tuple[Floats, Floats, Floats]:
    """Eigenvalues (combinations × blocks), all eigenvectors side by side, and block sizes, for so many weeks of history.

    The noise of a block of four is a quarter of a week's: scaling by the root of the sizes makes it even, and then one
    decomposition serves every noise.
    """
    at, sizes = _grid(known)
    root = np.sqrt(sizes)
    found = [np.linalg.eigh(kernel * root * root[:, None]) for kernel in _kernels(at, at)]
    own = np.maximum(np.array([values for values, _ in found]), 1e-9)
    return own, np.concatenate([vectors * root[:, None] for _, vectors in found], axis=1), sizes


@lru_cache(maxsize=32)
def _side_by_side(known: tuple[int, ...], gaps: tuple[int, ...], days: int) -> tuple[Floats, ...]:
    """What _towards says of every row, in the shapes of _mixed: series of one client mostly are as long."""
    own, there, towards, spread = (np.array(part) for part in zip(
        *(_towards(weeks, gap, days) for weeks, gap in zip(known, gaps, strict=True)), strict=True))
    return own[:, None], there[:, None] * _RESTLESS, towards, towards**2, spread[:, None]


@lru_cache(maxsize=512)
def _towards(known: int, gap: int, days: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Eigenvalues, which blocks there are, covariance of the loop's mean level with the turned blocks, and its variance.

    The first three up to MOST blocks, with eigenvalues of 1 where there is no block: that changes no product.
    """
    at, _ = _grid(known)
    loop = (gap + (np.arange(13) + 0.5) * days / 13) / 7
    own, turn, _ = _spectrum(known)
    across = _kernels(loop, at).mean(axis=1)
    towards = np.einsum("cb,bck->ck", across, turn.reshape(len(at), *own.shape))
    more = ((0, 0), (0, MOST - len(at)))
    there = np.pad(np.ones((1, len(at))), more)
    return np.pad(own, more, constant_values=1.0), there, np.pad(towards, more), _kernels(loop, loop).mean(axis=(1, 2))


def _grid(known: int) -> tuple[Floats, Floats]:
    """Middle of each block in weeks from the end of the past, and its size in weeks."""
    recent = min(known, WEEKLY)
    older = (known - recent) // BLOCK
    at = np.concatenate([-(np.arange(recent) + 0.5), -(recent + BLOCK * (np.arange(older) + 0.5))])
    return at, np.repeat([1.0, float(BLOCK)], [recent, older])


def _kernels(left: Floats, right: Floats) -> Floats:
    """Covariance of the level at two times for every combination of WANDERS and SEASONS."""
    apart = np.abs(left[:, None] - right)
    wander = RETURNS / 2 * np.exp(-apart / RETURNS)
    season = np.exp(-2 * np.sin(np.pi * apart / 52) ** 2 - apart / SEASON_LASTS)
    return np.array([ANYWHERE + step * wander + size * season for step in WANDERS for size in SEASONS])
