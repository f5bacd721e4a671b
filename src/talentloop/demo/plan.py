"""What the employer did in the demo: the 0-meting, five loops with their log, and what really happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..core.decision import Decision
from ..core.kpi import Focus
from ..core.loop import Against, Change, ChangeKind, Closing, Loop
from ..core.period import Period
from ..core.target import Target

HISTORY = Period(date(2025, 5, 1), date(2026, 11, 1))
OUTAGE = date(2026, 7, 9)  # a Thursday on which the tag was broken: GA4 has no events of that day


@dataclass(frozen=True)
class DemoPlan:
    """The 0-meting's period and the loops with their log; all but the last are closed with a lesson."""

    baseline: Period
    loops: tuple[Loop, ...]


def two_months(year: int, first: int) -> Period:
    return Period.of_months(date(year, first, 1), 2)


def closed(period: Period, lesson: str, decision: str, way: Decision) -> Closing:
    """A week after the last day: GA4 and the networks have then restated what they wanted to."""
    return Closing(period.end + timedelta(days=7), lesson, decision, way=way)


JAN, MAR, MAY, JUL, SEP = (two_months(2026, month) for month in (1, 3, 5, 7, 9))
LOOPS = (
    Loop(
        1, JAN, Focus.TRAFFIC, "time_on_site",
        "Wie op de site komt, leest één verhaal en gaat weg. Onder elk verhaal zetten we het team en de vacatures die "
        "erbij horen, zodat bezoekers langer blijven.",
        Against.BASELINE, (Target("time_on_site", 0.10),),
        (Change(date(2026, 1, 1), "Team en vacatures onder elk verhaal", ChangeKind.CONTENT, True),),
        closed(JAN, "Geen aantoonbaar verschil: wie er was, bleef even lang.",
               "Het probleem is niet hoe lang mensen blijven, maar hoe weinig mensen ons kennen. Nu eerst bereik.",
               Decision.STOP),
    ),
    Loop(
        2, MAR, Focus.REACH, "impressions",
        "Te weinig zorgprofessionals in de regio kennen ons. Twee maanden zichtbaar op Facebook, Instagram en LinkedIn "
        "met korte films over een dag in de wijk. We verwachten veel nieuwe, korte bezoeken.",
        Against.PREVIOUS, (Target("impressions", 1.0), Target("visits", 0.30)),
        (Change(date(2026, 3, 1), "Bereikcampagne Dag in de wijk op Facebook en Instagram", ChangeKind.CAMPAIGN, True),
         Change(date(2026, 3, 1), "LinkedIn-campagne voor behandelaren", ChangeKind.CAMPAIGN, True)),
        closed(MAR, "Tijd op site daalde door de vele nieuwe bezoekers, niet doordat onze pagina's slechter werden.",
               "De films over de wijk trekken; nu zorgen dat wie ons kent terugkomt.", Decision.ADJUST),
        {"new/paid_social": 1_800},  # 120,000 people reached at 1.5 % who click, as the campaign plan has it
    ),
    Loop(
        3, MAY, Focus.TRAFFIC, "returning_visitors",
        "Wie ons nu kent, moet een reden hebben om terug te komen: elke week een nieuw verhaal, dat ook met de job alert "
        "meegaat.",
        Against.LAST_YEAR, (Target("returning_visitors", 0.15),),
        (Change(date(2026, 5, 1), "Elke week een nieuw verhaal in de job alert", ChangeKind.CONTENT, True),
         Change(date(2026, 6, 1), "ICT zette de site over op een nieuw sjabloon; menu en zoekbalk waren weg",
                ChangeKind.SITE, False)),
        closed(MAY, "Halverwege veranderde ICT de hele site. De daling zegt niets over onze verhalen.",
               "Oude menu terug; wijzigingen aan de site gaan voortaan via de loopplanning.", Decision.ADJUST),
    ),
    Loop(
        4, JUL, Focus.CONVERSION, "applications_started",
        "Veel mensen lezen de vacature, weinig beginnen aan het formulier. We maken solliciteren kort: zonder brief, in "
        "twee minuten, met een vaste knop op de vacaturepagina.",
        Against.LAST_YEAR, (Target("applications_started", 0.25), Target("applications_completed", 0.20)),
        (Change(date(2026, 7, 1), "Kort sollicitatieformulier en vaste solliciteerknop; oude menu terug", ChangeKind.FORM,
                True),
         Change(date(2026, 7, 1), "Campagne Solliciteer in 2 minuten", ChangeKind.CAMPAIGN, True)),
        closed(JUL, "De drempel zat in het formulier, niet in de belangstelling. Op 9 juli was de meting een dag stuk.",
               "Het korte formulier blijft.", Decision.GO_ON),
    ),
    Loop(
        5, SEP, Focus.TRAFFIC, "visits",
        "Na de zomer gaan mensen weer om zich heen kijken. Met een najaarscampagne, even groot als in de zomer, willen "
        "we meer bezoek.",
        Against.PREVIOUS, (Target("visits", 0.15),),
        (Change(date(2026, 9, 1), "Campagne Najaar, zelfde budget als de zomercampagne", ChangeKind.CAMPAIGN, True),),
    ),
)
PLAN = DemoPlan(baseline=two_months(2025, 11), loops=LOOPS)


@dataclass(frozen=True)
class Effect:
    """What really happened to people on the site: a factor on a rate in a period, whatever anyone measures."""

    period: Period
    rate: str  # starts · pages · seconds
    factor: float


# The short form of loop 4 stays. Of 1.45, 1.6, 1.8 and 2 the smallest that four of five invented employers prove
# (bench/employers, seeds 101 to 200, which the demo's own is not among: 49, 79, 99 and 100 %); short forms are
# completed twice as often as long ones (20–35 against 60–70 %).
SHORT_FORM = 1.8
NEW_TEMPLATE = Period(date(2026, 6, 1), date(2026, 7, 1))  # half of loop 3
EFFECTS = (
    Effect(NEW_TEMPLATE, "pages", 0.80),
    Effect(NEW_TEMPLATE, "seconds", 0.84),
    Effect(Period(JUL.start, HISTORY.end), "starts", SHORT_FORM),
)
