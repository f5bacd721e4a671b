"""Settings of a client: how it is measured, house style, keys, tracker, trust; and who may not."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talentloop.collect.spool import NotSeen
from talentloop.command.collecting import Service
from talentloop.core.errors import UnknownName
from talentloop.core.kpi import Focus
from talentloop.core.kpis.pools import USUAL
from talentloop.fetch import Fetcher
from talentloop.store.app import keys
from talentloop.store.app.models import ApiKey
from talentloop.web import figures, jobs, listening
from talentloop.web.screens.settings import tracker
from talentloop.web.screens.settings.logo import NoLogo, cleaned
from talentloop.workspace import Workspace
from web.conftest import World

SETTINGS = "/c/bakker/settings/"
MEASURING = {"language": "nl", "timezone": "Europe/Amsterdam", "rhythm": "2 months", "band": "10,0", "own_hosts": "",
             "pools": USUAL, "internal_addresses": "", "g-TOTAL_FORMS": "1", "g-INITIAL_FORMS": "0"}
GROUP = {"g-0-name": "bakkers", "g-0-low": "1.400", "g-0-high": "1.600", "g-0-source": "UWV", "g-0-date": "2026-01-15"}


@pytest.fixture
def home(world: World) -> Workspace:
    """A client without facts, whose admin is the admin of the tests."""
    for member in world.merelhof.members.all():
        member.client = world.bakker
        member.save()
    return Workspace(world.bakker.folder)


def told(home: Workspace) -> list[object]:
    return [e.facts.get("key") for e in home.audit.entries() if e.what == "settings"]


def chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def png(wide: int = 1, more: bytes = b"") -> bytes:
    head = wide.to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    data = zlib.compress(b"\0" + b"\x10\x60\x60" * wide)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_rhythm_sites_and_target_group_are_changed_and_told(world: World, home: Workspace) -> None:
    browser = world.browser("admin")
    page = browser.get(f"{SETTINGS}measuring/")
    given = {**MEASURING, **GROUP, "rhythm": "8 weeks", "own_hosts": "https://www.Bakker.nl/\nwerken.bakker.nl",
             "version": page.context["version"]}
    assert browser.post(f"{SETTINGS}measuring/", given).status_code == 302
    now = Workspace(home.path).settings
    assert now.rhythm.weeks == 8 and now.own_hosts == ("www.bakker.nl", "werken.bakker.nl")
    assert [(g.name, g.low, g.high) for g in now.target_groups] == [("bakkers", 1400, 1600)]
    assert set(told(home)) == {"loops.rhythm", "client.own_hosts", "target_group"}
    assert browser.post(f"{SETTINGS}measuring/", given).status_code == 409, "the file is another one now"
    assert "bakkers" in browser.get(f"{SETTINGS}measuring/").content.decode()


def test_one_of_several_sources_of_visits_is_chosen_and_visits_are_made_of_it(
        world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "prepare", lambda *_: None)
    home, browser, page = world.home, world.browser("admin"), "/c/merelhof/settings/measuring/"
    before = browser.get(page)
    assert 'name="record"' not in before.content.decode(), "one source: nothing to choose"
    log = home.path / "access.log"
    log.write_text("".join(f'192.0.2.{n} - - [03/Nov/2026:10:00:{n:02} +0100] "GET /vacatures/kok HTTP/1.1" 200 5120 '
                           f'"-" "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"\n'
                           for n in range(10, 40)), "utf-8")
    home.take([log])
    text = browser.get("/c/merelhof/data/").content.decode()
    assert "Kies welke telt" in text and f'href="{page}"' in text
    assert f'href="{page}"' not in world.browser("marketer").get("/c/merelhof/data/").content.decode()
    shown = browser.get(page)
    assert '<option value="ga4_bigquery" selected>' in shown.content.decode()
    given = {**MEASURING, "g-INITIAL_FORMS": "0", "record": "access_log", "version": shown.context["version"]}
    assert browser.post(page, given).status_code == 302
    now = Workspace(home.path)
    assert now.settings.record["web_hits"] == "access_log"
    jobs.prepare.call_local(world.merelhof.pk)
    assert not now.rederive(), "the job did"
    assert now.engine.days("visits").start.isoformat() == "2026-11-03"
    assert "Kies welke telt" not in browser.get("/c/merelhof/data/").content.decode()


def test_the_classes_of_the_pools_are_chosen_unless_a_loop_aims_at_one(world: World, home: Workspace) -> None:
    browser, other = world.browser("admin"), "1-3 4-6 7-15"
    home.start_loop(Focus.TRAFFIC, "Verhalen van collega's", primary="pool_2")
    given = {**MEASURING, "pools": other}
    version = browser.get(f"{SETTINGS}measuring/").context["version"]
    refused = browser.post(f"{SETTINGS}measuring/", {**given, "version": version})
    assert refused.status_code == 409 and "Talentpool 3–5" in refused.content.decode() and told(home) == []
    home.undo_plan()
    assert browser.post(f"{SETTINGS}measuring/", {**given, "version": version}).status_code == 302
    assert Workspace(home.path).settings.pools == other and told(home) == ["pools.classes"]
    with pytest.raises(UnknownName):
        Workspace(home.path).start_loop(Focus.TRAFFIC, "Verhalen van collega's", primary="pool_2")
    version = browser.get(f"{SETTINGS}measuring/").context["version"]
    assert browser.post(f"{SETTINGS}measuring/", {**MEASURING, "version": version}).status_code == 302
    assert Workspace(home.path).settings.pools == USUAL


@pytest.mark.parametrize("wrong", [{"own_hosts": "geen site!"}, {"internal_addresses": "1.2.3"}, {"band": "nul"},
                                   {"timezone": "Mars/Olympus"}, {**GROUP, "g-0-low": "1.900"},
                                   {**GROUP, "g-0-source": ""}])
def test_what_is_wrong_is_told_and_nothing_is_written(world: World, home: Workspace, wrong: dict[str, str]) -> None:
    browser, before = world.browser("admin"), (home.path / "client.toml").read_bytes()
    version = browser.get(f"{SETTINGS}measuring/").context["version"]
    answer = browser.post(f"{SETTINGS}measuring/", {**MEASURING, **wrong, "version": version})
    assert answer.status_code in (400, 409)
    assert (home.path / "client.toml").read_bytes() == before and told(home) == []


def test_a_marketer_changes_no_settings(world: World, home: Workspace) -> None:
    browser = world.browser("marketer")
    page = browser.get(SETTINGS).content.decode()
    assert "settings/trust/" in page and "settings/measuring/" not in page
    assert 'href="/me"' in page and "stelt een beheerder" in page, "what they may do, and who does the rest"
    assert "stelt een beheerder" not in world.browser("admin").get(SETTINGS).content.decode()
    for part in ("measuring/", "house/", "keys/", "tracker/", "tracker/key/"):
        assert browser.post(SETTINGS + part, {}).status_code == 403


def test_a_key_is_shown_once_and_revoked(world: World, home: Workspace) -> None:
    browser = world.browser("admin")
    page = browser.post(f"{SETTINGS}keys/", {"name": "dashboard", "role": "viewer"})
    assert "http://testserver/api/v1/clients" in page.content.decode(), "what to do with it"
    secret = re.search(r"tl_[\w-]{20,}", page.content.decode()).group()  # type: ignore[union-attr]
    assert keys.find(secret) is not None and "no-store" in page["Cache-Control"]
    again = browser.get(f"{SETTINGS}keys/").content.decode()
    assert secret not in again and secret[:8] not in again and secret[-4:] in again
    browser.post(f"{SETTINGS}keys/{ApiKey.objects.get().pk}/revoke/")
    assert keys.find(secret) is None
    assert browser.post(f"{SETTINGS}keys/", {"name": "x", "role": "admin"}).status_code == 400


def test_a_new_site_key_is_listened_to_at_once(world: World, home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service([])
    monkeypatch.setattr(listening, "_running", [service])
    browser = world.browser("admin")
    for _ in "twice":
        assert browser.post(f"{SETTINGS}tracker/key/").status_code == 302
    told_now = Workspace(home.path).settings.collect
    assert told_now is not None and list(service.collector.sites) == [told_now.key] and len(service.clients) == 1
    site = service.clients[0].site
    assert not site.allows("https://www.bakker.nl")
    version = browser.get(f"{SETTINGS}measuring/").context["version"]
    browser.post(f"{SETTINGS}measuring/", {**MEASURING, "own_hosts": "www.bakker.nl", "version": version})
    assert site.allows("https://www.bakker.nl"), "what it listens to follows the settings"
    assert told_now.key in browser.get(f"{SETTINGS}tracker/").content.decode() and "collect.key" in told(home)
    site.close()


def test_the_tracker_page_says_that_nobody_may_look_whether_it_arrives(world: World, home: Workspace,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser("admin")
    browser.post(f"{SETTINGS}tracker/key/")
    monkeypatch.setattr("talentloop.command.collecting.status", lambda *_: NotSeen("forbidden", home.path / "spool"))
    page = browser.get(f"{SETTINGS}tracker/").content.decode()
    assert "is niet te zeggen" in page
    assert "nog geen gebeurtenis" not in page


@pytest.fixture
def page_without_tracker() -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><head><title>Werken bij</title></head></html>")

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_does_it_arrive_says_what_is_wrong(world: World, home: Workspace, page_without_tracker: str,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_running", [])
    browser, page = world.browser("admin"), f"{SETTINGS}tracker/"
    browser.post(f"{page}key/")
    assert "eerst je eigen sites" in browser.post(page, {"url": page_without_tracker}).content.decode()
    text = (home.path / "client.toml").read_text().replace("own_hosts = []", 'own_hosts = ["127.0.0.1"]')
    (home.path / "client.toml").write_text(text)
    assert "besloten netwerk" in browser.post(page, {"url": page_without_tracker}).content.decode()
    assert browser.post(page, {"url": "https://elders.example.org/"}).status_code == 400, "no site of others"
    monkeypatch.setattr(tracker, "FETCHER", Fetcher(inside=True))
    assert "Het script staat niet op de pagina" in browser.post(page, {"url": page_without_tracker}).content.decode()


def test_a_house_style_reaches_the_report(world: World) -> None:
    browser, house = world.browser("admin"), "/c/merelhof/settings/house/"
    remark = chunk(b"tEXt", b"Author\0Anna")
    answer = browser.post(house, {"accent": "#ffcc00", "logo": SimpleUploadedFile("x.png", png(more=remark))})
    assert answer.status_code == 302
    kept = (world.home.path / "house" / "logo.png").read_bytes()
    assert kept == png() and b"Anna" not in kept
    report = browser.get(f"{house}report").content.decode()
    assert "img-src data:" in report and 'src="data:image/png;base64,' in report
    assert report.split("</style>")[0].count("--accent:#") == 4
    assert "te licht" in browser.get(house).content.decode()
    browser.post(house, {"accent": "", "without_logo": "1"})
    plain = browser.get(f"{house}report").content.decode()
    assert "data:image/png" not in plain and "<b>talentloop</b>" in plain
    assert browser.post(house, {"accent": "rood"}).status_code == 400


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
JPEG = b"\xff\xd8" + b"\xff\xe1\x00\x08Exif\0\0" + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00" + \
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34" + b"\xff\xd9"


@pytest.mark.parametrize(("raw", "why"), [
    (SVG, "not_a_picture"), (png()[:-5], "not_a_picture"), (png().replace(b"IDAT", b"IDAX"), "not_a_picture"),
    (b"", "not_a_picture"), (png(3000), "too_many_pixels"), (b"\x89PNG" * 100_000, "too_large"),
    (JPEG[:20], "not_a_picture")])
def test_what_is_no_logo_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(NoLogo, match=why):
        cleaned(raw)


def test_what_hides_in_or_behind_a_picture_is_left_out() -> None:
    assert cleaned(png() + SVG) == png()
    assert cleaned(JPEG + SVG) == JPEG.replace(b"\xff\xe1\x00\x08Exif\0\0", b"")


def test_a_refused_logo_is_told(world: World, home: Workspace) -> None:
    answer = world.browser("admin").post(f"{SETTINGS}house/", {"logo": SimpleUploadedFile("x.svg", SVG)})
    assert answer.status_code == 400 and "geen hele PNG" in answer.content.decode()
    assert not (Path(home.path) / "house").exists()


def test_trust_is_fetched_by_the_page_and_without_a_script_by_a_link(world: World) -> None:
    browser, page = world.browser("viewer"), "/c/merelhof/settings/trust/"
    shell = browser.get(page).content.decode()
    assert 'hx-trigger="load"' in shell and "?now=1" in shell
    part = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<section" in part and "<html" not in part
    assert "<section" in browser.get(f"{page}?now=1").content.decode()
