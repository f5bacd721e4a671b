"""What a file is: each golden input is of its own source, and a stranger is described rather than guessed at."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import mapped
from golden import cases, context, inputs

from talentloop.core.errors import Problem
from talentloop.sources.recognise import recognise

OURS = ("meta_export", "linkedin_ads_csv", "google_ads_csv", "meta_insights_json", "mapping")
GOLDEN = [file for name in OURS for case in cases(name) for file in inputs(case)]


@pytest.mark.parametrize("file", GOLDEN, ids=lambda f: "/".join(f.parts[-4:]))
def test_a_golden_input_is_of_its_source(file: Path) -> None:
    found = recognise(file, context(file.parent))
    assert not isinstance(found, Problem), found
    assert found.name == file.parts[-4]


RAW = {"meta": b"ad_id,date,account_id,impressions,inline_link_clicks,spend\n62,2020-12-10,17,4233,10,76.53\n",
       "google": b"customer_id,date,clicks,cost_micros,device,id,impressions\n21,2021-02-01,49,36150000,MOBILE,99,166\n"}


@pytest.mark.parametrize("content", RAW.values(), ids=RAW)
def test_tables_of_other_platforms_are_not_taken_for_linkedin_s_by_a_day_and_impressions(tmp_path: Path, content: bytes
                                                                                          ) -> None:
    assert refused(tmp_path, content).code == "not_recognised"


def refused(path: Path, content: bytes, name: str = "x.csv") -> Problem:
    file = path / name
    file.write_bytes(content)
    found = recognise(file, context())
    assert isinstance(found, Problem)
    return found


def test_a_stranger_is_described(tmp_path: Path) -> None:
    problem = refused(tmp_path, b"Kenteken;Merk;Bouwjaar\n12-AB-3;Volvo;1999\n")
    assert problem.code == "not_recognised" and problem.blocks
    assert problem.found == "utf-8, semicolon: Kenteken, Merk, Bouwjaar"


def test_the_nearest_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    problem = refused(tmp_path, b"Dag;Campagnenaam;Linkkliks;Besteed bedrag (EUR)\n2026-09-01;A;3;1,5\n")
    assert problem.expected and problem.expected.startswith("Meta Ads Manager (export)")
    assert "Vertoningen" in problem.expected


def test_strange_json_is_described_without_its_values(tmp_path: Path) -> None:
    problem = refused(tmp_path, b'{"person": {"email": "jan@voorbeeld.nl"}}', "x.json")
    assert problem.found == "JSON with keys person, email"


@pytest.mark.parametrize(("content", "code"), [
    (b"", "empty_file"), (b"\0\1\2\3" * 100, "binary_file"), (b"\xd0\xcf\x11\xe0" + bytes(600), "old_excel"),
    (b"PK\x03\x04nonsense", "file_cut"),
])
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(tmp_path, content).code == code


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    found = [recognise(tmp_path, context()), recognise(tmp_path / "nee.csv", context())]
    assert [p.code for p in found if isinstance(p, Problem)] == ["is_directory", "file_missing"]


def test_a_mapping_goes_before_a_platform(tmp_path: Path) -> None:
    """The client's own word on a file, even where it looks like somebody's export."""
    file = tmp_path / "kosten.csv"
    file.write_text("Campagne;Dag;Valutacode;Kosten;Vertoningen\nA;2026-09-01;EUR;1,50;5\n")
    settings = mapped("costs", "kosten*", {"kind": "ads"}, line="Campagne", day="Dag", amount_micros="Kosten")
    for given, name in ((settings, "mapping"), ({}, "google_ads_csv")):
        found = recognise(file, context(**given))
        assert not isinstance(found, Problem) and found.name == name


def test_a_pattern_that_fits_everything_takes_nothing_it_does_not_know(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Dag;Campagnenaam;Weergaven;Linkkliks\n2026-09-01;A;5;1\n")
    settings = mapped("costs", "*", {"kind": "ads"}, line="Wat", day="Datum", amount_micros="Bedrag")
    found = recognise(file, context(**settings))
    assert not isinstance(found, Problem) and found.name == "meta_export"
