"""A daily series as the statistics see it: a first day, one value per day, and what kind of figure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["count", "amount", "ratio", "mean"]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Window = tuple[date, date]


@dataclass(frozen=True, eq=False)
class Series:
    """Daily values from `start` on, without gaps; NaN means "not measured", never zero.

    `values` has one float per day. For kind "ratio" or "mean" give the daily numerators in `values` and the
    daily denominators in `den`; without `den` the values are taken as the daily ratios themselves.
    Infinities are read as not measured. A `den` of another length than `values` is refused by judge().
    """

    start: date
    values: Floats
    kind: Kind = "count"
    den: Floats | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _daily(self.values))
        if self.den is not None:
            object.__setattr__(self, "den", _daily(self.den))

    def __len__(self) -> int:
        return len(self.values)

    @property
    def end(self) -> date:
        """First day after the series."""
        return self.start + timedelta(days=len(self.values))

    def index(self, day: date) -> int:
        """Position of a day; may lie outside the series."""
        return (day - self.start).days

    def window(self, window: Window) -> Floats:
        """The values inside a half-open window; days outside the series are NaN."""
        return cut(self.values, self.index(window[0]), self.index(window[1]))

    def until(self, days: int) -> Series:
        """Its first so many days."""
        return Series(self.start, self.values[:days], self.kind, None if self.den is None else self.den[:days])


def cut(values: Floats, first: int, last: int) -> Floats:
    """values[first:last], padded with NaN where the range leaves the array."""
    out = np.full(max(0, last - first), np.nan)
    low, high = max(first, 0), min(last, len(values))
    if high > low:
        out[low - first : high - first] = values[low:high]
    return out


def _daily(values: npt.ArrayLike) -> Floats:
    """A one-dimensional float copy with infinities turned into NaN."""
    daily = np.array(values, dtype=np.float64).reshape(-1)
    daily[~np.isfinite(daily)] = np.nan
    return daily
