"""What a marketer does with data: bring files, confirm, undo; what is refused; and what nobody may see."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talentloop.command import apart
from talentloop.command.batches import batches
from talentloop.report.words import Words
from talentloop.store.app.models import Upload
from talentloop.web import jobs, uploads
from talentloop.web.place import Place
from talentloop.web.screens.data.cards import counted, rows_of
from talentloop.workspace import Workspace
from web.conftest import World

DATA = "/c/bakker/data/"  # an employer without facts; its marketer is the agency's
HEAD = "Campaign report\n1 November 2026 - 2 November 2026\nDay,Campaign,Campaign type,Currency code,Cost,Impr.,Clicks\n"
ADS = f"{HEAD}2026-11-01,merelhof_search_merk,Search,EUR,0.50,30,2\n" \
      "2026-11-02,merelhof_search_merk,Search,EUR,0.25,12,1\n"
RESTATED = ADS.replace(",30,2", ",31,2")
DAMAGED = ADS.replace(",12,1", ",twaalf,1")
LEADS = "Datum;E-mailadres;Soort;Kanaal;Campagne;Bevestigd\n" + "".join(
    f"{day:02}-11-2026;lid{day}@example.org;job alert;corporate;;ja\n" for day in range(1, 13))


MAPPED = """
[[file]]
match = "leads*.csv"
fact = "leads"
columns = {day = "Datum", person = "E-mailadres", kind = "Soort", channel = "Kanaal", confirmed = "Bevestigd"}
words = {kind = {"job alert" = "job_alert"}, channel = {"corporate" = "direct"}}
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs are done as soon as they are asked for; files are read in this process, unless one of its own is asked for."""
    monkeypatch.setattr(uploads, "apart", lambda verb, folder, file, seconds, told, who: apart.main(
        verb, folder, str(file), who))
    monkeypatch.setattr(apart.os, "nice", lambda by: 0)
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


@pytest.fixture
def in_its_own_process(at_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "apart", apart.apart)


def home(world: World) -> Workspace:
    return Workspace(world.bakker.folder)


def bring(world: World, name: str, content: str | bytes, who: str = "agency marketer") -> Upload | None:
    """The upload that came of it, if any."""
    given = content if isinstance(content, bytes) else content.encode()
    world.browser(who).post(f"{DATA}upload/", {"files": SimpleUploadedFile(name, given)})
    return Upload.objects.first()


def take(world: World, upload: Upload, who: str = "agency marketer") -> Upload:
    world.browser(who).post(f"{DATA}take/", {"upload": upload.pk})
    upload.refresh_from_db()
    return upload


def said(world: World, page: str = "check/", who: str = "agency marketer") -> str:
    return world.browser(who).get(DATA + page).content.decode()


def test_a_file_is_looked_at_confirmed_taken_once_and_undone(world: World, in_its_own_process: None) -> None:
    before = len(batches(home(world)))
    upload = bring(world, "zoeken.csv", ADS)
    assert upload and upload.state == "waiting" and Path(upload.path).exists()
    assert len(batches(home(world))) == before, "nothing counts before it is confirmed"
    page = said(world)
    for text in ("zoeken.csv", "Google Ads", "merelhof_search_merk", "advertenties en berichten (2)"):
        assert text in page
    assert take(world, upload).state == "taken"
    assert take(world, upload).state == "taken"
    came = batches(home(world))
    assert len(came) == before + 1 and came[0].rows["exposures"] == 2
    assert not Path(upload.path).parent.exists(), "the file itself does not linger"
    answer = world.browser("agency marketer").post(f"{DATA}undo/", {"batch": upload.batch}, follow=True)
    assert "Ongedaan gemaakt" in answer.content.decode()
    assert len(batches(home(world))) == before and Upload.objects.get().state == "undone"
    acts = [(entry.what, entry.who) for entry in home(world).audit.entries()][-2:]
    assert acts == [(act, f"user:{world.person('agency marketer').pk}") for act in ("import", "undo")]


def test_what_it_will_replace_is_said_beforehand_and_an_older_batch_can_be_removed(world: World) -> None:
    first = take(world, bring(world, "zoeken.csv", ADS))
    again = bring(world, "zoeken.csv", RESTATED)
    assert again.found["replaced"]["exposures"] == 2
    take(world, again)
    known = {b.id: b for b in batches(home(world))}
    assert known[again.batch].replaced and known[again.batch].undoes and not known[first.batch].undoes
    page = world.browser("agency marketer").get(DATA).content.decode()
    assert re.search(r'<a href="#batch-2">vervangt 2 rijen van zoeken.csv van [^<]+ om \d\d:\d\d</a>', page)
    assert re.search(r'<a href="#batch-1">2 rijen vervangen door zoeken.csv van ', page)
    world.browser("agency marketer").post(f"{DATA}undo/", {"batch": first.batch})
    [left] = [b for b in batches(home(world)) if b.id == again.batch]
    assert first.batch not in {b.id for b in batches(home(world))} and left.instead_of == {first.batch: 2}
    assert "vervangt 2 rijen van iets wat er weer uit is" in world.browser("agency marketer").get(DATA).content.decode()
    assert bring(world, "zoeken.csv", ADS).found["outcome"] == "taken", "what was removed may come again"


def test_the_same_file_again_says_that_it_changes_nothing(world: World) -> None:
    take(world, bring(world, "zoeken.csv", ADS))
    again = bring(world, "nogeens.csv", ADS)
    assert again.state == "repeated" and not Path(again.path).exists()


def test_a_damaged_file_tells_line_and_column_and_does_not_stay(world: World) -> None:
    upload = bring(world, "stuk.csv", DAMAGED)
    page = said(world)
    assert upload.state == "refused" and not Path(upload.path).exists()
    assert "regel 5" in page and "kolom Impr." in page and "twaalf" in page
    assert take(world, upload).state == "refused"


def test_what_stops_a_file_and_what_is_worth_a_look_have_headings_of_their_own(world: World, built_demo: Path) -> None:
    wrong, worth, warns = "Wat er niet klopt", "Let hierop", "Dit houdt niets tegen"
    bring(world, "stuk.csv", DAMAGED)
    page = said(world)
    assert wrong in page and worth not in page and warns not in page
    reach = next((built_demo / "exports").rglob("linkedin_bereik*.csv"))
    upload = bring(world, reach.name, reach.read_bytes())
    assert upload.state == "waiting" and upload.found["problems"]
    page = said(world)
    assert f"<h3>{worth}</h3>" in page and warns in page and "Alleen het bereik" in page


def test_rows_of_people_are_never_shown_one_by_one(world: World) -> None:
    settings = home(world).path / "client.toml"
    settings.write_text(settings.read_text("utf-8") + MAPPED, "utf-8")
    upload = bring(world, "leads november.csv", LEADS)
    assert upload.state == "waiting"
    page = said(world)
    assert "12 van 12" in page and "vacaturealert" in page
    assert "lid3@" not in page + str(upload.found) and "rows" not in upload.found["first"][0]


@pytest.mark.parametrize(("name", "content", "says"), [
    ("programma.exe", b"MZ", "dit soort bestand"), ("leeg.csv", b"", "staat niets in"),
    ("stuk.zip", b"PK\x03\x04 geen zip", "beschadigd"), ("groot.csv", b"x" * 2000, "groter dan"),
])
def test_what_may_not_come_in_is_refused_in_words(world: World, monkeypatch: pytest.MonkeyPatch, name: str,
                                                  content: bytes, says: str) -> None:
    monkeypatch.setattr(uploads, "MOST", 1000)
    before = set(Place.here().uploads.iterdir())
    files = {"files": SimpleUploadedFile(name, content)}
    answer = world.browser("agency marketer").post(f"{DATA}upload/", files, follow=True)
    assert says in answer.content.decode() and not Upload.objects.exists()
    assert set(Place.here().uploads.iterdir()) == before


def test_a_zip_is_what_is_in_it_and_a_bomb_is_not_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "look", lambda pk: None)
    assert bring(world, "alles.zip", zipped({"map/zoeken.csv": ADS, "../../weg.csv": ADS, "in.zip": "PK"}))
    assert sorted(u.name for u in Upload.objects.all()) == ["weg.csv", "zoeken.csv"]
    assert all(Path(u.path).parent.parent == Place.here().uploads for u in Upload.objects.all())
    Upload.objects.all().delete()
    monkeypatch.setattr(uploads, "MOST", 10_000)
    assert bring(world, "bom.zip", zipped({"zoeken.csv": "0" * 1_000_000})) is None


def test_what_is_in_zips_counts_among_the_files_that_may_come_at_a_time(world: World,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "look", lambda pk: None)
    monkeypatch.setattr(uploads, "FILES", 3)
    one, more = SimpleUploadedFile("een.csv", ADS.encode()), zipped({f"{n}.csv": ADS for n in range(3)})
    files = [one, SimpleUploadedFile("a.zip", more), SimpleUploadedFile("b.zip", more)]
    world.browser("agency marketer").post(f"{DATA}upload/", {"files": files})
    assert sorted(u.name for u in Upload.objects.all()) == ["0.csv", "1.csv", "een.csv"]


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_reading_that_takes_too_long_is_stopped_and_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch,
                                                                    in_its_own_process: None) -> None:
    monkeypatch.setattr(uploads, "SECONDS", 0.01)
    before = len(batches(home(world)))
    upload = bring(world, "zoeken.csv", ADS)
    assert upload.found["error"]["code"] == "reading_too_long" and "gestopt" in said(world)
    assert len(batches(home(world))) == before


def test_a_restart_takes_up_what_was_confirmed_and_takes_it_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = bring(world, "zoeken.csv", ADS)
    before = len(batches(home(world)))
    user = world.person("agency marketer")
    assert uploads.confirm(world.bakker, user, [upload.pk]) == [upload.pk], "the server stops here"
    assert uploads.confirm(world.bakker, user, [upload.pk]) == []
    jobs.resume()
    jobs.resume()
    upload.refresh_from_db()
    assert upload.state == "taken" and len(batches(home(world))) == before + 1


def test_what_nobody_confirms_goes_after_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "look", lambda pk: None)
    upload = bring(world, "zoeken.csv", ADS)
    uploads.sweep()
    assert Path(upload.path).exists()
    Upload.objects.update(at=upload.at - uploads.KEPT)
    uploads.sweep()
    assert not Upload.objects.exists() and not Path(upload.path).parent.exists()


def test_thrown_away_is_thrown_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "look", lambda pk: None)
    upload = bring(world, "zoeken.csv", ADS)
    assert world.browser("stranger").post(f"{DATA}drop/{upload.pk}/").status_code == 404
    assert Path(upload.path).exists()
    world.browser("agency marketer").post(f"{DATA}drop/{upload.pk}/")
    assert not Path(upload.path).exists() and take(world, upload).state == "dropped"


def test_an_upload_of_another_client_cannot_be_taken_by_its_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "look", lambda pk: None)
    upload = bring(world, "zoeken.csv", ADS)
    Upload.objects.update(found={"outcome": "taken"})
    world.browser("stranger").post("/c/elders/data/take/", {"upload": upload.pk})
    upload.refresh_from_db()
    assert upload.state == "waiting"


def test_a_viewer_sees_the_sources_and_is_offered_nothing(world: World) -> None:
    page = world.browser("viewer").get("/c/merelhof/data/").content.decode()
    assert "LinkedIn" in page and "data/upload/" not in page and "data/undo/" not in page
    for address in ("upload/", "take/", "undo/"):
        assert world.browser("viewer").post(f"/c/merelhof/data/{address}").status_code == 403
        assert world.browser("stranger").post(f"/c/merelhof/data/{address}").status_code == 404


def test_what_asks_for_attention_leads_to_where_it_is_done_for_who_may_do_it(world: World) -> None:
    (world.home.path / "baseline.json").unlink()
    text = world.browser("marketer").get("/c/merelhof/data/").content.decode()
    advice = re.search(r'<ul class="advice">(.*?)</ul>', text, re.DOTALL)[1]
    assert 'scores voor kwaliteit. <a href="#files">' in advice and 'id="files"' in text
    assert "/c/merelhof/plan/baseline/" in advice
    seen = world.browser("viewer").get("/c/merelhof/data/").content.decode()
    assert "scores voor kwaliteit" in seen and "#files" not in seen and "plan/baseline/" not in seen


def test_what_waits_for_the_reader_stands_first_and_at_the_end_it_goes_on(world: World) -> None:
    waits = bring(world, "wacht.csv", ADS)
    take(world, bring(world, "klaar.csv", ADS.replace("2026-11", "2026-10").replace("November", "October")))
    text = said(world)
    assert text.index("wacht.csv") < text.index("klaar.csv") and "Verder met de stappen" not in text
    take(world, waits)
    assert 'href="/c/bakker/">Verder met de stappen' in said(world) and "Alles is behandeld" in said(world)


def test_rows_of_visits_are_called_events_for_a_visit_is_many() -> None:
    w = Words("nl")
    assert counted(w, {"web_hits": 6203, "leads": 2}) == "gebeurtenissen op je site (6.203) en leads (2)"
    assert "bezoeken aan je site" not in rows_of(w, "web_hits")


def test_an_empty_client_is_told_what_to_begin_with(world: World) -> None:
    page = world.browser("agency marketer").get("/c/bakker/data/").content.decode()
    assert "Begin met wat je al hebt" in page and "data/upload/" in page
