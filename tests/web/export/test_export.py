"""Taking figures along: files that open, hold what the screen shows, run nothing, and are written in the audit log."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from talentloop.core.kpi import Unit
from talentloop.core.kpis import KPIS
from talentloop.core.loop import Change, ChangeKind
from talentloop.ledger.book import book
from talentloop.locale import LANGUAGES
from talentloop.report.csv_cells import safe
from talentloop.report.sections import sections
from talentloop.report.spreadsheet import csv_file, workbook
from talentloop.report.tables import Amount, Table, loop_tables
from talentloop.report.values import number, reckoned
from talentloop.report.words import Words
from web.conftest import World

BEGIN = "/c/merelhof"
SCREENS = ("loop/2/", "loop/2/kpi/visits/", "journey/2/", "plan/", "plan/archive/", "costs/", "content/",
           "content/links/", "data/", "settings/trust/")
FOR_THE_OFFICER = ("privacy/", "privacy/log/")
NOTHING_TO_SHOW = ("content/links/",)  # no link of the demo goes wrong, so that its screen offers no file


def rows_of(content: bytes, form: str, lang: str = "nl") -> list[list[Any]]:
    """Every row of a file, as a spreadsheet reads it."""
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";" if lang == "nl" else ","))
    return [list(row) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("role", ["marketer", "viewer", "stranger"])
def test_who_may_take_files_along_does_so_from_every_screen_and_it_is_written_down(world: World, role: str) -> None:
    browser = world.browser(role)
    for screen in SCREENS:
        for form in ("csv", "xlsx", "json"):
            answer = browser.get(f"{BEGIN}/{screen}export.{form}")
            assert answer.status_code == {"marketer": 200, "viewer": 403, "stranger": 404}[role], (screen, form)
            if role == "marketer":
                assert f'.{form}"' in answer.headers["Content-Disposition"]
                assert json.loads(answer.content) if form == "json" else rows_of(answer.content, form)
    whose = f"user:{world.person(role).pk}"
    noted = [e for e in world.home.audit.entries() if e.what == "export" and e.who == whose]
    assert len(noted) == (3 * len(SCREENS) if role == "marketer" else 0)


def test_a_screen_offers_its_files_to_who_may_take_them(world: World) -> None:
    for screen in ("", *SCREENS):
        address = f"{BEGIN}/{screen}?now=1" if screen == "settings/trust/" else f"{BEGIN}/{screen}"
        marketer, viewer = (world.browser(role).get(address).content for role in ("marketer", "viewer"))
        assert (b"export.xlsx" in marketer) == (screen not in NOTHING_TO_SHOW), screen
        assert b"export.xlsx" not in viewer, screen


def test_the_privacy_officer_takes_along_what_is_kept_and_the_log_which_then_tells_of_it(world: World) -> None:
    officer, marketer = world.browser("privacy officer"), world.browser("marketer")
    for screen in FOR_THE_OFFICER:
        assert b"export.csv" in officer.get(f"{BEGIN}/{screen}").content
        assert marketer.get(f"{BEGIN}/{screen}export.csv").status_code == 403
    kept = rows_of(officer.get(f"{BEGIN}/privacy/export.csv").content, "csv")
    assert any(row and row[0] == "sollicitaties" for row in kept)
    log = rows_of(officer.get(f"{BEGIN}/privacy/log/export.csv?what=export").content, "csv")
    mine = [line for line in log if line[1].startswith("privacy.officer")]  # others took something along
    assert len(mine) == 1 and mine[0][4] == "van: wat er bewaard wordt · als: csv"
    assert len({line[3] for line in log[1:]}) == 1, "only the kind that was asked for"


def test_what_was_looked_at_is_what_is_taken_along(world: World) -> None:
    """Another comparison and one part of the loop stand in the address, and so in the file."""
    browser = world.browser("marketer")
    screen = browser.get(f"{BEGIN}/loop/3/?vs=baseline&device=mobile").content.decode()
    assert "loop/3/export.csv?vs=baseline&amp;device=mobile" in screen
    part = rows_of(browser.get(f"{BEGIN}/loop/3/export.csv?vs=baseline&device=mobile").content, "csv")
    assert part[0][3] == "0-meting" and any("bezoeken" in row[1].lower() for row in part)
    whole = browser.get(f"{BEGIN}/loop/3/export.json?vs=baseline").json()
    assert whole["loop"]["compared_with"] == "baseline"


def test_the_ledger_in_the_file_adds_up_to_the_one_on_screen(world: World) -> None:
    told = world.browser("marketer").get(f"{BEGIN}/costs/export.json").json()
    ledger = next(t for t in told if t["id"] == "ledger")
    whole = sum(row[-1] for row in ledger["rows"] if not row[1])
    assert whole == pytest.approx(book(world.home).total) and whole > 0
    assert told[0]["id"] == "per-hire" and len(told[0]["rows"]) == 3


def test_the_overview_goes_along_for_clients_of_which_one_may_take_figures(world: World) -> None:
    rows = rows_of(world.browser("agency marketer").get("/clients.csv").content, "csv")
    assert len(rows) > 2 and any("Merelhof" in row[0] for row in rows)
    assert b"Merelhof" not in world.browser("stranger").get("/clients.csv").content
    assert world.browser("viewer").get("/clients.csv").status_code == 403
    noted = [e for e in world.home.audit.entries() if e.what == "export" and e.facts["of"] == "overview"]
    assert len(noted) == 1


def test_the_figures_in_the_files_are_those_of_the_report(world: World) -> None:
    browser, report = world.browser("marketer"), world.home.findings(2)
    visits = report.finding("visits").figure.value
    sheet = rows_of(browser.get(f"{BEGIN}/loop/2/export.xlsx").content, "xlsx")
    assert any("visits@1" in row and visits in row for row in sheet)
    table = rows_of(browser.get(f"{BEGIN}/loop/2/export.csv").content, "csv")
    assert any("visits@1" in row and f"{visits:.0f}" in row for row in table)
    told = browser.get(f"{BEGIN}/loop/2/export.json").json()
    assert next(k for k in told["kpis"] if k["id"] == "visits")["value"] == visits


def test_a_file_says_what_its_figures_count(world: World) -> None:
    browser, kpis = world.browser("marketer"), {f.kpi.id for f in world.home.findings(2).findings}
    for screen, most in (("loop/2/", kpis), ("loop/2/kpi/visits/", {"visits"})):
        book = load_workbook(io.BytesIO(browser.get(f"{BEGIN}/{screen}export.xlsx").content))
        rows = list(book["Wat elk cijfer telt"].iter_rows(values_only=True))
        told = {str(row[1]).split("@")[0] for row in rows if row[1] and "@" in str(row[1])}
        assert told == most and all(len(str(row[2])) > 20 for row in rows if row[1] and "@" in str(row[1]))


def test_figures_of_people_say_in_a_file_whom_they_know_and_for_how_long(world: World) -> None:
    browser = world.browser("marketer")
    for form in ("csv", "xlsx"):
        rows = rows_of(browser.get(f"{BEGIN}/loop/2/export.{form}").content, form)
        head = next(row for row in rows if "Wie is één persoon" in row)
        place, share = head.index("Wie is één persoon"), head.index("Dekking")
        told = {row[head.index("Definitie")].split("@")[0]: row for row in rows if len(row) == len(head) and row != head
                and "@" in str(row[head.index("Definitie")])}
        for kpi, row in told.items():
            assert bool(row[place]) == KPIS[kpi].people and not (row[place] and row[share] in (None, "")), (form, kpi)
            assert "13 maanden" in row[place] if row[place] else True
        assert any("hoogstens 13 maanden" in str(cell) for row in rows_of(
            browser.get(f"{BEGIN}/journey/2/export.{form}").content, form) for cell in row), form


def test_how_far_verdicts_may_be_trusted_goes_along_as_it_is_on_screen(world: World) -> None:
    browser = world.browser("marketer")
    told = browser.get(f"{BEGIN}/settings/trust/export.json").json()
    sheet = rows_of(browser.get(f"{BEGIN}/settings/trust/export.xlsx").content, "xlsx")
    assert told["all"]["loops"] == world.home.trust().all.loops and any(told["all"]["loops"] in row for row in sheet)
    assert world.browser("agency marketer").get("/c/kustzorg/settings/trust/export.csv").status_code == 404


def test_small_groups_are_left_out_of_a_split(world: World) -> None:
    shown = world.home.kpi(["hires"], "channel", number=2).rows
    assert any(segment and not hasattr(figure, "value") for _, segment, figure in shown)
    content = world.browser("marketer").get(f"{BEGIN}/loop/2/kpi/hires/export.csv?by=channel").content
    split = rows_of(content, "csv")
    begin = next(i for i, row in enumerate(split) if row and row[0] == "Kanaal")
    assert split[begin + 1:] and all(row[1] == "" or int(row[1]) in (0, *range(10, 10**6)) for row in split[begin + 1:])


def test_text_that_a_spreadsheet_would_run_is_plain_text(world: World) -> None:
    evil = '=HYPERLINK("http://x";"y")'
    report = world.home.findings(2)
    change = Change(report.loop.period.start, evil, ChangeKind.OTHER, False)
    loop = replace(report.loop, strategy="+1+1", changes=(change,))
    tables = loop_tables(replace(report, client=evil, loop=loop), "nl")
    cells = [c for row in rows_of(csv_file(tables, "nl"), "csv") for c in row]
    assert f"'{evil}" in cells and any(c.startswith("'+1+1") for c in cells) and all(safe(c) == c for c in cells)
    book = load_workbook(io.BytesIO(workbook(tables, "EUR")))
    assert [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_each_language_writes_numbers_as_its_spreadsheets_read_them() -> None:
    tables = [Table("t", "Tabel", ("dag", "getal"), ((date(2026, 3, 1), Amount(1234.5)),))]
    assert rows_of(csv_file(tables, "nl"), "csv")[1] == ["2026-03-01", "1234,5"]
    assert rows_of(csv_file(tables, "en"), "csv", "en")[1] == ["2026-03-01", "1234.5"]


def test_sheets_with_names_that_are_long_or_alike_open() -> None:
    name = "Wat er [in] deze loop gebeurde: een lange titel/kop"
    content = workbook([Table("a", name, ("x",), (("1",),)), Table("b", name, ("x",), ())], "EUR")
    assert len(set(load_workbook(io.BytesIO(content)).sheetnames)) == 2


def test_a_form_that_is_not_there_is_not_found(world: World) -> None:
    assert world.browser("marketer").get(f"{BEGIN}/plan/export.pdf").status_code == 404


SHARE = re.compile(r"[+\u2212±]?\d+(?:[.,]\d+)?\s?%")
RANGE = re.compile(r"\d+(?:[.,]\d+)?%?–\d+(?:[.,]\d+)?%")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_percentage_of_every_workbook_is_a_number_that_shows_as_one(world: World, lang: str) -> None:
    person = world.person("marketer")
    person.language = lang
    person.save()
    shown = 0
    for screen in SCREENS:
        book = load_workbook(io.BytesIO(world.browser("marketer").get(f"{BEGIN}/{screen}export.xlsx").content))
        cells = [cell for sheet in book for row in sheet.iter_rows(min_row=4) for cell in row if cell.value is not None]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert [text for text in texts if SHARE.fullmatch(text) or RANGE.fullmatch(text)] == [], screen
        shares = [c for c in cells if c.number_format.endswith("%")]
        assert all(isinstance(c.value, int | float) and "," not in c.number_format for c in shares)
        shown += len(shares)
    assert shown > 100


def test_the_journey_in_a_workbook_says_what_the_screen_says(world: World) -> None:
    w, report = Words("nl", "EUR"), world.home.findings(2)
    steps = next(s for s in sections(w, report) if s.id == "journey")
    book = load_workbook(io.BytesIO(world.browser("marketer").get(f"{BEGIN}/journey/2/export.xlsx").content))
    rows = list(book[steps.title].iter_rows(min_row=4))
    for told, row in zip(steps.rows, rows, strict=True):
        share = row[2]
        if told[2] == w("number.none"):
            assert share.value is None
        else:
            assert isinstance(share.value, float) and share.number_format in ("0%", "0.0%", "0.00%")
            assert w.numbers.percent(share.value, share.number_format.count("0") - 1) == told[2]


@pytest.mark.parametrize(("lang", "text", "value"), [
    ("nl", "41%", Amount(0.41, Unit.PERCENT, 0)), ("nl", "5,4%", Amount(0.054, Unit.PERCENT, 1)),
    ("en", "5.4%", Amount(0.054, Unit.PERCENT, 1)), ("en", "5,4%", "5,4%"),
    ("nl", "\u221217%", Amount(-0.17, Unit.PERCENT, 0, True)),
    ("nl", "+1.250%", Amount(12.5, Unit.PERCENT, 0, True)), ("nl", "±68%", Amount(0.68, Unit.PERCENT, 0)),
    ("nl", "€\u00a064.230", Amount(64230, Unit.MONEY, 0)), ("nl", "€\u00a0\u221260.911", Amount(-60911, Unit.MONEY, 0)),
    ("en", "\u2212€60,911", Amount(-60911, Unit.MONEY, 0)), ("nl", "1.234", Amount(1234, Unit.COUNT, 0)),
    ("nl", "12345", "12345"), ("nl", "3,4", "3,4"),
    ("nl", "+0,7\u00a0pp", "+0,7\u00a0pp"), ("nl", "n.v.t.", "n.v.t."), ("nl", "–", "–")])
def test_a_text_is_read_back_as_the_number_it_was_written_from(lang: str, text: str, value: object) -> None:
    assert number(Words(lang, "EUR"), text) == value


def test_a_column_of_ranges_becomes_two_and_other_columns_stay(world: World) -> None:
    w = Words("nl", "EUR")
    headings, rows = reckoned(w, ("Pool", "Marge"), [("1–2 interacties", "0%–0,10%"), ("3–5", "14–70%"), ("6–15", "–")])
    assert headings == ("Pool", "Marge, van", "Marge, tot")
    assert rows[0] == ("1–2 interacties", Amount(0, Unit.PERCENT, 0), Amount(0.001, Unit.PERCENT, 2))
    assert reckoned(w, ("n",), [("41%",), ("–",)])[1] == ((Amount(0.41, Unit.PERCENT, 0),), (None,))
    assert rows[1][1:] == (Amount(0.14, Unit.PERCENT, 0), Amount(0.7, Unit.PERCENT, 0)) and rows[2][1:] == (None, None)
