"""Sources that are connected are fetched at night, once, as one batch; the data screen says how that went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from connect.vendors import KEY, Vendor, serving, teamtailor

from talentloop.command import apart
from talentloop.command.batches import batches
from talentloop.fetch import PRIVATE
from talentloop.store.app.models import Job
from talentloop.web import asking, jobs
from talentloop.workspace import Workspace
from web.conftest import World

NIGHT, DAY = (datetime(2026, 11, 26, hour, 41, tzinfo=ZoneInfo("Europe/Amsterdam")) for hour in (2, 14))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(PRIVATE, "127.0.0.1")
    monkeypatch.setattr(asking, "apart", lambda verb, folder, file, seconds, told, who: apart.main(
        verb, folder, str(file), who))
    monkeypatch.setattr(apart.os, "nice", lambda by: 0)
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
    assert "Teamtailor …9f3a" in page and "opgehaald op" in page and KEY not in page


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
    first = asking.ask(world.bakker, "fetch", "abc123")
    assert first is not None and asking.ask(world.bakker, "fetch", "abc123") is None
