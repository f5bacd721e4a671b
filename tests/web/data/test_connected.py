"""Connecting a source on screen, and what is connected: fetched at night, once, as one batch, and told how that went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from connect.vendors import KEY, Vendor, meta, serving, teamtailor

from talentloop.command import apart
from talentloop.command.batches import batches
from talentloop.core.facts import FACTS
from talentloop.fetch import PRIVATE
from talentloop.store.app.models import Job
from talentloop.web import asking, jobs
from talentloop.workspace import Workspace
from web.conftest import World

NIGHT, DAY = (datetime(2026, 11, 26, hour, 41, tzinfo=ZoneInfo("Europe/Amsterdam")) for hour in (2, 14))


def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources on this machine may be asked, and are asked in this process."""
    monkeypatch.setenv(PRIVATE, "127.0.0.1")
    monkeypatch.setattr(asking, "apart", lambda verb, folder, file, seconds, told, who: apart.main(
        verb, folder, str(file), who))
    monkeypatch.setattr(apart.os, "nice", lambda by: 0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    near(monkeypatch)
    monkeypatch.setattr(jobs.timezone, "now", lambda: NIGHT)
    jobs.queue.immediate = True
    yield
    jobs.queue.immediate = False


def test_at_night_what_is_connected_is_fetched_once(world: World) -> None:
    home = Workspace(world.bakker.folder)
    with serving(Vendor(teamtailor(3))) as vendor:
        id = home.connect("teamtailor", {"token": KEY, "address": vendor.url}).id
        assert asking.due(home, DAY) == [] and asking.due(home, NIGHT) == [id]
        jobs.fetch_all()
        assert batches(home)[0].rows["applications"] == 3
        seen = len(vendor.asked)
        jobs.fetch_all()
        assert len(vendor.asked) == seen, "what came well today is not asked again"
    assert [e.who for e in home.audit.entries() if e.what == "fetch"] == ["job:fetch"]
    page = world.browser("agency marketer").get("/c/bakker/data/").content.decode()
    assert "Teamtailor …9f3a" in page and "gaat goed, elke nacht" in page and KEY not in page


def test_a_key_that_is_refused_is_told_on_screen_and_not_tried_all_night(world: World) -> None:
    home = Workspace(world.bakker.folder)
    with serving(Vendor(teamtailor(1))) as vendor:
        home.connect("teamtailor", {"token": KEY + "-oud", "address": vendor.url})
        jobs.fetch_all()
        jobs.fetch_all()
        assert len(vendor.asked) == 1
    assert Job.objects.get(client=world.bakker).state == "failed"
    page = world.browser("viewer").get("/c/bakker/data/")
    assert page.status_code == 404, "another's client is not there"
    told = world.browser("agency marketer").get("/c/bakker/data/").content.decode()
    assert "weigert de sleutel" in told and f"{KEY}-oud" not in told


def test_asked_twice_it_is_done_once(world: World) -> None:
    first = asking.ask(world.bakker, "fetch abc123")
    assert first is not None and asking.ask(world.bakker, "fetch abc123") is None


# ---- on screen -------------------------------------------------------------------------------------------------------


def send(browser: Any, path: str, **fields: str) -> Any:
    return browser.post(f"/c/bakker/data/{path}", fields, follow=True)


def tried(browser: Any, vendor: Vendor, key: str = KEY) -> tuple[str, Any]:
    """The form filled in and sent: where it led, and the answer."""
    answer = send(browser, "connect/teamtailor/", token=key, address=vendor.url)
    return re.sub("^/c/bakker/data/", "", answer.redirect_chain[-1][0]), answer


def test_a_source_is_chosen_tried_connected_and_fetched(world: World) -> None:
    browser, home = world.browser("agency marketer"), Workspace(world.bakker.folder)
    assert "Advertentiebeheer" in browser.get("/c/bakker/data/connect/meta_insights_json/").content.decode()
    assert "Teamtailor" in browser.get("/c/bakker/data/connect/").content.decode()
    with serving(Vendor(teamtailor(3))) as vendor:
        place, answer = tried(browser, vendor)
        page = answer.content.decode()
        assert "De koppeling werkt" in page
        assert re.search(r"sollicitaties[^<(]*\(2\)", page), "the first page, which holds two"
        assert batches(home) == [] and home.connections.all() == (), "trying takes nothing and connects nothing"
        page = send(browser, f"{place}confirm/").content.decode()
        assert "is gekoppeld" in page and batches(home)[0].rows["applications"] == 3
        assert "klopt met de totalen van de bron" in page
        asked = len(vendor.asked)
        send(browser, f"{place}confirm/")
        assert len(vendor.asked) == asked, "confirmed twice is once"
        send(browser, f"{place}fetch/")
        assert len(vendor.asked) > asked
    everything = page + browser.get("/c/bakker/data/").content.decode() + home.audit.path.read_text()
    assert KEY not in everything + "".join(Job.objects.values_list("said", flat=True))


def test_a_key_that_does_not_work_is_told_mended_and_never_shown(world: World) -> None:
    browser, home = world.browser("agency marketer"), Workspace(world.bakker.folder)
    with serving(Vendor(teamtailor(1))) as vendor:
        place, answer = tried(browser, vendor, KEY + "-oud")
        page = answer.content.decode()
        assert "weigert de sleutel" in page and f"{KEY}-oud" not in page and "Koppel deze bron" not in page
        assert "Probeer de koppeling eerst" in send(browser, f"{place}confirm/").content.decode()
        assert home.connections.all() == ()
        page = send(browser, f"{place}key/", token=KEY).content.decode()
        assert "De koppeling werkt" in page and KEY not in page
    assert home.connections.secrets.of(place.split("/")[1]) == {"token": KEY}


@pytest.mark.parametrize(("fields", "says"), [
    ({"token": "", "account": "123456"}, "Dit is nodig"), ({"token": KEY, "account": "act_x"}, "Dit kan niet kloppen"),
    ({"token": KEY, "account": "123456", "address": "file:///etc/passwd"}, "Dit kan niet kloppen")])
def test_what_cannot_be_is_told_at_its_field_and_no_key_is_sent_back(world: World, fields: dict[str, str], says: str
                                                                     ) -> None:
    answer = send(world.browser("agency marketer"), "connect/meta_insights_json/", **fields)
    page = answer.content.decode()
    assert answer.status_code == 400 and says in page and 'aria-invalid="true"' in page and KEY not in page
    assert Workspace(world.bakker.folder).connections.all(drafts=True) == ()


def test_a_period_is_fetched_anew_after_it_was_told_what_that_replaces(world: World) -> None:
    browser, home = world.browser("agency marketer"), Workspace(world.bakker.folder)
    since = home.today - timedelta(days=20)
    with serving(Vendor(meta(lambda day, name: 100))) as vendor:
        id = home.connect("meta_insights_json", {"account": "123456", "token": KEY, "address": vendor.url}, since).id
        home.fetch(id)
        first, last = since + timedelta(days=2), since + timedelta(days=4)
        path = f"/c/bakker/data/connection/{id}/"
        page = browser.get(path, {"first": str(first), "last": str(last)}).content.decode()
        assert "gaf deze koppeling advertenties en berichten (6) en bereik per netwerk (6)." in page
        assert "maken plaats" in page, "three days of two campaigns"
        vendor.answers = meta(lambda day, name: 900)
        page = send(browser, f"connection/{id}/fetch/", first=str(first), last=str(last)).content.decode()
        assert batches(home)[0].replaced == 12 and home.connections.get(id).good.until == home.today
        assert impressions(home) == 34 * 100 + 6 * 900
        assert "Maak het laatste ophalen ongedaan" in page
        send(browser, "undo/", batch=batches(home)[0].id)
        assert impressions(home) == 40 * 100
        window = home._as_it_is(home.connections.get(id)).window(home.today, 28, 0)
        assert window.start == since, "what was taken back is asked for again"


@pytest.mark.parametrize(("first", "last", "says"), [
    (5, 9, "ligt voor de eerste"), (5, 0, "vandaag is nog niet af"), (2000, 5, "gaat niet verder terug")])
def test_days_that_cannot_be_are_told(world: World, first: int, last: int, says: str) -> None:
    home = Workspace(world.bakker.folder)
    id = home.connect("meta_insights_json", {"account": "123456", "token": KEY}).id
    days = {"first": str(home.today - timedelta(days=first)), "last": str(home.today - timedelta(days=last))}
    answer = world.browser("agency marketer").get(f"/c/bakker/data/connection/{id}/", days)
    assert answer.status_code == 400 and says in answer.content.decode()
    answer = world.browser("agency marketer").post(f"/c/bakker/data/connection/{id}/fetch/", days)
    assert answer.status_code == 400 and not Job.objects.exists()


def test_paused_resumed_and_disconnected_with_its_key_destroyed_and_its_data_there(world: World) -> None:
    browser, home = world.browser("agency marketer"), Workspace(world.bakker.folder)
    with serving(Vendor(teamtailor(2))) as vendor:
        id = home.connect("teamtailor", {"token": KEY, "address": vendor.url}).id
        home.fetch(id)
        assert "Gepauzeerd" in send(browser, f"connection/{id}/pause/", paused="yes").content.decode()
        seen = len(vendor.asked)
        jobs.fetch_all()
        assert len(vendor.asked) == seen
        assert "Hervat" in send(browser, f"connection/{id}/pause/", paused="no").content.decode()
    page = send(browser, f"connection/{id}/remove/").content.decode()
    assert "ontkoppeld en de sleutel is gewist" in page and home.connections.all() == ()
    assert home.connections.secrets.of(id) == {} and batches(home)[0].rows["applications"] == 2
    assert browser.post(f"/c/bakker/data/connection/{id}/remove/").status_code == 404
    assert [(e.what, e.who.partition(":")[0]) for e in home.audit.entries()][-1] == ("disconnect", "user")


@pytest.mark.parametrize("name", ["viewer", "privacy officer", "stranger", None])
def test_who_may_not_bring_data_may_not_connect_either(world: World, name: str | None) -> None:
    home, browser = world.home, world.browser(name)
    id = home.connect("teamtailor", {"token": KEY}).id
    looks, sends = {"stranger": (404, 404), None: (302, 401)}.get(name, (403, 403))
    for path in ("connect/", "connect/teamtailor/", f"connection/{id}/"):
        assert browser.get(f"/c/merelhof/data/{path}").status_code == looks
    for path in ("connect/teamtailor/", *(f"connection/{id}/{deed}/" for deed in (
            "key", "try", "confirm", "fetch", "pause", "remove"))):
        assert browser.post(f"/c/merelhof/data/{path}", {"token": "x"}).status_code == sends
    assert [c.id for c in home.connections.all(drafts=True)] == [id] and home.connections.secrets.of(id) == {"token": KEY}
    if name == "viewer":
        page = browser.get("/c/merelhof/data/").content.decode()
        assert "Teamtailor …9f3a" in page and "/data/connection/" not in page


def test_a_connection_of_one_client_is_not_there_at_another(world: World) -> None:
    id = world.home.connect("teamtailor", {"token": KEY}).id
    browser = world.browser("agency marketer")
    assert browser.get(f"/c/merelhof/data/connection/{id}/").status_code == 200
    assert browser.get(f"/c/bakker/data/connection/{id}/").status_code == 404
    assert browser.post(f"/c/bakker/data/connection/{id}/remove/").status_code == 404
    assert browser.get("/c/merelhof/data/connection/teamtailor/").status_code == 404, "only by its id"


def impressions(home: Workspace) -> int:
    with home.lake.asking() as (ask, now):
        return int(ask(f"SELECT sum(impressions) FROM {now.source(FACTS['exposures'])}").fetchall()[0][0])
