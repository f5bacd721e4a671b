"""What a marketer does with a table of their own: say what the columns are, once, and take that back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from talentloop.command import apart
from talentloop.store.app.models import Upload
from talentloop.web import jobs, uploads
from talentloop.web.screens.data import tables
from web.conftest import World
from web.data.test_data import DATA, bring, home, said, take

COSTS = "Datum;Omschrijving;Soort;Bedrag\n01-09-2026;Video;productie;€ 3.400,50\n02-09-2026;Berichten;media;€ 900,00\n"
MARKETER = "agency marketer"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs are done as soon as they are asked for, and files are read in this process."""
    monkeypatch.setattr(uploads, "apart", lambda verb, folder, file, seconds, told, who: apart.main(
        verb, folder, str(file), who))
    monkeypatch.setattr(tables, "apart", lambda verb, folder, file, seconds: apart.main(verb, folder, str(file)))
    monkeypatch.setattr(apart.os, "nice", lambda by: 0)
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


def asked(world: World, upload: Upload, query: str = "") -> str:
    return world.browser(MARKETER).get(f"{DATA}columns/{upload.pk}/{query}").content.decode()


def filled(page: str) -> dict[str, str]:
    """The form as a browser would send it."""
    form = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    form.update(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        form[name] = chosen[1] if chosen else ""
    return form


def say(world: World, upload: Upload, **more: str) -> str:
    """Send the form as it was filled in for the reader, and this more."""
    form = {**filled(asked(world, upload)), **more}
    return world.browser(MARKETER).post(f"{DATA}columns/{upload.pk}/", form, follow=True).content.decode()


def test_a_sheet_of_costs_is_known_from_then_on(world: World) -> None:
    upload = bring(world, "kosten-2026-09.csv", COSTS)
    assert upload and upload.state == "waiting", "somebody can still say what it is"
    assert "Zeg wat de kolommen zijn" in said(world)
    assert filled(asked(world, upload))["c.amount_micros"] == "Bedrag"
    page = say(world, upload)
    assert "‘productie’" in page and "‘media’" not in page, "only words that mean nothing to us are asked"
    page = say(world, upload, **{"word.kind.0": "productie", "w.kind.0": "content"})
    assert "Klaar om over te nemen" in page and "kosten-*.csv" in page
    upload.refresh_from_db()
    assert take(world, upload).state == "taken"
    assert home(world).settings.files[-1].words == {"kind": {"productie": "content"}}
    october = bring(world, "kosten-2026-10.csv", COSTS.replace("-09-", "-10-"))
    assert october and october.found["outcome"] == "taken", "the next month is known by its name"


def test_what_lacks_is_said_in_words_and_nothing_is_kept(world: World) -> None:
    upload = bring(world, "kosten.csv", COSTS)
    assert upload
    page = say(world, upload, **{"c.amount_micros": "", "match": "iets-anders.csv"})
    assert "‘Bedrag, zonder btw’ ontbreekt" in page and "past niet bij wat je invulde" in page
    assert not home(world).settings.files


def test_the_same_for_all_rows(world: World) -> None:
    upload = bring(world, "kosten.csv", COSTS.replace(";Soort", ";X"))
    assert upload
    page = say(world, upload, **{"c.kind": "=content", "c.line": "", "k.line": "Werving"})
    assert "Klaar om over te nemen" in page
    assert home(world).settings.files[-1].constants == {"kind": "content", "line": "Werving"}


def test_of_people_no_name_is_offered_and_no_value_shown(world: World) -> None:
    upload = bring(world, "sollicitaties.csv", "Naam;E-mailadres;Datum;Vacature;Status\n"
                   "Jo Bos;jo@example.org;03-09-2026;Kok;nieuw\n")
    assert upload and "Jo Bos" not in str(upload.found)
    page = asked(world, upload)
    assert "Lezen we nooit" in page and '<option value="Naam"' in page
    refused = say(world, upload, **{"c.vacancy": "Naam"})
    assert "Jo Bos" not in refused and not home(world).settings.files


def test_another_kind_of_table_is_guessed_anew(world: World) -> None:
    upload = bring(world, "kosten.csv", COSTS)
    assert upload
    form = filled(asked(world, upload, "?fact=leads"))
    assert form["fact"] == "leads" and form["c.day"] == "Datum" and form["c.kind"] == "Soort"


def test_a_table_is_taken_out_and_comes_back(world: World) -> None:
    upload = bring(world, "kosten.csv", COSTS)
    assert upload
    say(world, upload, **{"word.kind.0": "productie", "w.kind.0": "content"})
    kept = home(world).settings.files
    assert len(kept) == 1
    browser = world.browser(MARKETER)
    page = browser.get(f"{DATA}tables/").content.decode()
    assert "kosten*.csv" in page and "Bedrag" in page
    out = {"version": filled(page)["version"], "place": "0"}
    gone = browser.post(f"{DATA}tables/", out, follow=True).content.decode()
    assert not home(world).settings.files and "Nog geen tabellen" in gone
    back = filled(gone)
    browser.post(f"{DATA}tables/undo/", {"deed": back["deed"], "version": back["version"]})
    assert home(world).settings.files == kept


def test_said_anew_replaces_what_was_said_and_undo_brings_that_back(world: World) -> None:
    first = bring(world, "kosten.csv", COSTS)
    assert first
    say(world, first, **{"word.kind.0": "productie", "w.kind.0": "content"})
    before = home(world).settings.files
    other = bring(world, "kosten-later.csv", COSTS.replace("Bedrag", "Euro"))
    assert other and other.state == "waiting" and other.found["source"] == "mapping", "known by its name only"
    page = say(world, other, **{"c.amount_micros": "Euro"})
    assert [m.columns["amount_micros"] for m in home(world).settings.files] == ["Euro"]
    form = filled(page)
    world.browser(MARKETER).post(f"{DATA}tables/undo/", {"deed": form["deed"], "version": form["version"]})
    assert home(world).settings.files == before


def test_a_made_up_deed_undoes_nothing(world: World) -> None:
    answer = world.browser(MARKETER).post(f"{DATA}tables/undo/", {"deed": "x", "version": ""}, follow=True)
    assert "niet (meer)" in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "viewer"])
def test_who_may_not_bring_data_may_not_say_what_it_is(world: World, who: str) -> None:
    upload = bring(world, "kosten.csv", COSTS)
    assert upload
    browser = world.browser(who)
    for path in (f"columns/{upload.pk}/", "tables/"):
        assert browser.get(DATA + path).status_code in (403, 404)
    assert browser.post(f"{DATA}columns/{upload.pk}/", {"fact": "costs"}).status_code in (403, 404)
