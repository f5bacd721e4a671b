"""Keys on screen: which is in use since when, a new one laid over it, all destroyed; and who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from custody.home import ANNA, figures, made

from talentloop.core.errors import KeyTrouble, StoreTrouble
from talentloop.custody.requests import access
from talentloop.store.app.models import Job
from talentloop.web import jobs, rekeying
from talentloop.workspace import Workspace
from web.conftest import World

KEYS = "/c/merelhof/privacy/keys/"


@pytest.fixture
def home(world: World, tmp_path: Path) -> Workspace:
    home = made(tmp_path / "zorg", 12)
    world.merelhof.folder = str(home.path)
    world.merelhof.save()
    return home


def test_a_new_key_is_laid_over_the_one_in_use(world: World, home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.queue, "immediate", True)
    browser, before = world.browser("privacy officer"), figures(home)
    assert home.keyring.known()[0].id in browser.get(KEYS).content.decode()
    assert browser.post(KEYS, {"do": "rotate"}).status_code == 400 and home.lake.catalog.state().keys == 1
    text = browser.post(KEYS, {"do": "rotate", "sure": "1"}, follow=True).content.decode()
    fresh = Workspace(home.path)
    assert fresh.lake.catalog.state().keys == 2 and fresh.keyring.known()[1].id in text
    assert "12 ervoor, 12 erna" in text and figures(fresh) == before and not access(fresh, [ANNA]).empty
    entry = next(e for e in fresh.audit.entries() if e.what == "key_rotated")
    assert entry.who == f"user:{world.person('privacy officer').pk}"


def test_keys_are_destroyed_by_typing_the_client_s_name(world: World, home: Workspace,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.queue, "immediate", True)
    browser = world.browser("privacy officer")
    for typed in ("", "ja", "Merelhof"):
        assert browser.post(KEYS, {"do": "destroy", "sure": "1", "confirm": typed}).status_code == 400
    assert not home.keyring.destroyed
    text = browser.post(KEYS, {"do": "destroy", "confirm": "Zorggroep Test"}, follow=True).content.decode()
    assert "niets meer gevonden" in text and 'name="confirm"' not in text and 'name="sure"' not in text
    with pytest.raises(KeyTrouble):
        access(Workspace(home.path), [ANNA])
    assert "key_destroyed" in {e.what for e in home.audit.entries()}


def test_while_it_goes_on_there_is_nothing_to_press_and_what_stood_in_the_way_is_told(
        world: World, home: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = world.browser("privacy officer")
    for _ in range(2):
        browser.post(KEYS, {"do": "rotate", "sure": "1"})
    job = Job.objects.get(kind="rotate")
    text = browser.get(KEYS).content.decode()
    assert "Je kunt hier vandaan gaan" in text and 'name="confirm"' not in text
    assert "<html" not in browser.get(KEYS, headers={"HX-Request": "true"}).content.decode()

    def elsewhere(*_: object) -> None:
        raise StoreTrouble("store_locked", path="x", seconds=60)

    with monkeypatch.context() as patched:
        patched.setattr(rekeying.keys, "rotate", elsewhere)
        assert not rekeying.work(job, "iemand:1", "")
    text = browser.get(KEYS).content.decode()
    assert 'class="wrong"' in text and 'name="confirm"' in text and home.lake.catalog.state().keys == 1


@pytest.mark.parametrize("name", ["admin", "agency marketer", "marketer", "viewer", "stranger"])
def test_nobody_else_gets_near_them(world: World, home: Workspace, name: str) -> None:
    browser, refused = world.browser(name), 404 if name == "stranger" else 403
    assert browser.get(KEYS).status_code == refused
    for asked in ({"do": "rotate", "sure": "1"}, {"do": "destroy", "confirm": "Zorggroep Test"}):
        assert browser.post(KEYS, asked).status_code == refused
    assert not Job.objects.filter(kind__in=rekeying.KINDS).exists()
