"""What a loop report holds before it is put in words: plain values, the same for page, terminal, JSON and notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .baseline import Baseline
from .breakpoint import Breakpoint
from .control import ControlSeen, Steering
from .expectation import Expectation, Experience
from .kpi import Kpi, Pillar
from .kpis.pools import CLASSES, USUAL
from .lift import Lift, Mix, Refusal
from .loop import Against, Loop
from .maturity import Maturity
from .measurement import CannotSay, Figure, Origin
from .moves import BACK, ERASED, FEW, HIRED, MERGED, UNKNOWN
from .people import People
from .period import Period
from .purity import Purity, Spoiled
from .readaway import ReadAway
from .target import TargetState
from .verdict import Verdict, Word


@dataclass(frozen=True)
class Comparison:
    """The loop's figure beside that of one other period.

    `change` is relative and per weekday-weighted day; empty when it cannot be said. `chosen` marks the comparison
    that was chosen beforehand and that the verdict rests on. `lift` is there for the comparisons that were judged.
    """

    against: Against
    period: Period | None
    figure: Figure | CannotSay
    change: float | None
    chosen: bool
    comparable: bool = True
    spoiled_by: tuple[Spoiled, ...] = ()
    breaks: tuple[Breakpoint, ...] = ()
    lift: Lift | Refusal | None = None
    steering: Steering | None = None  # what control series did to `lift`, where they took part
    consent: tuple[float, float] | None = None  # coverage then and in the loop, where that alone moves the figure


@dataclass(frozen=True)
class Combined:
    """This loop and the one directly before it as one `period`, judged against the `base` before both."""

    loops: tuple[int, int]
    period: Period
    base: Period
    lift: Lift
    verdict: Verdict


@dataclass(frozen=True)
class KpiFinding:
    """Everything the report says of one KPI. `interval` is the figure's own 95 % margin, where one can be given.

    `coverage` is the consented share of visits for people KPIs. `daily` are the figures per day in the KPI's unit for
    the picture, never to be added up. `split` holds figures per segment for KPIs shown that way.
    """

    kpi: Kpi
    period: Period
    figure: Figure | CannotSay
    interval: tuple[float, float] | None
    origin: Origin
    coverage: float | None
    provisional_until: date | None
    comparisons: tuple[Comparison, ...]
    target: TargetState | None
    expectation: Expectation
    mix: Mix | None
    verdict: Verdict
    daily: Mapping[date, float] = field(default_factory=dict)
    split: tuple[tuple[str, Figure | CannotSay], ...] = ()
    companions: tuple[tuple[str, Figure | CannotSay], ...] = ()
    maturity: Maturity | None = None
    combined: Combined | None = None  # only where two loops point the same way and neither is proven alone
    read_away: tuple[ReadAway, ...] = ()  # what the chosen comparison's expectation was read without

    @property
    def provisional(self) -> bool:
        return self.provisional_until is not None

    @property
    def steering(self) -> Steering | None:
        return self.chosen.steering if self.chosen else None

    @property
    def chosen(self) -> Comparison | None:
        return next((c for c in self.comparisons if c.chosen), None)


@dataclass(frozen=True)
class Told:
    """One KPI over any period, with its own 95 % margin, where it comes from, and the part of the people it rests on."""

    kpi: Kpi
    period: Period
    figure: Figure | CannotSay
    interval: tuple[float, float] | None
    origin: Origin
    coverage: float | None


@dataclass(frozen=True)
class LedgerLine:
    kind: str
    side: str
    amount: float


@dataclass(frozen=True)
class Traceability:
    """Completed applications by evidence: traceable, of which only the ATS names a source, and of unknown origin.

    A part of too few people is None, and then so is another, so that the total does not tell it. `tiers` are the kinds
    of evidence of the traceable ones and `said` the sources that the ATS names, as far as they may be told.
    """

    total: int
    traceable: int | None
    said_by_ats: int | None
    unknown: int | None
    tiers: Mapping[str, int]
    said: Mapping[str, int]

    @property
    def untold(self) -> int:
        """Applications in the parts that are too small to be told apart."""
        return self.total - sum(n or 0 for n in (self.traceable, self.said_by_ats, self.unknown))


ENDED = {MERGED: "merged", HIRED: "hired", ERASED: "erased", UNKNOWN: "unknown"}


@dataclass(frozen=True)
class PoolMove:
    """People who went from pool `before` to pool `after` during the loop, and how many of them applied.

    Pools are numbered from 1; 0 = in none, else what core.moves names. `applied` is empty where it would tell too much
    of too few.
    """

    before: int
    after: int
    people: int
    applied: int | None

    @property
    def way(self) -> str:
        """What happened: entered, back, promoted, stayed, demoted, expired, too_few, or one of ENDED."""
        if FEW in (self.before, self.after):
            return "too_few"
        if self.after in ENDED:
            return ENDED[self.after]
        if self.before == BACK:
            return "back"
        if self.after == 0:
            return "expired"
        if self.before == 0:
            return "entered"
        return "promoted" if self.after > self.before else "demoted" if self.after < self.before else "stayed"


@dataclass(frozen=True)
class Question:
    """A question for the next loop, or something that stands out: `code` names the sentence, `facts` fill it."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    kpi: str | None = None


@dataclass(frozen=True)
class DataHealth:
    """What is missing or doubtful in the data of this loop. `excluded` is the share of hits that is no person's; `late`
    the last day of facts that have told nothing since, where that may be because there was nothing."""

    missing: Mapping[str, tuple[date, ...]]
    provisional_until: date | None
    coverage: float | None
    excluded: float | None
    not_connected: tuple[str, ...]
    late: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Forecast:
    """A figure on its way: where it stands, where it is heading at the loop's end (low…high), and the target."""

    kpi: str
    so_far: float
    low: float
    high: float
    wanted: float | None


@dataclass(frozen=True)
class FormStep:
    """People at one step from vacancy to application (`form.step.<id>`), now and in what the loop is compared with;
    None where they are too few to tell."""

    id: str
    people: int | None
    before: int | None


def onward(steps: Sequence[FormStep], before: bool = False) -> list[tuple[int, int] | None]:
    """Per step who took it, and how many took the last known step before it; None for the first, and where too few."""
    found: list[tuple[int, int] | None] = []
    last: int | None = None
    for step in steps:
        n = step.before if before else step.people
        found.append((n, last) if n is not None and last and n <= last else None)
        last = last if n is None else n
    return found


@dataclass(frozen=True)
class FormLeak:
    """Before which `step` of the form the largest `share` stayed behind, with its 95 % margin.

    `rival` is the step with the next largest share; `chance` whether chance alone may have put them in this order.
    """

    step: str
    share: float
    low: float
    high: float
    rival: str
    rival_share: float
    chance: bool


@dataclass(frozen=True)
class LoopReport:
    """One loop, whole. `others` are all loops with the 0-meting for the bands behind the lines."""

    client: str
    currency: str
    as_of: date
    loop: Loop
    day_number: int
    baseline: Baseline | None
    purity: Purity
    health: DataHealth
    pillars: Mapping[Pillar, tuple[KpiFinding, ...]]
    traceability: Traceability | None
    ledger: tuple[LedgerLine, ...]
    pool_moves: tuple[PoolMove, ...]
    stands_out: tuple[Question, ...]
    questions: tuple[Question, ...]
    history: Mapping[date, float]  # visits per day, for the picture
    history_missing: tuple[date, ...]
    others: tuple[Loop, ...]
    forecasts: tuple[Forecast, ...] = ()
    break_even: Mapping[str, float] = field(default_factory=dict)
    people: People | None = None
    controls: tuple[ControlSeen, ...] = ()
    form_steps: tuple[FormStep, ...] = ()
    form_leak: FormLeak | None = None
    pool_bounds: tuple[int, ...] = CLASSES[USUAL]  # where each pool of pool_moves and people begins

    @property
    def findings(self) -> tuple[KpiFinding, ...]:
        return tuple(f for column in self.pillars.values() for f in column)

    def finding(self, kpi: str) -> KpiFinding | None:
        return next((f for f in self.findings if f.kpi.id == kpi), None)

    @property
    def running(self) -> bool:
        return self.as_of < self.loop.period.end

    @property
    def nothing_yet(self) -> bool:
        """Has the loop begun, and is there no day of it yet of anything?"""
        return self.running and not any(f.origin.days_with_data for f in self.findings)


def only_looked(report: LoopReport) -> LoopReport:
    """The report without verdicts and targets: these rest on the comparison that was chosen beforehand."""
    def looked(finding: KpiFinding) -> KpiFinding:
        if finding.verdict.word in (Word.NO_DATA, Word.NOT_COMPARABLE, Word.TOO_EARLY):
            return replace(finding, target=None)
        return replace(finding, verdict=Verdict(Word.CANNOT_TELL, "only_looked", finding.verdict.facts),
                       combined=None, target=None)

    return replace(report, pillars={p: tuple(looked(f) for f in column) for p, column in report.pillars.items()})


@dataclass(frozen=True)
class PlanRow:
    """One KPI before the loop: where it stands, what is wanted, the least this loop can prove, what the focus does.

    `wanted_change` and `mde80` are relative; `provable` is None where the usual wobble is not known.
    `base` is the figure of what the loop is compared with; `experience` is there after three loops with this focus.
    `controls` are the control series that make `mde80` smaller; `read_away` is what the past behind it is read without.
    """

    kpi: Kpi
    base: Figure | CannotSay
    wanted: float | None
    wanted_change: float | None
    mde80: float | None
    provable: bool | None
    expectation: Expectation
    primary: bool
    experience: Experience | None = None
    controls: tuple[str, ...] = ()
    read_away: tuple[ReadAway, ...] = ()


@dataclass(frozen=True)
class Together:
    """So many sites like this one prove changes from `mde80` on; `enough`: is that the target?"""

    sites: int
    mde80: float
    enough: bool


@dataclass(frozen=True)
class PlanReport:
    """The loop as planned. `earlier` names, per target that one loop cannot prove, a KPI earlier in the journey that
    it can; `loop` is None while none has been planned yet. `foreseen` is, per KPI that may sink and its companions,
    the relative change that the planned visits alone will bring."""

    client: str
    currency: str
    as_of: date
    baseline: Baseline | None
    newly_frozen: bool
    loop: Loop | None
    rows: tuple[PlanRow, ...]
    earlier: Mapping[str, str] = field(default_factory=dict)
    foreseen: Mapping[str, float] = field(default_factory=dict)
    not_connected: tuple[str, ...] = ()
    together: Mapping[str, Together] = field(default_factory=dict)  # per target that one loop cannot prove
