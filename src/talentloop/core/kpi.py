"""What a KPI is: an entry of data that names its measure, its column in the framework and how it may be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from .measure import Measure, Primitive, primitives
from .measurement import CannotSay, Figure, Measurement, figure
from .period import Period


class Pillar(Enum):
    """The columns of the framework as the white paper prints them, then quality and ROI below."""

    POOLS = "pools"
    REACH = "reach"
    TRAFFIC = "traffic"
    CONVERSION = "conversion"
    QUALITY = "quality"
    ROI = "roi"


class Kind(Enum):
    """Decides which statistics apply and whether a figure may be added (semantics §0.2)."""

    FLOW = "flow"
    DISTINCT = "distinct"
    STOCK = "stock"
    RATIO = "ratio"
    DISTRIBUTION = "distribution"


class Direction(Enum):
    UP = "up"
    DOWN = "down"
    BAND = "band"  # neither more nor less is better: there is a healthy band
    NONE = "none"  # says something about the measuring, not about the work


class Unit(Enum):
    COUNT = "count"
    PEOPLE = "people"
    MONEY = "money"
    SECONDS = "seconds"
    DAYS = "days"
    PERCENT = "percent"  # value between 0 and 1
    POINTS = "points"  # percent already between 0 and 100 (scroll depth)
    TIMES = "times"


class Move(Enum):
    """What a focus leads one to expect of a KPI (the focus matrix, semantics §8.3)."""

    RISE = "rise"
    MAY_SINK = "may_sink"
    NO_OPINION = "no_opinion"


class Dated(Enum):
    """The day that an outcome of an application counts on: when it happened, or when the person applied."""

    ACTIVITY = "activity"
    APPLICATION = "application"


class Focus(Enum):
    REACH = "reach"
    TRAFFIC = "traffic"
    CONVERSION = "conversion"


@dataclass(frozen=True)
class Kpi:
    """One entry. `judged_on` is the measure whose days the statistics look at, where it is not the headline's own.

    `people` KPIs rest on consented identities only and are shown with their coverage. `headline` KPIs stand in the
    framework as the paper prints it; the others are companions shown in the story and by `talentloop kpi`.
    `tail` names companions whose figures are printed beside it. `healthy` is the band of a BAND KPI.
    """

    id: str
    pillar: Pillar
    kind: Kind
    unit: Unit
    direction: Direction
    measure: Measure
    judged_on: Measure | None = None
    version: int = 1
    headline: bool = True
    people: bool = False
    section: str = ""  # paragraph of the definitions
    expects: Mapping[Focus, Move] | None = None
    healthy: tuple[float, float] | None = None
    small_cell: bool = False  # counts people whose small cells may not be shown when split
    cohort: bool = False  # judged on the cohort of applications, with its maturity
    companions: tuple[str, ...] = ()
    on_application: str = ""  # the companion that counts the same by the day of the application
    split: str = ""  # shown per value of this dimension instead of as one figure
    per: int = 1  # stored units in one shown unit: 1,000 for ms → s, 1,000,000 for micros → euro
    matures: int = 0  # days after the period's end before the figure is complete

    @property
    def facts(self) -> tuple[str, ...]:
        """Fact tables that it needs, each once."""
        return tuple(dict.fromkeys(p.fact for p in self.primitives))

    @property
    def primitives(self) -> tuple[Primitive, ...]:
        """Everything an engine has to measure for it."""
        wanted = primitives(self.measure) + (primitives(self.judged_on) if self.judged_on else ())
        return tuple(dict.fromkeys(wanted))

    @property
    def definition(self) -> str:
        """Identity of the definition; figures of different definitions are never compared."""
        return f"{self.id}@{self.version}"

    def value(self, measurement: Measurement, period: Period, segment: str | None = None) -> Figure | CannotSay:
        """Its figure in the shown unit."""
        found = figure(self.measure, measurement, period, segment)
        return found if isinstance(found, CannotSay) or self.per == 1 else found.divided_by(self.per)

    def move(self, focus: Focus) -> Move:
        return (self.expects or {}).get(focus, Move.NO_OPINION)
