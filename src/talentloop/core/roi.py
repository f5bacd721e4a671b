"""What a year of recruitment marketing brought and cost: the client's parameters as ranges, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from .findings import LedgerLine
from .period import Period


@dataclass(frozen=True)
class Range:
    """A parameter as the client knows it: somewhere from `low` to `high`, both the same when it is known exactly."""

    low: float
    high: float

    @property
    def mid(self) -> float:
        return (self.low + self.high) / 2


# What client.toml may state. Shares are of 1; amounts in the client's currency.
SHARES = ("agency_share", "agency_fee")
PARAMETERS = (*SHARES, "first_year_salary", "vacancy_day_value", "mishire_cost", "replacement_cost")


class Component(Enum):
    """A kind of benefit (semantics §4.1)."""

    AGENCY_FEE = "agency_fee"  # what an agency would have asked for the hires that would have gone through one
    VACANCY = "vacancy"  # days that vacancies stood open less than in the 0-meting
    OVERLAP = "overlap"  # of those days, what an agency would have saved too: taken off again
    MISHIRES = "mishires"  # fewer first-year exits for a reason of fit
    RETENTION = "retention"  # fewer other exits in the first year


# What each needs to be stated; what it needs to be measured stands in assess/roi.py.
NEEDS: Mapping[Component, tuple[str, ...]] = {
    Component.AGENCY_FEE: ("agency_share", "agency_fee", "first_year_salary"),
    Component.VACANCY: ("vacancy_day_value",),
    Component.MISHIRES: ("mishire_cost",),
    Component.RETENTION: ("replacement_cost",),
}


@dataclass(frozen=True)
class Benefit:
    """One kind of benefit in money: what it comes to in 10, 50 and 90 of 100 draws."""

    component: Component
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class LeftOut:
    """A kind of benefit that is not counted: parameters that were not stated, or a figure that cannot be said."""

    component: Component
    parameters: tuple[str, ...] = ()
    figure: str = ""


@dataclass(frozen=True)
class Swing:
    """What one uncertain number does to the ROI: `at_low` and `at_high` with it at the ends, all others in the middle."""

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def reach(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Outcome:
    """ROI = (benefits − costs) ÷ costs: its 10, 50 and 90 of 100, and the share of draws above 0."""

    p10: float
    p50: float
    p90: float
    positive: float


@dataclass(frozen=True)
class RoiReport:
    """Twelve months up to `as_of`, never one loop. `outcome` is None where nothing can be counted or `refused` says why.

    `hires` leaves out those through an agency (`agency_hires`); `pace_before` is what the 0-meting's pace would have
    brought in twelve months. `break_even` is in hires that would otherwise have gone through an agency.
    """

    client: str
    currency: str
    as_of: date
    period: Period
    costs: tuple[LedgerLine, ...]
    missing_costs: tuple[str, ...]
    hires: int | None
    agency_hires: int
    pace_before: float | None
    break_even: Range | None
    parameters: Mapping[str, Range]
    benefits: tuple[Benefit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    outcome: Outcome | None = None
    tornado: tuple[Swing, ...] = field(default=())
    refused: str = ""

    @property
    def total_costs(self) -> float:
        return sum(line.amount for line in self.costs)
