"""What the employer did in the demo: the 0-meting, five loops with their log, and what really happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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


def closed(period: Period, lesson: str, decision: str) -> Closing:
    """A week after the last day: GA4 and the networks have then restated what they wanted to."""
    return Closing(period.end + timedelta(days=7), lesson, decision)


JAN, MAR, MAY, JUL, SEP = (two_months(2026, month) for month in (1, 3, 5, 7, 9))
LOOPS = (
    Loop(
        1, JAN, Focus.CONVERSION, "applications_started",
        "De 0-meting laat zien dat veel mensen de vacature lezen, maar niet beginnen aan het formulier. We maken "
        "solliciteren kort: zonder brief, in twee minuten, met een vaste knop op de vacaturepagina.",
        Against.BASELINE, (Target("applications_started", 0.25), Target("applications_completed", 0.25)),
        (Change(date(2026, 1, 1), "Kort sollicitatieformulier live, vaste solliciteerknop", ChangeKind.FORM, True),
         Change(date(2026, 1, 5), "Campagne Solliciteer in 2 minuten gestart", ChangeKind.CAMPAIGN, True)),
        closed(JAN, "De drempel zat in het formulier, niet in de belangstelling.",
               "Het korte formulier blijft staan; nu eerst meer mensen laten kennismaken."),
    ),
    Loop(
        2, MAR, Focus.REACH, "impressions",
        "Te weinig zorgprofessionals in de regio kennen ons. Twee maanden zichtbaar op Facebook, Instagram en LinkedIn "
        "met korte films over een dag in de wijk. We verwachten veel nieuwe, korte bezoeken.",
        Against.PREVIOUS, (Target("impressions", 1.0), Target("visits", 0.30)),
        (Change(date(2026, 3, 1), "Bereikcampagne Dag in de wijk op Facebook en Instagram", ChangeKind.CAMPAIGN, True),
         Change(date(2026, 3, 1), "LinkedIn-campagne voor behandelaren", ChangeKind.CAMPAIGN, True)),
        closed(MAR, "Tijd op site daalde door de vele nieuwe bezoekers, niet doordat onze pagina's slechter werden.",
               "De films over de wijk trekken; onder de verhalen komt een volgende stap."),
    ),
    Loop(
        3, MAY, Focus.TRAFFIC, "pageviews_per_visit",
        "Wie ons nu kent, moet meer te lezen vinden: onderaan elk verhaal staan het team en de vacatures die erbij "
        "horen.",
        Against.LAST_YEAR, (Target("pageviews_per_visit", 0.10),),
        (Change(date(2026, 5, 1), "Teams en vacatures onder de verhalen", ChangeKind.CONTENT, True),
         Change(date(2026, 6, 1), "ICT verving het sollicitatieformulier: een account werd verplicht", ChangeKind.FORM,
                False)),
        closed(MAY, "Halverwege verving ICT het formulier. De daling in sollicitaties zegt niets over onze verhalen.",
               "Oude formulier terug; wijzigingen aan de site gaan voortaan via de loopplanning."),
    ),
    Loop(
        4, JUL, Focus.TRAFFIC, "time_on_site",
        "In de zomer is het rustig. We houden de campagnes gelijk en zetten zomerverhalen van collega's centraal, zodat "
        "wie er is langer blijft lezen.",
        Against.LAST_YEAR, (Target("time_on_site", 0.10),),
        (Change(date(2026, 7, 1), "Het korte sollicitatieformulier is terug", ChangeKind.FORM, True),
         Change(date(2026, 7, 1), "Campagne Zomerverhalen", ChangeKind.CAMPAIGN, True)),
        closed(JUL, "De zomerverhalen maakten geen aantoonbaar verschil. Op 9 juli was de meting een dag stuk.",
               "Geen nieuwe verhalen zonder een vraag die we ermee willen beantwoorden."),
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
    rate: str  # starts · completion
    factor: float


SHORT_FORM = 1.40  # the short form of loop 1 stays; only in June is it gone
EFFECTS = (
    Effect(Period(date(2026, 1, 1), date(2026, 6, 1)), "starts", SHORT_FORM),
    Effect(Period(date(2026, 6, 1), date(2026, 7, 1)), "starts", 0.80),
    Effect(Period(date(2026, 6, 1), date(2026, 7, 1)), "completion", 0.70),
    Effect(Period(date(2026, 7, 1), date(2026, 11, 1)), "starts", SHORT_FORM),
)
