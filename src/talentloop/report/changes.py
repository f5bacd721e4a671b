"""Changes and their margins as text: relative, or in percentage points where the figure is a percentage itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from ..core.findings import Comparison, KpiFinding
from ..core.kpi import Kind, Kpi, Unit
from ..core.lift import Lift
from ..core.measure import Mean, Median, Ratio, Share
from ..core.measurement import Figure
from ..core.verdict import Word
from .words import Words

NEGLIGIBLE = 0.015  # what was to be expected anyway is only told from here on
SAME = 0.005  # rounds to no change
TONES = {Word.BETTER: "better", Word.WORSE: "worse", Word.EXPECTED: "expected"}
SHAPES = {"better": "▲", "worse": "▼", "expected": "◇", "unsure": "○"}


def tone(word: Word) -> str:
    """Colour only where something is proven or was expected; grey for everything else."""
    return TONES.get(word, "unsure")


@dataclass(frozen=True)
class Marks:
    """What the interval picture of one KPI shows, all relative to what the loop is compared with (0.1 = +10 %).

    `fact` is the dot (of what was judged), `own` the figure's own change where that is another, `low`…`high` the
    margin, `expected` what was to be expected anyway (season, momentum or the mix of visitors), `target` the tick.
    A margin that stays clear of `expected` is a proven change.
    """

    fact: float | None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    target: float | None = None
    tone: str = "unsure"
    own: float | None = None


def lift_of(finding: KpiFinding) -> Lift | None:
    found = finding.chosen.lift if finding.chosen else None
    return found if isinstance(found, Lift) else None


def of_missing_days(finding: KpiFinding) -> bool:
    return finding.verdict.because == "days_missing"


def fact_of(finding: KpiFinding) -> float | None:
    """What happened to the figure itself against the chosen comparison; over days that are not there it is nothing."""
    if of_missing_days(finding):
        return None
    change = finding.chosen.change if finding.chosen else None
    lift = lift_of(finding)
    if change is None and lift is not None:
        change = lift.fact
    return change if change is not None and isfinite(change) else None


def told_per_day(finding: KpiFinding, beside: Comparison | None) -> bool:
    """Is the change per day while the figures are totals? Of what adds up over days, where the periods differ in length
    or in weekdays: beside two such totals a change may rise where they fall, and must say so."""
    if finding.kpi.kind is not Kind.FLOW or beside is None or beside.change is None or beside.period is None:
        return False
    if finding.period.weekday_counts() != beside.period.weekday_counts():
        return True
    now, then = finding.figure, beside.figure
    return (isinstance(now, Figure) and isinstance(then, Figure) and bool(then.value)
            and abs(now.value / then.value - 1 - beside.change) > SAME)


def per_day(w: Words, change: str, per: bool) -> str:
    return w("change.per_day", change=change) if per else change


def shown_change(w: Words, finding: KpiFinding) -> str:
    """What happened to the figure itself, as it stands beside that figure."""
    return per_day(w, fact_text(w, finding), told_per_day(finding, finding.chosen))


def base_of(finding: KpiFinding) -> float | None:
    figure = finding.chosen.figure if finding.chosen else None
    return figure.value if isinstance(figure, Figure) else None


def judged_apart(finding: KpiFinding) -> bool:
    """Does the verdict rest on days of another measure, whose change is not the figure's own?"""
    lift, fact = lift_of(finding), fact_of(finding)
    return finding.kpi.judged_on is not None and lift is not None and fact is not None and abs(lift.fact - fact) > SAME


def marks(finding: KpiFinding) -> Marks:
    """Positions for the interval picture. The margin is told around what happened, not around the lift."""
    lift, target = lift_of(finding), finding.target.wanted_change if finding.target else None
    colour = tone(finding.verdict.word)
    if lift is None or not isfinite(lift.fact) or of_missing_days(finding):
        return Marks(fact_of(finding), expected=finding.expectation.predicted, target=target, tone=colour)
    low, high = margin_of_fact(lift)
    anyway = lift.expected if abs(lift.expected) >= NEGLIGIBLE else None
    if finding.verdict.word is Word.EXPECTED and finding.mix is not None:
        anyway = finding.expectation.predicted if finding.expectation.predicted is not None else finding.mix.mix
    own = fact_of(finding) if judged_apart(finding) else None
    return Marks(lift.fact, low, high, anyway, target, colour, own)


def margin_of_fact(lift: Lift) -> tuple[float, float]:
    """The lift's interval on the scale of what happened: (1 + expected)(1 + lift) − 1."""
    return (1 + lift.expected) * (1 + lift.low) - 1, (1 + lift.expected) * (1 + lift.high) - 1


def in_points(kpi: Kpi) -> bool:
    """Is the figure a percentage, so that its change is told in percentage points?"""
    return kpi.unit is Unit.PERCENT or (kpi.unit is Unit.POINTS and isinstance(kpi.measure, Median))


def change_text(w: Words, kpi: Kpi, change: float | None, base: float | None, plain: bool = False,
                digits: int | None = None) -> str:
    """`+58%`, or `+0,7 pp` of the base for percentages; `plain` leaves out the sign, for after a verb."""
    if change is None or not isfinite(change):
        return w("number.none")
    if in_points(kpi) and base is not None:
        text = w.numbers.points(change * base / (100 if kpi.unit is Unit.POINTS else 1), digits)
    else:
        text = w.numbers.change(change)
    return text.lstrip("+\u2212") if plain else text


def judged_text(w: Words, finding: KpiFinding, change: float, scale: float = 1.0) -> str:
    """A change of what the verdict rests on: in points only where that is a percentage too."""
    own = finding.kpi.judged_on is None or isinstance(finding.kpi.judged_on, Mean | Share | Ratio)
    base = base_of(finding)
    return change_text(w, finding.kpi, change, base * scale if own and base is not None else None,
                       digits=point_digits(finding))


def fact_text(w: Words, finding: KpiFinding, plain: bool = False) -> str:
    """What happened to the figure itself: `+58%`, `−9,7 pp`."""
    return change_text(w, finding.kpi, fact_of(finding), base_of(finding), plain, point_digits(finding))


def point_digits(finding: KpiFinding) -> int | None:
    """Decimals of percentage points: none where the margin is wider than two of them to either side."""
    lift, base = lift_of(finding), base_of(finding)
    if lift is None or base is None or not isfinite(lift.high - lift.low):
        return None
    half = (lift.high - lift.low) / 2 * base * (1 if finding.kpi.unit is Unit.POINTS else 100)
    return 0 if half >= 2 else 1


def margin_text(w: Words, finding: KpiFinding, around_lift: bool = False) -> str:
    """`marge +22% tot +41%`, around what happened or around what is left of it."""
    lift = lift_of(finding)
    if lift is None:
        return w("margin.none")
    low, high = (lift.low, lift.high) if around_lift else margin_of_fact(lift)
    scale = 1 + lift.expected if around_lift else 1.0
    return bounds_text(w, finding, low, high, scale)


def bounds_text(w: Words, finding: KpiFinding, low: float, high: float, scale: float = 1.0) -> str:
    first = judged_text(w, finding, low, scale)
    if high == inf:
        return w("margin.text.open", low=first)
    return w("margin.text", low=first, high=judged_text(w, finding, high, scale))


def least_provable(w: Words, finding: KpiFinding, mde80: float) -> str:
    """`±21%`: the smallest change that such a loop shows in four of five cases."""
    return "±" + judged_text(w, finding, mde80).lstrip("+")
