"""A table that nobody knows: its headings are told and guessed at, and none of what stands under them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from golden import context

from talentloop.core.facts import FACTS
from talentloop.core.intake import Mapped
from talentloop.sources.mapping.guesses import HEADINGS, NAMED
from talentloop.sources.mapping.mapped import BESIDE, MAPPABLE
from talentloop.sources.mapping.sketch import closed, mappable, may_hold, nearest, sketch, untold
from talentloop.sources.mapping.words import STAGES, WORDS
from talentloop.workspace.tables import pattern_of

COSTS = ("Overzicht 2026\n\nDatum;Omschrijving;Soort;Bedrag\n"
         "01-09-2026;Video;productie;€ 3.400,50\n02-09-2026;Post;media;€ 9,00\n")
PEOPLE = ("Naam;E-mailadres;Geboortedatum;Datum;Vacature;Status;Opmerking\n"
          "Jo Bos;jo@example.org;01-02-1990;03-09-2026;Kok;nieuw;aardig\n")


def table(folder: Path, text: str, name: str = "lijst.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_headings_under_a_title_are_found_with_their_kinds(tmp_path: Path) -> None:
    found = sketch(table(tmp_path, COSTS))
    assert found is not None and found.best == "costs"
    assert [(h.name, h.kind) for h in found.headings] == [
        ("Datum", "day"), ("Omschrijving", "text"), ("Soort", "text"), ("Bedrag", "number")]
    assert found.guesses["costs"] == {"day": "Datum", "line": "Omschrijving", "kind": "Soort", "amount_micros": "Bedrag"}


def test_nothing_that_stands_under_the_headings_is_in_it(tmp_path: Path) -> None:
    found = sketch(table(tmp_path, PEOPLE))
    assert found is not None and found.best == "applications"
    told = json.dumps(asdict(found))
    assert not [word for word in ("Jo Bos", "jo@", "1990", "Kok", "nieuw", "aardig") if word in told]
    assert found.guesses["applications"] == {"email": "E-mailadres", "day": "Datum", "vacancy": "Vacature",
                                             "stage": "Status"}


@pytest.mark.parametrize("heading", ["Naam", "Geboortedatum", "Opmerking", "Salaris"])
def test_what_is_never_read_of_people_is_never_offered(heading: str) -> None:
    assert not may_hold("applications", heading) and may_hold("costs", heading)


def test_what_is_no_table_gives_no_sketch(tmp_path: Path) -> None:
    assert sketch(table(tmp_path, "een brief zonder kolommen\n")) is None


def test_words_without_a_meaning_are_asked_once(tmp_path: Path) -> None:
    path = table(tmp_path, COSTS)
    mapped = Mapped("costs", "*", {"day": "Datum", "line": "Omschrijving", "kind": "Soort", "amount_micros": "Bedrag"})
    assert untold(mapped, path, context()) == {"kind": ("productie",)}
    said = Mapped("costs", "*", mapped.columns, {}, {"kind": {"Productie": "content"}})
    assert untold(said, path, context()) == {}


def test_a_word_far_down_is_asked_too_and_many_are_asked_in_turns(tmp_path: Path) -> None:
    rows = [f"01-09-2026;Post;{word};1" for word in ("media",) * 6_000 + tuple(f"soort {n}" for n in range(50))]
    path = table(tmp_path, "\n".join(["Datum;Omschrijving;Soort;Bedrag", *rows]))
    columns = {"day": "Datum", "line": "Omschrijving", "kind": "Soort", "amount_micros": "Bedrag"}
    asked = untold(Mapped("costs", "*", columns), path, context())["kind"]
    assert len(asked) == 40 and asked[0] == "soort 0"
    said = Mapped("costs", "*", columns, {}, {"kind": dict.fromkeys(asked, "other")})
    assert len(untold(said, path, context())["kind"]) == 10


def test_a_word_with_a_known_one_in_it_probably_means_that() -> None:
    assert nearest("costs", "kind", "Uren leidinggevenden") == "manager_time"
    assert nearest("applications", "stage", "Uitgenodigd voor gesprek") == "invited"
    assert nearest("costs", "kind", "zomaar wat") == ""


@pytest.mark.parametrize(("name", "pattern"), [
    ("kosten-2026-09.csv", "kosten-*.csv"), ("leads.csv", "leads*.csv"), ("doelgroep 2026.xlsx", "doelgroep *.xlsx"),
    ("2026-09.csv", "2026-09.csv"), ("q3_kosten_2026.xlsx", "q*_kosten_*.xlsx")])
def test_next_months_file_is_known_too_and_not_every_file(name: str, pattern: str) -> None:
    assert pattern_of(name) == pattern


def test_every_guess_is_of_a_column_that_there_is() -> None:
    assert set(HEADINGS) == set(NAMED) == set(MAPPABLE)
    for fact, guessed in HEADINGS.items():
        assert set(guessed) <= {*FACTS[fact].names, *BESIDE.get(fact, ())}, fact
        assert set(guessed) <= set(mappable(fact)), fact


def test_every_word_that_we_know_means_one_that_is_allowed() -> None:
    for (fact, column), words in WORDS.items():
        assert set(words.values()) <= set(closed(fact, column)), (fact, column)
    assert set(STAGES.values()) <= set(closed("applications", "stage"))
