"""Expected by-effect or real decline: how much of a rate's change is another mix of people, and how much the rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from talentloop.stats.series import Floats

SMALLEST = 30.0  # visitors a cell needs in both periods; smaller cells are merged
REST = "rest"
BLOCK = 7  # days move together within a week
DRAWS = 1000


@dataclass(frozen=True)
class Cell:
    """One segment in one period: numerator and denominator, as totals or as daily arrays (NaN = not measured)."""

    num: float
    den: float


@dataclass(frozen=True)
class Segment:
    """One segment's part in the change: difference in share, its mix part and its rate part."""

    name: str
    share_before: float
    share_after: float
    rate_before: float
    rate_after: float
    mix: float
    rate: float


@dataclass(frozen=True)
class Mix:
    """change = mix + rate, exactly, in the unit of the rate itself; `before` and `after` are the overall rates."""

    before: float
    after: float
    mix: float
    rate: float
    segments: tuple[Segment, ...]

    @property
    def change(self) -> float:
        return self.after - self.before


@dataclass(frozen=True)
class RateChange:
    """The rate part with its 95 % interval and two-sided p, relative to the overall rate before the loop."""

    rate: float
    low: float
    high: float
    p: float
    mix: float


Cells = Mapping[str, Cell]
Daily = Mapping[str, tuple[Floats, Floats]]


def decompose(before: Cells, after: Cells, smallest: float = SMALLEST) -> Mix | None:
    """Kitagawa's symmetric decomposition (Kitagawa 1955) of R = Σ s·r over segments; None without visitors.

    mix = Σ Δs·(r₁ + r₀)/2 is the by-effect of other people coming, rate = Σ Δr·(s₁ + s₀)/2 the real change.
    Cells with fewer than `smallest` visitors in either period are merged first; a segment that is absent from one
    period has no rate there and is taken to have the other period's, so that its coming or going is all mix.
    """
    names, table = _table(before, after, smallest)
    num0, den0, num1, den1 = table
    if not (den0.sum() > 0 and den1.sum() > 0):
        return None
    s0, s1, r0, r1 = _shares_and_rates(num0, den0, num1, den1)
    mix, rate = (s1 - s0) * (r1 + r0) / 2, (r1 - r0) * (s1 + s0) / 2
    parts = zip(names, s0, s1, r0, r1, mix, rate, strict=True)
    segments = tuple(Segment(n, *(float(x) for x in rest)) for n, *rest in parts)
    before_rate, after_rate = float(num0.sum() / den0.sum()), float(num1.sum() / den1.sum())
    return Mix(before_rate, after_rate, float(mix.sum()), float(rate.sum()), segments)


def expected_mix(before: Cells, planned_visits: Mapping[str, float]) -> float | None:
    """The mix part to expect beforehand: Σ (planned share − share before)·r₀, in the unit of the rate.

    A planned segment without a rate before the loop counts at the overall rate. None without visitors or plan.
    """
    plan = {name: max(0.0, visits) for name, visits in planned_visits.items()}
    den = sum(cell.den for cell in before.values())
    total = sum(plan.values())
    if not (den > 0 and total > 0):
        return None
    overall = sum(cell.num for cell in before.values()) / den
    rates = {name: cell.num / cell.den for name, cell in before.items() if cell.den > 0}
    return sum(visits / total * rates.get(name, overall) for name, visits in plan.items()) - overall


def rate_change(before: Daily, after: Daily, draws: int = DRAWS, seed: int = 1) -> RateChange | None:
    """The rate part judged: a block bootstrap of whole weeks (all segments of a day together), seeded.

    `before` and `after` map a segment to its daily (numerators, denominators) of that period. All figures are
    relative to the overall rate before. None when it cannot be said: no visitors, no rate, under 14 days.
    """
    names = _merged_names(_totals(before), _totals(after), SMALLEST)
    day0, day1 = _stack(before, names), _stack(after, names)
    if min(day0.shape[-1], day1.shape[-1]) < 2 * BLOCK:
        return None
    whole = _parts(day0.sum(-1)[..., None], day1.sum(-1)[..., None])
    base = day0[0].sum() / day0[1].sum() if day0[1].sum() > 0 else 0.0
    if whole is None or not base > 0:
        return None
    rng = np.random.default_rng(seed)
    drawn = _parts(_resample(day0, draws, rng), _resample(day1, draws, rng))
    if drawn is None:
        return None
    mix, rate = float(whole[0][0]), float(whole[1][0])
    low, high = (float(x) for x in np.quantile(drawn[1], [0.025, 0.975]))
    return RateChange(rate / base, low / base, high / base, _two_sided(drawn[1], rate), mix / base)


def _two_sided(drawn: Floats, centre: float) -> float:
    """p of "no change" from a bootstrap: the z of the centre, continuous where ranks would stop at 1/draws."""
    spread = float(np.std(drawn))
    if spread <= 1e-12 * max(1.0, abs(centre)):
        return 1.0
    z = abs(centre) / spread
    return min(1.0, 2 * (1 - NormalDist().cdf(z)))


def _table(before: Cells, after: Cells, smallest: float) -> tuple[list[str], Floats]:
    merged = _merged_names(before, after, smallest)
    names = list(dict.fromkeys(merged.values()))
    table = np.zeros((4, len(names)))
    for name, into in merged.items():
        at = names.index(into)
        for row, cells in ((0, before), (2, after)):
            cell = cells.get(name)
            if cell is not None and np.isfinite(cell.num) and np.isfinite(cell.den):
                table[row, at] += cell.num
                table[row + 1, at] += cell.den
    return names, table


def _merged_names(before: Cells, after: Cells, smallest: float) -> dict[str, str]:
    """Segment → the name it is counted under: its own, or REST when too small in either period."""
    names = list(dict.fromkeys([*before, *after]))
    small = {n for n in names if min(_den(before, n), _den(after, n)) < smallest}
    large = sorted((n for n in names if n not in small), key=lambda n: _den(before, n) + _den(after, n))
    if large and any(_den(cells, n) <= 0 and n in cells and cells[n].num for cells in (before, after) for n in small):
        small.add(large[0])  # a numerator without visitors needs visitors to be a rate of
    return {n: REST if n in small else n for n in names}


def _den(cells: Cells, name: str) -> float:
    cell = cells.get(name)
    return cell.den if cell is not None and np.isfinite(cell.den) else 0.0


def _shares_and_rates(num0: Floats, den0: Floats, num1: Floats, den1: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Shares and rates of both periods; shape (segments, ...) in, the same out."""
    with np.errstate(divide="ignore", invalid="ignore"):
        r0, r1 = num0 / den0, num1 / den1
        s0, s1 = den0 / den0.sum(0), den1 / den1.sum(0)
    r0 = np.where(den0 > 0, r0, np.where(den1 > 0, r1, 0.0))
    r1 = np.where(den1 > 0, r1, r0)
    return s0, s1, r0, r1


def _parts(before: Floats, after: Floats) -> tuple[Floats, Floats] | None:
    """Mix and rate part per draw from arrays of shape (2, segments, draws); None when a draw has no visitors."""
    if not (before[1].sum(0) > 0).all() or not (after[1].sum(0) > 0).all():
        return None
    s0, s1, r0, r1 = _shares_and_rates(before[0], before[1], after[0], after[1])
    return ((s1 - s0) * (r1 + r0) / 2).sum(0), ((r1 - r0) * (s1 + s0) / 2).sum(0)


def _totals(daily: Daily) -> dict[str, Cell]:
    return {n: Cell(float(np.nansum(num)), float(np.nansum(den))) for n, (num, den) in daily.items()}


def _stack(daily: Daily, merged: Mapping[str, str]) -> Floats:
    """Daily arrays as (2, segments, days); a day not measured in one segment counts for none of that segment."""
    names = list(dict.fromkeys(merged.values()))
    days = max((len(num) for num, _ in daily.values()), default=0)
    out = np.zeros((2, len(names), days))
    for name, (num, den) in daily.items():
        pair = np.array([num, den], dtype=np.float64)
        pair[:, ~np.isfinite(pair).all(0)] = 0.0
        out[:, names.index(merged[name]), : pair.shape[1]] += pair
    return out


def _resample(daily: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Totals of `draws` circular block resamples of the days; shape (2, segments, draws)."""
    days = daily.shape[-1]
    blocks = -(-days // BLOCK)
    starts = rng.integers(0, days, (draws, blocks))
    chosen = ((starts[:, :, None] + np.arange(BLOCK)) % days).reshape(draws, -1)[:, :days]
    times = np.zeros((draws, days))
    np.add.at(times, (np.arange(draws)[:, None], chosen), 1.0)
    return np.asarray(daily @ times.T)
