"""What an ATS may tell: no fact has a place for a name or a letter, and a mapping that asks for one is refused."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from talentloop.core.facts import FACTS, Type
from talentloop.core.intake import Mapped
from talentloop.sources.mapping.mapped import tell_mapping
from talentloop.sources.reader.problems import Problems
from talentloop.workspace import Workspace

FORBIDDEN = ("Naam", "Voornaam", "Achternaam", "First name", "Full name", "Geslacht", "Gender", "Geboortedatum",
             "Date of birth", "Leeftijd", "BSN", "Burgerservicenummer", "CV", "Resume", "Motivatiebrief", "Brief",
             "Cover letter", "Notities", "Interview notes", "Opmerkingen", "Feedback", "Nationaliteit", "Postcode",
             "Adres", "Foto", "Gezondheid", "Salariswens", "IBAN", "Burgerlijke staat", "LinkedIn profiel")
PEOPLE = ("applications", "leads", "interactions", "jobs")


@pytest.mark.parametrize("heading", FORBIDDEN)
@pytest.mark.parametrize("fact", PEOPLE)
def test_a_mapping_that_asks_for_it_is_told_so(fact: str, heading: str) -> None:
    column = next(c.name for c in FACTS[fact].columns if c.type is Type.TEXT and not c.allowed)
    problems = Problems("ats.csv")
    tell_mapping(Mapped(fact, "*.csv", {column: heading}), problems)
    assert any(p.code == "personal_column" and p.found == heading for p in problems.found)


def test_no_fact_has_a_place_for_it() -> None:
    words = re.compile(r"name$|gender|birth|letter|cv|note|phone|email|address|bsn")
    about_people = [c.name for fact in (*PEOPLE, "web_hits") for c in FACTS[fact].columns if c.type is Type.TEXT]
    assert not [c for c in about_people if words.search(c) and c != "source_name"]


def test_what_fixtures_hold_of_people_never_lands(tmp_path: Path) -> None:
    """Exports of real ATSs' own documentation hold names, addresses and notes; none is in any byte that is kept."""
    shared = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
    files = [f for source in ("greenhouse", "teamtailor") for f in sorted((shared / source).rglob("*.json"))]
    if not files:
        pytest.skip("the shared fixtures are not there")
    home = Workspace.create(tmp_path / "w")
    (home.path / "client.toml").write_text(
        (home.path / "client.toml").read_text().replace("[client]\n", f"[client]\nas_of = {date(2026, 9, 1)}\n", 1))
    taken = Workspace(home.path).take(files)
    assert any(t.rows for t in taken)
    told = "\n".join(f.read_text(errors="replace") for f in files)
    named = r'"(?:first_name|last_name|first-name|last-name|email)":\s*"([^"]{4,})"'
    people = {m.lower() for m in re.findall(named, told)}
    assert len(people) > 5
    with home.lake.asking() as (ask, now):
        for fact in FACTS.values():
            texts = [f'"{c.name}"' for c in fact.columns if c.type is Type.TEXT and c.name not in ("source", "batch")]
            for row in ask(f"SELECT {', '.join(texts)} FROM {now.source(fact)}").fetchall() if texts else ():
                assert not {str(cell).lower() for cell in row} & people
