"""The employer's own tables of the demo: costs, leads, target group, vacancies and employments."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from openpyxl import Workbook

from ..core.period import Period
from . import season
from .applicants import Application, email_of
from .arrivals import Visits, campaign_of
from .behaviour import Outcome
from .employer import CAMPAIGNS, CHANNELS, WORK
from .season import Ints
from .vacancies import Vacancy

# Line of the ledger, kind, side, euro a month at scale 1, every so many days.
RECURRING = (
    ("Recruiters (uren)", "recruiteruren", "intern", 9_800, 7),
    ("Selectiegesprekken leidinggevenden", "uren leidinggevenden", "intern", 3_100, 7),
    ("Bureau Merkbaar, campagnebeheer", "marketingbureau", "extern", 1_650, 30),
    ("Film en fotografie verhalen", "content", "extern", 700, 30),
    ("Werkenbij-site, hosting en job alert", "tooling", "extern", 240, 30),
    ("Greenhouse", "ats", "extern", 420, 30),
    ("Indeed gesponsorde vacatures", "vacaturesite", "extern", 640, 7),
    ("Werkzoeken pakket", "vacaturesite", "extern", 310, 30),
)
REACH_FILMS = (date(2026, 2, 20), "Films Dag in de wijk", "content", "extern", 2_400)
AGENCY_FEE, REFERRAL_BONUS, ASSESSMENT = 11_500, 750, 410
LEAD_ADS_A_DAY = 0.42  # at scale 1
EVENTS = (date(2025, 6, 14), date(2025, 10, 11), date(2026, 1, 24), date(2026, 6, 13), date(2026, 10, 10))
AT_AN_EVENT = 14
CONFIRMS = 0.72
APPLIED_AFTER = 0.15  # share of lead forms by somebody who applies elsewhere later
TARGET_GROUP = (("Zorgprofessionals regio Merelhof", date(2025, 11, 1), 138_000, 152_000, "UWV arbeidsmarktregio 2025",
                 "verpleegkundigen, verzorgenden en begeleiders binnen 30 minuten reistijd"),
                ("Zorgprofessionals regio Merelhof", date(2026, 5, 1), 140_000, 155_000, "UWV arbeidsmarktregio 2026",
                 "verpleegkundigen, verzorgenden en begeleiders binnen 30 minuten reistijd"))
EMPLOYED_BEFORE, BEFORE = 46, date(2025, 1, 6)  # people who started in the months before the demo begins
LEAVES_EARLY, A_YEAR = 0.07, 0.17  # leave in the trial period; hazard a year after it
REASONS = (("past niet", 0.5), ("verhuizing of gezondheid", 0.25), ("einde tijdelijk contract", 0.15),
           ("niet opgegeven", 0.1))
Row = Sequence[object]


@dataclass(frozen=True)
class Lead:
    day: date
    person: int
    kind: str
    channel: str
    campaign: str
    confirmed: bool


def leads(visits: Visits, outcome: Outcome, applications: list[Application], period: Period, scale: float,
          rng: np.random.Generator) -> list[Lead]:
    """Job alerts asked for on the site, lead forms on Meta, and people met at open days."""
    rows = np.flatnonzero(outcome.lead)
    found = [Lead(period.start + timedelta(days=int(visits.day[i])), int(visits.person[i]), "job alert",
                  CHANNELS[visits.channel[i]].name, campaign_of(visits, int(i)), bool(rng.random() < CONFIRMS))
             for i in rows]
    later = [a for a in applications if a.source not in ("Internal Applicant",) and not a.test]
    stranger = int(visits.person.max()) + 50_000
    counts = rng.poisson(LEAD_ADS_A_DAY * scale * season.expected(period))
    contacts = [(day, "leadformulier", "facebook", CAMPAIGNS[0].name)
                for day, n in zip(period, counts, strict=True) for _ in range(n)]
    contacts += [(day, "open dag", "", "") for day in EVENTS for _ in range(rng.poisson(AT_AN_EVENT * scale))]
    for day, kind, channel, campaign in contacts:
        stranger += 1
        applies = [a for a in later if 0 < (a.at.date() - day).days < 90] if rng.random() < APPLIED_AFTER else []
        who = applies[int(rng.integers(len(applies)))].person if applies else stranger
        found.append(Lead(day, who, kind, channel, campaign, bool(rng.random() < CONFIRMS)))
    return sorted(found, key=lambda x: (x.day, x.person, x.kind))


def platform_leads(found: list[Lead], period: Period) -> Ints:
    """Lead forms per day as Meta counts them."""
    days = [(x.day - period.start).days for x in found if x.kind == "leadformulier"]
    return np.bincount(np.array(days, dtype=np.int64), minlength=period.days)


def write(folder: Path, found: list[Lead], applications: list[Application], vacancies: list[Vacancy], period: Period,
          scale: float, rng: np.random.Generator) -> None:
    """All five tables."""
    save(folder / "leads.csv", ("Datum", "E-mailadres", "Soort", "Kanaal", "Campagne", "Bevestigd"),
         [(x.day, email_of(x.person), x.kind, x.channel, x.campaign, "ja" if x.confirmed else "nee") for x in found])
    save(folder / "doelgroep.csv", ("Doelgroep", "Peildatum", "Minimaal", "Maximaal", "Bron", "Wie tellen mee"),
         TARGET_GROUP)
    save(folder / "vacatures.csv", ("Vacature", "Opengesteld", "Vervuld", "Gesloten zonder aanname",
                                    "Doorlooptijd (dagen)", "Aantal plekken", "Vakgebied"),
         openings(vacancies, applications, period))
    save(folder / "dienstverbanden.csv", ("Personeelsnummer", "Sollicitatie", "In dienst", "Uit dienst", "Reden",
                                          "Vakgebied"), employments(applications, period, scale, rng))
    workbook(folder / "kosten.xlsx", ("Datum", "Omschrijving", "Kostensoort", "Intern of extern", "Bedrag excl. btw"),
             costs(applications, period, scale, rng))


def save(path: Path, heading: Row, rows: Iterable[Row]) -> None:
    """As a Dutch Excel saves CSV: semicolons, dates day first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([[f"{c:%d-%m-%Y}" if isinstance(c, date) else "" if c is None else c for c in row] for row in rows])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def openings(vacancies: list[Vacancy], applications: list[Application], period: Period) -> list[Row]:
    """Every vacancy with the day that its first hire accepted, or the day it was taken down without."""
    hires: dict[int, list[date]] = {}
    for a in applications:
        if a.hired:
            hires.setdefault(a.vacancy.number, []).append(a.hired)
    rows: list[Row] = []
    for v in vacancies:
        if v.opened >= period.end:
            continue
        filled = min(hires.get(v.number, ()), default=None)
        closed = v.closed if filled is None and v.closed < period.end else None
        places = max(v.positions, len(hires.get(v.number, ())))
        rows.append((f"{v.name} ({v.number})", v.opened, filled, closed, (filled - v.opened).days if filled else None,
                     places, v.family))
    return rows


def employments(applications: list[Application], period: Period, scale: float, rng: np.random.Generator) -> list[Row]:
    """People hired through the ATS who have started, and some who started before it began."""
    started: list[tuple[date, object, str]] = []
    for _ in range(max(3, round(EMPLOYED_BEFORE * scale))):
        family = WORK[int(rng.integers(len(WORK)))][1]
        started.append((BEFORE + timedelta(days=int(rng.integers(0, 170))), None, family))
    started += [(a.starts, a.id, a.vacancy.family) for a in applications if a.starts and a.starts < period.end]
    rows: list[Row] = []
    for i, (first, application, family) in enumerate(sorted(started, key=lambda x: (x[0], str(x[1])))):
        last, reason = leaving(first, rng)
        gone = last is not None and last < period.end
        rows.append((70_001 + i, application, first, last if gone else None, reason if gone else None, family))
    return rows


def leaving(first: date, rng: np.random.Generator) -> tuple[date, str]:
    """Last day and reason: some leave within the trial period, the rest at a steady pace."""
    early = rng.random() < LEAVES_EARLY
    stay = int(rng.integers(10, 62)) if early else 62 + int(rng.exponential(365 / A_YEAR))
    reason = "past niet" if early else str(rng.choice([r[0] for r in REASONS], p=[r[1] for r in REASONS]))
    return first + timedelta(days=min(stay, 4000)), reason


def costs(applications: list[Application], period: Period, scale: float, rng: np.random.Generator) -> list[Row]:
    """Everything but what the networks charge, which their own exports tell."""
    rows: list[tuple[date, str, str, str, float]] = []
    for line, kind, side, euro, every in RECURRING:
        for day in list(period)[::every]:
            rows.append((day, line, kind, side, round(euro * scale * every / 30 * float(rng.normal(1, 0.06)), 2)))
    day, line, kind, side, euro = REACH_FILMS
    rows.append((day, line, kind, side, float(round(euro * scale, 2))))
    for a in applications:
        if a.hired and "bureau" in a.source.lower():
            rows.append((a.hired, "Bemiddeling Proefdraai", "bureaufee", "extern", float(AGENCY_FEE)))
        if a.hired and a.source == "Referral":
            rows.append((a.hired, "Aanbrengpremie", "aanbrengpremie", "extern", float(REFERRAL_BONUS)))
        if a.offer and a.vacancy.family in ("behandeling", "kantoor"):
            rows.append((a.offer, "Assessment", "assessment", "extern", float(ASSESSMENT)))
    return summed(rows)


def summed(rows: list[tuple[date, str, str, str, float]]) -> list[Row]:
    """One row a day and line, as a ledger has it."""
    total: dict[tuple[date, str, str, str], float] = {}
    for day, line, kind, side, euro in rows:
        total[day, line, kind, side] = round(total.get((day, line, kind, side), 0.0) + euro, 2)
    return [(*key, euro) for key, euro in sorted(total.items())]


def workbook(path: Path, heading: Row, rows: Iterable[Row]) -> None:
    """An Excel file whose bytes depend on its cells alone."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Wervingskosten"
    sheet.append(list(heading))
    for row in rows:
        sheet.append(list(row))
    for cell in sheet["A"][1:]:
        cell.number_format = "dd-mm-yyyy"
    for cell in sheet["E"][1:]:
        cell.number_format = '"€" #,##0.00'
    made = io.BytesIO()
    book.save(made)
    path.write_bytes(timeless(made.getvalue()))


def timeless(book: bytes) -> bytes:
    """The same workbook without the moment at which it was saved."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-02T09:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, datetime(2026, 11, 2, 9).timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
