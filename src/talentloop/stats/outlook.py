"""Where a level that wanders, and may have seasons, is heading: a forecast from the weeks before a loop alone."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from talentloop.stats.level import Levels
from talentloop.stats.series import Floats, Ints

WEEKS, WEEKLY, BLOCK = 156, 26, 4  # looked back at most; the latest one by one, the older in fours
LEAST = 6  # weeks below which there is no outlook
# How the log level may behave, every pair of the two: variance of its steps per week, variance of its seasons.
WANDERS, SEASONS = (0.0003, 0.003, 0.03), (0.0, 0.03, 0.3)
BELIEVED = (0.2, 0.3, 0.5)  # of the three sizes of season, before a day was seen
RESTLESS = (1.0, 3.0)  # a week may be off by its noise, or by three times that variance
SEASON_LASTS = 208.0  # weeks after which two seasons are alike by 1/e
ANYWHERE, RETURNS = 4.0, 52.0  # variance of where the level lies; weeks in which it returns there, if it wandered off
SURPRISE = 20.0  # so many blocks speak for themselves; more say less each, for no figure behaves as described
SPIKE = 3.0  # a week further from its neighbours' median than so many usual distances is taken at that distance
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
    weeks, known = _weeks(levels, ends)
    variance = np.clip(noise, QUIET, LOUD)
    for (length, gap), rows in _alike(known, gaps, (known >= LEAST) & np.isfinite(variance)).items():
        values = _blocks(weeks[rows], length)
        told = np.isfinite(values).mean(1) >= 0.5
        if told.any():
            at = rows[told]
            mean[at], sd[at] = _mixed(_filled(values[told]), length, variance[at], gap, days)
    return mean, sd


def _alike(known: Ints, gaps: Ints, able: npt.NDArray[np.bool_]) -> dict[tuple[int, int], Ints]:
    """The origins that can be worked out in one go: as many weeks known, as many days to the loop."""
    found: dict[tuple[int, int], list[int]] = {}
    for i in np.flatnonzero(able).tolist():
        found.setdefault((int(known[i]), int(gaps[i])), []).append(i)
    return {pair: np.array(rows) for pair, rows in found.items()}


def _weeks(levels: Levels, ends: Ints) -> tuple[Floats, Ints]:
    """Log levels of the weeks before each end, latest first, spikes cut; and how many weeks back there are any."""
    back = ends[:, None] - 7 * np.arange(WEEKS)
    raw, smooth = levels.week_ending(back), _neighbours(levels, back)
    distance = raw - smooth
    usual = 1.4826 * _median_of_rows(np.abs(distance)) + 0.02
    cut = smooth + np.clip(distance, -SPIKE * usual[:, None], SPIKE * usual[:, None])
    last = np.where(np.isfinite(raw), np.arange(1, WEEKS + 1), 0).max(axis=1)
    return cut, np.where(last > WEEKLY, WEEKLY + (last - WEEKLY) // BLOCK * BLOCK, last)


def _neighbours(levels: Levels, back: Ints) -> Floats:
    """Median of each week and up to two weeks on either side; after the latest week nothing is known."""
    around = np.full((len(back), back.shape[1] + 4), np.nan)
    around[:, 2:] = levels.week_ending(np.concatenate([back, back[:, -1:] - 7, back[:, -1:] - 14], axis=1))
    return _median_of_rows(np.lib.stride_tricks.sliding_window_view(around, 5, axis=1))


def _median_of_rows(values: Floats) -> Floats:
    """Median over the last axis without NaN; NaN where there is nothing."""
    ordered = np.sort(values, axis=-1)  # NaN last
    count = np.isfinite(values).sum(-1)
    low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, np.maximum(count - 1, 0))
    pick = np.take_along_axis(ordered, np.stack([low, high], -1), -1)
    return np.asarray((pick[..., 0] + pick[..., 1]) / 2)


def _blocks(weeks: Floats, known: int) -> Floats:
    """The latest weeks as they are, the older ones as means of four; NaN where none of the four is known."""
    if known <= WEEKLY:
        return weeks[:, :known]
    older = weeks[:, WEEKLY:known].reshape(len(weeks), -1, BLOCK)
    seen = np.isfinite(older)
    means = np.where(seen, older, 0.0).sum(2) / seen.sum(2)
    return np.concatenate([weeks[:, :WEEKLY], means], axis=1)


def _filled(values: Floats) -> Floats:
    """Gaps bridged by a straight line."""
    seen, at = np.isfinite(values), np.arange(values.shape[1])
    if seen.all():
        return values
    return np.array([np.interp(at, at[ok], row[ok]) for row, ok in zip(values, seen, strict=True)])


def _mixed(values: Floats, known: int, noise: Floats, gap: int, days: int) -> tuple[Floats, Floats]:
    """Mean and standard deviation of all combinations together, for every row of blocks and its noise."""
    own, turn, sizes = _spectrum(known)
    towards, squared, spread = _towards(known, gap, days)
    centre = values @ sizes / sizes.sum()
    z = ((values - centre[:, None]) @ turn).reshape(len(values), 1, *own.shape)  # (rows, 1, combinations, blocks)
    width = own + noise[:, None, None, None] * _RESTLESS  # (rows, restless, combinations, blocks)
    share = z / width
    means = np.einsum("nrcb,cb->nrc", share, towards)
    variances = np.maximum(spread - np.einsum("nrcb,cb->nrc", 1 / width, squared), 1e-6)
    # One logarithm of a product: at most 58 blocks between QUIET and some hundreds, far from where a float ends.
    likely = -0.5 * ((share * z).sum(-1) + np.log(width.prod(-1)))
    best = likely.max(axis=(1, 2), keepdims=True)
    weight = _PRIOR * np.exp((likely - best) * SURPRISE / (SURPRISE + values.shape[1]))
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    mean = (weight * means).sum(axis=(1, 2))
    off = (means - mean[:, None, None]) ** 2
    return centre + mean, np.sqrt((weight * (variances + off)).sum(axis=(1, 2)))


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


@lru_cache(maxsize=512)
def _towards(known: int, gap: int, days: int) -> tuple[Floats, Floats, Floats]:
    """Covariance of the loop's mean level with the turned blocks, its square, and the variance of that level."""
    at, _ = _grid(known)
    loop = (gap + (np.arange(13) + 0.5) * days / 13) / 7
    own, turn, _ = _spectrum(known)
    across = _kernels(loop, at).mean(axis=1)
    towards = np.einsum("cb,bck->ck", across, turn.reshape(len(at), *own.shape))
    return towards, towards**2, _kernels(loop, loop).mean(axis=(1, 2))


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
